/**
 * Money in the ledger: what is owed back of each capture, and what the service's record should therefore show. Once a refund has
 * failed, or may fail, the amounts are bounds.
 */
import type { Act } from "./acts.ts";
import { type Account, type Books, type Captured, type Held, isDead, standing } from "./ledger.ts";
import { portion } from "./rules.ts";
import type { VisibleBooking } from "./system.ts";

/**
 * The service gives back of a capture until `total` is back. What was given back by hand counts, whether or not word of it has come: who
 * gives back asks Stripe first.
 */
function owe(account: Account, captured: Captured, total: number): void {
  if (total <= captured.owed_minor + captured.hidden_minor) return;
  lookUp(account, captured);
  captured.owed_minor = total;
}

/** The refunds by hand of a capture are known from now on; their hooks bring nothing new. */
function lookUp(account: Account, captured: Captured): void {
  for (const held of account.held) if (held.kind === "refund" && held.captured === captured) held.is_known = true;
  captured.owed_minor = Math.min(captured.amount_minor, captured.owed_minor + captured.hidden_minor);
  captured.hidden_minor = 0;
}

/** A service that asked Stripe and had nothing to give knows of refunds by hand as well. Read off what it shows. */
export function noticeRefunds(account: Account, after: VisibleBooking): void {
  for (const captured of account.captures) {
    if (captured.is_known && captured.hidden_minor > 0 && after.refunded_minor > moneyShown(account).back) lookUp(account, captured);
  }
}

/**
 * The capture that a service has found in a session it ended, before word of it came; undefined where it shows no more than it was told.
 * `own`: the amount that the act itself tells of.
 */
export function heldCapture(account: Account, own: number, after: VisibleBooking): Held | undefined {
  const waiting = account.held.filter(({ kind, is_known }) => kind === "capture" && !is_known);
  if (waiting.length === 0) return undefined;
  const last = Math.max(...waiting.map(({ captured }) => captured.session));
  const held = waiting.find(({ captured }) => captured.session === last);
  if (held === undefined || after.captured_minor < moneyShown(account).captured + own + held.amount_minor) return undefined;
  return held;
}

export function oweOfCancellation(account: Account, percent: number): void {
  const captured = standing(account);
  if (captured === undefined || account.terms.price === null) return;
  owe(account, captured, Math.max(captured.owed_minor, portion(account.terms.price, percent)));
}

/**
 * Word of a capture. It may pay only where payment is awaited and both parties are active. Whether it did is read off what stands after:
 * money for an ended session, while the booking still waits, may be taken or given back.
 */
function learnCapture(books: Books, account: Account, captured: Captured, base: VisibleBooking, after: VisibleBooking): void {
  captured.is_known = true;
  const isTaken = after.status === "confirmed" || after.awaiting === "approval";
  if (base.awaiting === "payment" && !isDead(books, account) && isTaken && standing(account) === undefined) captured.stands = true;
  else owe(account, captured, captured.amount_minor);
}

export function learn(books: Books, account: Account, held: Held, base: VisibleBooking, after: VisibleBooking): void {
  const { kind, captured, amount_minor } = held;
  if (held.is_known) return;
  held.is_known = true;
  if (kind === "capture") return learnCapture(books, account, captured, base, after);
  captured.hidden_minor -= amount_minor;
  captured.owed_minor = Math.min(captured.amount_minor, captured.owed_minor + amount_minor);
}

/** Enters an accepted act of Stripe or an admin's refund. */
export function enterMoney(books: Books, account: Account, act: Act, base: VisibleBooking, after: VisibleBooking): void {
  switch (act.do) {
    case "refund": {
      const captured = standing(account);
      if (captured === undefined) return;
      lookUp(account, captured);
      owe(account, captured, Math.min(captured.amount_minor, captured.owed_minor + act.amount_minor));
      return;
    }
    case "capture": {
      const amount_minor = account.terms.price?.amount_minor ?? 0;
      const captured = { session: act.session, at: act.at, amount_minor, is_known: false, stands: false, owed_minor: 0, hidden_minor: 0 };
      account.captures.push(captured);
      hookOf(books, account, { kind: "capture", captured, amount_minor, is_known: false }, act.hook, base, after);
      return;
    }
    case "refund_by_hand": {
      const captured = account.captures.find(({ session }) => session === act.session);
      if (captured === undefined) return;
      captured.hidden_minor += act.amount_minor;
      hookOf(books, account, { kind: "refund", captured, amount_minor: act.amount_minor, is_known: false }, act.hook, base, after);
      return;
    }
    case "refund_fails":
      account.is_clouded = true;
      return;
    case "dispute":
      // What a dispute has withdrawn Stripe does not give back: a refund of it fails.
      if (act.state !== "won") account.is_clouded = true;
      return;
    case "deliver": {
      const held = act.which === "oldest" ? account.held.shift() : account.held.pop();
      if (held !== undefined) learn(books, account, held, base, after);
      return;
    }
    default:
  }
}

function hookOf(books: Books, account: Account, held: Held, hook: "now" | "held", base: VisibleBooking, after: VisibleBooking): void {
  if (hook === "held") account.held.push(held);
  else learn(books, account, held, base, after);
}

/** The sums the record should show: captures it knows of, and of each what is owed back. */
export function moneyShown({ captures }: Account): { readonly captured: number; readonly back: number } {
  let captured = 0;
  let back = 0;
  for (const { is_known, amount_minor, owed_minor } of captures) {
    if (!is_known) continue;
    captured += amount_minor;
    back += owed_minor;
  }
  return { captured, back };
}
