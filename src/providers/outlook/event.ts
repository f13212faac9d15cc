/**
 * Our event in Graph's words, and Graph's in the port's. Times come with seven decimals and no offset, in the zone that was
 * asked for, which is always UTC here. A change never speaks of the body of an event whose meeting stays: the way in stands in
 * it. Graph ignores `isOnlineMeeting: false`; a meeting ends when the body is written without its way in.
 */
import { z } from "zod";
import { type Instant, instant } from "../../domain/instant.ts";
import type { EventDraft, ProviderEvent } from "../port.ts";

/** Ours alone: a property set id drawn once. */
const PROPERTY_SET = "{7b1f6d0e-5f0c-4b8e-9a57-2f4f6f1c8d35}";
export const BOOKING_PROPERTY = `String ${PROPERTY_SET} Name BookingId`;

/** The mark holds the generation too: each one's event is another. */
export function markOf(bookingId: string, generation: number): string {
  return `${bookingId}/${String(generation)}`;
}

function transactionIdOf(bookingId: string, generation: number): string {
  return `${bookingId}-${String(generation)}`;
}

const moment = z.object({ dateTime: z.string() }).transform(({ dateTime }, context): Instant => {
  const epochMs = Date.parse(`${dateTime.replace(/(\.\d{3})\d*$/u, "$1").replace(/Z$/u, "")}Z`);
  if (Number.isFinite(epochMs)) return instant(epochMs);
  context.addIssue({ code: "custom", message: "no time" });
  return z.NEVER;
});

const RESPONSES: Readonly<Record<string, ProviderEvent["attendees"][number]["response"]>> = {
  accepted: "accepted",
  declined: "declined",
  tentativelyAccepted: "tentative",
};

export const graphEvent = z.object({
  id: z.string().min(1),
  "@odata.etag": z.string().default(""),
  webLink: z.string().nullish(),
  isCancelled: z.boolean().default(false),
  showAs: z.string().default("busy"),
  type: z.string().default("singleInstance"),
  start: moment,
  end: moment,
  isOnlineMeeting: z.boolean().default(false),
  onlineMeeting: z.object({ joinUrl: z.string().nullish() }).nullish(),
  responseStatus: z.object({ response: z.string().default("none") }).nullish(),
  attendees: z
    .array(
      z.object({
        emailAddress: z.object({ address: z.string().nullish() }).nullish(),
        status: z.object({ response: z.string().default("none") }).nullish(),
      }),
    )
    .nullish(),
  singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: z.string() })).nullish(),
});
export type GraphEvent = z.output<typeof graphEvent>;

export function readGraphEvent(event: GraphEvent): ProviderEvent {
  const mark = event.singleValueExtendedProperties?.find(({ id }) => id.toLowerCase() === BOOKING_PROPERTY.toLowerCase())?.value;
  return {
    eventId: event.id,
    etag: event["@odata.etag"],
    eventLink: webLink(event.webLink),
    meetingLink: webLink(event.onlineMeeting?.joinUrl),
    isMeetingPending: event.isOnlineMeeting && webLink(event.onlineMeeting?.joinUrl) === null,
    isCancelled: event.isCancelled,
    isTentative: event.showAs === "tentative",
    isBusy: event.showAs !== "free",
    isDeclined: event.responseStatus?.response === "declined",
    time: event.end > event.start ? { startsAt: event.start, endsAt: event.end } : null,
    bookingId: mark?.split("/")[0] ?? null,
    attendees: (event.attendees ?? []).flatMap(({ emailAddress, status }) =>
      typeof emailAddress?.address === "string"
        ? [{ email: emailAddress.address, response: RESPONSES[status?.response ?? "none"] ?? "none" }]
        : [],
    ),
  };
}

/** Links go into mails and pages: nothing but https. */
function webLink(link: string | null | undefined): string | null {
  return link?.startsWith("https://") === true ? link : null;
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
