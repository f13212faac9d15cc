/**
 * The questions to a calendar provider and the words of its answers: the port that `google/` and
 * `outlook/` implement. A provider's failures are sorted once, in its client, into `ProviderFault`; nobody behind
 * the port sees a status code. A client is bound to one access token and remembers nothing. It retries nothing, but a
 * write that is refused because of one of its parts is sent again without that part. The CalendarAccount object makes a
 * client for each call and decides what happens after a fault.
 */
import type { Instant, Interval } from "../domain/instant.ts";
import type { Result } from "../lib/result.ts";

export type ProviderFault =
  /** The access token was not accepted: refresh once, try once more. */
  | { readonly kind: "unauthorized" }
  /** Nothing happened; try again, not before `afterMs` where the provider named a time. */
  | { readonly kind: "retry_later"; readonly afterMs: number | null; readonly reason: string }
  /** It may have happened (a lost connection, a hang, a cut answer, a 5xx on a write): read back before anything else. */
  | { readonly kind: "unknown"; readonly reason: string }
  /** Only the owner can mend it, by connecting again: consent withdrawn, scopes missing. */
  | { readonly kind: "reconnect"; readonly reason: string }
  /** Refused for good: trying the same again would be refused again. */
  | { readonly kind: "rejected"; readonly reason: string }
  /** There is no such thing (any more). */
  | { readonly kind: "gone" }
  /** `If-Match` did not match: somebody else wrote in between. */
  | { readonly kind: "stale" }
  /** The provider acknowledged a change and answered with the event, which is at another time: asked again, it may well do the same. */
  | { readonly kind: "not_applied"; readonly event: ProviderEvent }
  /** The cursor of a list is no longer good: begin with a full sync. */
  | { readonly kind: "resync" };

/** The reason of a `rejected` for an account that has no calendar at its provider: nothing to be had by trying again. */
export const WITHOUT_CALENDAR = "account_without_calendar";

/** One calendar refuses what the account's consent allows. */
export const CALENDAR_FORBIDDEN = { kind: "rejected", reason: "calendar_forbidden" } as const;

export type ProviderResult<Value> = Result<Value, ProviderFault>;

/** Whether a fault that was met while one calendar was read is that calendar's alone: it is gone, or refuses, or holds what nobody can read. */
export function isOfCalendar({ kind }: ProviderFault): boolean {
  return kind === "gone" || kind === "rejected";
}

/** What our event says. The provider's own id for it follows from `bookingId` and `generation` alone. */
export interface EventDraft {
  readonly bookingId: string;
  /** 0 at first; one more each time the id was used up by an event that was deleted. */
  readonly generation: number;
  readonly isTentative: boolean;
  readonly title: string;
  /** Plain text. */
  readonly description: string;
  /** Where people meet; null: nothing is said of it. */
  readonly location: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** IANA; the zone the event is shown in, at a provider that keeps one beside the instant. */
  readonly timeZone: string;
  /** Besides the calendar's owner. Empty where another connection is the organizer: then nobody is invited. */
  readonly attendees: readonly { readonly email: string; readonly name: string | null }[];
  /** Minutes before the start. */
  readonly reminderMinutes: readonly number[];
  /**
   * The meeting that the provider makes: a new one where there is none; `welcome`, the same in a calendar that lists no
   * meetings, so that it is asked for only where asking costs nothing; none, whoever made it; or nothing is said of it.
   */
  readonly conference: "wanted" | "welcome" | "unwanted" | "as_it_stands";
}

/** An event of ours as the provider holds it after a write or a read. */
export interface ProviderEvent {
  readonly eventId: string;
  readonly etag: string;
  readonly eventLink: string | null;
  readonly meetingLink: string | null;
  /** The provider is still making the link: read the event again later. */
  readonly isMeetingPending: boolean;
  readonly isCancelled: boolean;
  readonly isTentative: boolean;
  /** Whether it holds time: not shown as free. */
  readonly isBusy: boolean;
  /** Whether the owner of the calendar declined it. */
  readonly isDeclined: boolean;
  /** null for a cancelled item, which is sure to have only its id. An all-day event covers its days in their own zone. */
  readonly time: Interval | null;
  /** The booking our own mark on the event names; null for an event that is not ours. */
  readonly bookingId: string | null;
  readonly attendees: readonly { readonly email: string; readonly response: "accepted" | "declined" | "tentative" | "none" }[];
}

