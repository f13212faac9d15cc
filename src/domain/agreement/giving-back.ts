/**
 * Giving back by a cancellation. A client gets what the policy on the booking says, and never more than the cap that the
 * client's own moves have left; everybody whom the other side lets down gets all of it. Amounts are worked out from what
 * was captured and what has been given back already, so that no part is given back twice.
 */
import { MINUTE_MS } from "../../lib/duration.ts";
import type { Booking } from "../booking.ts";
import { floorChargeable } from "../currency.ts";
import { after, type Instant } from "../instant.ts";
import type { Money } from "../money.ts";
import { percentBy } from "./policy.ts";

type Agreed = Pick<Booking, "status" | "startsAt" | "cancellationPolicy" | "refundCapPercent">;

/** The percent that a cancellation by the client at `at` gives back, 0-100. One that was never confirmed gives all. */
export function entitlementAt({ status, startsAt, cancellationPolicy, refundCapPercent }: Agreed, at: Instant): number {
  return status === "pending" ? 100 : Math.min(refundCapPercent, percentBy(cancellationPolicy ?? [], startsAt, at));
}

/** The last instant at which a cancellation by the client gives back as much as at `at`; null: until the start. */
export function entitlementHoldsUntil(booking: Agreed, at: Instant): Instant | null {
  const { status, startsAt, cancellationPolicy } = booking;
  const percent = entitlementAt(booking, at);
  if (status === "pending" || percent === 0) return null;
  // A step above the cap gives back no more than the cap.
  const last = (cancellationPolicy ?? []).findLast(({ refundPercent }) => refundPercent >= percent);
  if (last === undefined || last.beforeMinutes === 0) return null;
  return after(startsAt, -last.beforeMinutes * MINUTE_MS);
}

/** A part of the price that comes back, and until when. */
interface GivenBack {
  /** The last instant at which it does. */
  readonly until: Instant;
  readonly percent: number;
  readonly money: Money;
}

/** The refunds of a confirmed session that its client cancels, from `now` on, in order of time; nothing after the last. */
export function givingBackAhead(
  { price, cancellationPolicy }: Pick<Booking, "price" | "cancellationPolicy">,
  startsAt: Instant,
  now: Instant,
): readonly GivenBack[] {
  if (price === null) return [];
  return (cancellationPolicy ?? []).flatMap(({ beforeMinutes, refundPercent: percent }) => {
    const until = after(startsAt, -beforeMinutes * MINUTE_MS);
    const minor = floorChargeable(Math.floor((price.minor * percent) / 100), price.currency);
    return until < now ? [] : [{ until, percent, money: { minor, currency: price.currency } }];
  });
}
