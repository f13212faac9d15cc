/**
 * A session in words for the one who reads: where it stands, who did what, what money has moved. The domain says what is so; here it gets a
 * sentence. Names are on one line and hold no links.
 */
import type { Actor, Author } from "../domain/actor.ts";
import { awaitingOf, type Booking, endingAt, LAPSE, openRequest, statusAt } from "../domain/booking.ts";
import type { Instant } from "../domain/instant.ts";
import type { Payment } from "../domain/payment.ts";
import { refundDue } from "../domain/refund.ts";
import { nameOr } from "../lib/clean-text.ts";
import { JOIN_SHOWN_MS } from "../limits.ts";
import { say } from "../messages/say.ts";
import { moneyInWords } from "../messages/money.ts";
import { momentInWords } from "../messages/wording.ts";

export interface Names {
  readonly client: string | null;
  readonly coach: string | null;
}

/** The one who reads, and how. */
export interface Reader {
  readonly actor: Actor;
  readonly timeZone: string;
  readonly now: Instant;
}

/** The other party's name; admins are told the coach's. */
export function otherName({ role }: Actor, names: Names): string {
  return role === "coach" ? nameOr(names.client, say("person.client")) : nameOr(names.coach, say("person.coach"));
}

export function partyName(side: "client" | "coach", names: Names): string {
  return side === "client" ? nameOr(names.client, say("person.the_client")) : nameOr(names.coach, say("person.the_coach"));
}

/** Where it stands, in one sentence. */
export function standingInWords(booking: Booking, { actor, timeZone, now }: Reader, names: Names): string {
  const status = statusAt(booking, now);
  const until = momentInWords(booking.expiresAt ?? booking.startsAt, timeZone);
  switch (status) {
    case "pending":
      return pendingInWords(booking, actor, until);
    case "completed":
      return say("state.completed");
    case "cancelled":
      return cancelledInWords(booking, { actor, now }, names);
    default:
  }
  if (booking.endsAt <= now) return say("state.confirmed.over");
  const request = openRequest(booking, now);
  if (request === null) return say("state.confirmed");
  const time = momentInWords(request.startsAt, timeZone);
  return request.askedBy === actor.role
    ? say("state.asked.you", { time })
    : say("state.asked.other", { time, name: partyName(request.askedBy, names) });
}

function pendingInWords(booking: Booking, { role }: Actor, until: string): string {
  switch (awaitingOf(booking)) {
    case "payment":
      return say("state.payment", { until });
    case "approval":
      return role === "coach" ? say("state.approval.yours", { until }) : say("state.approval", { until });
    default:
      return say("state.pending", { until });
  }
}

function cancelledInWords(booking: Booking, { actor, now }: Pick<Reader, "actor" | "now">, names: Names): string {
  const { cancelledBy, cancelReason } = endingAt(booking, now);
  if (cancelledBy === LAPSE.cancelledBy && cancelReason === LAPSE.cancelReason) return say("state.lapsed");
  if (cancelledBy === null || cancelledBy === "system") return say("state.cancelled");
  if (cancelledBy === "admin") return say("state.cancelled.admin");
  return cancelledBy === actor.role ? say("state.cancelled.you") : say("state.cancelled.other", { name: partyName(cancelledBy, names) });
}

/** The task that waits for the reader; null: none does. */
export interface Task {
  readonly sentence: string;
  readonly href: string;
}

export function taskOf(booking: Booking, { actor: { role }, timeZone, now }: Reader): Task | null {
  const page = `/bookings/${booking.id}`;
  const request = openRequest(booking, now);
  if (request !== null && request.askedBy !== role && statusAt(booking, now) === "confirmed") {
    const values = { until: momentInWords(request.expiresAt, timeZone), time: momentInWords(request.startsAt, timeZone) };
    return { sentence: say("sessions.needs.answer", values), href: `${page}/move-request` };
  }
  if (statusAt(booking, now) !== "pending") return null;
  const until = momentInWords(booking.expiresAt ?? booking.startsAt, timeZone);
  const awaiting = awaitingOf(booking);
  if (awaiting === "payment") return role === "client" ? { sentence: say("sessions.needs.pay", { until }), href: `${page}/pay` } : null;
  if (role !== "coach") return null;
  const sentence = awaiting === "approval" ? say("sessions.needs.approve", { until }) : say("sessions.needs.confirm", { until });
  return { sentence, href: page };
}

/** Whether the way into the meeting belongs beside it. */
export function isNear({ startsAt, endsAt }: Pick<Booking, "startsAt" | "endsAt">, now: Instant): boolean {
  return startsAt - JOIN_SHOWN_MS <= now && now < endsAt;
}

export function paymentInWords(booking: Booking, payment: Payment | null): readonly string[] {
  const { price, priceWaived } = booking;
  if (price === null) return [say("money.free")];
  const said = { price: moneyInWords(price) };
  if (payment === null || booking.paymentId === null) return [priceWaived ? say("money.waived", said) : say("money.unpaid", said)];
  const { currency, refundedMinor } = payment;
  const due = refundDue(payment, booking, refundedMinor);
  return [
    say("money.paid", said),
    ...(refundedMinor > 0 ? [say("money.returned", { money: moneyInWords({ minor: refundedMinor, currency }) })] : []),
    ...(due > 0 ? [say("money.returning", { money: moneyInWords({ minor: due, currency }) })] : []),
  ];
}

/** A row of the trail, with what it says in it already read. */
export interface PastAct {
  readonly action: string;
  readonly by: Author["role"];
  readonly at: Instant;
  /** Of a confirmation: what brought it about, beside its author. */
  readonly how: "waived" | "paid" | null;
  /** Of a move and of a question. */
  readonly from: Instant | null;
  readonly to: Instant | null;
}

export function authorInWords({ by }: PastAct, { role }: Actor, names: Names): string {
  if (by === "system") return say("person.system");
  if (by === role) return say("person.you");
  return by === "admin" ? say("person.admin") : partyName(by, names);
}

export function actInWords({ action, how, from, to }: PastAct, timeZone: string): string {
  const moment = (time: Instant | null) => (time === null ? "" : momentInWords(time, timeZone));
  switch (action) {
    case "confirmed":
      return how === null ? say("history.confirmed") : say(`history.confirmed.${how}`);
    case "rescheduled":
      return say("history.rescheduled", { from: moment(from), to: moment(to) });
    case "move_asked":
      return say("history.move_asked", { to: moment(to) });
    case "created":
    case "cancelled":
    case "lapsed":
    case "completed":
    case "checkout_opened":
    case "paid":
    case "move_withdrawn":
    case "move_declined":
    case "move_lapsed":
    case "place_changed":
    case "event_written":
      return say(`history.${action}`);
    default:
      return say("history.other");
  }
}
