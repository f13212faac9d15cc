/** A coach's own hours and earnings by month of the coach's zone, the present month last. Of nobody else: what is counted is asked for by the actor's id. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { OWN_FIGURES_MONTHS } from "../../limits/analytics.ts";
import { isSelf } from "../../domain/access.ts";
import type { CurrencyTakings } from "../../domain/analytics/figures.ts";
import { takingsByCurrency } from "../../domain/analytics/money.ts";
import { firstDayOfMonth, type Stretch, stretchesOf } from "../../domain/analytics/stretches.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { localEpochDay } from "../../domain/slots/time-zone.ts";
import { assert } from "../../lib/assert.ts";
import { type OwnHours, readOwnFigures } from "../../database/analytics.ts";
import { findProfile } from "../../database/profiles.ts";
import type { ActorContext } from "../context.ts";

export interface OwnFigures {
  readonly timeZone: string;
  readonly months: readonly (Stretch & OwnHours)[];
  readonly money: readonly CurrencyTakings[];
}

export async function viewOwnFigures(ctx: ActorContext, { coachId }: { readonly coachId: string }): Promise<Result<OwnFigures, Refusal>> {
  if (!isSelf(ctx.actor, "coach", coachId)) return refused({ tag: "forbidden" });
  const profile = await findProfile(ctx.database, coachId);
  if (profile === null) return refused({ tag: "coach_not_found" });
  const { timeZone } = profile.hours;
  const today = localEpochDay(timeZone, ctx.now);
  const range = { firstDay: firstDayOfMonth(today, OWN_FIGURES_MONTHS - 1), lastDay: firstDayOfMonth(today, -1) - 1, timeZone };
  const months = stretchesOf(range, "month");
  const read = await readOwnFigures(ctx.database, coachId, months, ctx.now);
  return ok({
    timeZone,
    months: months.map((month, place) => {
      const hours = read.hours[place];
      assert(hours !== undefined, "each month is counted");
      return { ...month, ...hours };
    }),
    money: takingsByCurrency(read.takings, months.length),
  });
}
