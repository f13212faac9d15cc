/**
 * Says what must stand after an act that was accepted and might be: the booking as the act found it, with what the agreement says the act
 * changes, and the ledger carried on. Where the agreement leaves a choice it is read off `after`, within bounds.
 */
import { type Act, type BookingAct, type CalendarAct, DAY, MINUTE } from "./acts.ts";
import { type Account, type Books, standing, worthAt } from "./ledger.ts";
import { enterMoney, heldCapture, learn, oweOfCancellation } from "./ledger-money.ts";
import { ENDED } from "./judge-due.ts";
import { sideOf } from "./rules.ts";
import type { VisibleBooking } from "./system.ts";

export interface Step {
  readonly base: VisibleBooking;
  readonly after: VisibleBooking;
}

export function nextOf(books: Books, account: Account, act: Act, { base, after }: Step): VisibleBooking {
  switch (act.do) {
    case "cancel":
    case "delete_event":
      return cancelled(books, account, act, base);
    case "confirm":
      if (base.awaiting === "payment") account.is_waived = true;
      account.was_confirmed = true;
      return { ...base, status: "confirmed", awaiting: null, expires_at: null, price_waived: account.is_waived };
    case "complete":
      return { ...base, status: "completed", move_request: null };
    case "checkout":
      return opened(account, act.at, { base, after });
    case "ask_move":
      return { ...base, move_request: asked(act, base) };
    case "decline_move":
    case "withdraw_move":
      return { ...base, move_request: null };
    case "accept_move":
      return accepted(account, base);
    case "move":
      return moved(account, act, base);
    case "drag":
      return dragged(books, account, act, { base, after });
    case "capture":
    case "deliver":
      enterMoney(books, account, act, base, after);
      return paid(books, account, act.at, { base, after });
    case "refund":
    case "refund_by_hand":
    case "refund_fails":
    case "dispute":
      enterMoney(books, account, act, base, after);
      return base;
    default:
      return base;
  }
}

function cancelled(
  books: Books,
  account: Account,
  act: Extract<BookingAct | CalendarAct, { do: "cancel" | "delete_event" }>,
  base: VisibleBooking,
): VisibleBooking {
  const side = (act.do === "cancel" ? act.on_behalf_of : undefined) ?? sideOf(act.by);
  const isClients = side === "client" && !books.inactive.has(account.coach);
  oweOfCancellation(account, isClients ? worthAt({ ...account, last: base }, act.at) : 100);
  return { ...base, ...ENDED, cancelled_by: sideOf(act.by) };
}

/** The first checkout prolongs the hold, once; a session that is still open is answered again, which changes nothing either. */
function opened(account: Account, at: number, { base }: Step): VisibleBooking {
  const isFirst = account.checkouts === 0;
  account.checkouts += 1;
  if (base.expires_at === null) return base;
  const expires_at = isFirst ? Math.min(base.session_datetime, Math.max(base.expires_at, at + 35 * MINUTE)) : base.expires_at;
  if (account.closes_at === null || at >= account.closes_at) account.closes_at = Math.min(at + 31 * MINUTE, expires_at - 4 * MINUTE);
  return isFirst ? { ...base, expires_at } : base;
}

type Wish = Extract<BookingAct | CalendarAct, { do: "move" | "drag" | "ask_move" }>;

function asked(act: Wish, base: VisibleBooking): VisibleBooking["move_request"] {
  return {
    session_datetime: act.to,
    duration_minutes: act.duration_minutes ?? base.duration_minutes,
    asked_by: sideOf(act.by),
    asked_at: act.at,
    expires_at: Math.min(act.at + 2 * DAY, base.session_datetime, act.to),
  };
}

