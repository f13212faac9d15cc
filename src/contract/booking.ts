/**
 * A booking on the wire: what a caller sends to make or change one, and what is shown of one. `present...` are the only
 * way out, written as literals so that nothing of the record slips into an answer by being there.
 */
import { z } from "@hono/zod-openapi";
import { VIDEO } from "../domain/agreement/offer.ts";
import { meetingLinkOf } from "../domain/agreement/place.ts";
import {
  awaitingOf,
  endingAt,
  type Booking,
  BOOKING_STATUSES,
  type BookingCalendar,
  type BookingDetails,
  openRequest,
  statusAt,
} from "../domain/booking.ts";
import { maySeeAddress } from "../domain/access.ts";
import type { Instant } from "../domain/instant.ts";
import { type Actor, ROLES } from "../domain/actor.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import { NOTES_CHARACTERS_MAX, REASON_CHARACTERS_MAX } from "../limits.ts";
import { cancellationPolicy, placeIn, placeSchema, presentPlace, presentPolicyStep, presentPrice, price } from "./agreement.ts";
import { anyPage, notBoth, type Place, writeCursor } from "./paging.ts";
import { caseless, durationMinutes, freeText, instantIn, instantOut, presentInstant, timeZone, uuid } from "./scalar.ts";

const statusOut = z.enum(BOOKING_STATUSES);
const statusIn = caseless(BOOKING_STATUSES);

const detailsIn = z.object({
  notes: freeText(NOTES_CHARACTERS_MAX)
    .nullish()
    .openapi({ example: "First session" })
    .describe("The client's own words about the session; null: none."),
});

export const createBookingBody = z
  .strictObject({
    coach_id: uuid.describe("Whose time is booked."),
    session_datetime: instantIn,
    offer_id: uuid.optional().openapi({ description: "Absent: the coach's first offer of that length, by position." }),
    duration_minutes: durationMinutes.optional().openapi({ description: "The offer's where absent; 60 where both are." }),
    client_id: uuid.optional().openapi({ description: "For coaches and admins, who book for somebody." }),
    agreed_price: price.optional().openapi({ description: "As the client was shown it; 0: free. Absent: it is not compared." }),
    ...detailsIn.shape,
  })
  .openapi("CreateBooking");

/** An absent field and `null` mean the same. */
export function bookingDetailsOf(body: z.infer<typeof detailsIn>): BookingDetails {
  return { notes: body.notes ?? null };
}

const onBehalfOf = z
  .enum(["client", "coach"])
  .optional()
  .openapi({ description: "For admins, who have spoken with both: for whom it is." });

export const rescheduleBody = z
  .strictObject({
    session_datetime: instantIn.optional(),
    duration_minutes: durationMinutes.optional().openapi({ description: "The present duration where absent." }),
    on_behalf_of: onBehalfOf,
    place: placeIn.optional().openapi({ description: "For the coach and admins." }),
  })
  .refine(({ session_datetime: time, place }) => time !== undefined || place !== undefined, {
    message: "is required where there is no place",
    path: ["session_datetime"],
  })
  .openapi("RescheduleBooking");

export const setStatusBody = z
  .strictObject({
    status: statusIn.openapi({ description: "What it is to become." }),
    reason: freeText(REASON_CHARACTERS_MAX).nullish().describe("Why it is cancelled, for the other side; with `cancelled` only."),
    waive_price: z.boolean().optional().openapi({ description: "With confirmed, for the coach and admins: the client pays nothing." }),
    on_behalf_of: onBehalfOf,
  })
  .openapi("SetBookingStatus");

export const cancelBookingQuery = z.object({
  reason: freeText(REASON_CHARACTERS_MAX).optional().describe("For the other side."),
  on_behalf_of: onBehalfOf,
});

export const askMoveBody = z
  .strictObject({
    session_datetime: instantIn,
    duration_minutes: durationMinutes.optional().openapi({ description: "The present duration where absent." }),
  })
  .openapi("AskMove");

export const listBookingsQuery = z
  .object({
    status: statusIn.optional().openapi({ description: "As the booking stands now." }),
    from: instantIn.optional().openapi({ description: "Sessions that start at this instant or later." }),
    to: instantIn.optional().openapi({ description: "Sessions that start before this instant." }),
    ...anyPage,
  })
  .superRefine(notBoth);

