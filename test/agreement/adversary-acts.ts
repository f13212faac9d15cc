/**
 * What the adversary does with the instant it has: most of the time something that could succeed and be worth it, now and then something
 * that nobody may. Which acts are tried how often follows the temper of the game.
 */
import { type Act, type ClientName, type CoachName, DAY, HOUR, MINUTE, type Person } from "./acts.ts";
import type { Random } from "./randomness.ts";
import { offerFor, settingsFor, type Table } from "./adversary.ts";
import { endOf } from "./rules.ts";
import type { VisibleBooking } from "./system.ts";

export type Temper = "client" | "coach" | "both" | "everybody" | "hoarder";

/** How often each kind of hand moves, in a hundred. */
const HANDS: Readonly<Record<Temper, Readonly<Record<Hand, number>>>> = {
  client: { client: 62, coach: 10, shop: 2, stripe: 20, admin: 4, nobody: 2 },
  coach: { client: 28, coach: 44, shop: 6, stripe: 16, admin: 4, nobody: 2 },
  both: { client: 38, coach: 28, shop: 4, stripe: 20, admin: 8, nobody: 2 },
  everybody: { client: 34, coach: 20, shop: 6, stripe: 18, admin: 20, nobody: 2 },
  hoarder: { client: 80, coach: 4, shop: 2, stripe: 10, admin: 2, nobody: 2 },
};
type Hand = "client" | "coach" | "shop" | "stripe" | "admin" | "nobody";

export function actOn(table: Table, standing: readonly VisibleBooking[]): Act {
  let left = table.random.next() * 100;
  let hand: Hand = "nobody";
  for (const [name, weight] of entriesOf(HANDS[table.temper])) {
    hand = name;
    left -= weight;
    if (left < 0) break;
  }
  return actBy(hand, table, standing) ?? clientAct(table, standing) ?? { at: table.now, by: "system", do: "pass" };
}

const entriesOf = (hands: Readonly<Record<Hand, number>>): [Hand, number][] => [
  ["client", hands.client],
  ["coach", hands.coach],
  ["shop", hands.shop],
  ["stripe", hands.stripe],
  ["admin", hands.admin],
  ["nobody", hands.nobody],
];

function actBy(hand: Hand, table: Table, standing: readonly VisibleBooking[]): Act | undefined {
  switch (hand) {
    case "client":
      return clientAct(table, standing);
    case "coach":
      return coachAct(table, standing);
    case "shop":
      return shopAct(table);
    case "stripe":
      return stripeAct(table, standing);
    case "admin":
      return adminAct(table, standing);
    case "nobody":
      return { at: table.now, by: "system", do: "pass" };
  }
}

interface Chosen {
  readonly booking: VisibleBooking;
  readonly client: ClientName;
  readonly coach: CoachName;
}

/** Mostly one that is alive, rather where money is; the finished ones now and then, as nobody should get anything out of them. */
function chosen({ random, parties }: Table, standing: readonly VisibleBooking[]): Chosen | undefined {
  const alive = standing.filter(({ status }) => status === "pending" || status === "confirmed");
  const paid = alive.filter(({ captured_minor }) => captured_minor > 0);
  const asked = alive.filter(({ move_request }) => move_request !== null);
  const booking = random.pick(preferred(random, [standing, alive, paid, asked]));
  const names = booking === undefined ? undefined : parties.get(booking.booking);
  return booking === undefined || names === undefined ? undefined : { booking, ...names };
}

/** From the last list to the first: one that has something in it is taken two times in five, and those alive nine times in ten. */
function preferred(random: Random, [all, alive, paid, asked]: readonly (readonly VisibleBooking[])[]): readonly VisibleBooking[] {
  if (random.chance(0.06)) return all ?? [];
  if (asked !== undefined && asked.length > 0 && random.chance(0.4)) return asked;
  return (paid !== undefined && paid.length > 0 && random.chance(0.4) ? paid : alive) ?? [];
}

/** Whole hours, so that a client meets no grid; soon, at the windows of policies, or weeks ahead. */
function start({ random, now, starts }: Table): number {
  if (random.chance(0.15)) return random.pick(starts) ?? now + DAY;
  const ahead = random.pick([HOUR, 3 * HOUR, DAY, 2 * DAY, 3 * DAY, 7 * DAY, 35 * DAY]) ?? DAY;
  return Math.ceil((now + ahead) / HOUR) * HOUR + random.below(6) * HOUR;
}

function create(table: Table, by: Person, client: ClientName, coach: CoachName): Act {
  const { random } = table;
  const booking = `b${(table.named += 1)}`;
  const base = { at: table.now, by, do: "create", booking, coach, client, to: start(table) } as const;
  const offers = table.offers.get(coach) ?? [];
  const entry = random.pick(offers);
  if (entry === undefined || random.chance(0.25))
    return random.chance(0.5) ? base : { ...base, duration_minutes: random.pick([15, 60, 480]) ?? 60 };
  return { ...base, offer: entry.offer.name };
}

