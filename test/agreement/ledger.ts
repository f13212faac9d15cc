/**
 * The judge's own ledger of a booking: what was agreed at its making, which money came and went and why, which moves its client made and
 * what a cancellation would have been worth at each. It is kept from the acts; of the system under test it takes only whether an
 * act was accepted, and the state of the act before, which was judged already.
 */
import type { ClientName, CoachName, CoachSettings, CreateAct, Offer, Side } from "./acts.ts";
import { offerOfLength, type Shop, sideOf, step } from "./rules.ts";
import type { GivenBooking, VisibleBooking, World } from "./system.ts";

export type Terms = Pick<
  VisibleBooking,
  "price" | "cancellation_policy" | "approval_required" | "move_notice_minutes" | "buffer_before_minutes" | "buffer_after_minutes"
>;

/** One capture at Stripe, and what ought to have been given back of it by now. */
export interface Captured {
  readonly session: number;
  /** When the money moved at Stripe. */
  readonly at: number;
  readonly amount_minor: number;
  is_known: boolean;
  /** It pays for the booking; any other is owed back whole. */
  stands: boolean;
  owed_minor: number;
  /** Given back by hand, unknown to the service. */
  hidden_minor: number;
}

export interface Held {
  readonly kind: "capture" | "refund";
  readonly captured: Captured;
  readonly amount_minor: number;
  /** The service asked Stripe meanwhile: the hook brings nothing new. */
  is_known: boolean;
}

export interface Account {
  readonly booking: string;
  readonly client: ClientName;
  readonly coach: CoachName;
  readonly made_by: Side | "admin";
  readonly made_at: number;
  readonly terms: Terms;
  was_confirmed: boolean;
  is_waived: boolean;
  /** The least that a cancellation at any of the client's own moves was worth, in percent. */
  worth_percent: number;
  readonly own_moves: number[];
  readonly captures: Captured[];
  /** Hooks that have not reached the service yet, oldest first. */
  readonly held: Held[];
  checkouts: number;
  /** When the last session is ended, and asked about; null: none was opened. */
  closes_at: number | null;
  /** A refund failed: from now on amounts are bounded, not exact. */
  is_clouded: boolean;
  lapsed_unpaid_at: number | null;
  /** The last state that was judged. */
  last: VisibleBooking;
}

export interface Books {
  readonly world: World;
  readonly shops: Map<CoachName, Shop>;
  readonly inactive: Set<ClientName | CoachName>;
  readonly accounts: Map<string, Account>;
  /** Every `approval_minutes` that each coach has had: see `paid` in judge-next. */
  readonly minutes: Map<CoachName, Set<number>>;
}

export function openBooks(world: World): Books {
  return {
    world,
    shops: new Map(
      world.coaches.map(({ name, settings, offers }) => [
        name,
        { name, settings, offers: new Map(offers.map((offer) => [offer.name, { ...offer, is_active: true }])) },
      ]),
    ),
    inactive: new Set(),
    accounts: new Map(),
    minutes: new Map(world.coaches.map(({ name, settings }) => [name, new Set([settings.approval_minutes])])),
  };
}

export function shopIn(books: Books, coach: CoachName): Shop {
  const shop = books.shops.get(coach);
  if (shop === undefined) throw new Error(`no ${coach} in this world`);
  return shop;
}

/** Terms as the ledger copies them when a booking is made: the offer's, and where it is silent the coach's setting of that moment. */
export function termsOf(offer: Offer | null, settings: CoachSettings): Terms {
  return {
    price: offer?.price ?? null,
    cancellation_policy: offer?.cancellation_policy ?? settings.cancellation_policy,
    approval_required: offer?.approval_required ?? settings.approval_required,
    move_notice_minutes: settings.move_notice_minutes,
    buffer_before_minutes: offer?.buffer_before_minutes ?? settings.buffer_before_minutes,
    buffer_after_minutes: offer?.buffer_after_minutes ?? settings.buffer_after_minutes,
  };
}

/** The offer that a create named, or that its length means at that moment; undefined where nothing of the kind is sold. */
export function offerMeant(shop: Shop, act: CreateAct): Offer | null | undefined {
  if (act.offer === undefined) return offerOfLength(shop, act.duration_minutes ?? 60);
  const offer = shop.offers.get(act.offer);
  return offer?.is_active === true ? offer : undefined;
}

export function openAccount(books: Books, act: CreateAct, terms: Terms, last: VisibleBooking): Account {
  const account: Account = { ...blank(), ...act, made_by: sideOf(act.by), made_at: act.at, terms, last };
  account.was_confirmed = last.status === "confirmed";
  books.accounts.set(act.booking, account);
  return account;
}

export function openGiven(books: Books, given: GivenBooking, last: VisibleBooking): void {
  const terms = { ...given, buffer_before_minutes: 0, buffer_after_minutes: 0 };
  const account: Account = { ...blank(), ...given, terms, last };
  account.was_confirmed = given.status === "confirmed";
  if (given.captured_at !== null) {
    const amount_minor = given.price?.amount_minor ?? 0;
    account.checkouts = 1;
    account.captures.push({
      session: 0,
      at: given.captured_at,
      amount_minor,
      is_known: true,
      stands: true,
      owed_minor: 0,
      hidden_minor: 0,
    });
  }
  books.accounts.set(given.booking, account);
}

type Kept = Omit<Account, "booking" | "client" | "coach" | "made_by" | "made_at" | "terms" | "last">;

function blank(): Kept {
  return {
    was_confirmed: false,
    is_waived: false,
    worth_percent: 100,
    own_moves: [],
    captures: [],
    held: [],
    checkouts: 0,
    closes_at: null,
    is_clouded: false,
    lapsed_unpaid_at: null,
  };
}

/** The client's refund for cancelling at `t`, in percent: the booking's own policy, and no more than at any own move before. */
export function worthAt({ was_confirmed, worth_percent, terms, last }: Account, t: number): number {
  if (!was_confirmed) return 100;
  return Math.min(worth_percent, step(terms.cancellation_policy, last.session_datetime, t));
}

export const standing = ({ captures }: Account): Captured | undefined => captures.find(({ stands }) => stands);

export function isDead(books: Books, { client, coach }: Pick<Account, "client" | "coach">): boolean {
  return books.inactive.has(client) || books.inactive.has(coach);
}
