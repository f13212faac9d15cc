/** The analytics on the wire. Figures are defined in docs/analytics.md; here stand their names, units and bounds. */
import { createRoute, z } from "@hono/zod-openapi";
import { type Role, ROLES } from "../domain/actor.ts";
import {
  type Analytics,
  LATENESS,
  type LatenessCounts,
  MOVERS,
  type SessionCounts,
  type StatusCounts,
  type Takings,
} from "../domain/analytics/figures.ts";
import { INTERVALS } from "../domain/analytics/stretches.ts";
import { BOOKING_STATUSES } from "../domain/booking.ts";
import { epochDayOf, isoDateOf } from "../domain/slots/calendar-date.ts";
import type { Instant } from "../domain/instant.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import { OFFSET_MAX } from "../limits.ts";
import { ANALYTICS_COACHES_PER_PAGE, ANALYTICS_DAYS_MAX } from "../limits/analytics.ts";
import { bearer, json } from "./media.ts";
import { problems } from "./problem.ts";
import { caseless, instantOut, isoDate, presentInstant, timeZone, uuid, wholeNumberInQuery } from "./scalar.ts";

export const analyticsRange = {
  from: isoDate.openapi({ description: "The first day, a date of `time_zone`." }),
  to: isoDate.openapi({ description: `The last day, itself included. At most ${String(ANALYTICS_DAYS_MAX)} days in all.` }),
  interval: caseless(INTERVALS).default("week").openapi({ default: "week", description: "Weeks begin on Monday." }),
  time_zone: timeZone.default("UTC").openapi({ default: "UTC", description: "IANA zone of the days." }),
};

/** Adds an issue where a range is empty or too long. */
export function boundedRange({ from, to }: { readonly from: string; readonly to: string }, context: z.RefinementCtx): void {
  const days = epochDayOf(to) - epochDayOf(from) + 1;
  if (days < 1) context.addIssue({ code: "custom", path: ["to"], message: "must not be before from" });
  if (days > ANALYTICS_DAYS_MAX)
    context.addIssue({
      code: "custom",
      path: ["to"],
      message: `must be at most ${String(ANALYTICS_DAYS_MAX)} days after from, both included`,
    });
}

export const analyticsQuery = z
  .object({
    ...analyticsRange,
    offset: wholeNumberInQuery(0, OFFSET_MAX)
      .default(0)
      .openapi({ default: 0, description: `Of \`coaches\`, of which an answer holds ${String(ANALYTICS_COACHES_PER_PAGE)}.` }),
  })
  .superRefine(boundedRange);

function each<Key extends string, Value extends z.ZodType>(keys: readonly Key[], value: Value) {
  return z.object(Object.fromEntries(keys.map((key) => [key, value])) as Record<Key, Value>);
}

const statuses = each(BOOKING_STATUSES, z.int().describe("Bookings of this status."));
const minor = {
  captured_minor: z.int().describe("What has come in."),
  given_back_minor: z.int().describe("What has gone back or is on the way."),
  kept_minor: z.int().describe("What came in less what went back."),
};
const day = (which: string) => z.string().openapi({ format: "date", description: `The ${which} day, a date of \`time_zone\`, included.` });

const analyticsSchema = z
  .object({
    from: day("first"),
    to: day("last"),
    interval: z.enum(INTERVALS).describe("How the range is cut; weeks begin on Monday."),
    time_zone: z.string().describe("IANA zone of all days and hours here."),
    as_of: instantOut.openapi({ description: "Every status is the one at this instant." }),
    intervals: z
      .array(
        z.object({
          from: day("first"),
          to: day("last"),
          bookings_made: statuses.openapi({ description: "By the instant they were made." }),
          sessions: statuses
            .extend({ held: z.int().describe("Confirmed or completed, and over.") })
            .openapi({ description: "By their start. `held`: confirmed or completed, and over." }),
        }),
      )
      .describe("The range, cut, in order."),
    lead_time: z
      .object({
        bookings: z.int().describe("How many were counted."),
        lower_quartile_hours: z.int().nullable().describe("A quarter of them were made so long before the start, or less."),
        median_hours: z.int().nullable().describe("Half of them were made so long before the start, or less."),
        upper_quartile_hours: z.int().nullable().describe("Three quarters of them were made so long before the start, or less."),
      })
      .openapi({
        description: "From making a booking to its start, in whole hours, rounded down; each is null where there is no booking.",
      }),
    cancellations: each(
      ROLES,
      each(LATENESS, z.int().describe("Cancellations so long before the start.")).describe("Cancelled by a person of this role."),
    ).openapi({ description: "By whom, and how long before the start." }),
    lapsed: z
      .object({ unpaid: z.int().describe("Their price was not paid."), unanswered: z.int().describe("The coach did not answer.") })
      .openapi({ description: "Bookings whose deadline passed: for want of the price, or of the coach's word." }),
    moves: each(MOVERS, z.int().describe("How many.")).openapi({ description: "`both`: one side asked and the other agreed." }),
    money: z
      .array(
        z.object({
          currency: z.string().openapi({ example: "EUR", description: "ISO 4217, in capitals." }),
          ...minor,
          disputed_minor: z.int().openapi({ description: "In disputes that are open or lost. Not taken off `kept_minor`." }),
          intervals: z.array(z.object(minor)).openapi({ description: "One for each of `intervals` above, in that order." }),
        }),
      )
      .openapi({ description: "By currency, in its minor unit; by the instant at which the payment was opened." }),
    busiest_hours: z.array(z.array(z.int())).openapi({
      description: "Confirmed and completed sessions by the local hour of their start: seven days from Monday, 24 hours each.",
    }),
    coaches: z
      .array(
        z.object({
          coach_id: uuid.describe("The coach's."),
          name: z.string().nullable().describe("As the token said last; null: not known."),
          booked_minutes: z.int().openapi({ description: "Of sessions confirmed or completed, by start." }),
          cancellations: z.int().openapi({ description: "By the coach." }),
          offered_minutes: z.int().nullable().openapi({ description: "By today's hours; null: the range begins before today." }),
        }),
      )
      .describe("A page of coaches, by name."),
    offset: z.int().describe("How many coaches were passed over."),
    limit: z.int().describe("The most coaches that an answer holds."),
    total: z.int().openapi({ description: "Of coaches." }),
  })
  .openapi("Analytics");

