/**
 * A coach falls ill, or a client leaves: an admin cancels all of the person's sessions in a period, in one call, after a preview. Each goes through
 * the agenda like any cancellation, so that everybody is told. A coach's give everything back; a client's are judged as the client's own.
 */
import { ok, refused, type Result } from "../../lib/result.ts";
import { entitlementAt } from "../../domain/agreement/giving-back.ts";
import type { Booking } from "../../domain/booking.ts";
import type { Instant } from "../../domain/instant.ts";
import { isAdmin } from "../../domain/access.ts";
import type { Money } from "../../domain/money.ts";
import { refundDue } from "../../domain/refund.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { listBookingsOf } from "../../database/bookings.ts";
import { all } from "../../database/packing.ts";
import { paymentsOfBookings } from "../../database/payments.ts";
import { isCoachActive } from "../../database/people.ts";
import { CANCEL_PERIOD_BOOKINGS_MAX } from "../../limits.ts";
import { envelopeOf } from "../command.ts";
import type { ActorContext } from "../context.ts";

export interface Period {
  readonly of: "client" | "coach";
  readonly personId: string;
  /** Sessions that start in [from, to). */
  readonly from: Instant;
  readonly to: Instant;
}

export interface CancelPeriodInput extends Period {
  readonly reason: string | null;
  /** The sessions that the admin was shown, with the percent that each gives back at least; null: all, whatever they give back. */
  readonly shown: ReadonlyMap<string, number> | null;
}

interface FailedCancellation {
  /** As it stood before. */
  readonly booking: Booking;
  readonly problem: Refusal;
}

export interface CancelPeriodResult {
  readonly cancelled: readonly string[];
  /** Sessions that could not be cancelled now, with why. */
  readonly failed: readonly FailedCancellation[];
  /** Whether there are more: call again. */
  readonly hasMore: boolean;
  /** null: nothing was cancelled. */
  readonly availabilityVersion: number | null;
}

export interface PeriodPreview {
  readonly sessions: readonly { readonly booking: Booking; readonly refund: Money | null; readonly refundPercent: number }[];
  /** By currency, never added across. */
  readonly totals: readonly Money[];
  readonly hasMore: boolean;
}

export async function previewPeriod(ctx: ActorContext, period: Period): Promise<Result<PeriodPreview, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const { found, hasMore } = await sessionsIn(ctx, period);
  const payments = await all(ctx.database, paymentsOfBookings(found.map(({ id }) => id)));
  const active = new Map<string, boolean>();
  if (period.of === "client") {
    const coaches = [...new Set(found.map(({ coachId }) => coachId))];
    const known = await Promise.all(coaches.map(async (id) => [id, await isCoachActive(ctx.database, id)] as const));
    for (const [id, isActive] of known) active.set(id, isActive);
  }
  const sessions = found.map((booking) => {
    const refundPercent = period.of === "client" && active.get(booking.coachId) === true ? entitlementAt(booking, ctx.now) : 100;
    const payment = payments.find(({ id }) => id === booking.paymentId) ?? null;
    // As it would stand after the cancellation.
    const cancelled = { ...booking, status: "cancelled" as const, refundPercent };
    const minor = payment === null ? 0 : refundDue(payment, cancelled, payment.refundedMinor);
    return { booking, refundPercent, refund: payment === null || minor === 0 ? null : { minor, currency: payment.currency } };
  });
  const totals = new Map<string, number>();
  for (const { refund } of sessions) if (refund !== null) totals.set(refund.currency, (totals.get(refund.currency) ?? 0) + refund.minor);
  return ok({ sessions, hasMore, totals: [...totals].map(([currency, minor]) => ({ minor, currency })) });
}

export async function cancelPeriod(ctx: ActorContext, input: CancelPeriodInput): Promise<Result<CancelPeriodResult, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const { of: side, shown } = input;
  const { found, hasMore } = await sessionsIn(ctx, input);
  const chosen = shown === null ? found : found.filter(({ id }) => shown.has(id));
  const replies = await Promise.all(
    chosen.map(async (booking) => {
      const { id: bookingId, coachId } = booking;
      const percent = shown?.get(bookingId);
      const { result } = await ctx.submit({
        kind: "set_status",
        ...envelopeOf(ctx, coachId),
        bookingId,
        status: "cancelled",
        reason: input.reason,
        waivesPrice: false,
        onBehalfOf: side === "client" ? "client" : null,
        ifRevision: null,
        ...(percent === undefined ? {} : { refundPercentMin: percent }),
      });
      if (!result.ok) return { booking, problem: result.problem, version: null };
      return { booking, problem: null, version: result.value.kind === "booking" ? result.value.availabilityVersion : null };
    }),
  );
  const versions = replies.flatMap(({ version }) => (version === null ? [] : [version]));
  return ok({
    availabilityVersion: versions.length === 0 ? null : Math.max(...versions),
    cancelled: replies.flatMap(({ booking, problem }) => (problem === null ? [booking.id] : [])),
    failed: replies.flatMap(({ booking, problem }) => (problem === null ? [] : [{ booking, problem }])),
    hasMore: hasMore || chosen.length < found.length,
  });
}

/** The sessions of the period that stand, at most so many at once. */
async function sessionsIn(ctx: ActorContext, { of: side, personId, from, to }: Period) {
  const limit = CANCEL_PERIOD_BOOKINGS_MAX;
  const base = { of: side, personId, from, to, now: ctx.now, limit, page: { offset: 0 } } as const;
  const [pending, confirmed] = await Promise.all([
    listBookingsOf(ctx.database, { ...base, status: "pending" }),
    listBookingsOf(ctx.database, { ...base, status: "confirmed" }),
  ]);
  const found = [...pending.bookings, ...confirmed.bookings].slice(0, limit);
  return { found, hasMore: (pending.total ?? 0) + (confirmed.total ?? 0) > found.length };
}