/** Whether it takes its owner's time. An invitation that is not answered yet does. */
export function holdsTime({ isBusy, isCancelled, isDeclined }: ProviderEvent): boolean {
  return isBusy && !isCancelled && !isDeclined;
}

export interface CalendarInfo {
  readonly id: string;
  readonly name: string;
  readonly isPrimary: boolean;
  /** Whether events can be written into it. */
  readonly isWritable: boolean;
  /** Whether its changes can be followed with a cursor; busy time of the others is read whole each time. */
  readonly canFollow: boolean;
  /** Whether an event in it can get a meeting link. */
  readonly hasMeetings: boolean;
}

export type CalendarChange =
  | { readonly kind: "event"; readonly event: ProviderEvent }
  /** Deleted, cancelled or moved out of the window. */
  | { readonly kind: "removed"; readonly eventId: string };

/** @internal */
export type ChangePage = {
  readonly changes: readonly CalendarChange[];
  /** Whether the changes of all pages together are all there is in the window, and replace what is on record. */
  readonly isWhole: boolean;
} & (
  | { readonly isLast: false; readonly cursor: string }
  /** Opaque; to be kept for the next sync. null: the provider keeps no place, and the next sync reads the whole window again. */
  | { readonly isLast: true; readonly cursor: string | null }
);

export interface PushChannel {
  readonly channelId: string;
  /** What the provider calls the watched thing; needed to close a channel of Google's. */
  readonly resourceId: string | null;
  readonly expiresAt: Instant;
}

export interface ChannelRequest {
  readonly calendarId: string;
  /** UUID; the channel's id where the provider lets us choose it. */
  readonly channelId: string;
  /** Proves that a notification is about this channel: Google's channel token, Graph's `clientState`. */
  readonly secret: string;
  readonly notifyUrl: string;
  /** Graph's second address; the other provider has none. */
  readonly lifecycleUrl: string;
  readonly wantedExpiresAt: Instant;
}

/** One account's calendars, bound to an access token of it. */
export interface CalendarProvider {
  /**
   * Creates the event, effectively once: a repeat of the same `bookingId` and `generation` finds what the first made.
   * `rejected` with reason `id_used_up` when that id belongs to an event since deleted: ask again with the next generation.
   */
  create: (calendarId: string, draft: EventDraft) => Promise<ProviderResult<ProviderEvent>>;
  /** Our event of that booking and generation by our own mark, wherever a create may have left it; null: there is none now. */
  find: (calendarId: string, bookingId: string, generation: number) => Promise<ProviderResult<ProviderEvent | null>>;
  /**
   * Changes what the draft says and nothing else: a meeting that is wanted keeps its link. With `etag`, only if nobody wrote in
   * between. `not_applied` where the answer shows the event at another time than the draft's.
   */
  update: (calendarId: string, eventId: string, draft: EventDraft, etag: string | null) => Promise<ProviderResult<ProviderEvent>>;
  /** Deletes it and tells the guests; that it was gone already is success. */
  remove: (calendarId: string, eventId: string) => Promise<ProviderResult<null>>;
  /** `gone` where there is none. A deleted event may be answered as cancelled instead. */
  read: (calendarId: string, eventId: string) => Promise<ProviderResult<ProviderEvent>>;

  calendars: () => Promise<ProviderResult<readonly CalendarInfo[]>>;
  /**
   * One page of what changed. Without a cursor a full sync of the window begins. A calendar that is `gone`, or `rejected` for a reason of
   * its own (`calendar_forbidden`, `unreadable_event`), says nothing about the account's others.
   */
  changes: (calendarId: string, window: Interval, cursor: string | null) => Promise<ProviderResult<ChangePage>>;
  /** All busy time of calendars that cannot be followed, by calendar; a calendar that cannot be answered for has its own fault in its place. */
  busy: (
    calendarIds: readonly string[],
    window: Interval,
  ) => Promise<ProviderResult<ReadonlyMap<string, ProviderResult<readonly Interval[]>>>>;

  openChannel: (request: ChannelRequest) => Promise<ProviderResult<PushChannel>>;
  /** Longer life for a channel; `gone` where a new one must be opened instead, as with a provider that renews nothing. */
  renewChannel: (channel: PushChannel, wantedExpiresAt: Instant) => Promise<ProviderResult<PushChannel>>;
  /** That it was gone already is success. */
  closeChannel: (channel: PushChannel) => Promise<ProviderResult<null>>;
}