export const viewAnalyticsRoute = createRoute({
  method: "get",
  path: "/admin/analytics",
  operationId: "viewAnalytics",
  summary: "What was booked, held, cancelled, moved and paid",
  description:
    "Counts a range of local days for admins, as one snapshot: bookings made and sessions by status, lead time, cancellations, lapses, moves, money " +
    "by currency, the busiest hours, and coaches in order of their names. How each figure is counted is written in docs/analytics.md.",
  tags: ["Admin"],
  security: bearer,
  request: { query: analyticsQuery },
  responses: { 200: { description: "The figures", content: json(analyticsSchema) }, ...problems(400, 401, 403) },
});

type AnalyticsAsked = Pick<z.infer<typeof analyticsQuery>, "from" | "to" | "interval" | "time_zone" | "offset">;

export function presentAnalytics(asked: AnalyticsAsked, figures: Analytics, now: Instant): z.infer<typeof analyticsSchema> {
  const { quartiles, bookings } = figures.leadTime;
  const { from, to, interval, time_zone, offset } = asked;
  return {
    from,
    to,
    interval,
    time_zone,
    as_of: presentInstant(now),
    intervals: figures.stretches.map(({ firstDay, lastDay, made, sessions }) => ({
      from: isoDateOf(firstDay),
      to: isoDateOf(lastDay),
      bookings_made: presentStatuses(made),
      sessions: { ...presentStatuses(sessions), held: sessions.held },
    })),
    lead_time: {
      bookings,
      lower_quartile_hours: quartiles?.[0] ?? null,
      median_hours: quartiles?.[1] ?? null,
      upper_quartile_hours: quartiles?.[2] ?? null,
    },
    cancellations: presentCancellations(figures.cancellations),
    lapsed: { unpaid: figures.lapsed.unpaid, unanswered: figures.lapsed.unanswered },
    moves: { client: figures.moves.client, coach: figures.moves.coach, admin: figures.moves.admin, both: figures.moves.both },
    money: figures.money.map(({ currency, disputedMinor, stretches, ...takings }) => ({
      currency,
      ...presentTakings(takings),
      disputed_minor: disputedMinor,
      intervals: stretches.map(presentTakings),
    })),
    busiest_hours: figures.hoursOfWeek.map((hours) => [...hours]),
    coaches: figures.coaches.map((coach) => ({
      coach_id: coach.coachId,
      name: coach.name,
      booked_minutes: minutes(coach.bookedMs),
      cancellations: coach.cancellations,
      offered_minutes: coach.offeredMs === null ? null : minutes(coach.offeredMs),
    })),
    offset,
    limit: ANALYTICS_COACHES_PER_PAGE,
    total: figures.coachesTotal,
  };
}

function presentStatuses({ pending, confirmed, completed, cancelled }: StatusCounts | SessionCounts) {
  return { pending, confirmed, completed, cancelled };
}

function presentTakings({ capturedMinor, givenBackMinor, keptMinor }: Takings) {
  return { captured_minor: capturedMinor, given_back_minor: givenBackMinor, kept_minor: keptMinor };
}

function presentCancellations({ client, coach, admin }: Readonly<Record<Role, LatenessCounts>>) {
  return { client: { ...client }, coach: { ...coach }, admin: { ...admin } };
}

/** A session is whole minutes long. */
function minutes(lengthMs: number): number {
  return Math.floor(lengthMs / MINUTE_MS);
}
