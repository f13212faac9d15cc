/**
 * Our event in Google's words. Its id is chosen by us, the booking's UUID in hexadecimal, so that a create that is tried
 * twice is refused instead of doubled; Google keeps an id for good once it was used, so each further generation has an id
 * of its own. What a patch says about guests and meeting is decided here too: Google replaces the list of guests whole,
 * answers included, and a patch speaks of the meeting only where one has to come or to go, so that a link stays.
 */
import type { Instant } from "../../domain/instant.ts";
import type { EventDraft } from "../port.ts";

/** Google refuses the whole event for a reminder further ahead than four weeks, or for a sixth. */
const GOOGLE_REMINDER_MINUTES_MAX = 40_320;
const GOOGLE_REMINDERS_MAX = 5;

interface Guest {
  readonly email?: string | undefined;
  readonly displayName?: string | undefined;
  readonly self?: boolean | undefined;
  readonly responseStatus: string;
}

/** As much of an event that stands at Google as a patch of it has to know. */
interface PresentEvent {
  readonly id: string;
  readonly etag: string;
  readonly attendees: readonly Guest[];
  readonly hangoutLink?: string | undefined;
  readonly conferenceData?: unknown;
}

/** Google allows `a-v0-9`: hexadecimal digits, and a `g` before the number of a generation. */
export function googleEventId(bookingId: string, generation: number): string {
  return bookingId.replaceAll("-", "").toLowerCase() + (generation > 0 ? `g${String(generation)}` : "");
}

/** The query of every create and update. */
export function writeQuery(draft: EventDraft): Record<string, string> {
  return { conferenceDataVersion: "1", sendUpdates: draft.attendees.length > 0 ? "all" : "none" };
}

export function newEventJson(draft: EventDraft): Record<string, unknown> {
  const { bookingId, generation, attendees } = draft;
  const id = googleEventId(bookingId, generation);
  return {
    id,
    ...wordsJson(draft),
    start: timeJson(draft.startsAt, draft.timeZone),
    end: timeJson(draft.endsAt, draft.timeZone),
    transparency: "opaque",
    ...(attendees.length > 0 && { attendees: attendees.map(guestJson) }),
    extendedProperties: { private: { bookingId, generation: String(generation) } },
    ...(draft.conference === "wanted" && { conferenceData: conferenceJson(id) }),
  };
}

/** `present`: as it stands at Google; guests who stay keep their answers, and so does the calendar's owner. */
export function patchJson(draft: EventDraft, present: PresentEvent): Record<string, unknown> {
  const patch = {
    ...wordsJson(draft),
    ...conferencePatch(draft, present),
    // A patch merges: the date of an event that somebody made an all-day one would stay beside the time.
    start: { ...timeJson(draft.startsAt, draft.timeZone), date: null },
    end: { ...timeJson(draft.endsAt, draft.timeZone), date: null },
  };
  const others = present.attendees.filter(({ self }) => self !== true);
  const wanted = new Map(draft.attendees.map((guest) => [guest.email.toLowerCase(), guest]));
  const known = new Map(others.map((guest) => [guest.email?.toLowerCase(), guest]));
  const areSame = known.size === wanted.size && [...wanted.keys()].every((email) => known.has(email));
  if (areSame) return patch;
  const own = present.attendees.filter(({ self, email }) => self === true && !wanted.has(email?.toLowerCase() ?? ""));
  const guests = [...wanted].map(([email, guest]) => known.get(email) ?? guestJson(guest));
  return { ...patch, attendees: [...own, ...guests] };
}

function conferencePatch({ conference }: EventDraft, { id, etag, conferenceData, hangoutLink }: PresentEvent): Record<string, unknown> {
  const hasOne = conferenceData !== undefined || hangoutLink !== undefined;
  if (conference === "unwanted") return hasOne ? { conferenceData: null } : {};
  // An id that has been used brings nothing: the etag makes another of it each time, and the same for a repeated try.
  return conference === "wanted" && !hasOne ? { conferenceData: conferenceJson(`${id}-${etag.replaceAll(/\W/gu, "")}`) } : {};
}

function conferenceJson(requestId: string): Record<string, unknown> {
  return { createRequest: { requestId, conferenceSolutionKey: { type: "hangoutsMeet" } } };
}

function wordsJson(draft: EventDraft): Record<string, unknown> {
  const { title, description, location, isTentative, reminderMinutes } = draft;
  const minutes = [...new Set(reminderMinutes)].filter((ahead) => ahead <= GOOGLE_REMINDER_MINUTES_MAX);
  const overrides = minutes.slice(0, GOOGLE_REMINDERS_MAX).map((ahead) => ({ method: "popup", minutes: ahead }));
  return {
    summary: title,
    description,
    ...(location !== null && { location }),
    status: isTentative ? "tentative" : "confirmed",
    reminders: { useDefault: false, overrides },
  };
}

/** The offset says when it is; the zone only says how it is shown. */
function timeJson(moment: Instant, timeZone: string): Record<string, string> {
  return { dateTime: new Date(moment).toISOString(), timeZone };
}

function guestJson({ email, name }: EventDraft["attendees"][number]): Record<string, string> {
  return { email, ...(name !== null && { displayName: name }) };
}