const bookingShape = {
  id: uuid.describe("The booking's."),
  coach_id: uuid.describe("The coach, whose time it is."),
  client_id: uuid.describe("The client, for whom it is."),
  offer_id: uuid.nullable().describe("The offer by which it was booked; null: the coach sold every length for nothing."),
  offer_title: z.string().nullable().describe("As the offer was called when it was booked; null where there was none."),
  price: price.nullable().openapi({ description: "As agreed when it was booked; null: free." }),
  price_waived: z.boolean().describe("Whether the coach or an admin let the client have it for nothing."),
  cancellation_policy: cancellationPolicy,
  refund_cap_percent: z
    .int()
    .openapi({ description: "The most that a cancellation by the client gives back; the client's own moves lower it." }),
  awaiting: z.enum(["payment", "approval"]).nullable().openapi({ description: "What a pending booking waits for." }),
  approval_required: z.boolean().describe("Whether the coach's word is needed before it is confirmed, as agreed when it was booked."),
  place: placeSchema,
  client_time_zone: z.string().nullable().describe("IANA zone in which the client reads times; null: not known."),
  locale: z.string().nullable().describe("Language of the client, BCP 47; null: not known."),
  created_by: z.enum(ROLES).describe("Who booked it."),
  moves: z.int().describe("How often it has been moved."),
  move_request: z
    .object({
      session_datetime: instantOut,
      duration_minutes: z.int().describe("Minutes of the time that is asked for."),
      asked_by: z.enum(["client", "coach"]).describe("The side that asks; the other one answers."),
      asked_at: instantOut,
      expires_at: instantOut,
    })
    .nullable()
    .openapi({ description: "The question that is open: whether the session may be moved." }),
  session_datetime: instantOut,
  duration_minutes: z.int().describe("Minutes from start to end."),
  ends_at: instantOut,
  status: statusOut.describe("As it stands at the moment of the answer."),
  notes: z.string().nullable().describe("The client's own words about the session; null: none."),
  payment_id: z.string().nullable().describe("The payment on which it stands; null: not paid, or nothing to pay."),
  meeting_link: z.string().nullable().describe("Where a session by video meets; null: none, or not made yet."),
  calendars: z
    .array(
      z.object({
        calendar_type: z.enum(["google", "outlook"]).describe("The provider of the calendar."),
        state: z
          .enum(["pending", "ok", "failed", "needs_reconnect", "detached"])
          .describe("Whether it shows the session; `detached` is followed no longer."),
        event_link: z.string().nullable().openapi({ description: "Of the caller's own calendar; else null." }),
      }),
    )
    .openapi({ description: "The session's events in connected calendars, in answers to reads." }),
  expires_at: instantOut.nullable().openapi({ description: "When a pending booking lapses." }),
  cancelled_by: z
    .enum([...ROLES, "system"])
    .nullable()
    .describe("Who cancelled it; `system`: time ran out. null: it is not cancelled."),
  cancel_reason: z.string().nullable().describe("As whoever cancelled it gave it; `expired` where time ran out. null: none."),
  revision: z.int().describe("Raised by each change; as `ETag`, to be sent as `If-Match`."),
  created_at: instantOut,
  updated_at: instantOut,
  availability_version: z.int().optional().openapi({ description: "In answers to writes: pass it as min_version to see the change." }),
};

export const bookingSchema = z.object(bookingShape).openapi("Booking");
export type BookingDocument = z.infer<typeof bookingSchema>;

const party = {
  id: uuid.describe("The person's."),
  name: z.string().nullable().describe("As the token said last; null: not known."),
  email: z.string().nullable().openapi({ description: "Of the other side once the booking is confirmed; before, null." }),
};

export const bookingWithPartiesSchema = z
  .object({
    ...bookingShape,
    client: z.object(party).describe("For whom the session is."),
    coach: z
      .object({ ...party, time_zone: timeZone.openapi({ description: "The coach's IANA zone." }) })
      .describe("Who gives the session."),
  })
  .openapi("BookingWithParties");

export const bookingListSchema = z
  .object({
    bookings: z.array(bookingSchema).describe("The latest start first."),
    limit: z.int().describe("The most that a page holds."),
    offset: z.int().optional().openapi({ description: "In offset mode only." }),
    total: z.int().optional().openapi({ description: "In offset mode only." }),
    next_cursor: z.string().nullable().describe("Of the next page, to be sent as `cursor`; null: this is the last."),
  })
  .openapi("BookingList");

