/**
 * The judge of the agreement. It is told every act and what the system made of it, keeps its own ledger, and complains of the first
 * thing that breaks the agreement. By the invariants it forbids; by the exact machine, if it is asked to, it also says which answer
 * was due. It imports nothing of the service.
 */
import { type Act, type CreateAct, MINUTE } from "./acts.ts";
import { type Account, type Books, offerMeant, openAccount, openBooks, openGiven, shopIn, termsOf } from "./ledger.ts";
import { due, dueAtOnce } from "./judge-due.ts";
import { type Complaint, complain, judgeCreate, judgeDoor, judgePerson, judgeTaken } from "./judge-doors.ts";
import { compare, compareTerms } from "./judge-compare.ts";
import { moneyShown } from "./ledger-money.ts";
import { foundInSession, nextOf } from "./judge-next.ts";
import { ExactJudge } from "./judge-exact.ts";
import { sideOf } from "./rules.ts";
import type { Played, VisibleBooking, World } from "./system.ts";

interface Options {
  /** Also hold every answer to the exact machine. */
  readonly isExact: boolean;
}

export class Judge {
  private readonly books: Books;
  private readonly exact: ExactJudge | null;

  constructor(world: World, given: readonly VisibleBooking[], { isExact }: Options) {
    this.books = openBooks(world);
    this.exact = isExact ? new ExactJudge(world) : null;
    for (const booking of world.bookings) {
      const shown = given.find((one) => one.booking === booking.booking);
      if (shown === undefined) throw new Error(`${booking.booking} was given and is not there`);
      openGiven(this.books, booking, shown);
    }
  }

  /** The first thing wrong with what came of the act, or null. After a complaint the ledger is no longer to be relied on. */
  weigh(act: Act, played: Played): Complaint | null {
    const shown = new Map(played.bookings.map((booking) => [booking.booking, booking]));
    const named = "booking" in act ? this.books.accounts.get(act.booking) : undefined;
    for (const account of this.books.accounts.values()) {
      const found = account === named ? null : this.weighOne(account, act, shown, false);
      if (found !== null) return found;
    }
    const isPlayed = played.accepted || act.do === "drag" || act.do === "delete_event";
    const found =
      (played.accepted && isPlayed && act.do !== "drag" && act.do !== "delete_event" ? judgePerson(this.books, act) : null) ??
      (named === undefined ? null : this.weighOne(named, act, shown, isPlayed)) ??
      (act.do === "create" ? this.weighCreate(act, shown.get(act.booking), played.accepted, named !== undefined) : null);
    if (found !== null) return found;
    if (played.accepted) this.enterWorld(act);
    return this.exact?.weigh(act, played, shown) ?? null;
  }

  private weighOne(account: Account, act: Act, shown: ReadonlyMap<string, VisibleBooking>, isPlayed: boolean): Complaint | null {
    const after = shown.get(account.booking);
    if (after === undefined) return complain("S0", `${account.booking} is gone`);
    const stood = due(account, act.at);
    const isOver = account.closes_at !== null && act.at >= account.closes_at;
    // An act that was refused has told of nothing.
    const told: Act = isPlayed ? act : { at: act.at, by: "system", do: "pass" };
    const base = isOver ? foundInSession(this.books, account, told, { base: stood, after }) : stood;
    const found = isPlayed ? this.weighPlayed(account, act, base, after) : this.weighStill(account, act, base, after);
    account.last = after;
    return found;
  }

  /** Nothing was done to the booking: it stands as time left it, and its revision tells of no more. */
  private weighStill(account: Account, act: Act, base: VisibleBooking, after: VisibleBooking): Complaint | null {
    const next = foundInSession(this.books, account, { at: act.at, by: "system", do: "pass" }, { base, after });
    const found = compare(account, act, next, after);
    if (found !== null) return found;
    return base === account.last && base === next && after.revision !== base.revision
      ? complain("S6", `${after.booking} has a revision that nobody made`)
      : null;
  }

