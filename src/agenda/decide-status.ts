/**
 * Decides about changes of status: confirmed, completed and cancelled by people, and what the passing of time brings about. What
 * a cancellation gives back is queued with it.
 */
import { refused } from "../lib/result.ts";
import { SYSTEM } from "../domain/actor.ts";
import { type Booking, openRequest, statusAt } from "../domain/booking.ts";
import type { AgendaResult, SetStatusCommand } from "../domain/command.ts";
import { effectsOfCancellation, effectsOfWaiver } from "../effects/derive.ts";
import { cancelledBooking, completedBooking, confirmedBooking } from "./changed-booking.ts";
import type { GroupDraft } from "./group-draft.ts";
import { unaskedBooking } from "./moved-booking.ts";

export function decideStatus(draft: GroupDraft, command: SetStatusCommand): AgendaResult {
  const { now } = draft;
  const current = draft.state.named.get(command.bookingId);
  if (current === undefined) return refused({ tag: "booking_not_found" });
  if (command.ifRevision !== null && command.ifRevision !== current.revision) return refused({ tag: "revision_mismatch" });
  const from = statusAt(current, now);
  const { status: to, onBehalfOf, waivesPrice } = command;
  // Nothing ever becomes pending again.
  if (to === "pending") return refused({ tag: "invalid_transition", from, to });
  const act = ({ confirmed: "confirm", completed: "complete", cancelled: "cancel" } as const)[to];
  const side = to === "cancelled" ? (onBehalfOf ?? command.author.role) : command.author.role;
  const refusal = draft.refuseAct(act, current, side, { waivesPrice });
  if (refusal !== null) return refused(refusal);
  if (to === "confirmed") return confirm(draft, command, current);
  if (to === "completed") {
    const completed = completedBooking(current, now);
    draft.change(command, completed, "completed", { from, to });
    return draft.answer(completed);
  }
  const booking = cancelledBooking(
    current,
    { side, cancelledBy: command.author.role, reason: command.reason, isCoachActive: draft.isActive },
    now,
  );
  // The instant of the decision counts, and it may lie beyond a step of the policy that the caller was in time for a moment ago.
  if ((booking.refundPercent ?? 100) < (command.refundPercentMin ?? 0)) return refused({ tag: "revision_mismatch" });
  const judged = onBehalfOf === null ? {} : { on_behalf_of: onBehalfOf };
  draft.change(command, booking, "cancelled", { from, to, refund_percent: booking.refundPercent ?? 100, ...judged });
  giveBack(draft, booking);
  return draft.answer(booking);
}

function confirm(draft: GroupDraft, command: SetStatusCommand, current: Booking): AgendaResult {
  const booking = confirmedBooking(current, draft.now);
  const waived = booking.priceWaived && !current.priceWaived ? { price_waived: true } : {};
  draft.change(command, booking, "confirmed", { from: current.status, to: "confirmed", ...waived });
  if (booking.priceWaived) draft.writes.outbox.push(...effectsOfWaiver(booking, draft.paymentsOf(booking.id), draft.now));
  return draft.answer(booking);
}

function giveBack(draft: GroupDraft, booking: Booking): void {
  draft.writes.outbox.push(...effectsOfCancellation(booking, draft.paymentsOf(booking.id), draft.now));
}

/** Everything that the passing of time has brought about and nobody has recorded yet. */
export function decideDue(draft: GroupDraft, commandId: string): number {
  const { now } = draft;
  const by = { commandId: `${commandId}/due`, author: SYSTEM };
  const { completing, asked } = draft.state;
  for (const current of completing) draft.changeInSilence(by, completedBooking(current, now), { from: "confirmed", to: "completed" });
  for (const current of asked) {
    if (completing.some(({ id }) => id === current.id) || openRequest(current, now) !== null || current.moveRequest === null) continue;
    draft.change(by, unaskedBooking(current, now), "move_lapsed", { asked_by: current.moveRequest.askedBy });
  }
  return draft.recordLapses(commandId) + completing.length + asked.length;
}
