/** The copy of what is kept about a person, as a file of JSON and as a calendar. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Offer } from "../domain/agreement/offer.ts";
import type { Actor } from "../domain/actor.ts";
import type { Booking, BookingCalendar } from "../domain/booking.ts";
import type { CalendarConnection } from "../domain/calendar-account.ts";
import type { CoachProfile } from "../domain/coach.ts";
import type { Instant } from "../domain/instant.ts";
import type { Payment } from "../domain/payment.ts";
import { hoursSchema, presentHours } from "./availability.ts";
import { bookingSchema, presentBooking } from "./booking.ts";
import { connectionSchema, presentConnection } from "./calendar.ts";
import { presentSettings, settingsSchema } from "./coach.ts";
import { bearer, json } from "./media.ts";
import { offerSchema, presentOffer } from "./offer.ts";
import { paymentSchema, presentPayment } from "./payment.ts";
import { problems } from "./problem.ts";
import { instantOut, presentInstant } from "./scalar.ts";
import { meSchema, presentMe } from "./user.ts";

const sessionSchema = bookingSchema.extend({ payments: z.array(paymentSchema).describe("Of the session.") }).openapi("ExportedSession");

const exportSchema = z
  .object({
    exported_at: instantOut,
    person: meSchema,
    known_since: instantOut,
    calendars: z.array(connectionSchema).describe("Calendars that are connected."),
    coach: z
      .object({ hours: hoursSchema, settings: settingsSchema, offers: z.array(offerSchema).describe("Retired ones as well.") })
      .nullable()
      .openapi({ description: "null: the person is no coach." }),
    sessions: z.array(sessionSchema).openapi({ description: "All in which the person is a side, in the order of their starts." }),
  })
  .openapi("Export");

export const exportMeRoute = createRoute({
  method: "get",
  path: "/me/export",
  operationId: "exportMe",
  summary: "A copy of what is kept about the bearer, as one file",
  description:
    "Gives who the bearer is here, their calendars, a coach's terms and offers, and every session with its notes, reason and payments. The file is sent while it is read, so it may break off where the record fails; one that parses is whole. Other people are named by their ids. What is kept and for how long is described in docs/privacy.md.",
  tags: ["People"],
  security: bearer,
  responses: { 200: { description: "Everything", content: json(exportSchema) }, ...problems(401, 403) },
});

export const exportCalendarRoute = createRoute({
  method: "get",
  path: "/me/export.ics",
  operationId: "exportMyCalendar",
  summary: "The bearer's sessions as an iCalendar file",
  description:
    "Gives the latest sessions of the bearer, a thousand at most and the cancelled ones excepted, as a file that any calendar program imports. It is a picture of this moment and not a feed.",
  tags: ["People"],
  security: bearer,
  responses: {
    200: { description: "An iCalendar file (RFC 5545)", content: { "text/calendar": { schema: z.string() } } },
    ...problems(401, 403),
  },
});

interface Head {
  readonly user: Parameters<typeof presentMe>[1] & { readonly createdAt: Instant };
  readonly connections: readonly CalendarConnection[];
  readonly coach: { readonly profile: CoachProfile; readonly offers: readonly Offer[] } | null;
}

/** All but the sessions. */
export function presentExport(
  actor: Actor,
  { user, connections, coach }: Head,
  now: Instant,
): Omit<z.infer<typeof exportSchema>, "sessions"> {
  return {
    exported_at: presentInstant(now),
    person: presentMe(actor, user),
    known_since: presentInstant(user.createdAt),
    calendars: connections.map(presentConnection),
    coach:
      coach === null
        ? null
        : {
            hours: presentHours(coach.profile, false),
            settings: presentSettings(coach.profile, false),
            offers: coach.offers.map((offer) => presentOffer(offer, true, null)),
          },
  };
}

interface Session {
  readonly booking: Booking;
  readonly calendars: readonly BookingCalendar[];
  readonly payments: readonly Payment[];
}

export function presentExportedSession({ booking, calendars, payments }: Session, by: Actor, now: Instant): z.infer<typeof sessionSchema> {
  const shown = presentBooking(booking, { now, availabilityVersion: null, seen: { calendars, by } });
  return { ...shown, payments: payments.map(presentPayment) };
}