interface Shown {
  readonly now: Instant;
  /** In answers to writes; null elsewhere. */
  readonly availabilityVersion: number | null;
  /** In answers to reads: the session's events, and the one who asks. */
  readonly seen?: { readonly calendars: readonly BookingCalendar[]; readonly by: Actor };
}

/** As it stands at `now`, whether or not the passing of time has been recorded. */
export function presentBooking(booking: Booking, { now, availabilityVersion, seen }: Shown): BookingDocument {
  const request = openRequest(booking, now);
  const standing = statusAt(booking, now);
  const ending = endingAt(booking, now);
  return {
    id: booking.id,
    coach_id: booking.coachId,
    client_id: booking.clientId,
    offer_id: booking.offerId,
    offer_title: booking.offerTitle,
    price: presentPrice(booking.price),
    price_waived: booking.priceWaived,
    cancellation_policy: (booking.cancellationPolicy ?? []).map(presentPolicyStep),
    refund_cap_percent: booking.refundCapPercent,
    awaiting: awaitingOf({ ...booking, status: standing }),
    approval_required: booking.approvalRequired,
    place: presentPlace(booking.place ?? VIDEO, isAgreed(booking, now)),
    client_time_zone: booking.clientTimeZone,
    locale: booking.locale,
    created_by: booking.createdBy,
    moves: booking.moves,
    move_request:
      request === null
        ? null
        : {
            session_datetime: presentInstant(request.startsAt),
            duration_minutes: request.durationMs / MINUTE_MS,
            asked_by: request.askedBy,
            asked_at: presentInstant(request.askedAt),
            expires_at: presentInstant(request.expiresAt),
          },
    session_datetime: presentInstant(booking.startsAt),
    duration_minutes: (booking.endsAt - booking.startsAt) / MINUTE_MS,
    ends_at: presentInstant(booking.endsAt),
    status: standing,
    notes: booking.notes,
    payment_id: booking.paymentId,
    meeting_link: meetingLinkOf({ ...booking, status: standing }),
    calendars: (seen?.calendars ?? []).map(({ userId, provider, state, eventLink }) => {
      return { calendar_type: provider, state, event_link: userId === seen?.by.id ? eventLink : null };
    }),
    expires_at: standing !== "pending" || booking.expiresAt === null ? null : presentInstant(booking.expiresAt),
    cancelled_by: ending.cancelledBy,
    cancel_reason: ending.cancelReason,
    revision: booking.revision,
    created_at: presentInstant(booking.createdAt),
    updated_at: presentInstant(booking.updatedAt),
    ...(availabilityVersion === null ? {} : { availability_version: availabilityVersion }),
  };
}

/** Whether both sides have said yes. */
function isAgreed(booking: Booking, now: Instant): boolean {
  const standing = statusAt(booking, now);
  return standing === "confirmed" || standing === "completed";
}

interface Party {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
}

export function presentBookingWithParties(
  booking: Booking,
  { client, coach }: { readonly client: Party; readonly coach: Party & { readonly timeZone: string } },
  shown: Shown & Required<Pick<Shown, "seen">>,
): z.infer<typeof bookingWithPartiesSchema> {
  const agreed = isAgreed(booking, shown.now);
  const told = ({ id, name, email }: Party) => {
    return { id, name, email: maySeeAddress(shown.seen.by, { personId: id, isAgreed: agreed }) ? email : null };
  };
  return {
    ...presentBooking(booking, shown),
    client: told(client),
    coach: { ...told(coach), time_zone: coach.timeZone },
  };
}

export function presentBookingList(
  page: {
    readonly bookings: readonly Booking[];
    readonly calendars: ReadonlyMap<string, readonly BookingCalendar[]>;
    readonly total: number | null;
    readonly next: Place | null;
  },
  { limit, offset, now, by }: { readonly limit: number; readonly offset: number | null; readonly now: Instant; readonly by: Actor },
): z.infer<typeof bookingListSchema> {
  return {
    bookings: page.bookings.map((booking) => {
      return presentBooking(booking, { now, availabilityVersion: null, seen: { calendars: page.calendars.get(booking.id) ?? [], by } });
    }),
    limit,
    ...(offset === null ? {} : { offset }),
    ...(page.total === null ? {} : { total: page.total }),
    next_cursor: page.next === null ? null : writeCursor(page.next),
  };
}
