/**
 * Reads an event of Graph's into the port's words. Times come with seven decimals and no offset, in the zone that was asked
 * for, which is always UTC here; the days of an all-day event are in a zone that it names apart. Most of what an event
 * says may be null (`NullableOption` in Microsoft's types): it then says nothing.
 */
import { z } from "zod";
import type { Interval } from "../../domain/instant.ts";
import { DAY_MS } from "../../lib/duration.ts";
import type { ProviderEvent } from "../port.ts";
import { instantOfWall } from "../wall-time.ts";
import { ianaZoneOf } from "./windows-zones.ts";

/** Ours alone: a property set id drawn once. */
const PROPERTY_SET = "{7b1f6d0e-5f0c-4b8e-9a57-2f4f6f1c8d35}";
export const BOOKING_PROPERTY = `String ${PROPERTY_SET} Name BookingId`;

/** The query by which an answer carries the mark. */
export const EXPAND_MARK = `$expand=${encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${BOOKING_PROPERTY}')`)}`;

/** The mark holds the generation too: each one's event is another. */
export function markOf(bookingId: string, generation: number): string {
  return `${bookingId}/${String(generation)}`;
}

/** A field that is absent, null or of another kind says nothing, and does not take the event down with it. */
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().catch(null);

/** Not said is no. */
const yes = maybe(z.boolean()).transform((said) => said === true);

/** A wall time, as milliseconds as if its zone were UTC. */
const moment = z.object({ dateTime: z.string(), timeZone: maybe(z.string()) }).transform(({ dateTime, timeZone }, context) => {
  const wallMs = Date.parse(`${dateTime.replace(/(\.\d{3})\d*$/u, "$1").replace(/Z$/u, "")}Z`);
  if (Number.isFinite(wallMs)) return { wallMs, timeZone: timeZone ?? "UTC" };
  context.addIssue({ code: "custom", message: "no time" });
  return z.NEVER;
});

const RESPONSES: Readonly<Record<string, ProviderEvent["attendees"][number]["response"]>> = {
  accepted: "accepted",
  declined: "declined",
  tentativelyAccepted: "tentative",
};

/** Microsoft's own words for time that can be given away: the second is for a day at work elsewhere. */
const FREE: ReadonlySet<string> = new Set(["free", "workingElsewhere"]);

/** The fields of an event besides its id and time, each by itself. */
const parts = {
  "@odata.etag": maybe(z.string()),
  webLink: maybe(z.string()),
  isCancelled: yes,
  isAllDay: yes,
  showAs: maybe(z.string()),
  type: maybe(z.string()),
  originalStartTimeZone: maybe(z.string()),
  isOnlineMeeting: yes,
  onlineMeeting: maybe(z.object({ joinUrl: maybe(z.string()) })),
  responseStatus: maybe(z.object({ response: maybe(z.string()) })),
  attendees: maybe(
    z.array(
      z.object({
        emailAddress: maybe(z.object({ address: maybe(z.string()) })),
        status: maybe(z.object({ response: maybe(z.string()) })),
      }),
    ),
  ),
  singleValueExtendedProperties: maybe(z.array(z.object({ id: z.string(), value: z.string() }))),
};

export const graphEvent = z.object({ ...parts, id: z.string().min(1), start: moment, end: moment });
export type GraphEvent = z.output<typeof graphEvent>;

/** An item of a list, where one that cannot be read must not hide the others. */
export const listedGraphEvent = z.object({ ...parts, id: maybe(z.string()), start: maybe(moment), end: maybe(moment) });
type ListedGraphEvent = z.output<typeof listedGraphEvent>;

/** The $select that brings all of it but the mark, which a list does not carry. */
export const GRAPH_EVENT_FIELDS =
  "id,type,start,end,isAllDay,originalStartTimeZone,showAs,isCancelled,responseStatus,webLink,isOnlineMeeting,onlineMeeting,attendees";

/** Nulls and words that are new hold time: unknown is never free. */
export function readGraphEvent(event: ListedGraphEvent): ProviderEvent {
  const mark = event.singleValueExtendedProperties?.find(({ id }) => id.toLowerCase() === BOOKING_PROPERTY.toLowerCase())?.value;
  const meetingLink = webLink(event.onlineMeeting?.joinUrl);
  return {
    // Only to tell it from others: an item without an id is nobody's to ask for.
    eventId: event.id ?? `unnamed ${String(event.start?.wallMs)} ${String(event.end?.wallMs)}`,
    etag: event["@odata.etag"] ?? "",
    eventLink: webLink(event.webLink),
    meetingLink,
    isMeetingPending: event.isOnlineMeeting && meetingLink === null,
    isCancelled: event.isCancelled,
    isTentative: event.showAs === "tentative",
    isBusy: !FREE.has(event.showAs ?? ""),
    isDeclined: event.responseStatus?.response === "declined",
    time: timeOf(event),
    bookingId: mark?.split("/")[0] ?? null,
    attendees: (event.attendees ?? []).flatMap(({ emailAddress, status }) =>
      typeof emailAddress?.address === "string"
        ? [{ email: emailAddress.address, response: RESPONSES[status?.response ?? "none"] ?? "none" }]
        : [],
    ),
  };
}

/** null: of no length. An event whose time cannot be read has none either, which is for who asked to see. */
function timeOf({ start, end, isAllDay, originalStartTimeZone }: ListedGraphEvent): Interval | null {
  if (!isNamed(start) || !isNamed(end) || end.wallMs <= start.wallMs) return null;
  // Graph shows an all-day event from midnight to midnight in UTC whatever zone is asked for; they are the days of the zone it was made in.
  const zoneOf = (zone: string): string | null => ianaZoneOf(isAllDay ? (originalStartTimeZone ?? "") : zone);
  const [from, until] = isAllDay ? [startOfDay(start.wallMs), -startOfDay(-end.wallMs)] : [start.wallMs, end.wallMs];
  return { startsAt: instantOfWall(from, zoneOf(start.timeZone), "start"), endsAt: instantOfWall(until, zoneOf(end.timeZone), "end") };
}

/** Whether its time was told in a form that can be read. */
export function hasTime({ start, end }: ListedGraphEvent): boolean {
  return isNamed(start) && isNamed(end);
}

function isNamed<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}

function startOfDay(wallMs: number): number {
  return Math.floor(wallMs / DAY_MS) * DAY_MS;
}

/** Links go into mails and pages: nothing but https. */
function webLink(link: string | null | undefined): string | null {
  return link?.startsWith("https://") === true ? link : null;
}
