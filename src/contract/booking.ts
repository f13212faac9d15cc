/**
 * A booking on the wire: what a caller sends to make or change one, and what is shown of one. `present...` are the only
 * way out, written as literals so that nothing of the record slips into an answer by being there.
 */
import { z } from "@hono/zod-openapi";
import { type Booking, BOOKING_STATUSES, type BookingCalendar, type BookingDetails } from "../domain/booking.ts";
import { ROLES } from "../domain/actor.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import { NOTES_CHARACTERS_MAX, REASON_CHARACTERS_MAX } from "../limits.ts";
import { anyPage, notBoth, type Place, writeCursor } from "./paging.ts";
import { caseless, durationMinutes, freeText, instantIn, instantOut, presentInstant, timeZone, uuid } from "./scalar.ts";

const status = z.enum(BOOKING_STATUSES);
const statusIn = caseless(BOOKING_STATUSES);

const detailsIn = z.object({
  notes: freeText(NOTES_CHARACTERS_MAX).nullish().openapi({ example: "First session" }),
});

export const createBookingBody = z
  .strictObject({
    coach_id: uuid,
    session_datetime: instantIn,
    duration_minutes: durationMinutes,
    ...detailsIn.shape,
  })
  .openapi("CreateBooking");

/** An absent field and `null` mean the same. */
export function bookingDetailsOf(body: z.infer<typeof detailsIn>): BookingDetails {
  return { notes: body.notes ?? null };
}

export const rescheduleBody = z
  .strictObject({
    session_datetime: instantIn,
    duration_minutes: durationMinutes.optional().openapi({ description: "The present duration where absent." }),
  })
  .openapi("RescheduleBooking");

export const setStatusBody = z
  .strictObject({ status: statusIn, reason: freeText(REASON_CHARACTERS_MAX).nullish() })
  .openapi("SetBookingStatus");

export const cancelBookingQuery = z.object({ reason: freeText(REASON_CHARACTERS_MAX).optional() });

export const listBookingsQuery = z
  .object({
    status: statusIn.optional(),
    from: instantIn.optional().openapi({ description: "Sessions that start at this instant or later." }),
    to: instantIn.optional().openapi({ description: "Sessions that start before this instant." }),
    ...anyPage,
  })
  .superRefine(notBoth);

const bookingShape = {
  id: uuid,
  coach_id: uuid,
  client_id: uuid,
  session_datetime: instantOut,
  duration_minutes: z.int(),
  ends_at: instantOut,
  status,
  notes: z.string().nullable(),
  payment_id: z.string().nullable(),
  meeting_link: z.string().nullable(),
  calendars: z
    .array(
      z.object({
        calendar_type: z.enum(["google", "outlook"]),
        state: z.enum(["pending", "ok", "failed", "needs_reconnect", "detached"]),
        event_link: z.string().nullable(),
      }),
    )
    .openapi({ description: "The session's events in connected calendars, in answers to reads." }),
  expires_at: instantOut.nullable().openapi({ description: "When a pending booking lapses." }),
  cancelled_by: z.enum([...ROLES, "system"]).nullable(),
  cancel_reason: z.string().nullable(),
  revision: z.int(),
  created_at: instantOut,
  updated_at: instantOut,
  availability_version: z.int().optional().openapi({ description: "In answers to writes: pass it as min_version to see the change." }),
};

export const bookingSchema = z.object(bookingShape).openapi("Booking");
export type BookingDocument = z.infer<typeof bookingSchema>;

const party = { id: uuid, name: z.string().nullable(), email: z.string().nullable() };

export const bookingWithPartiesSchema = z
  .object({ ...bookingShape, client: z.object(party), coach: z.object({ ...party, time_zone: timeZone }) })
  .openapi("BookingWithParties");

export const bookingListSchema = z
  .object({
    bookings: z.array(bookingSchema),
    limit: z.int(),
    offset: z.int().optional().openapi({ description: "In offset mode only." }),
    total: z.int().optional().openapi({ description: "In offset mode only." }),
    next_cursor: z.string().nullable(),
  })
  .openapi("BookingList");

/** `availabilityVersion` is given in answers to writes and null elsewhere. */
export function presentBooking(
  booking: Booking,
  availabilityVersion: number | null,
  calendars: readonly BookingCalendar[] = [],
): BookingDocument {
  return {
    id: booking.id,
    coach_id: booking.coachId,
    client_id: booking.clientId,
    session_datetime: presentInstant(booking.startsAt),
    duration_minutes: (booking.endsAt - booking.startsAt) / MINUTE_MS,
    ends_at: presentInstant(booking.endsAt),
    status: booking.status,
    notes: booking.notes,
    payment_id: booking.paymentId,
    meeting_link: booking.meetingLink,
    calendars: calendars.map(({ provider, state, eventLink }) => ({ calendar_type: provider, state, event_link: eventLink })),
    expires_at: booking.expiresAt === null ? null : presentInstant(booking.expiresAt),
    cancelled_by: booking.cancelledBy,
    cancel_reason: booking.cancelReason,
    revision: booking.revision,
    created_at: presentInstant(booking.createdAt),
    updated_at: presentInstant(booking.updatedAt),
    ...(availabilityVersion === null ? {} : { availability_version: availabilityVersion }),
  };
}

interface Party {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
}

export function presentBookingWithParties(
  booking: Booking,
  client: Party,
  coach: Party & { readonly timeZone: string },
  calendars: readonly BookingCalendar[],
): z.infer<typeof bookingWithPartiesSchema> {
  return {
    ...presentBooking(booking, null, calendars),
    client: { id: client.id, name: client.name, email: client.email },
    coach: { id: coach.id, name: coach.name, email: coach.email, time_zone: coach.timeZone },
  };
}

export function presentBookingList(
  page: {
    readonly bookings: readonly Booking[];
    readonly calendars: ReadonlyMap<string, readonly BookingCalendar[]>;
    readonly total: number | null;
    readonly next: Place | null;
  },
  limit: number,
  offset: number | null,
): z.infer<typeof bookingListSchema> {
  return {
    bookings: page.bookings.map((booking) => presentBooking(booking, null, page.calendars.get(booking.id))),
    limit,
    ...(offset === null ? {} : { offset }),
    ...(page.total === null ? {} : { total: page.total }),
    next_cursor: page.next === null ? null : writeCursor(page.next),
  };
}
