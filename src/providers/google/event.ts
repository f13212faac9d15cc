/**
 * Reads an event of Google's into the port's words. An event is ours only if its mark and its id belong together: a copy
 * that somebody makes of our event carries the mark too, and counts as a stranger. An all-day event names dates and no
 * zone, so the calendar's zone is handed in; in a zone we do not know it covers its dates wherever on Earth they are.
 */
import { z } from "zod";
import { epochDayOf, isIsoDate } from "../../domain/slots/calendar-date.ts";
import { after, instant, type Instant, type Interval } from "../../domain/instant.ts";
import { instantOfWallTime, isTimeZone } from "../../domain/slots/time-zone.ts";
import { HOUR_MS } from "../../lib/duration.ts";
import { googleEventId } from "./draft.ts";
import type { ProviderEvent } from "../port.ts";

/** The widest offsets from UTC there are. */
const OFFSET_EAST_MS_MAX = 14 * HOUR_MS;
const OFFSET_WEST_MS_MAX = 12 * HOUR_MS;

const RESPONSES = { needsAction: "none", accepted: "accepted", declined: "declined", tentative: "tentative" } as const;

/** RFC 3339: with an offset, or nobody knows when it is. */
const dateTime = z.iso.datetime({ offset: true }).transform((text) => instant(Date.parse(text)));
const time = z.union([z.object({ dateTime }), z.object({ date: z.string().refine(isIsoDate) })]);

const attendee = z.object({
  email: z.string().optional(),
  displayName: z.string().optional(),
  self: z.boolean().optional(),
  // A word we do not know is no answer.
  responseStatus: z.enum(["needsAction", "accepted", "declined", "tentative"]).catch("needsAction"),
});

export const googleEvent = z
  .object({
    id: z.string().min(1),
    etag: z.string().default(""),
    status: z.string().default("confirmed"),
    htmlLink: z.string().optional(),
    hangoutLink: z.string().optional(),
    conferenceData: z
      .object({
        createRequest: z.object({ status: z.object({ statusCode: z.string() }).optional() }).optional(),
        entryPoints: z.array(z.object({ entryPointType: z.string().optional(), uri: z.string().optional() })).optional(),
      })
      .optional(),
    start: time.optional(),
    end: time.optional(),
    transparency: z.string().optional(),
    attendees: z.array(attendee).default([]),
    extendedProperties: z
      .object({ private: z.object({ bookingId: z.string().optional(), generation: z.string().optional() }).optional() })
      .optional(),
  })
  // Only a cancelled item may lack its time.
  .refine(({ status, start, end }) => status === "cancelled" || (start !== undefined && end !== undefined));

export type GoogleEvent = z.output<typeof googleEvent>;

/** The fields above, for Google's `fields` parameter. */
export const GOOGLE_EVENT_FIELDS =
  "id,etag,status,htmlLink,hangoutLink,conferenceData(createRequest/status,entryPoints(entryPointType,uri)),start,end,transparency," +
  "attendees(email,displayName,self,responseStatus),extendedProperties/private";

/** Whether its time can be told only by who knows the calendar's zone. */
export function isAllDay({ start }: GoogleEvent): boolean {
  return start !== undefined && "date" in start;
}

/** `timeZone`: the calendar's; it matters for an all-day event alone. */
export function readGoogleEvent(event: GoogleEvent, timeZone: string | null): ProviderEvent {
  const { id, etag, status, conferenceData, attendees } = event;
  const isCancelled = status === "cancelled";
  const meetingLink = webLink(event.hangoutLink) ?? webLink(conferenceData?.entryPoints?.find(isVideo)?.uri);
  return {
    eventId: id,
    etag,
    eventLink: webLink(event.htmlLink),
    meetingLink,
    isMeetingPending: meetingLink === null && conferenceData?.createRequest?.status?.statusCode === "pending",
    isCancelled,
    isTentative: status === "tentative",
    isBusy: event.transparency !== "transparent",
    isDeclined: attendees.some(({ self, responseStatus }) => self === true && responseStatus === "declined"),
    time: isCancelled ? null : timeOf(event, timeZone),
    bookingId: ownBookingId(event),
    attendees: attendees.flatMap(({ email, responseStatus }) =>
      email === undefined ? [] : [{ email, response: RESPONSES[responseStatus] }],
    ),
  };
}

function timeOf({ start, end }: GoogleEvent, timeZone: string | null): Interval | null {
  if (start === undefined || end === undefined) return null;
  return { startsAt: momentOf(start, timeZone, -OFFSET_EAST_MS_MAX), endsAt: momentOf(end, timeZone, OFFSET_WEST_MS_MAX) };
}

function momentOf(moment: z.output<typeof time>, timeZone: string | null, widenMs: number): Instant {
  if ("dateTime" in moment) return moment.dateTime;
  const epochDay = epochDayOf(moment.date);
  const isKnown = timeZone !== null && isTimeZone(timeZone);
  return isKnown ? instantOfWallTime(timeZone, epochDay, 0) : after(instantOfWallTime("UTC", epochDay, 0), widenMs);
}

function ownBookingId({ id, extendedProperties }: GoogleEvent): string | null {
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
