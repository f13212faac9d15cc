/**
 * Whether an act that was accepted may have been: never for a deactivated person, never beyond a clock, a cap or a price. It asks only
 * what an invariant or a plain sentence of the agreement forbids; a door that refuses too much is a matter of the exact judge.
 * `base` is the booking as the act found it.
 */
import { type Act, type BookingAct, type CalendarAct, type CreateAct, DAY, HOUR, MINUTE } from "./acts.ts";
import { type Account, type Books, isDead, offerMeant, shopIn, standing } from "./ledger.ts";
import { conflict, endOf, lengthFor, sideOf, unreachable } from "./rules.ts";
import type { VisibleBooking } from "./system.ts";

export interface Complaint {
  /** The invariant, or the section of the agreement. */
  readonly rule: string;
  readonly what: string;
}

export const complain = (rule: string, what: string): Complaint => ({ rule, what });

/** I20, for every act of a person. */
export function judgePerson(books: Books, act: Act): Complaint | null {
  if (act.by === "admin" || act.by === "stripe" || act.by === "system" || !books.inactive.has(act.by)) return null;
  return complain("I20", `${act.do} by ${act.by}, who is deactivated`);
}

const isActive = ({ status }: VisibleBooking): boolean => status === "pending" || status === "confirmed";

export function judgeDoor(books: Books, account: Account, act: BookingAct | CalendarAct, base: VisibleBooking): Complaint | null {
  const isParty = act.by === "admin" || act.by === account.client || act.by === account.coach;
  if (!isParty) return complain("S2", `${act.do} by ${act.by}, whose booking it is not`);
  if (act.do === "read" || act.do === "withdraw_move" || act.do === "decline_move") return null;
  if (act.do === "cancel" || act.do === "delete_event") return judgeCancel(act, base);
  if (act.do === "move" && isSame(base, act)) return null;
  if (isDead(books, account)) return complain("I20", `${act.do} of a booking with a deactivated person`);
  switch (act.do) {
    case "move":
    case "drag":
      return judgeMove(books, account, act, base);
    case "ask_move":
      if (base.status !== "confirmed" || act.at >= base.session_datetime) return complain("S6", `asked while ${base.status}`);
      if (base.move_request !== null) return complain("S6", "a second request while one is open");
      return judgeLength(books, account, base, act.duration_minutes);
    case "accept_move":
      return judgeAccept(books, account, act, base);
    case "confirm":
      return judgeConfirm(act, base);
    case "complete":
      return base.status !== "confirmed" || act.at < endOf(base) ? complain("S4", "completed too early") : null;
    case "checkout":
      return base.awaiting === "payment" ? null : complain("S4", "a checkout where no payment is awaited");
    default:
      return unreachable(act);
  }
}

/** A move to where the booking stands changes nothing, and so harms nobody; its revision is judged elsewhere. */
function isSame(base: VisibleBooking, act: { readonly to: number; readonly duration_minutes?: number }): boolean {
  return act.to === base.session_datetime && (act.duration_minutes ?? base.duration_minutes) === base.duration_minutes;
}

function judgeCancel(act: Extract<BookingAct | CalendarAct, { do: "cancel" | "delete_event" }>, base: VisibleBooking): Complaint | null {
  const side = (act.do === "cancel" ? act.on_behalf_of : undefined) ?? sideOf(act.by);
  if (act.do === "cancel" && act.on_behalf_of !== undefined && act.by !== "admin") return complain("S5", `${act.by} cancelled for another`);
  if (!isActive(base)) return complain("S5", `cancelled while ${base.status}`);
  return side === "client" && act.at >= base.session_datetime ? complain("I15", "a client cancelled after the start") : null;
}

type Mover = Extract<BookingAct | CalendarAct, { do: "move" | "drag" }>;

function judgeMove(books: Books, account: Account, act: Mover, base: VisibleBooking): Complaint | null {
  if (!isActive(base)) return complain("S6", `moved while ${base.status}`);
  const side = sideOf(act.by);
  // Section 6: "to a start in the future", of coaches and admins.
  if (side === "client" ? act.to < act.at : act.to <= act.at) return complain("S6", "moved into the past");
  const isAgreed = act.do === "move" && act.on_behalf_of !== undefined;
  if (isAgreed && side !== "admin") return complain("S5", `${act.by} moved for another`);
  const length = judgeLength(books, account, base, act.duration_minutes);
  if (length !== null) return length;
  if (side === "client")
    return (
      judgeClientMove(books, account, act.at, base) ?? judgeTaken(books, account, act.to, act.duration_minutes ?? base.duration_minutes)
    );
  if (!isAgreed && base.price !== null && !account.is_waived) return complain("I16", `${act.by} moved a priced booking alone`);
  if (act.at >= endOf(base)) return complain("S6", "moved after its end");
  return judgeTaken(books, account, act.to, act.duration_minutes ?? base.duration_minutes);
}

