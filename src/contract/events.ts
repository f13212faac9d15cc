/** The events of bookings on the wire: as they are listed, and as they are delivered to an endpoint. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Actor } from "../domain/actor.ts";
import { type BookingEvent, EVENT_TYPES } from "../domain/booking-event.ts";
import type { Booking, BookingCalendar } from "../domain/booking.ts";
import type { Instant } from "../domain/instant.ts";
import { DAY_MS } from "../lib/duration.ts";
import { EVENTS_KEPT_MS, EVENTS_PER_PAGE_DEFAULT, EVENTS_PER_PAGE_MAX, EVENTS_PER_PAGE_MIN } from "../limits/webhooks.ts";
import { bookingWithPartiesSchema, presentBookingWithParties } from "./booking.ts";
import { bearer, json } from "./media.ts";
import { problems } from "./problem.ts";
import { instantOut, presentInstant, uuid, wholeNumberInQuery } from "./scalar.ts";

export const eventType = z.enum(EVENT_TYPES);

const eventSchema = z
  .object({
    id: uuid.openapi({ description: "The same however often the event is told." }),
    type: eventType.describe("What happened."),
    at: instantOut.openapi({ description: "When it happened." }),
    booking: bookingWithPartiesSchema.openapi({
      description: "As it stands when the event is told, which may be later than `at`: compare `revision`.",
    }),
  })
  .openapi("BookingEvent");

interface EventsPlace {
  readonly acts: number;
  readonly refunds: number;
}

const PLACE = /^(\d{1,15})-(\d{1,15})$/u;

/** Forging one yields another place in a list that the caller may read anyway. */
const placeIn = z
  .string()
  .transform((text, context): EventsPlace => {
    const match = PLACE.exec(text);
    if (match !== null) return { acts: Number(match[1]), refunds: Number(match[2]) };
    context.addIssue({ code: "custom", message: "must be a next_after of this list" });
    return z.NEVER;
  })
  .openapi({
    type: "string",
    example: "1042-7",
    description: "`next_after` of the answer before. Absent: from the oldest event that is listed.",
  });

export const listEventsRoute = createRoute({
  method: "get",
  path: "/admin/events",
  operationId: "listEvents",
  summary: "What has happened to bookings, in order",
  description:
    `The events of the last ${String(EVENTS_KEPT_MS / DAY_MS)} days, for admins: the same that are delivered to endpoints, for a program that asks by itself or that has missed ` +
    "some. Keep `next_after` and ask again with it; it is given also where nothing is new. The events of one booking come in their order. " +
    "A page looks at so many acts and may be shorter than `limit`, even empty, while `has_more` is true.",
  tags: ["Admin"],
  security: bearer,
  request: {
    query: z.object({
      after: placeIn.optional(),
      limit: wholeNumberInQuery(EVENTS_PER_PAGE_MIN, EVENTS_PER_PAGE_MAX)
        .default(EVENTS_PER_PAGE_DEFAULT)
        .openapi({ default: EVENTS_PER_PAGE_DEFAULT, description: "The most that a page holds." }),
    }),
  },
  responses: {
    200: {
      description: "A page of events",
      content: json(
        z
          .object({
            events: z.array(eventSchema).describe("In their order; those of one booking as they happened."),
            next_after: z.string().describe("To be sent as `after` the next time, also where nothing is new."),
            has_more: z.boolean().describe("Whether there is more already: ask again at once."),
            has_gap: z.boolean().openapi({ description: "Events behind `after` are too old to be listed: read the bookings themselves." }),
          })
          .openapi("BookingEventList"),
      ),
    },
    ...problems(400, 401, 403),
  },
});

interface Party {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
}

interface Told {
  readonly booking: Booking;
  readonly calendars: readonly BookingCalendar[];
  readonly client: Party;
  readonly coach: Party & { readonly timeZone: string };
}

export function presentEvent(
  { id, type, at }: Pick<BookingEvent, "id" | "type" | "at">,
  told: Told,
  { now, by }: { readonly now: Instant; readonly by: Actor },
): z.infer<typeof eventSchema> {
  const seen = { calendars: told.calendars, by };
  return {
    id,
    type,
    at: presentInstant(at),
    booking: presentBookingWithParties(told.booking, told, { now, availabilityVersion: null, seen }),
  };
}

export function presentPlace({ acts, refunds }: EventsPlace): string {
  return `${String(acts)}-${String(refunds)}`;
}
