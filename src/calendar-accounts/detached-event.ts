/**
 * An event written with a token that its owner brought along: used once, never stored, never logged. The act stands in the
 * booking's history. The event is recorded as detached: it is given again when it is asked for again, and nobody follows
 * it. A meeting link that the provider makes a moment later is looked for, for two seconds.
 */
import { addressMap } from "../lib/address-map.ts";
import { PROVIDERS } from "../providers/registry.ts";
import type { CalendarProvider, EventDraft, ProviderEvent, ProviderFault, ProviderResult } from "../providers/port.ts";
import { type CalendarEventRecord, saveCalendarEvent } from "../database/calendar-events.ts";
import type { Database } from "../database/open.ts";
import { readReconcileState, type ReconcileState } from "../database/reconcile-read.ts";
import { asksForConference, meetingLinkOf } from "../domain/agreement/place.ts";
import type { CalendarConnection, SyncedEvent } from "../domain/calendar-account.ts";
import type { CalendarProviderName } from "../domain/effect.ts";
import type { Instant } from "../domain/instant.ts";
import type { Refusal } from "../domain/refusal.ts";
import { ok, refused, type Result } from "../lib/result.ts";
import { DETACHED_LINK_CALL_MS_MAX, DETACHED_LINK_LOOKS_MAX, DETACHED_LINK_POLL_MS } from "../limits.ts";
import { draftOf } from "./event-draft.ts";

/** Ids that were used up by deleted events, passed over in one call. */
const GENERATIONS_PER_TRY_MAX = 4;

interface DetachedDependencies {
  readonly database: Database;
  readonly standInUrl: string | null;
  readonly appUrl: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly wait: (ms: number) => Promise<void>;
  readonly now: () => Instant;
}

interface DetachedInput {
  readonly bookingId: string;
  readonly provider: CalendarProviderName;
  readonly timeZone: string | null;
  readonly accessToken: string;
  readonly userId: string;
  /** Writes the act into the booking's history. */
  readonly record: () => Promise<Result<null, Refusal>>;
}

export async function writeDetachedEvent(deps: DetachedDependencies, input: DetachedInput): Promise<Result<SyncedEvent, Refusal>> {
  const state = await readReconcileState(deps.database, input.bookingId, input.userId, input.provider);
  if (state === null) return refused({ tag: "booking_not_found" });
  const provider = providerWith(deps, input);
  const calendars = await provider.calendars();
  if (!calendars.ok) return refused(refusalOf(calendars.problem));
  const primary = calendars.value.find(({ isPrimary }) => isPrimary);
  if (primary === undefined) return refused({ tag: "calendar_unknown" });

  const blank = blankRecord(deps, input, state, primary.id);
  const { hasMeetings } = primary;
  const created = await create(provider, blank, async (record) => ({
    ...(await draftOf(state, detachedConnection(input, primary.id), record, { appUrl: deps.appUrl, hasMeetings })),
    conference: conferenceOf(state, hasMeetings),
  }));
  if (!created.ok) return refused(refusalOf(created.problem));
  const { record } = created.value;
  const event = await withMeetingLink(deps, input, primary.id, created.value.event);

  // The act before the row that makes a repetition of it known: a call that dies in between is recorded by the next.
  const known = state.record?.connectionId === "" ? state.record : null;
  if (known?.eventId !== event.eventId) {
    const recorded = await input.record();
    if (!recorded.ok) return recorded;
  }
  // An event that a connection of theirs keeps up to date is not taken from it.
  if (state.record === null || known !== null) {
    const { eventId, etag, eventLink, meetingLink } = event;
    await saveCalendarEvent(deps.database, { ...record, eventId, etag, eventLink, meetingLink });
  }
  return ok({
    eventId: event.eventId,
    eventLink: event.eventLink,
    meetingLink: event.meetingLink ?? meetingLinkOf(state.booking),
    isMeetingPending: event.isMeetingPending,
  });
}

/** The first calendar makes the link, whichever it is, unless one has done so before. */
function conferenceOf({ booking }: ReconcileState, hasMeetings: boolean): EventDraft["conference"] {
  if (!asksForConference(booking)) return "unwanted";
  if (booking.meetingLink !== null) return "as_it_stands";
  return hasMeetings ? "wanted" : "welcome";
}

function providerWith(deps: DetachedDependencies, { provider, accessToken }: DetachedInput, timeoutMs?: number): CalendarProvider {
  const { standInUrl, fetch, now } = deps;
  const options = { addressOf: addressMap(standInUrl), fetch, now, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
  return PROVIDERS[provider].client(options, accessToken);
}

interface Created {
  readonly event: ProviderEvent;
  /** With the generation whose id the event has. */
  readonly record: CalendarEventRecord;
}

/** An id that belongs to an event since deleted is passed over. */
async function create(
  provider: CalendarProvider,
  blank: CalendarEventRecord,
  draft: (record: CalendarEventRecord) => Promise<EventDraft>,
): Promise<ProviderResult<Created>> {
  for (let record = blank; ; record = { ...record, generation: record.generation + 1 }) {
    const event = await provider.create(record.calendarId, await draft(record));
    if (event.ok) return ok({ event: event.value, record });
    const isUsedUp = event.problem.kind === "rejected" && event.problem.reason === "id_used_up";
    if (!isUsedUp || record.generation - blank.generation >= GENERATIONS_PER_TRY_MAX) return event;
  }
}

/** The event with its link, where the provider has made it within two seconds; else as it was. */
async function withMeetingLink(
  deps: DetachedDependencies,
  input: DetachedInput,
  calendarId: string,
  created: ProviderEvent,
): Promise<ProviderEvent> {
  const provider = providerWith(deps, input, DETACHED_LINK_CALL_MS_MAX);
  let event = created;
  for (let looks = 0; event.isMeetingPending && looks < DETACHED_LINK_LOOKS_MAX; looks += 1) {
    await deps.wait(DETACHED_LINK_POLL_MS);
    const read = await provider.read(calendarId, event.eventId);
    if (!read.ok) return event;
    event = read.value;
  }
  return event;
}

function detachedConnection({ userId, provider }: DetachedInput, eventCalendar: string): CalendarConnection {
  return {
    id: "",
    userId,
    provider,
    accountId: "",
    accountEmail: null,
    state: "active",
    scopes: [],
    blockingCalendars: [],
    eventCalendar,
    isOrganizer: false,
    syncedAt: null,
    busyUntil: null,
    pushUntil: null,
  };
}

function blankRecord(deps: DetachedDependencies, input: DetachedInput, state: ReconcileState, calendarId: string): CalendarEventRecord {
  const { booking } = state;
  return {
    bookingId: booking.id,
    userId: input.userId,
    provider: input.provider,
    connectionId: "",
    calendarId,
    eventId: null,
    generation: state.record?.generation ?? 0,
    desiredRevision: booking.revision,
    appliedRevision: booking.revision,
    time: { startsAt: booking.startsAt, endsAt: booking.endsAt },
    etag: null,
    eventLink: null,
    meetingLink: null,
    state: "detached",
    isAsked: true,
    timeZone: input.timeZone,
    guestResponse: null,
    putBacks: null,
    invited: [],
    updatedAt: deps.now(),
  };
}

function refusalOf(fault: ProviderFault): Refusal {
  switch (fault.kind) {
    case "unauthorized":
    case "reconnect":
      return { tag: "provider_token_refused" };
    case "retry_later":
    case "unknown":
      return { tag: "provider_unavailable" };
    default:
      return { tag: "calendar_unknown" };
  }
}
