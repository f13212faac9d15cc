/**
 * Everything the calendar simulators know, in memory: mailboxes ("accounts") of both providers, each with its calendars
 * and events. One neutral kind of event serves both, so that a person's own acts (move, delete, decline) are written
 * once; what only one provider knows lives in `wire`. All state hangs from an account, because test files share one
 * simulator in parallel. An event is never taken out: a deleted one stays as `cancelled`, as both providers need it.
 */
import type { GuestMail } from "./guest-mail.ts";
import { type SimRecurrence, usualEvent } from "./new-event.ts";

const PROVIDERS = ["google", "microsoft"] as const;
export type Provider = (typeof PROVIDERS)[number];

/** `google:ana@example.test` */
export type AccountKey = `${Provider}:${string}`;

export type Answer = "none" | "accepted" | "declined" | "tentative";

export interface SimAttendee {
  email: string;
  name: string | null;
  response: Answer;
  /** Words of this provider's API alone about a guest, as it was written. */
  readonly wire?: Readonly<Record<string, unknown>>;
}

export interface SimMeeting {
  requestId: string;
  state: "pending" | "ready" | "failed";
  link: string;
  /** How many more reads answer "pending". */
  readsUntilReady: number;
}

/** Times are epoch milliseconds; of an all-day event, those of UTC midnight of its dates, whatever the calendar's zone. */
export interface SimEvent {
  readonly id: string;
  readonly calendarId: string;
  /** The account's change counter at the last change; etags and sync tokens are made of it. */
  version: number;
  sequence: number;
  readonly createdAt: number;
  updatedAt: number;
  status: "confirmed" | "tentative" | "cancelled";
  title: string;
  description: string;
  isAllDay: boolean;
  startsAt: number;
  endsAt: number;
  timeZone: string;
  isBusy: boolean;
  organizerEmail: string;
  attendees: SimAttendee[];
  /** What the owner of the mailbox answered; matters for events that others organize. */
  ownResponse: Answer;
  /** The master this is an occurrence of. Masters are kept beside their occurrences and left out of expanded lists. */
  seriesId: string | null;
  /** A master has the start and the end of the first occurrence, whether that one still stands or not. */
  isSeriesMaster: boolean;
  /** Of a master; null: no master. */
  recurrence: SimRecurrence | null;
  /** Of an occurrence: when the series would have it. null: no occurrence. */
  originalStartsAt: number | null;
  /** An occurrence that its owner changed by itself. */
  isException: boolean;
  /** The same for the organizer and all guests; null: the provider makes it from the event's id. */
  iCalUid: string | null;
  /** Of an invitation that arrived: the organizer's own event. */
  copyOf: { readonly account: AccountKey; readonly eventId: string } | null;
  /** The mailboxes of guests that hold an invitation to this event. */
  deliveredTo: readonly AccountKey[];
  meeting: SimMeeting | null;
  /** Private extended properties by name (Graph: by property id). */
  properties: Map<string, string>;
  /** Words of this provider's API alone, as it was written. */
  wire: Record<string, unknown>;
}

export interface SimCalendar {
  readonly id: string;
  name: string;
  readonly isPrimary: boolean;
  timeZone: string;
  accessRole: "owner" | "writer" | "reader" | "freeBusyReader";
  hasMeetings: boolean;
  /** Whose calendar it is in truth, where several have the owner's role; null: the account's own. */
  dataOwner: string | null;
  /** Busy look-ups of this calendar fail, inside an answer that succeeds. */
  isBroken: boolean;
  readonly events: Map<string, SimEvent>;
}

export interface Account {
  readonly key: AccountKey;
  readonly provider: Provider;
  readonly email: string;
  /** Google's `sub`, Microsoft's `oid`. */
  readonly subject: string;
  /** Added to the real clock for this account alone. */
  clockOffsetMs: number;
  /** Raised at each change. */
  version: number;
  /** Raised by `invalidate-sync`: cursors of an older epoch are answered with 410. */
  syncEpoch: number;
  readonly calendars: Map<string, SimCalendar>;
  /** Knobs of one provider, set through `/__sim/settings`; each simulator documents its own. */
  readonly settings: Map<string, string | number | boolean>;
  /** Mails a provider would have sent to guests. */
  readonly guestMails: GuestMail[];
}

export type ChangeKind = "created" | "updated" | "deleted";

/** What the core asks of one provider's simulator. */
export interface ProviderHooks {
  newEventId: () => string;
  /** The id an occurrence of a series gets. */
  occurrenceId: (seriesId: string, startsAt: number, isAllDay: boolean) => string;
  iCalUidOf: (event: SimEvent) => string;
  /** After each change, whoever made it: tells the open channels. */
  changed: (account: Account, calendar: SimCalendar, event: SimEvent, kind: ChangeKind) => void;
  /** What an injected failure of that status looks like on that path (`/HOST/PATH`). */
  faultBody: (status: number, path: string) => { readonly contentType: string; readonly text: string };
}

const CALENDARS_PER_ACCOUNT_MAX = 100;
const DEFAULT_TIME_ZONE = "UTC";

export type NewEvent = Pick<SimEvent, "id" | "title" | "startsAt" | "endsAt"> &
  Partial<Omit<SimEvent, "calendarId" | "version" | "createdAt">>;

export class World {
  readonly #clock: () => number;
  readonly #accounts = new Map<AccountKey, Account>();
  readonly #hooks = new Map<Provider, ProviderHooks>();
  #changeListener: (account: Account, event: SimEvent) => void = () => undefined;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** After each change of a single event. */
  whenChanged(listener: (account: Account, event: SimEvent) => void): void {
    this.#changeListener = listener;
  }

  register(provider: Provider, hooks: ProviderHooks): void {
    this.#hooks.set(provider, hooks);
  }

