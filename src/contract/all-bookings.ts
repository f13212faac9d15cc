/** The list of everybody's bookings on the wire, for admins: what may be asked for, and a line of it. */
import { createRoute, z } from "@hono/zod-openapi";
import { AWAITING_FILTERS, LIST_ORDERS, PAYMENT_FILTERS } from "../domain/all-bookings.ts";
import { type Booking, BOOKING_STATUSES } from "../domain/booking.ts";
import type { Instant } from "../domain/instant.ts";
import { ALL_BOOKINGS_SCANNED_MAX, ID_PREFIX_CHARACTERS_MIN } from "../limits/all-bookings.ts";
import { bookingSchema, presentBooking } from "./booking.ts";
import { bearer, json } from "./media.ts";
import { anyPage, type Place, writeCursor } from "./paging.ts";
import { problems } from "./problem.ts";
import { caseless, instantIn, uuid } from "./scalar.ts";

const UUID_CHARACTERS = 36;
const idPrefix = z
  .string()
  .toLowerCase()
  .regex(
    new RegExp(`^[0-9a-f-]{${String(ID_PREFIX_CHARACTERS_MIN)},${String(UUID_CHARACTERS)}}$`),
    `must be ${String(ID_PREFIX_CHARACTERS_MIN)} characters or more of an id`,
  )
  .openapi({ description: "The beginning of a booking's id.", example: "3f2a6c1e" });

const { limit, cursor } = anyPage;
export const allBookingsQuery = z.object({
  id: idPrefix.optional(),
  coach: uuid.optional().describe("The coach's id."),
  client: uuid.optional().describe("The client's id."),
  status: caseless(BOOKING_STATUSES).optional().openapi({ description: "As the booking stands now." }),
  payment: caseless(PAYMENT_FILTERS)
    .optional()
    .openapi({ description: "`unpaid` waits for its payment; of `refunded` some was given back." }),
  awaiting: caseless(AWAITING_FILTERS).optional().openapi({ description: "`answer`: one side has asked to move it." }),
  from: instantIn.optional().openapi({ description: "Sessions that start at this instant or later." }),
  to: instantIn.optional().openapi({ description: "Sessions that start before this instant." }),
  order: caseless(LIST_ORDERS)
    .default("latest_first")
    .openapi({ default: "latest_first", description: "By the session's start; of refunded and disputed ones by the payment or dispute." }),
  limit,
  cursor,
});

const listedSchema = bookingSchema
  .omit({ availability_version: true })
  .extend({
    client_name: z.string().nullable().describe("As the token said last; null: not known."),
    coach_name: z.string().nullable().describe("As the token said last; null: not known."),
    captured_minor: z.int().openapi({ description: "Taken from the client, in the minor unit of the price's currency." }),
    given_back_minor: z.int().describe("Given back or on the way, in the minor unit of the price's currency."),
  })
  .openapi("ListedBooking");

export const listAllBookingsRoute = createRoute({
  method: "get",
  path: "/admin/bookings",
  operationId: "listAllBookings",
  summary: "Bookings of everybody, by person, state, money or time",
  description:
    `For admins. Every part of the filter that is given has to fit. A page that has looked at ${String(ALL_BOOKINGS_SCANNED_MAX)} bookings ends there, even where ` +
    "few or none of them fit, and `next_cursor` goes on; only a page without `next_cursor` is the last.",
  tags: ["Admin"],
  security: bearer,
  request: { query: allBookingsQuery },
  responses: {
    200: {
      description: "A page of bookings",
      content: json(
        z
          .object({
            bookings: z.array(listedSchema).describe("In the order that was asked for."),
            limit: z.int().describe("The most that a page holds."),
            next_cursor: z.string().nullable().describe("Of the next page, to be sent as `cursor`; null: this is the last."),
          })
          .openapi("ListedBookings"),
      ),
    },
    ...problems(400, 401, 403),
  },
});

interface Listed {
  readonly booking: Booking;
  readonly clientName: string | null;
  readonly coachName: string | null;
  readonly capturedMinor: number;
  readonly givenBackMinor: number;
}

export function presentListed(
  { booking, clientName, coachName, capturedMinor, givenBackMinor }: Listed,
  now: Instant,
): z.infer<typeof listedSchema> {
  return {
    ...presentBooking(booking, { now, availabilityVersion: null }),
    client_name: clientName,
    coach_name: coachName,
    captured_minor: capturedMinor,
    given_back_minor: givenBackMinor,
  };
}

/** The filter in the names of the domain. */
export function filterOf(asked: z.infer<typeof allBookingsQuery>) {
  const { id, coach, client, status, payment, awaiting, from, to } = asked;
  return {
    idPrefix: id ?? null,
    coachId: coach ?? null,
    clientId: client ?? null,
    status: status ?? null,
    payment: payment ?? null,
    awaiting: awaiting ?? null,
    from: from ?? null,
    to: to ?? null,
  };
}

export function cursorAfter(place: Place | null): string | null {
  return place === null ? null : writeCursor(place);
}
