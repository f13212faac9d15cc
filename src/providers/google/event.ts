/**
 * Reads an event of Google's into the port's words. An event is ours only if its mark and its id belong together: a copy
 * that somebody makes of our event carries the mark too, and counts as a stranger. An all-day event names dates and no
 * zone, so the calendar's zone is handed in; in a zone we do not know it covers its dates wherever on Earth they are.
 */
import { z } from "zod";
import { isIsoDate } from "../../domain/slots/calendar-date.ts";
import { instant, type Instant, type Interval } from "../../domain/instant.ts";
import type { ProviderEvent } from "../port.ts";
import { instantOfWall } from "../wall-time.ts";
import { googleEventId } from "./draft.ts";

const RESPONSES = { needsAction: "none", accepted: "accepted", declined: "declined", tentative: "tentative" } as const;

/** A field that is absent, null or of another kind says nothing, and does not take the event down with it. */
const maybe = <Schema extends z.ZodType>(schema: Schema) =>
  schema
    .nullish()
    .catch(null)
    .transform((value) => value ?? undefined);

/** RFC 3339. An instant where there is an offset; else a wall time, as milliseconds as if its zone were UTC. */
const time = z
  .object({ date: maybe(z.string()), dateTime: maybe(z.string()), timeZone: maybe(z.string()) })
  .transform(({ date, dateTime, timeZone }, context) => {
    const hasOffset = dateTime !== undefined && /(?:Z|[+-]\d\d:\d\d)$/iu.test(dateTime);
    // A date is of the calendar's days, whatever zone the event names beside it.
    const wall = date !== undefined && isIsoDate(date) ? `${date}T00:00` : dateTime;
    const epochMs = Date.parse(hasOffset ? dateTime : `${wall ?? ""}Z`);
    if (Number.isNaN(epochMs)) {
      context.addIssue({ code: "custom", message: "no time" });
      return z.NEVER;
    }
    if (hasOffset) return { at: instant(epochMs) };
    return { wallMs: epochMs, timeZone: date === undefined ? (timeZone ?? null) : null };
  });

const attendee = z.object({
  email: z.string().optional(),
  displayName: z.string().optional(),
  self: z.boolean().optional(),
  // A word we do not know is no answer.
  responseStatus: z.enum(["needsAction", "accepted", "declined", "tentative"]).catch("needsAction"),
});

/** The fields of an event besides its id and time, each by itself. */
const parts = {
  etag: maybe(z.string()).transform((etag) => etag ?? ""),
  status: maybe(z.string()).transform((status) => status ?? "confirmed"),
  htmlLink: maybe(z.string()),
  hangoutLink: maybe(z.string()),
  conferenceData: maybe(
    z.object({
      createRequest: maybe(z.object({ status: maybe(z.object({ statusCode: z.string() })) })),
      entryPoints: maybe(z.array(z.object({ entryPointType: maybe(z.string()), uri: maybe(z.string()) }))),
    }),
  ),
  transparency: maybe(z.string()),
  eventType: maybe(z.string()),
  attendees: maybe(z.array(attendee)).transform((attendees) => attendees ?? []),
  extendedProperties: maybe(z.object({ private: maybe(z.object({ bookingId: maybe(z.string()), generation: maybe(z.string()) })) })),
};

/** An item of a list, where one that cannot be read must not hide the others. */
export const listedGoogleEvent = z.object({ ...parts, id: maybe(z.string()), start: maybe(time), end: maybe(time) });
type ListedGoogleEvent = z.output<typeof listedGoogleEvent>;

export const googleEvent = listedGoogleEvent
  .extend({ id: z.string().min(1) })
  // Only a cancelled item may lack its time.
  .refine((event) => event.status === "cancelled" || hasTime(event));
export type GoogleEvent = z.output<typeof googleEvent>;

/** The fields above, for Google's `fields` parameter. */
export const GOOGLE_EVENT_FIELDS =
  "id,etag,status,htmlLink,hangoutLink,conferenceData(createRequest/status,entryPoints(entryPointType,uri)),start,end,transparency," +
  "eventType,attendees(email,displayName,self,responseStatus),extendedProperties/private";

/** Kinds of event that say where somebody is or what day it is, and take no time even where they do not say so. */
const FREE_TYPES: ReadonlySet<string> = new Set(["workingLocation", "birthday"]);

/** Whether its time was told in a form that can be read. */
export function hasTime({ start, end }: ListedGoogleEvent): boolean {
  return start !== undefined && end !== undefined;
}

/** Whether its time can be told only by who knows the calendar's zone. */
export function isAllDay({ start, end }: GoogleEvent): boolean {
  return [start, end].some((moment) => moment?.timeZone === null);
}

/** `timeZone`: the calendar's; it matters for an all-day event, and for a time that names neither offset nor zone. */
export function readGoogleEvent(event: ListedGoogleEvent, timeZone: string | null): ProviderEvent {
  const { id, etag, status, conferenceData, attendees } = event;
  const isCancelled = status === "cancelled";
  const meetingLink = webLink(event.hangoutLink) ?? webLink(conferenceData?.entryPoints?.find(isVideo)?.uri);
  return {
    // Only to tell it from others: an item without an id is nobody's to ask for.
    eventId: id ?? `unnamed ${JSON.stringify([event.start, event.end])}`,
    etag,
    eventLink: webLink(event.htmlLink),
    meetingLink,
    isMeetingPending: meetingLink === null && conferenceData?.createRequest?.status?.statusCode === "pending",
    isCancelled,
    isTentative: status === "tentative",
    isBusy: event.transparency !== "transparent" && !FREE_TYPES.has(event.eventType ?? ""),
    isDeclined: attendees.some(({ self, responseStatus }) => self === true && responseStatus === "declined"),
    time: isCancelled ? null : timeOf(event, timeZone),
    bookingId: ownBookingId(event),
    attendees: attendees.flatMap(({ email, responseStatus }) =>
      email === undefined ? [] : [{ email, response: RESPONSES[responseStatus] }],
    ),
  };
}

function timeOf({ start, end }: ListedGoogleEvent, timeZone: string | null): Interval | null {
  if (start === undefined || end === undefined) return null;
  return { startsAt: momentOf(start, timeZone, "start"), endsAt: momentOf(end, timeZone, "end") };
}

function momentOf(moment: z.output<typeof time>, timeZone: string | null, edge: "start" | "end"): Instant {
  return moment.at ?? instantOfWall(moment.wallMs, moment.timeZone ?? timeZone, edge);
}

function ownBookingId({ id, extendedProperties }: ListedGoogleEvent): string | null {
  const { bookingId, generation } = extendedProperties?.private ?? {};
  if (bookingId === undefined) return null;
  return id === googleEventId(bookingId, Number(generation ?? "0")) ? bookingId : null;
}

function isVideo({ entryPointType }: { readonly entryPointType?: string | undefined }): boolean {
  return entryPointType === "video";
}

/** Links go into mails and pages: nothing but https. */
function webLink(link: string | undefined): string | null {
  return link?.startsWith("https://") === true ? link : null;
}