/** The wish of a move: another time mostly; another length at times; now and then just where it stands. */
function wish(table: Table, { booking, coach }: Chosen): { readonly to: number; readonly duration_minutes?: number } {
  const { random } = table;
  const to = random.chance(0.15) ? booking.session_datetime : start(table);
  if (random.chance(0.75)) return { to };
  const lengths = (table.offers.get(coach) ?? []).map(({ offer }) => offer.duration_minutes);
  return { to, duration_minutes: random.pick([...lengths, 15, 60, 480]) ?? 60 };
}

/** A request for a time that is taken, for now, or for no change is left out: the agreement does not say what it gets. */
function request(
  table: Table,
  one: Chosen,
  standing: readonly VisibleBooking[],
): { readonly to: number; readonly duration_minutes?: number } | undefined {
  const wanted = wish(table, one);
  const end = wanted.to + (wanted.duration_minutes ?? one.booking.duration_minutes) * MINUTE;
  const isTaken = standing.some((other) => wanted.to < endOf(other) + HOUR && other.session_datetime < end + HOUR);
  return isTaken ? undefined : wanted;
}

function clientAct(table: Table, standing: readonly VisibleBooking[]): Act | undefined {
  const { random, now } = table;
  const isHoarder = table.temper === "hoarder";
  const me = isHoarder || random.chance(0.6) ? "client-1" : "client-2";
  const one = chosen(table, standing);
  if (one === undefined || random.chance(isHoarder ? 0.5 : 0.18)) return create(table, me, me, coachFor(table));
  const by = random.chance(0.97) ? one.client : me;
  const on = { at: now, by, booking: one.booking.booking } as const;
  if (isHoarder && one.booking.status === "pending" && one.booking.awaiting === null && random.chance(0.7)) return { ...on, do: "confirm" };
  if (one.booking.awaiting === "payment" && !table.sessions.has(one.booking.booking) && random.chance(0.6))
    return { ...on, do: "checkout" };
  if (one.booking.move_request !== null && random.chance(0.5))
    return { ...on, do: answerTo(random, one.booking.move_request.asked_by === "client") };
  const what = random.next();
  if (what < 0.42) return { ...on, ...wish(table, one), do: "move" };
  if (what < 0.58) return { ...on, do: "cancel" };
  if (what < 0.7) return random.chance(0.1) ? { ...on, do: "confirm", waive_price: true } : { ...on, do: "confirm" };
  if (what < 0.88) return one.booking.status === "confirmed" || random.chance(0.1) ? asks(on, request(table, one, standing)) : undefined;
  if (what < 0.92) return { ...on, do: "checkout" };
  if (what < 0.95) return { ...on, do: "cancel", on_behalf_of: "coach" };
  return what < 0.97 ? { ...on, do: "complete" } : { ...on, do: "read", door: "api" };
}

/** One's own request is withdrawn, or accepted, which nobody may; the other's is mostly accepted. */
function answerTo(random: Random, isOwn: boolean): "accept_move" | "decline_move" | "withdraw_move" {
  if (random.chance(0.1)) return random.pick(["accept_move", "decline_move", "withdraw_move"]) ?? "accept_move";
  if (isOwn) return random.chance(0.5) ? "withdraw_move" : "accept_move";
  return random.chance(0.85) ? "accept_move" : "decline_move";
}

/** Rather the one, so that two games' worth of bookings meet. */
const coachFor = ({ random }: Table): CoachName => (random.chance(0.8) ? "coach-1" : "coach-2");

function asks(
  on: { readonly at: number; readonly by: Person; readonly booking: string },
  wanted: { readonly to: number; readonly duration_minutes?: number } | undefined,
): Act | undefined {
  return wanted === undefined ? undefined : { ...on, ...wanted, do: "ask_move" };
}

function coachAct(table: Table, standing: readonly VisibleBooking[]): Act | undefined {
  const { random, now } = table;
  const me = coachFor(table);
  const one = chosen(table, standing);
  if (one === undefined || random.chance(0.1)) return create(table, me, random.pick(table.clients) ?? "client-1", me);
  const by = random.chance(0.97) ? one.coach : me;
  const on = { at: now, by, booking: one.booking.booking } as const;
  if (one.booking.move_request !== null && random.chance(0.5))
    return { ...on, do: answerTo(random, one.booking.move_request.asked_by === "coach") };
  const what = random.next();
  if (what < 0.2) return { ...on, ...wish(table, one), do: "move" };
  // Soon, as the coach of the fourth act did.
  if (what < 0.3)
    return { ...on, to: Math.ceil(now / (15 * MINUTE)) * 15 * MINUTE + 15 * MINUTE, do: random.chance(0.5) ? "move" : "drag" };
  if (what < 0.4) return { ...on, to: start(table), do: "drag" };
  if (what < 0.56) return random.chance(0.3) ? { ...on, do: "confirm", waive_price: true } : { ...on, do: "confirm" };
  if (what < 0.76) return one.booking.status === "confirmed" || random.chance(0.1) ? asks(on, request(table, one, standing)) : undefined;
  if (what < 0.83) return { ...on, do: "cancel" };
  if (what < 0.9) return { ...on, do: "delete_event" };
  if (what < 0.95) return { ...on, do: "complete" };
  return { ...on, do: "read", door: random.chance(0.5) ? "api" : "feed" };
}

