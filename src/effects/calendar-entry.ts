/**
 * One entry for each person: says by what a session stands in somebody's calendar. A client has the invitation that the
 * coach's provider has in fact sent, or an event in a calendar of their own, or the file of our mail; never two of them. What
 * counts is the record of what was written, not that a calendar is connected. Pure.
 */
import type { EffectContext } from "../database/effect-read.ts";
import type { Audience } from "../domain/notice-kind.ts";

/** `calendar`: it stands there. `expected`: a calendar is about to write it. `none`: no calendar has it, or will. */
export type CalendarEntry = "calendar" | "expected" | "none";

/** Changes that no calendar shows: what is asked holds nothing until it is accepted. */
const UNSEEN: ReadonlySet<string> = new Set(["move_asked", "move_withdrawn", "move_declined", "move_lapsed"]);

type Read = Pick<EffectContext, "booking" | "client" | "coach" | "connections" | "events" | "lastChanges">;
type Connection = EffectContext["connections"][number];
type Event = EffectContext["events"][number];

export function isShown(action: string): boolean {
  return !UNSEEN.has(action);
}

/** The invitation that the coach's organizer sends to the client. */
export function invitationOf(read: Read): CalendarEntry {
  const { booking, client, coach, connections, events } = read;
  const address = client.email?.toLowerCase();
  if (address === undefined) return "none";
  const organizers = connections.filter(({ userId, isOrganizer }) => userId === booking.coachId && isOrganizer);
  const isInvitedBy = (event: Event): boolean => {
    const writer = connections.find(({ id }) => id === event.connectionId);
    if (!event.isStanding || writer === undefined) return false;
    // A version before did not note whom it invited: the organizer's event invited the client.
    return (event.invited?.includes(address) ?? writer.isOrganizer) && tellsWhatIsSo(event, writer, read);
  };
  if (events.some((event) => event.userId === booking.coachId && isInvitedBy(event))) return "calendar";
  const isExpected = organizers.some(
    (connection) => coach.status !== "inactive" && (isToBeWritten(connection, events) || isToInvite(connection, read)),
  );
  return isExpected ? "expected" : "none";
}

/** By what this side has the session in a calendar. */
export function entryOf(side: Audience, read: Read): CalendarEntry {
  const { booking, client, coach, connections, events } = read;
  const person = side === "client" ? client : coach;
  const userId = side === "client" ? booking.clientId : booking.coachId;
  const own = connections.filter((connection) => connection.userId === userId);
  const stands = events.some((event) => {
    const writer = own.find(({ id }) => id === event.connectionId);
    return event.userId === userId && event.isStanding && writer !== undefined && tellsWhatIsSo(event, writer, read);
  });
  const invitation = side === "client" ? invitationOf(read) : "none";
  if (stands || invitation === "calendar") return "calendar";
  const isExpected = person.status !== "inactive" && own.some((connection) => isToBeWritten(connection, events));
  return isExpected || invitation === "expected" ? "expected" : "none";
}

/** Whether a calendar that is connected has ever shown the session to this side. */
export function wasInCalendar(side: Audience, { booking, connections, events }: Read): boolean {
  const userId = side === "client" ? booking.clientId : booking.coachId;
  return events.some(({ connectionId, isWritten, invited, ...event }) => {
    const writer = connections.find(({ id }) => id === connectionId);
    if (writer === undefined || !isWritten) return false;
    const hasInvited = invited === null ? writer.isOrganizer : invited.length > 0;
    return event.userId === userId || (side === "client" && hasInvited);
  });
}

/** An event that can no longer be written says what is so only until the booking changes. */
function tellsWhatIsSo({ appliedRevision, state }: Event, { isActive }: Connection, { booking, lastChanges }: Read): boolean {
  const shown = [...lastChanges].flatMap(([action, revision]) => (isShown(action) ? [revision] : []));
  const isApplied = (appliedRevision ?? 0) >= Math.min(Math.max(1, ...shown), booking.revision);
  return isApplied || (isActive && state !== "failed");
}

function isToBeWritten({ id, userId, provider, isActive, receivesEvents }: Connection, events: readonly Event[]): boolean {
  if (!isActive || !receivesEvents) return false;
  const event = events.find((one) => one.userId === userId && one.provider === provider && one.connectionId === id);
  return event === undefined || event.state === "pending";
}

/** An event that stood for the pending booking invites nobody until it is written as the confirmed one. */
function isToInvite({ id, isActive, receivesEvents }: Connection, { events, lastChanges }: Read): boolean {
  const agreedAt = Math.max(lastChanges.get("confirmed") ?? 0, lastChanges.get("paid") ?? 0);
  const event = events.find(({ connectionId }) => connectionId === id);
  return isActive && receivesEvents && event?.state === "ok" && (event.appliedRevision ?? 0) < agreedAt;
}
