/**
 * Our event in Graph's words. A change never speaks of the body of an event whose meeting stays: the way in stands in it.
 * Graph ignores `isOnlineMeeting: false`; a meeting ends when the body is written without its way in.
 */
import type { Instant } from "../../domain/instant.ts";
import type { EventDraft } from "../port.ts";
import { BOOKING_PROPERTY, type GraphEvent, markOf } from "./event.ts";

function transactionIdOf(bookingId: string, generation: number): string {
  return `${bookingId}-${String(generation)}`;
}

const TEAMS_MEETING = { isOnlineMeeting: true, onlineMeetingProvider: "teamsForBusiness" };

export function newGraphEvent(draft: EventDraft): Record<string, unknown> {
  const { bookingId, generation, attendees } = draft;
  return {
    ...changedWords(draft),
    body: { contentType: "text", content: draft.description },
    ...(attendees.length > 0 && { attendees: attendees.map(attendeeJson) }),
    allowNewTimeProposals: false,
    transactionId: transactionIdOf(bookingId, generation),
    singleValueExtendedProperties: [{ id: BOOKING_PROPERTY, value: markOf(bookingId, generation) }],
    ...(draft.conference === "wanted" && TEAMS_MEETING),
  };
}

export function graphPatch(draft: EventDraft, present: GraphEvent): Record<string, unknown> {
  const known = new Set((present.attendees ?? []).map(({ emailAddress }) => emailAddress?.address?.toLowerCase()));
  const areSame = known.size === draft.attendees.length && draft.attendees.every(({ email }) => known.has(email.toLowerCase()));
  return {
    ...changedWords(draft),
    ...((!present.isOnlineMeeting || draft.conference === "unwanted") && { body: { contentType: "text", content: draft.description } }),
    ...(!present.isOnlineMeeting && draft.conference === "wanted" && TEAMS_MEETING),
    ...(!areSame && { attendees: draft.attendees.map(attendeeJson) }),
  };
}

function changedWords(draft: EventDraft): Record<string, unknown> {
  const [minutes] = [...draft.reminderMinutes].sort((one, other) => one - other);
  return {
    subject: draft.title,
    ...(draft.location !== null && { location: { displayName: draft.location } }),
    start: timeJson(draft.startsAt, draft.timeZone),
    end: timeJson(draft.endsAt, draft.timeZone),
    showAs: draft.isTentative ? "tentative" : "busy",
    isReminderOn: minutes !== undefined,
    ...(minutes !== undefined && { reminderMinutesBeforeStart: minutes }),
  };
}

/** The zone's own clock: Graph shows the event in the zone that it was written in. */
function timeJson(at: Instant, timeZone: string): Record<string, string> {
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(at);
  return { dateTime: parts.replace(" ", "T"), timeZone };
}

function attendeeJson({ email, name }: EventDraft["attendees"][number]): unknown {
  return { emailAddress: { address: email, ...(name === null ? {} : { name }) }, type: "required" };
}
