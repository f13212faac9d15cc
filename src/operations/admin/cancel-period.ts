/**
 * A coach falls ill: an admin cancels all of the coach's sessions in a period, in one call. Each goes through the agenda
 * like any cancellation, so that everybody is told and every payment is given back in full.
 */
import { ok, refused, type Result } from "../../lib/result.ts";
import type { Instant } from "../../domain/instant.ts";
import { isAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { listBookingsOf } from "../../database/bookings.ts";
import { CANCEL_PERIOD_BOOKINGS_MAX } from "../../limits.ts";
import { envelopeOf } from "../command.ts";
import type { ActorContext } from "../context.ts";

export interface CancelPeriodInput {
  readonly coachId: string;
  /** Sessions that start in [from, to). */
  readonly from: Instant;
  readonly to: Instant;
  readonly reason: string | null;
}

export interface CancelPeriodResult {
  readonly cancelled: readonly string[];
  /** Sessions that could not be cancelled now, with why. */
  readonly failed: readonly { readonly bookingId: string; readonly code: string }[];
  /** Whether there are more: call again. */
  readonly hasMore: boolean;
  /** null: nothing was cancelled. */
  readonly availabilityVersion: number | null;
}

export async function cancelPeriod(ctx: ActorContext, input: CancelPeriodInput): Promise<Result<CancelPeriodResult, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const database = ctx.database;
  const limit = CANCEL_PERIOD_BOOKINGS_MAX;
  const base = { of: "coach", personId: input.coachId, from: input.from, to: input.to, limit, page: { offset: 0 }, now: ctx.now } as const;
  const [pending, confirmed] = await Promise.all([
    listBookingsOf(database, { ...base, status: "pending" }),
    listBookingsOf(database, { ...base, status: "confirmed" }),
  ]);
  const found = [...pending.bookings, ...confirmed.bookings].slice(0, limit);
  const replies = await Promise.all(
    found.map(async ({ id: bookingId, coachId }) => {
      const { result } = await ctx.submit({
        kind: "set_status",
        ...envelopeOf(ctx, coachId),
        bookingId,
        status: "cancelled",
        reason: input.reason,
        waivesPrice: false,
        onBehalfOf: null,
        ifRevision: null,
      });
      if (!result.ok) return { bookingId, code: result.problem.tag, version: null };
      return { bookingId, code: null, version: result.value.kind === "booking" ? result.value.availabilityVersion : null };
    }),
  );
  const versions = replies.flatMap(({ version }) => (version === null ? [] : [version]));
  return ok({
    availabilityVersion: versions.length === 0 ? null : Math.max(...versions),
    cancelled: replies.flatMap(({ bookingId, code }) => (code === null ? [bookingId] : [])),
    failed: replies.flatMap(({ bookingId, code }) => (code === null ? [] : [{ bookingId, code }])),
    hasMore: (pending.total ?? 0) + (confirmed.total ?? 0) > found.length,
  });
}
