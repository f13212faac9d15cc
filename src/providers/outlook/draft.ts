/**
 * Our event in Graph's words. Times are instants in UTC: a wall time of a zone would not say which of the two it means in the
 * hour that the clock repeats, and Graph knows only some of the zones' names. A change never speaks of the body of an event
 * whose meeting stays: the way in stands in it. Graph ignores `isOnlineMeeting: false`; a meeting ends when the body is written
 * without its way in.
 */
import { z } from "zod";
import type { Instant } from "../../domain/instant.ts";
import { shortened } from "../../lib/clean-text.ts";
import { ALL_PARTS, type DraftParts } from "../fewer-parts.ts";
import type { EventDraft } from "../port.ts";
import { BOOKING_PROPERTY, markOf } from "./event.ts";

/** An Outlook subject has no room for more. */
const GRAPH_SUBJECT_CHARACTERS_MAX = 255;

/** The fields of a guest that are sent back in a list; answers Graph keeps by itself, for those who stay. */
const guest = z
  .object({
    emailAddress: z.object({ address: z.string().nullish(), name: z.string().nullish() }).nullish(),
    type: z.string().nullish(),
  })
  .transform(({ emailAddress, type }) => ({
    email: emailAddress?.address ?? null,
    json: {
      emailAddress: { address: emailAddress?.address, ...(typeof emailAddress?.name === "string" && { name: emailAddress.name }) },
      type: type ?? "required",
    },
  }));

/** The guests of an event that stands in Outlook. */
export const graphGuests = z.object({ attendees: z.array(guest).nullish() }).transform(({ attendees }) => attendees ?? []);

/** As much of an event that stands in Outlook as a change of it has to know. */
interface PresentEvent {
  readonly isOnlineMeeting: boolean;
  readonly guests: z.output<typeof graphGuests>;
}

function transactionIdOf(bookingId: string, generation: number): string {
  return `${bookingId}-${String(generation)}`;
}

export function newGraphEvent(draft: EventDraft, parts: DraftParts = ALL_PARTS): Record<string, unknown> {
  const { bookingId, generation, attendees } = draft;
  return {
    ...titleAndTime(draft),
    ...(parts.words && { ...changedWords(draft), ...bodyJson(draft) }),
    ...(parts.guests && attendees.length > 0 && { attendees: attendees.map(attendeeJson) }),
    allowNewTimeProposals: false,
    transactionId: transactionIdOf(bookingId, generation),
    singleValueExtendedProperties: [{ id: BOOKING_PROPERTY, value: markOf(bookingId, generation) }],
    ...(parts.conference && meetingJson(draft)),
  };
}

export function graphPatch(draft: EventDraft, present: PresentEvent, parts: DraftParts = ALL_PARTS): Record<string, unknown> {
  const mayWriteBody = !present.isOnlineMeeting || draft.conference === "unwanted";
  return {
    ...titleAndTime(draft),
    ...(parts.words && { ...changedWords(draft), ...(mayWriteBody && bodyJson(draft)) }),
    ...(parts.conference && !present.isOnlineMeeting && meetingJson(draft)),
    ...(parts.guests && guestsPatch(draft, present)),
  };
}

function titleAndTime(draft: EventDraft): Record<string, unknown> {
  return {
    subject: shortened(draft.title, GRAPH_SUBJECT_CHARACTERS_MAX),
    // While an event is an all-day one Graph passes over the time of day, or refuses it.
    isAllDay: false,
    start: timeJson(draft.startsAt),
    end: timeJson(draft.endsAt),
    showAs: draft.isTentative ? "tentative" : "busy",
  };
}

function changedWords({ location, reminderMinutes }: EventDraft): Record<string, unknown> {
  const [minutes] = [...reminderMinutes].sort((one, other) => one - other);
  return {
    ...(location !== null && { location: { displayName: location } }),
    isReminderOn: minutes !== undefined,
    ...(minutes !== undefined && { reminderMinutesBeforeStart: minutes }),
  };
}

function bodyJson({ description }: EventDraft): Record<string, unknown> {
  return { body: { contentType: "text", content: description } };
}

/** A personal account has no Teams by that name, and makes a link of its own where no provider is named. */
function meetingJson({ conference }: EventDraft): Record<string, unknown> {
  if (conference === "wanted") return { isOnlineMeeting: true, onlineMeetingProvider: "teamsForBusiness" };
  return conference === "welcome" ? { isOnlineMeeting: true } : {};
}

/** Nothing where all who are wanted are guests already: those whom the owner has added by hand stay as well. */
function guestsPatch({ attendees }: EventDraft, { guests }: PresentEvent): Record<string, unknown> {
  const known = new Map(guests.flatMap(({ email, json }) => (email === null ? [] : [[email.toLowerCase(), json]])));
  const isWhole = attendees.length === 0 ? known.size === 0 : attendees.every(({ email }) => known.has(email.toLowerCase()));
  if (isWhole) return {};
  return { attendees: attendees.map((one) => known.get(one.email.toLowerCase()) ?? attendeeJson(one)) };
}

function timeJson(at: Instant): Record<string, string> {
  return { dateTime: new Date(at).toISOString().slice(0, "2026-12-01T10:00:00".length), timeZone: "UTC" };
}

function attendeeJson({ email, name }: EventDraft["attendees"][number]): Record<string, unknown> {
  return { emailAddress: { address: email, ...(name === null ? {} : { name }) }, type: "required" };
}