/** The table of section 4: what awaits nothing follows its start, everything else keeps its deadline or the earlier start. */
function placed(account: Account, base: VisibleBooking, to: number, duration_minutes: number): VisibleBooking {
  const stands = base.expires_at ?? to;
  const expires = to === base.session_datetime ? stands : base.awaiting === null ? to : Math.min(stands, to);
  return {
    ...base,
    session_datetime: to,
    duration_minutes,
    move_request: null,
    refund_cap_percent: account.worth_percent,
    expires_at: base.status === "pending" ? expires : null,
  };
}

function accepted(account: Account, base: VisibleBooking): VisibleBooking {
  const request = base.move_request;
  if (request === null) return base;
  if (request.asked_by === "client")
    account.worth_percent = Math.min(account.worth_percent, worthAt({ ...account, last: base }, request.asked_at));
  return placed(account, base, request.session_datetime, request.duration_minutes);
}

function moved(account: Account, act: Extract<Wish, { do: "move" | "drag" }>, base: VisibleBooking): VisibleBooking {
  const minutes = act.duration_minutes ?? base.duration_minutes;
  if (act.to === base.session_datetime && minutes === base.duration_minutes) return base;
  const side = sideOf(act.by);
  if (side === "client") account.own_moves.push(act.at);
  const isClients = side === "client" || (act.do === "move" && act.on_behalf_of === "client");
  if (isClients) account.worth_percent = Math.min(account.worth_percent, worthAt({ ...account, last: base }, act.at));
  return placed(account, base, act.to, minutes);
}

/** A drag is put back, or moves what has no price, or asks for the coach; what it did is read off what stands. */
function dragged(books: Books, account: Account, act: Extract<Wish, { do: "drag" }>, { base, after }: Step): VisibleBooking {
  if (books.inactive.has(act.by) || act.at >= base.session_datetime) return base;
  if (after.session_datetime !== base.session_datetime || after.duration_minutes !== base.duration_minutes)
    return moved(account, act, base);
  // Asked anew at the same instant for another time is another request.
  const before = base.move_request;
  const isAsked =
    after.move_request !== null &&
    (after.move_request.asked_at !== before?.asked_at || after.move_request.session_datetime !== before.session_datetime);
  if (!isAsked || base.status !== "confirmed" || before?.asked_by === "client") return base;
  return { ...base, move_request: asked({ ...act, duration_minutes: base.duration_minutes }, base) };
}

/**
 * A session that the service ends is asked about: money in it that nobody has told of yet is taken like any other. Where this happened is
 * read off `after`.
 */
export function foundInSession(books: Books, account: Account, act: Act, { base, after }: Step): VisibleBooking {
  const isTelling = (act.do === "capture" && act.hook === "now") || act.do === "deliver";
  const isOwn = isTelling && act.booking === account.booking;
  const held = heldCapture(account, isOwn ? (account.terms.price?.amount_minor ?? 0) : 0, after);
  if (held === undefined) return base;
  // It could still be paid: where payment is awaited it pays, whatever the act itself then does.
  learn(books, account, held, base, { ...after, status: "confirmed" });
  return paid(books, account, act.at, { base, after });
}

/**
 * Money that pays confirms, or makes the approval awaited. How many minutes the approval then has is read as the setting of this
 * moment or of any before: they are not terms of the booking, and the agreement does not say which counts. "Captured" is read as the
 * instant of the capture or of the word of it.
 */
function paid(books: Books, account: Account, at: number, { base, after }: Step): VisibleBooking {
  const captured = standing(account);
  if (base.awaiting !== "payment" || captured === undefined) return base;
  if (!account.terms.approval_required || account.made_by !== "client") {
    account.was_confirmed = true;
    return { ...base, status: "confirmed", awaiting: null, expires_at: null };
  }
  const minutes = [...(books.minutes.get(account.coach) ?? [])];
  const all = minutes.flatMap((many) => [at, captured.at].map((since) => Math.min(base.session_datetime, since + many * MINUTE)));
  return { ...base, awaiting: "approval", expires_at: all.find((one) => one === after.expires_at) ?? all.at(-1) ?? null };
}