function judgeClientMove(books: Books, { own_moves, terms }: Account, at: number, base: VisibleBooking): Complaint | null {
  if (at >= base.session_datetime) return complain("I15", "a client moved after the start");
  if (own_moves.filter((moved) => moved > at - DAY).length >= books.world.caps.moves_a_day)
    return complain("S8", "moved too often in a day");
  if (base.status !== "confirmed") return null;
  if (terms.approval_required) return complain("S6", "a client moved alone what the coach had approved");
  return at > base.session_datetime - terms.move_notice_minutes * MINUTE ? complain("S6", "a client moved at too short notice") : null;
}

function judgeLength(books: Books, account: Account, base: VisibleBooking, minutes: number | undefined): Complaint | null {
  if (minutes === undefined) return null;
  const length = lengthFor(shopIn(books, account.coach), { ...base, price: account.terms.price }, minutes);
  return typeof length === "string" ? complain("I15", `${minutes} minutes for the price of ${base.duration_minutes}: ${length}`) : null;
}

function judgeAccept(books: Books, account: Account, { by }: BookingAct, base: VisibleBooking): Complaint | null {
  const request = base.move_request;
  if (request === null || base.status !== "confirmed") return complain("S6", "accepted what was not asked");
  if (by !== "admin" && sideOf(by) === request.asked_by) return complain("I16", `${by} accepted the own request`);
  return judgeTaken(books, account, request.session_datetime, request.duration_minutes);
}

function judgeConfirm(act: Extract<BookingAct, { do: "confirm" }>, base: VisibleBooking): Complaint | null {
  const isClient = sideOf(act.by) === "client";
  if (act.waive_price && isClient) return complain("I14", "a client waived the price");
  if (base.status !== "pending") return complain("S3", `confirmed while ${base.status}`);
  if (base.awaiting === "payment" && !act.waive_price) return complain("I14", "confirmed while payment is awaited");
  return base.awaiting === "approval" && isClient ? complain("S3", "a client gave the approval") : null;
}

/** I1, as far as the games can see it: buffers are those of making. */
export function judgeTaken(books: Books, account: Account, to: number, duration_minutes: number): Complaint | null {
  const stretch = { ...account.terms, session_datetime: to, duration_minutes };
  for (const other of books.accounts.values()) {
    if (other === account || other.coach !== account.coach || !isActive(other.last)) continue;
    if (conflict(stretch, { ...other.terms, ...spanOf(other.last) })) return complain("I1", `${account.booking} meets ${other.booking}`);
  }
  return null;
}

const spanOf = ({ session_datetime, duration_minutes }: VisibleBooking) => ({ session_datetime, duration_minutes });

/** Caps count what the client made itself, in whatever state it holds time. */
export function judgeCreate(books: Books, act: CreateAct, made: VisibleBooking): Complaint | null {
  if (isDead(books, act)) return complain("I20", "booked with a deactivated person");
  // A session that starts this instant may still be booked, as it is listed.
  if (act.to < act.at) return complain("S2", "booked in the past");
  const isOwn = act.by === "admin" || act.by === act.client || act.by === act.coach;
  if (!isOwn) return complain("S2", `${act.by} booked for ${act.client} with ${act.coach}`);
  const accounts = [...books.accounts.values()];
  const isKnown = accounts.some(({ client, coach, made_by }) => client === act.client && coach === act.coach && made_by !== "coach");
  if (act.by === act.coach && !isKnown) return complain("S2", `${act.coach} booked for a client it has never had`);
  const shop = shopIn(books, act.coach);
  const offer = offerMeant(shop, act);
  if (offer === undefined) return complain("I15", "booked what is not sold");
  if (act.by !== act.client) return null;
  const own = accounts.filter(({ client, made_by }) => client === act.client && made_by === "client");
  const again = own.find(
    ({ coach, lapsed_unpaid_at, last }) =>
      coach === act.coach && last.session_datetime === act.to && lapsed_unpaid_at !== null && act.at < lapsed_unpaid_at + HOUR / 2,
  );
  if (again !== undefined) return complain("S8", `the start of ${again.booking} again, half an hour after it lapsed`);
  const active = own.filter(({ last }) => isActive(last));
  const ahead = active.filter(({ last }) => last.session_datetime > act.at);
  const light = ahead.filter((account) => account.coach === act.coach && (account.terms.price === null || standing(account) === undefined));
  const { caps } = books.world;
  // One that is confirmed at once adds nothing to those that wait.
  const isWaiting = made.status === "pending";
  if (isWaiting && active.filter(({ last }) => last.status === "pending").length >= caps.pending)
    return complain("I18", "more pending than the cap");
  if (ahead.length >= caps.sessions_ahead) return complain("I18", "more sessions ahead than the cap");
  return light.length >= caps.free_or_unpaid_with_one_coach
    ? complain("I18", "more free or unpaid sessions with one coach than the cap")
    : null;
}
