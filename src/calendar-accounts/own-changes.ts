/**
 * Which of our own events a sync has to look at: those that do not say what the record says of them. A daily reading lists
 * all of them, so this asks the record a constant number of times, however many there are. It decides nothing: whoever
 * follows an event reads it again.
 */
import type { BusyChange } from "../providers/busy-sync.ts";
import type { ProviderEvent } from "../providers/port.ts";
import { type CalendarEventRecord, clientAddresses, eventsByProviderIds, eventsStandingIn } from "../database/calendar-events.ts";
import type { CalendarConnection } from "../domain/calendar-account.ts";
import type { AccountContext } from "./context.ts";

/** An act of the owner's on an event of ours, to be followed under its booking's lock. null: it is not there any more. */
export interface OwnChange {
  readonly bookingId: string;
  readonly eventId: string;
  readonly event: ProviderEvent | null;
}

/** `changes`: of calendars that are followed. */
export async function ownChanges(
  { database, now }: AccountContext,
  connection: CalendarConnection,
  changes: readonly BusyChange[],
): Promise<OwnChange[]> {
  const seen = new Map(changes.flatMap(({ ownEvents }) => [...ownEvents]));
  const records = await eventsByProviderIds(database, connection.id, [...seen.keys()]);
  // A list of all there is does not name what was deleted: of ours, what it should hold and does not.
  for (const { calendarId } of changes.filter(({ isWhole }) => isWhole)) {
    const standing = await eventsStandingIn(database, connection.id, calendarId, now());
    records.push(...standing.filter(({ eventId }) => eventId !== null && !seen.has(eventId)));
  }
  const answered = records.filter((record) => {
    const event = eventOf(seen, record);
    return event !== null && standsAsWritten(record, event) && answersOtherwise(record, event).length > 0;
  });
  const addresses = await clientAddresses(
    database,
    answered.map(({ bookingId }) => bookingId),
  );
  return records.flatMap((record) => {
    const { bookingId, eventId } = record;
    const event = eventOf(seen, record);
    if (eventId === null) return [];
    const answerers = event === null ? [] : answersOtherwise(record, event);
    const isSame = event !== null && standsAsWritten(record, event) && !answerers.includes(addresses.get(bookingId) ?? "");
    return isSame ? [] : [{ bookingId, eventId, event }];
  });
}

function eventOf(seen: ReadonlyMap<string, ProviderEvent | null>, { eventId }: CalendarEventRecord): ProviderEvent | null {
  return (eventId === null ? null : seen.get(eventId)) ?? null;
}

function standsAsWritten({ time, meetingLink }: CalendarEventRecord, event: ProviderEvent): boolean {
  const isSameTime = time !== null && event.time !== null && time.startsAt === event.time.startsAt && time.endsAt === event.time.endsAt;
  return !event.isCancelled && isSameTime && (event.meetingLink === null || event.meetingLink === meetingLink);
}

/** The addresses of guests whose answer differs from the record's of the client. */
function answersOtherwise({ guestResponse }: CalendarEventRecord, { attendees }: ProviderEvent): string[] {
  return attendees.flatMap(({ email, response }) => (response === "none" || response === guestResponse ? [] : [email.toLowerCase()]));
}
