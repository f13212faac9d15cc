/**
 * Decides about moves, and about questions to move: whether the table of transitions allows the act, whether the time is
 * free, and what is taken down.
 */
import { assert } from "../lib/assert.ts";
import { refused } from "../lib/result.ts";
import type { WantedTime } from "../domain/agreement/guards.ts";
import { type Booking, openRequest, statusAt } from "../domain/booking.ts";
import { type CoachProfile, slotRulesOf } from "../domain/coach.ts";
import type { AgendaResult, AnswerMoveCommand, AskMoveCommand, PartySide, RescheduleCommand } from "../domain/command.ts";
import type { TimeWish } from "./decide-time.ts";
import { timesOf } from "./describe.ts";
import type { By, GroupDraft } from "./group-draft.ts";
import { askedBooking, type Move, movedBooking, unaskedBooking } from "./moved-booking.ts";

export function decideMove(draft: GroupDraft, command: RescheduleCommand, profile: CoachProfile): AgendaResult {
  const { now } = draft;
  const current = draft.state.named.get(command.bookingId);
  if (current === undefined) return refused({ tag: "booking_not_found" });
  if (command.ifRevision !== null && command.ifRevision !== current.revision) return refused({ tag: "revision_mismatch" });
  const { startsAt, durationMs, onBehalfOf } = command;
  const wanted = { startsAt, durationMs };
  const misplaced = command.place === null ? null : draft.refuseAct("change_place", current, command.author.role, {});
  if (misplaced !== null) return refused(misplaced);
  const placed = command.place === null ? current : { ...current, place: command.place };
  const status = statusAt(current, now);
  const stands = status === "pending" || status === "confirmed";
  if (stands && draft.agreement.rules.movesNothing(current, wanted)) return place(draft, command, current, placed);
  const side = onBehalfOf === null ? command.author.role : "both";
  const refusal = draft.refuseAct("move", current, side, { wanted });
  if (refusal !== null) return refused(refusal);
  const isClients = side === "client" || onBehalfOf === "client";
  const judged = onBehalfOf === null ? {} : { on_behalf_of: onBehalfOf };
  return moveTo(draft, command, profile, placed, { ...wanted, clientWishedAt: isClients ? now : null, changes: judged }, side === "client");
}

/** Another place at the same time; the same place changes nothing. */
function place(draft: GroupDraft, by: By, current: Booking, placed: Booking): AgendaResult {
  if (JSON.stringify(current.place) === JSON.stringify(placed.place)) return draft.answer(current);
  const booking: Booking = { ...placed, revision: current.revision + 1, updatedAt: draft.now };
  draft.change(by, booking, "place_changed", { place: booking.place?.kind ?? null });
  return draft.answer(booking);
}

/** A move that is allowed, to a time that has to be free. */
function moveTo(draft: GroupDraft, by: By, profile: CoachProfile, current: Booking, move: Move, isBound: boolean): AgendaResult {
  const wish = wishFor(profile, current, move, { isBound, isClients: by.author.role === "client" });
  const refusal = draft.refuseTime(profile, wish, current.id);
  if (refusal !== null) return refused(refusal);
  draft.recordLapses(by.commandId);
  const booking = movedBooking(draft.agreement, profile, current, move, draft.now);
  const changes = { from: timesOf(current), to: timesOf(booking), ...move.changes, ...capChange(current, booking) };
  draft.change(by, booking, "rescheduled", changes, profile.settings.clientOverlapAllowed);
  return draft.answer(booking);
}

export function decideAskMove(draft: GroupDraft, command: AskMoveCommand, profile: CoachProfile): AgendaResult {
  const { now } = draft;
  const current = draft.state.named.get(command.bookingId);
  if (current === undefined) return refused({ tag: "booking_not_found" });
  if (isStale(command, current)) return refused({ tag: "revision_mismatch" });
  const { startsAt, durationMs } = command;
  const wanted = { startsAt, durationMs };
  const side = command.author.role;
  const askedBy: PartySide = side === "client" ? "client" : "coach";
  const isOwn = command.replacesOwn && openRequest(current, now)?.askedBy === askedBy;
  const refusal = draft.refuseAct("ask_move", isOwn ? { ...current, moveRequest: null } : current, side, { wanted });
  if (refusal !== null) return refused(refusal);
  // The client asks for what the client could book. Nothing is held, so what the coach asks for is looked at when it is accepted.
  const against =
    side === "client" ? draft.refuseTime(profile, wishFor(profile, current, wanted, { isBound: true, isClients: true }), current.id) : null;
  if (against !== null) return refused(against);
  const booking = askedBooking(current, wanted, askedBy, now);
  draft.change(command, booking, "move_asked", { asked_by: askedBy, starts_at: startsAt, duration_ms: durationMs });
  return draft.answer(booking);
}

export function decideAnswerMove(draft: GroupDraft, command: AnswerMoveCommand, profile: CoachProfile): AgendaResult {
  const { now } = draft;
  const current = draft.state.named.get(command.bookingId);
  if (current === undefined) return refused({ tag: "booking_not_found" });
  if (isStale(command, current)) return refused({ tag: "revision_mismatch" });
  const { moveRequest } = current;
  const act = ({ accept: "accept_move", decline: "decline_move", withdraw: "withdraw_move" } as const)[command.answer];
  const wanted = moveRequest === null ? null : { startsAt: moveRequest.startsAt, durationMs: moveRequest.durationMs };
  const refusal = draft.refuseAct(act, current, command.author.role, { wanted });
  if (refusal !== null) return refused(refusal);
  assert(moveRequest !== null && wanted !== null, "the guards let no answer pass to a question that is not there");
  if (command.answer !== "accept") {
    const unasked = unaskedBooking(current, now);
    draft.change(command, unasked, command.answer === "decline" ? "move_declined" : "move_withdrawn", { asked_by: moveRequest.askedBy });
    return draft.answer(unasked);
  }
  // Another question than the one that was read: what is around it has not been read.
  if (wanted.startsAt !== command.startsAt || wanted.durationMs !== command.durationMs) return refused({ tag: "move_request_not_found" });
  const clientWishedAt = moveRequest.askedBy === "client" ? moveRequest.askedAt : null;
  // A move that both have agreed to does not count as the client's own.
  return moveTo(draft, command, profile, current, { ...wanted, clientWishedAt, changes: { accepted: true } }, false);
}

/** Another question may stand where the one was that the caller has seen. */
function isStale({ ifRevision = null }: Pick<AskMoveCommand, "ifRevision">, { revision }: Booking): boolean {
  return ifRevision !== null && ifRevision !== revision;
}

export function wishFor(
  profile: CoachProfile,
  { clientId, bufferBeforeMs, bufferAfterMs }: Booking,
  wanted: WantedTime,
  by: Pick<TimeWish, "isBound" | "isClients">,
): TimeWish {
  const { startsAt, durationMs } = wanted;
  return { clientId, startsAt, durationMs, ...by, rules: slotRulesOf(profile, { bufferBeforeMs, bufferAfterMs }) };
}

function capChange(before: Booking, now: Booking): Record<string, number> {
  return before.refundCapPercent === now.refundCapPercent ? {} : { refund_cap_percent: now.refundCapPercent };
}
