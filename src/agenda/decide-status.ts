/** Decides about a change of status: whether the booking may become that, and what stands after it. */
import { type Booking, type BookingStatus, canBecome, hasLapsed } from "../domain/booking.ts";
import { type CoachSettings, priceOf } from "../domain/coach.ts";
import type { SetStatusCommand } from "../domain/command.ts";
import type { Instant } from "../domain/instant.ts";
import type { Refusal } from "../domain/refusal.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import { ok, refused, type Result } from "../lib/result.ts";

interface StatusDecision {
  readonly booking: Booking;
  /** A pending booking that has lapsed counts as cancelled, whatever its row says. */
  readonly from: BookingStatus;
  readonly to: Exclude<BookingStatus, "pending">;
}

export function decideStatus(
  { now, settings }: { readonly now: Instant; readonly settings: CoachSettings },
  current: Booking,
  command: SetStatusCommand,
): Result<StatusDecision, Refusal> {
  if (command.ifRevision !== null && command.ifRevision !== current.revision) return refused({ tag: "revision_mismatch" });
  const from = hasLapsed(current, now) ? "cancelled" : current.status;
  const to = command.status;
  if (!canBecome(from, to)) return refused({ tag: "invalid_transition", from, to });
  if (to === "confirmed" && command.author.role === "client") {
    const price = priceOf(settings, (current.endsAt - current.startsAt) / MINUTE_MS);
    if (price !== null && price.amountMinor > 0 && current.paymentId === null) return refused({ tag: "payment_required" });
    if (settings.approvalRequired) return refused({ tag: "approval_required" });
  }
  if (to === "completed" && current.endsAt > now) return refused({ tag: "session_not_ended" });
  const booking: Booking = {
    ...current,
    status: to,
    expiresAt: null,
    cancelledBy: to === "cancelled" ? command.author.role : null,
    cancelReason: to === "cancelled" ? command.reason : null,
    revision: current.revision + 1,
    updatedAt: now,
  };
  return ok({ booking, from, to });
}