function shopAct(table: Table): Act {
  const { random, now } = table;
  const coach = coachFor(table);
  const on = { at: now, by: random.chance(0.85) ? coach : "admin", coach } as const;
  const active = (table.offers.get(coach) ?? []).filter(({ is_active }) => is_active);
  const entry = random.pick(active);
  if (random.chance(0.35)) return { ...on, do: "change_settings", settings: settingsFor(random) };
  if (entry !== undefined && random.chance(0.35)) return { ...on, do: "retire_offer", offer: entry.offer.name };
  // The name and the position stay, or it is a new one behind all others: never two of one position.
  if (entry !== undefined && random.chance(0.5)) {
    const { name, position } = entry.offer;
    return { ...on, do: "put_offer", offer: { ...offerFor(random, name), position } };
  }
  const count = table.offers.get(coach)?.length ?? 0;
  return { ...on, do: "put_offer", offer: { ...offerFor(random, `${coach}-offer-${table.named}-${count}`), position: 10 + count } };
}

function stripeAct(table: Table, standing: readonly VisibleBooking[]): Act | undefined {
  const { random, now, sessions } = table;
  const payable = standing.filter(({ booking }) => sessions.has(booking));
  const waiting = payable.filter(({ awaiting }) => awaiting === "payment");
  const booking = random.pick(waiting.length > 0 && random.chance(0.7) ? waiting : payable);
  if (booking === undefined) return undefined;
  const on = { at: now, by: "stripe", booking: booking.booking } as const;
  const session = random.below(sessions.get(booking.booking) ?? 1);
  const hook = random.chance(0.85) ? "now" : "held";
  const what = random.next();
  if (booking.awaiting === "payment" ? what < 0.85 : what < 0.3) return { ...on, do: "capture", session, hook };
  if (what < 0.6) {
    const amount_minor = Math.max(1, Math.floor((booking.price?.amount_minor ?? 100) * (random.pick([0.1, 0.3, 0.5, 1]) ?? 1)));
    return { ...on, do: "refund_by_hand", session, amount_minor, hook };
  }
  if (what < 0.68) return { ...on, do: "refund_fails" };
  if (what < 0.74) return { ...on, do: "dispute", session, state: random.pick(["opened", "won", "lost"]) ?? "opened" };
  return what < 0.92 ? { ...on, do: "deliver", which: random.chance(0.5) ? "oldest" : "newest" } : { ...on, do: "redeliver" };
}

function adminAct(table: Table, standing: readonly VisibleBooking[]): Act | undefined {
  const { random, now } = table;
  const what = random.next();
  const person = random.pick([...table.clients, ...table.coaches]) ?? "client-1";
  if (table.inactive.size > 0 && what < 0.35) return { at: now, by: "admin", do: "reactivate", person: [...table.inactive][0] ?? person };
  if (what < 0.15) return { at: now, by: "admin", do: "deactivate", person };
  const one = chosen(table, standing);
  if (one === undefined || what < 0.25) return create(table, "admin", random.pick(table.clients) ?? "client-1", coachFor(table));
  const on = { at: now, by: "admin", booking: one.booking.booking } as const;
  const side = random.chance(0.5) ? "client" : "coach";
  // A move in a client's name while that client is deactivated, and a cancel, are cases the agreement does not decide.
  const isDead = table.inactive.has(one.client) || table.inactive.has(one.coach);
  const left = one.booking.captured_minor - one.booking.refunded_minor;
  if (left > 0 && random.chance(0.3)) return goodwill(on, random, left);
  if (one.booking.move_request !== null && random.chance(0.3)) return { ...on, do: answerTo(random, false) };
  if (what < 0.4) return { ...on, ...wish(table, one), do: "move", on_behalf_of: side };
  if (what < 0.47) return { ...on, ...wish(table, one), do: "move" };
  if (what < 0.57) return isDead ? { ...on, do: "cancel" } : { ...on, do: "cancel", on_behalf_of: side };
  if (what < 0.63) return { ...on, do: "cancel" };
  if (what < 0.7) return random.chance(0.3) ? { ...on, do: "confirm", waive_price: true } : { ...on, do: "confirm" };
  if (what < 0.78) return { ...on, do: random.pick(["accept_move", "decline_move"]) ?? "accept_move" };
  if (what < 0.82) return { ...on, do: "read", door: "api" };
  return goodwill(on, random, left);
}

/** A part of what is left, or all, or a little more than there is. */
function goodwill(on: { readonly at: number; readonly by: "admin"; readonly booking: string }, random: Random, left: number): Act {
  return { ...on, do: "refund", amount_minor: Math.max(1, Math.floor(left * (random.pick([0.1, 0.3, 0.3, 1, 1.1]) ?? 1))) };
}
