/**
 * Reads an event of Graph's into the port's words. Times come with seven decimals and no offset, in the zone that was asked
 * for, which is always UTC here.
 */
import { z } from "zod";
import { type Instant, instant } from "../../domain/instant.ts";
import type { ProviderEvent } from "../port.ts";

/** Ours alone: a property set id drawn once. */
const PROPERTY_SET = "{7b1f6d0e-5f0c-4b8e-9a57-2f4f6f1c8d35}";
export const BOOKING_PROPERTY = `String ${PROPERTY_SET} Name BookingId`;

/** The query by which an answer carries the mark. */
export const EXPAND_MARK = `$expand=${encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${BOOKING_PROPERTY}')`)}`;

/** The mark holds the generation too: each one's event is another. */
export function markOf(bookingId: string, generation: number): string {
  return `${bookingId}/${String(generation)}`;
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
