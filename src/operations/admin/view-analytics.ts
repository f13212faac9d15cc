/**
 * The analytics of a range of local days: what was booked, held, cancelled, moved and paid, and what each coach's part of it is. For admins.
 * Reads one snapshot, the nearest, and changes nothing. Hours offered are told only of ranges that begin today or later: past hours are not kept.
 */
import { ok, refused, type Result } from "../../lib/result.ts";
import { ANALYTICS_COACHES_PER_PAGE } from "../../limits/analytics.ts";
import { isAdmin } from "../../domain/access.ts";
import { type Analytics, type CoachFigures, hoursOfWeek, LATENESS, leadTimeOf, offeredMs } from "../../domain/analytics/figures.ts";
import { takingsByCurrency } from "../../domain/analytics/money.ts";
import { type DayRange, type IntervalName, rangeOf, stretchesOf } from "../../domain/analytics/stretches.ts";
import { type Role, ROLES } from "../../domain/actor.ts";
import type { Interval } from "../../domain/instant.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { localEpochDay } from "../../domain/slots/time-zone.ts";
import { assert } from "../../lib/assert.ts";
import { type AnalyticsRead, readAnalytics } from "../../database/analytics.ts";
import type { ActorContext } from "../context.ts";

interface AnalyticsInput extends DayRange {
  readonly interval: IntervalName;
  /** Of the coaches. */
  readonly offset: number;
}

export async function viewAnalytics(ctx: ActorContext, input: AnalyticsInput): Promise<Result<Analytics, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const { timeZone, interval, offset } = input;
  const [range, stretches] = [rangeOf(input), stretchesOf(input, interval)];
  const withHours = input.firstDay >= localEpochDay(timeZone, ctx.now);
  const asked = { stretches, range, timeZone, now: ctx.now, limit: ANALYTICS_COACHES_PER_PAGE, offset, withHours };
  const read = await readAnalytics(ctx.reading(false), asked);
  const disputes = read.disputed.map(({ currency, amountMinor }) => ({ currency, capturedMinor: 0, givenBackMinor: 0, amountMinor }));
  // A dispute may be told in another currency than its payment.
  const counted = [...disputes.map((dispute) => ({ ...dispute, stretch: 0 })), ...read.takings];
  return ok({
    stretches: stretches.map((stretch, place) => {
      const [made, sessions] = [read.made[place], read.sessions[place]];
      assert(made !== undefined && sessions !== undefined, "each stretch is counted");
      return { ...stretch, made, sessions };
    }),
    leadTime: leadTimeOf(read.leadHours),
    cancellations: cancellationsBy(read.cancellations),
    lapsed: read.lapsed,
    moves: read.moves,
    money: takingsByCurrency(counted, stretches.length).map((takings) => ({
      ...takings,
      disputedMinor: disputes.find(({ currency }) => currency === takings.currency)?.amountMinor ?? 0,
    })),
    hoursOfWeek: hoursOfWeek(read.startHours),
    coaches: read.coaches.map((coach) => figuresOf(coach, withHours ? range : null)),
    coachesTotal: read.coachesTotal,
  });
}

function cancellationsBy(counted: AnalyticsRead["cancellations"]): Analytics["cancellations"] {
  const countOf = (role: Role, band: (typeof LATENESS)[number]) =>
    counted.find(({ by, lateness }) => by === role && lateness === band)?.count ?? 0;
  return recordOf(ROLES, (role) => recordOf(LATENESS, (band) => countOf(role, band)));
}

/** A coach who is shut out offers nothing. */
function figuresOf(
  { id, name, status, hours, bookedMs, cancellations }: AnalyticsRead["coaches"][number],
  range: Interval | null,
): CoachFigures {
  const isOpen = status === "active";
  const offered = range === null ? null : isOpen ? offeredMs({ recurrences: [], ...hours }, range) : 0;
  return { coachId: id, name, bookedMs, cancellations, offeredMs: offered };
}

function recordOf<Key extends string, Value>(keys: readonly Key[], valueOf: (key: Key) => Value): Readonly<Record<Key, Value>> {
  return Object.fromEntries(keys.map((key) => [key, valueOf(key)])) as Record<Key, Value>;
}