  private weighPlayed(account: Account, act: Act, base: VisibleBooking, after: VisibleBooking): Complaint | null {
    if (act.do === "create") return complain("S0", `${act.booking} was made twice`);
    const isQuiet = act.do === "drag" || act.do === "delete_event";
    const isChanged = isQuiet && !sameVisible(base, after);
    // A drag to the time that the coach's own request wishes already may ask it anew.
    if (isQuiet && !isChanged)
      return base.move_request?.asked_by === "coach" ? compare(account, act, base, after) : this.weighStill(account, act, base, after);
    if (isQuiet && this.books.inactive.has(act.by)) return complain("I20", `${act.do} by ${act.by}, who is deactivated`);
    if (isPersons(act)) {
      // A drag that only asked needs no leave to move.
      const isAsking =
        act.do === "drag" && after.session_datetime === base.session_datetime && after.duration_minutes === base.duration_minutes;
      const found = isAsking ? null : judgeDoor(this.books, account, act, base);
      if (found !== null) return found;
    }
    const { captured, back } = moneyShown(account);
    if (act.do === "refund" && captured - back < act.amount_minor && !account.is_clouded)
      return complain("I17", "an admin gave back more than is there");
    const next = nextOf(this.books, account, act, { base, after });
    const isUnchanged = next === base && base === account.last && (act.do === "move" || act.do === "redeliver" || act.do === "read");
    if (isUnchanged && after.revision !== base.revision)
      return complain("S6", `${act.do} changed nothing of ${after.booking} and made a revision`);
    if (next !== base && isRevised(act) && after.revision <= account.last.revision)
      return complain("S6", `${act.do} of ${after.booking} made no revision`);
    const found = foundInSession(this.books, account, act, { base: next, after });
    return compare(account, act, dueAtOnce(account, act.at, found, after), after);
  }

  private weighCreate(act: CreateAct, after: VisibleBooking | undefined, isAccepted: boolean, isKnown: boolean): Complaint | null {
    if (isKnown) return null;
    if (!isAccepted) return after === undefined ? null : complain("S0", `${act.booking} was refused and stands`);
    if (after === undefined) return complain("S0", `${act.booking} was accepted and is not there`);
    const found = judgeCreate(this.books, act, after);
    if (found !== null) return found;
    const shop = shopIn(this.books, act.coach);
    const offer = offerMeant(shop, act) ?? null;
    const terms = termsOf(offer, shop.settings);
    const minutes = offer?.duration_minutes ?? act.duration_minutes ?? 60;
    const wrong = compareTerms(terms, after);
    if (wrong !== null) return wrong;
    const account = openAccount(this.books, act, terms, after);
    const made = this.madeAs(account, act, { ...after, session_datetime: act.to, duration_minutes: minutes });
    const next = dueAtOnce(account, act.at, made, after);
    return compare(account, act, next, after) ?? judgeTaken(this.books, account, act.to, minutes);
  }

  /** Sections 3 and 4: what a booking awaits when it is made, and until when it is held. */
  private madeAs(account: Account, act: CreateAct, made: VisibleBooking): VisibleBooking {
    const isClients = sideOf(act.by) === "client";
    const { settings } = shopIn(this.books, act.coach);
    const unmoved = { ...made, refund_cap_percent: 100, move_request: null, cancelled_by: null };
    const awaiting = account.terms.price !== null ? "payment" : account.terms.approval_required && isClients ? "approval" : null;
    if (awaiting === null && (settings.auto_confirm || !isClients)) return { ...unmoved, status: "confirmed", awaiting, expires_at: null };
    if (awaiting === null) return { ...unmoved, status: "pending", awaiting, expires_at: act.to };
    const minutes = awaiting === "payment" && isClients ? settings.payment_minutes : settings.approval_minutes;
    return { ...unmoved, status: "pending", awaiting, expires_at: Math.min(act.to, act.at + minutes * MINUTE) };
  }

  private enterWorld(act: Act): void {
    if (act.do === "deactivate") this.books.inactive.add(act.person);
    else if (act.do === "reactivate") this.books.inactive.delete(act.person);
    else if (act.do === "change_settings") {
      const shop = shopIn(this.books, act.coach);
      shop.settings = { ...shop.settings, ...act.settings };
      this.books.minutes.get(act.coach)?.add(shop.settings.approval_minutes);
    } else if (act.do === "put_offer") shopIn(this.books, act.coach).offers.set(act.offer.name, { ...act.offer, is_active: true });
    else if (act.do === "retire_offer") {
      const { offers } = shopIn(this.books, act.coach);
      const offer = offers.get(act.offer);
      if (offer !== undefined) offers.set(act.offer, { ...offer, is_active: false });
    }
  }
}

const REVISED = new Set<Act["do"]>(["move", "ask_move", "accept_move", "decline_move", "withdraw_move", "cancel", "confirm", "complete"]);
const isRevised = (act: Act): boolean => REVISED.has(act.do);

type Personal = Parameters<typeof judgeDoor>[2];

function isPersons(act: Act): act is Personal {
  return "booking" in act && act.by !== "stripe" && act.do !== "create" && act.do !== "refund";
}

function sameVisible(one: VisibleBooking, other: VisibleBooking): boolean {
  return (
    one.status === other.status &&
    one.session_datetime === other.session_datetime &&
    one.duration_minutes === other.duration_minutes &&
    one.move_request?.asked_at === other.move_request?.asked_at &&
    one.move_request?.session_datetime === other.move_request?.session_datetime
  );
}