  hooks(provider: Provider): ProviderHooks {
    const hooks = this.#hooks.get(provider);
    if (hooks === undefined) throw new Error(`no simulator of ${provider} is mounted`);
    return hooks;
  }

  now(account: Account | null): number {
    return this.#clock() + (account?.clockOffsetMs ?? 0);
  }

  accounts(): Account[] {
    return [...this.#accounts.values()];
  }

  /** The mailbox of that address, made with an empty primary calendar on first use. */
  account(provider: Provider, address: string): Account {
    const email = address.trim().toLowerCase();
    const key: AccountKey = `${provider}:${email}`;
    const known = this.#accounts.get(key);
    if (known !== undefined) return known;
    const account: Account = {
      key,
      provider,
      email,
      subject: crypto.randomUUID(),
      clockOffsetMs: 0,
      version: 1,
      syncEpoch: 1,
      calendars: new Map(),
      settings: new Map(),
      guestMails: [],
    };
    this.#accounts.set(key, account);
    this.addCalendar(account, { id: provider === "google" ? email : `calendar-${account.subject}`, name: email, isPrimary: true });
    return account;
  }

  /** The mailboxes of that address that were made already, at either provider. */
  mailboxesOf(address: string): Account[] {
    const email = address.trim().toLowerCase();
    return PROVIDERS.flatMap((provider) => this.#accounts.get(`${provider}:${email}`) ?? []);
  }

  /** `null` for text that is no account key. */
  accountOfKey(text: string): Account | null {
    const [provider, ...rest] = text.split(":");
    const email = rest.join(":");
    const known = PROVIDERS.find((name) => name === provider);
    return known === undefined || !email.includes("@") ? null : this.account(known, email);
  }

  addCalendar(account: Account, calendar: Pick<SimCalendar, "id" | "name"> & Partial<Omit<SimCalendar, "events">>): SimCalendar {
    if (account.calendars.size >= CALENDARS_PER_ACCOUNT_MAX) throw new Error("too many calendars in this account");
    const made: SimCalendar = {
      isPrimary: false,
      timeZone: DEFAULT_TIME_ZONE,
      accessRole: "owner",
      hasMeetings: true,
      dataOwner: null,
      isBroken: false,
      ...calendar,
      events: new Map(),
    };
    account.calendars.set(made.id, made);
    return made;
  }

  primary(account: Account): SimCalendar {
    for (const calendar of account.calendars.values()) if (calendar.isPrimary) return calendar;
    throw new Error("an account always has a primary calendar");
  }

  /** `primary` is an alias at both providers' doors. */
  calendar(account: Account, id: string): SimCalendar | null {
    return id === "primary" ? this.primary(account) : (account.calendars.get(id) ?? null);
  }

  /** In whichever calendar it is; one that stands comes before what a move into another calendar left behind. */
  findEvent(account: Account, eventId: string): { readonly calendar: SimCalendar; readonly event: SimEvent } | null {
    const held = [...account.calendars.values()].flatMap((calendar) => {
      const event = calendar.events.get(eventId);
      return event === undefined ? [] : [{ calendar, event }];
    });
    return held.find(({ event }) => event.status !== "cancelled") ?? held[0] ?? null;
  }

  /** Puts a new event into a calendar, tells the channels and delivers the guests' invitations. */
  create(account: Account, calendar: SimCalendar, event: NewEvent): SimEvent {
    const made = this.#put(account, calendar, event);
    this.hooks(account.provider).changed(account, calendar, made, "created");
    this.#changeListener(account, made);
    return made;
  }

  /** After fields of the event were set: a new version, the channels are told, and the guests' invitations follow. */
  changed(account: Account, calendar: SimCalendar, event: SimEvent, kind: Exclude<ChangeKind, "created"> = "updated"): void {
    this.#touch(account, event);
    if (kind === "deleted") event.status = "cancelled";
    this.hooks(account.provider).changed(account, calendar, event, kind);
    this.#changeListener(account, event);
  }

  /**
   * A series as one act: new pieces are put in, changed ones get a new version, and the channels are told once, of the
   * master. Invitations to a series are not delivered.
   */
  changedTogether(
    account: Account,
    calendar: SimCalendar,
    act: {
      readonly master: SimEvent | NewEvent;
      readonly added?: readonly NewEvent[];
      readonly changed?: readonly SimEvent[];
      readonly kind: ChangeKind;
    },
  ): SimEvent {
    const known = calendar.events.get(act.master.id);
    const master = known ?? this.#put(account, calendar, act.master);
    if (known !== undefined) this.#touch(account, known);
    for (const event of act.changed ?? []) this.#touch(account, event);
    for (const event of act.added ?? []) this.#put(account, calendar, event);
    this.hooks(account.provider).changed(account, calendar, master, act.kind);
    return master;
  }

  mailGuests(account: Account, event: SimEvent, kind: ChangeKind, to: readonly string[]): void {
    if (to.length > 0) account.guestMails.push({ at: this.now(account), eventId: event.id, kind, to });
  }

  /** Forgets one account (it is made anew, empty, on its next use), or all. */
  forget(account: Account | null): void {
    if (account === null) this.#accounts.clear();
    else this.#accounts.delete(account.key);
  }

  #put(account: Account, calendar: SimCalendar, event: NewEvent): SimEvent {
    const now = this.now(account);
    account.version += 1;
    const usual = usualEvent({ ownerEmail: account.email, timeZone: calendar.timeZone, now });
    const made: SimEvent = { ...usual, ...event, calendarId: calendar.id, version: account.version, createdAt: now };
    calendar.events.set(made.id, made);
    return made;
  }

  #touch(account: Account, event: SimEvent): void {
    account.version += 1;
    event.version = account.version;
    event.updatedAt = this.now(account);
  }
}
