/** The text of a booking's event in one person's calendar, in that person's language. Decides nothing and stores nothing. */
import type { EventDraft } from "../providers/port.ts";
import type { CalendarEventRecord } from "../database/calendar-events.ts";
import type { ReconcileState } from "../database/reconcile-read.ts";
import { asksForConference, locationOf, meetingLinkOf } from "../domain/agreement/place.ts";
import type { CalendarConnection } from "../domain/calendar-account.ts";
import { readersLanguage } from "../domain/language.ts";
import type { Person } from "../domain/person.ts";
import { manyLines, nameOr } from "../lib/clean-text.ts";
import { inLanguage } from "../messages/language.ts";
import { inSentence, type Somebody, quoted } from "../messages/person.ts";
import { say } from "../messages/say.ts";

/** The surroundings that an event depends on, besides the booking and its owner. */
export interface EventSurroundings {
  /** Where people manage their sessions. */
  readonly appUrl: string;
  /** Whether an event in the calendar it is written into can get a meeting; null: not known, so that it is asked for. */
  readonly hasMeetings: boolean | null;
}

/**
 * The organizer's event invites the client and, of a session by video, makes the link; any other carries the link as text
 * and invites nobody. Of a pending booking nobody is invited yet. The coach is no guest of the own event: there the coach
 * would stand as one who has not answered. A session elsewhere has its address, or its own link, as the location.
 */
export async function draftOf(
  state: ReconcileState,
  connection: CalendarConnection,
  record: CalendarEventRecord,
  surroundings: EventSurroundings,
): Promise<EventDraft> {
  const { booking, client, coach } = state;
  const language = readersLanguage(connection.userId === booking.coachId ? coach : client, booking);
  return await inLanguage(language, () => draftInWords(state, connection, record, surroundings));
}

function draftInWords(
  state: ReconcileState,
  connection: CalendarConnection,
  record: CalendarEventRecord,
  { appUrl, hasMeetings }: EventSurroundings,
): EventDraft {
  const { booking, client, coach, reminderMinutes } = state;
  const isCoachs = connection.userId === booking.coachId;
  const other: Somebody = isCoachs ? { name: client.name, as: "client" } : { name: coach.name, as: "coach" };
  const owner = isCoachs ? coach : client;
  const invites = isOrganizer(state, connection);
  const makesMeeting = makesLink(state, connection);
  const meetingLink = meetingLinkOf(booking);
  const lines = [
    ...(isCoachs && booking.notes !== null ? [quoted(other, manyLines(booking.notes)), ""] : []),
    ...(!makesMeeting && meetingLink !== null ? [say("entry.meeting", { url: meetingLink })] : []),
    say("entry.manage.at", { url: `${appUrl}/bookings/${booking.id}` }),
  ];
  // An invitation shows each side the other's address: it waits until both have said yes.
  const isAgreed = booking.status !== "pending";
  const attendees = invites && isAgreed && client.email !== null ? [{ email: client.email, name: namedOrNull(client) }] : [];
  return {
    bookingId: booking.id,
    generation: record.generation,
    isTentative: booking.status === "pending",
    title: say("entry.title", { other: inSentence(other) }),
    description: lines.join("\n"),
    // Also where it is not known yet: what an earlier place has left there goes.
    location: asksForConference(booking) ? null : (meetingLink ?? locationOf(booking) ?? ""),
    startsAt: booking.startsAt,
    endsAt: booking.endsAt,
    timeZone: record.timeZone ?? owner.timeZone ?? coach.timeZone ?? "UTC",
    attendees,
    reminderMinutes,
    // An earlier place may have asked for one.
    conference: makesMeeting ? (hasMeetings === false ? "welcome" : "wanted") : invites ? "unwanted" : "as_it_stands",
  };
}

function namedOrNull({ name, email }: Person): string | null {
  return name === null ? null : nameOr(name, email ?? "");
}

/** Whether this calendar is the one that makes the meeting's link. */
export function makesLink(state: Pick<ReconcileState, "booking">, connection: CalendarConnection): boolean {
  return isOrganizer(state, connection) && asksForConference(state.booking);
}

/** Whether the event says what the booking says, as far as an event does. */
export function isApplied({ shownRevision }: Pick<ReconcileState, "shownRevision">, { appliedRevision }: CalendarEventRecord): boolean {
  return appliedRevision !== null && appliedRevision >= shownRevision;
}

export function isOrganizer({ booking }: Pick<ReconcileState, "booking">, connection: CalendarConnection): boolean {
  return connection.userId === booking.coachId && connection.isOrganizer;
}
