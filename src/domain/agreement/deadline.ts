/**
 * Deadlines of a booking: until when a pending one waits, and when a confirmed one counts as completed. A pending booking
 * never waits beyond its start.
 */
import { MINUTE_MS } from "../../lib/duration.ts";
import { COMPLETES_AFTER_MS } from "../../limits.ts";
import { awaitingOf, type Booking } from "../booking.ts";
import type { CoachSettings } from "../coach.ts";
import { after, earlier, type Instant, later } from "../instant.ts";

type Waits = Pick<CoachSettings, "paymentMinutes" | "approvalMinutes">;

/** How long a booking is held for its first checkout: the session, and time to end it before the booking lapses. */
export const CHECKOUT_HOLD_MS = 35 * MINUTE_MS;

/** Of a booking that has just been made, or just begun to wait for something else: `since`. */
export function waitsUntil(
  booking: Parameters<typeof awaitingOf>[0] & Pick<Booking, "startsAt">,
  since: Instant,
  waits: Waits,
): Instant | null {
  if (booking.status !== "pending") return null;
  const awaited = awaitingOf(booking);
  if (awaited === null) return booking.startsAt;
  const isQuick = awaited === "payment" && booking.createdBy === "client";
  const minutes = isQuick ? waits.paymentMinutes : waits.approvalMinutes;
  return earlier(booking.startsAt, after(since, minutes * MINUTE_MS));
}

/** After a move to `startsAt`: the deadline stays, unless nothing is awaited; then it is the start. */
export function waitsUntilAfterMove(booking: Booking, startsAt: Instant): Instant | null {
  if (booking.expiresAt === null) return null;
  return awaitingOf(booking) === null ? startsAt : earlier(booking.expiresAt, startsAt);
}

/** After the first checkout of its life was opened. */
export function waitsUntilPaid(booking: Booking, now: Instant): Instant {
  return earlier(booking.startsAt, later(booking.expiresAt ?? now, after(now, CHECKOUT_HOLD_MS)));
}

export function completionOf(endsAt: Instant): Instant {
  return after(endsAt, COMPLETES_AFTER_MS);
}
