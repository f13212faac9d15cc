/**
 * Our event in Google's words. Its id is chosen by us, the booking's UUID in hexadecimal, so that a create that is tried
 * twice is refused instead of doubled; Google keeps an id for good once it was used, so each further generation has an id
 * of its own. The guests and the meeting of a patch are decided here too: Google replaces the list of guests whole,
 * answers included, and a patch speaks of the meeting only where one has to come or to go, so that a link stays.
 */
import { z } from "zod";
import type { Instant } from "../../domain/instant.ts";
import { shortened } from "../../lib/clean-text.ts";
import { ALL_PARTS, type DraftParts } from "../fewer-parts.ts";
import type { EventDraft } from "../port.ts";
import { escapedHtml } from "./escaped-html.ts";

/** Google refuses the whole event for a reminder further ahead than four weeks, or for a sixth. */
const GOOGLE_REMINDER_MINUTES_MAX = 40_320;
const GOOGLE_REMINDERS_MAX = 5;
/** Not documented; what other clients cut at. */
const GOOGLE_TITLE_CHARACTERS_MAX = 1_024;

const GOOGLE_DESCRIPTION_CHARACTERS_MAX = 8_192;

/** Everything Google says of a guest, for a list that is sent back: what it leaves out is lost. */
const guest = z.looseObject({
  email: z.string().optional(),
  self: z.boolean().optional(),
  organizer: z.boolean().optional(),
});
type Guest = z.output<typeof guest>;

/** The guests of an event that stands at Google. */
export const googleGuests = z.object({ attendees: z.array(guest).nullish() }).transform(({ attendees }) => attendees ?? []);

/** As much of an event that stands at Google as a patch of it has to know. */
interface PresentEvent {
  readonly id: string;
  readonly etag: string;
  readonly guests: readonly Guest[];
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

export function newEventJson(draft: EventDraft, parts: DraftParts = ALL_PARTS): Record<string, unknown> {
  const { bookingId, generation, attendees } = draft;
  const id = googleEventId(bookingId, generation);
  return {
    id,
    ...titleJson(draft),
    ...(parts.words && wordsJson(draft)),
    start: timeJson(draft.startsAt, draft, parts),
    end: timeJson(draft.endsAt, draft, parts),
    transparency: "opaque",
    ...(parts.guests && attendees.length > 0 && { attendees: attendees.map(guestJson) }),
    extendedProperties: { private: { bookingId, generation: String(generation) } },
    ...(parts.conference && draft.conference === "wanted" && { conferenceData: conferenceJson(id) }),
  };
}

/** `present`: as it stands at Google; guests who stay keep all that is said of them, and so does the calendar's owner. */
export function patchJson(draft: EventDraft, present: PresentEvent, parts: DraftParts = ALL_PARTS): Record<string, unknown> {
  return {
    ...titleJson(draft),
    ...(parts.words && wordsJson(draft)),
    ...(parts.conference && conferencePatch(draft, present)),
    ...(parts.guests && guestsPatch(draft, present)),
    // A patch merges: the date of an event that somebody made an all-day one would stay beside the time.
    start: { ...timeJson(draft.startsAt, draft, parts), date: null },
    end: { ...timeJson(draft.endsAt, draft, parts), date: null },
  };
}

/** Nothing where all who are wanted are guests already: those whom the owner has added by hand stay as well. */
function guestsPatch({ attendees }: EventDraft, { guests }: PresentEvent): Record<string, unknown> {
  const isOwn = ({ self, organizer }: Guest): boolean => self === true || organizer === true;
  const own = guests.filter(isOwn);
  const known = new Map(guests.flatMap((one) => (isOwn(one) || one.email === undefined ? [] : [[one.email.toLowerCase(), one]])));
  const wanted = attendees.filter(({ email }) => !own.some((one) => one.email?.toLowerCase() === email.toLowerCase()));
  const isWhole = wanted.length === 0 ? known.size === 0 : wanted.every(({ email }) => known.has(email.toLowerCase()));
  if (isWhole) return {};
  return { attendees: [...own, ...wanted.map((one) => known.get(one.email.toLowerCase()) ?? guestJson(one))] };
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

function titleJson({ title, isTentative }: EventDraft): Record<string, unknown> {
  return { summary: shortened(title, GOOGLE_TITLE_CHARACTERS_MAX), status: isTentative ? "tentative" : "confirmed" };
}

function wordsJson({ description, location, reminderMinutes }: EventDraft): Record<string, unknown> {
  const minutes = [...new Set(reminderMinutes)].filter((ahead) => ahead <= GOOGLE_REMINDER_MINUTES_MAX);
  const overrides = minutes.slice(0, GOOGLE_REMINDERS_MAX).map((ahead) => ({ method: "popup", minutes: ahead }));
  return {
    description: descriptionHtml(description),
    ...(location !== null && { location }),
    reminders: { useDefault: false, overrides },
  };
}

/** The offset says when it is; the zone only says how it is shown, and Google may not know a young one's name. */
function timeJson(moment: Instant, { timeZone }: EventDraft, parts: DraftParts): Record<string, string> {
  return { dateTime: new Date(moment).toISOString(), ...(parts.words && { timeZone }) };
}

/**
 * Google shows a description as HTML: what people wrote must not become a tag, or a link that looks like ours. Escaping can make
 * it six times as long; what is too long is cut before its last line, which is our own.
 */
function descriptionHtml(description: string): string {
  const whole = escapedHtml(description);
  if (whole.length <= GOOGLE_DESCRIPTION_CHARACTERS_MAX) return whole;
  const lastLine = escapedHtml(description.slice(description.lastIndexOf("\n") + 1));
  const room = GOOGLE_DESCRIPTION_CHARACTERS_MAX - lastLine.length - "…\n".length;
  let cut = "";
  for (const character of description) {
    const escaped = escapedHtml(character);
    if (cut.length + escaped.length > room) break;
    cut += escaped;
  }
  return `${cut}…\n${lastLine}`;
}

function guestJson({ email, name }: EventDraft["attendees"][number]): Record<string, string> {
  return { email, ...(name !== null && { displayName: name }) };
}
