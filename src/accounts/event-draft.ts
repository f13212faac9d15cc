/** What a booking's event says in one person's calendar. Pure. */
import type { EventDraft } from "../calendars/provider.ts";
import type { CalendarEventRecord } from "../database/calendar-events.ts";
import type { ReconcileState } from "../database/reconcile-read.ts";
import type { CalendarConnection } from "../domain/calendar-account.ts";

/** The organizer's event makes the link and invites both; any other carries the link as text and invites nobody. */
export function draftOf(state: ReconcileState, connection: CalendarConnection, record: CalendarEventRecord, appUrl: string): EventDraft {
  const { booking, client, coach, reminderMinutes } = state;
  const isCoachs = connection.userId === booking.coachId;
  const other = isCoachs ? client : coach;
  const owner = isCoachs ? coach : client;
  const invites = isOrganizer(state, connection);
  const lines = [
    ...(isCoachs && booking.notes !== null ? [booking.notes, ""] : []),
    ...(!invites && booking.meetingLink !== null ? [`Meeting: ${booking.meetingLink}`] : []),
    `Manage this session: ${appUrl}/bookings/${booking.id}`,
  ];
  const attendees = invites
    ? [
        { email: client.email, name: client.name },
        { email: connection.accountEmail ?? coach.email, name: coach.name },
      ].flatMap(({ email, name }) => (email === null ? [] : [{ email, name }]))
    : [];
  return {
    bookingId: booking.id,
    generation: record.generation,
    isTentative: booking.status === "pending",
    title: `Session with ${other.name ?? (isCoachs ? "your client" : "your coach")}`,
    description: lines.join("\n"),
    startsAt: booking.startsAt,
    endsAt: booking.endsAt,
    timeZone: record.timeZone ?? owner.timeZone ?? coach.timeZone ?? "UTC",
    attendees,
    reminderMinutes,
    wantsMeeting: invites,
  };
}

export function isOrganizer({ booking }: Pick<ReconcileState, "booking">, connection: CalendarConnection): boolean {
  return connection.userId === booking.coachId && connection.isOrganizer;
}
