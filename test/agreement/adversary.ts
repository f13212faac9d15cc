/**
 * The adversary: a chooser of acts that looks at what stands and looks for gain. A game has a temper (a greedy client, a greedy coach, both,
 * everybody, a client that hoards); time jumps to the instants at which a rule turns, and to a second before and after. One seed and the number of the game
 * make the whole game again.
 */
import {
  type Act,
  type ClientName,
  type CoachName,
  type CoachSettings,
  DAY,
  HOUR,
  MINUTE,
  type Offer,
  type PolicyStep,
  SECOND,
} from "./acts.ts";
import { actOn, type Temper } from "./adversary-acts.ts";
import { type Mode, playGame, type Verdict } from "./game.ts";
import { type Random, randomOf } from "./randomness.ts";
import { endOf } from "./rules.ts";
import type { Played, SystemUnderTest, VisibleBooking, World } from "./system.ts";

export interface GameOptions {
  readonly seed: number;
  readonly game: number;
  readonly acts: number;
}

/** What the chooser remembers beside what stands. */
export interface Table {
  readonly random: Random;
  readonly temper: Temper;
  now: number;
  readonly clients: readonly ClientName[];
  readonly coaches: readonly CoachName[];
  readonly inactive: Set<ClientName | CoachName>;
  /** Offers by coach, retired ones too: a request may name them. */
  readonly offers: Map<CoachName, { readonly offer: Offer; is_active: boolean }[]>;
  readonly parties: Map<string, { readonly client: ClientName; readonly coach: CoachName }>;
  /** Checkout sessions that were asked for, by booking. */
  readonly sessions: Map<string, number>;
  /** Starts that lapsed or were left, worth trying again. */
  readonly starts: number[];
  named: number;
}

const NOW = Date.parse("2027-03-01T09:00:00Z");
/** The same in every game, so that a system may be configured once. Small, so that a game meets them. */
export const CAPS = { sessions_ahead: 4, free_or_unpaid_with_one_coach: 3, pending: 2, moves_a_day: 3 } as const;
const POLICIES: readonly (readonly PolicyStep[])[] = [
  [{ before_minutes: 2_880, refund_percent: 100 }],
  [
    { before_minutes: 2_880, refund_percent: 100 },
    { before_minutes: 1_440, refund_percent: 50 },
  ],
  [
    { before_minutes: 2_880, refund_percent: 100 },
    { before_minutes: 0, refund_percent: 33 },
  ],
  [{ before_minutes: 0, refund_percent: 100 }],
  [],
];
const PRICES = [
  { amount_minor: 10_000, currency: "EUR" },
  { amount_minor: 5_001, currency: "EUR" },
  { amount_minor: 100, currency: "EUR" },
  { amount_minor: 5_000, currency: "ISK" },
] as const;
const TEMPERS: readonly Temper[] = ["client", "coach", "both", "everybody", "hoarder"];

export function settingsFor(random: Random): CoachSettings {
  return {
    approval_required: random.chance(0.3),
    auto_confirm: random.chance(0.4),
    cancellation_policy: random.pick(POLICIES) ?? [],
    move_notice_minutes: random.chance(0.2) ? 720 : 0,
    payment_minutes: random.chance(0.8) ? 15 : 60,
    approval_minutes: random.chance(0.8) ? 2_880 : 600,
    notice_minutes_min: random.chance(0.2) ? 120 : 0,
    buffer_before_minutes: random.chance(0.2) ? 15 : 0,
    buffer_after_minutes: random.chance(0.2) ? 30 : 0,
  };
}

export function offerFor(random: Random, name: string): Offer {
  return {
    name,
    duration_minutes: random.pick([15, 60, 60, 480]) ?? 60,
    price: random.chance(0.25) ? null : (random.pick(PRICES) ?? null),
    approval_required: random.chance(0.6) ? null : random.chance(0.5),
    cancellation_policy: random.chance(0.6) ? null : (random.pick(POLICIES) ?? null),
    buffer_before_minutes: random.chance(0.8) ? null : 15,
    buffer_after_minutes: null,
    position: random.below(5),
  };
}

export function worldFor(random: Random): World {
  const coaches = (["coach-1", "coach-2"] as const).map((name) => {
    const hasOffers = random.chance(0.8);
    const offers = hasOffers ? Array.from({ length: 2 + random.below(3) }, (_, index) => offerFor(random, `${name}-offer-${index}`)) : [];
    // Positions are apart, so that the first of a length is never in doubt.
    return { name, settings: settingsFor(random), offers: offers.map((offer, index) => ({ ...offer, position: index })) };
  });
  return { now: NOW, clients: ["client-1", "client-2"], coaches, caps: CAPS, bookings: [] };
}

/** Plays one game; null where the system kept the agreement. */
export function playSeeded(system: SystemUnderTest, { seed, game, acts }: GameOptions, mode: Mode): Promise<Verdict | null> {
  const random = randomOf(seed, game);
  const world = worldFor(random);
  return playGame(system, world, adversary(random, world, acts), mode);
}

/** The world that a seed and a number make, to play shortened acts in. */
export const worldOf = ({ seed, game }: GameOptions): World => worldFor(randomOf(seed, game));

function adversary(random: Random, world: World, acts: number): (standing: readonly VisibleBooking[], played: Played | null) => Act | null {
  const table: Table = {
    random,
    temper: random.pick(TEMPERS) ?? "everybody",
    now: world.now,
    clients: world.clients,
    coaches: world.coaches.map(({ name }) => name),
    inactive: new Set(),
    offers: new Map(world.coaches.map(({ name, offers }) => [name, offers.map((offer) => ({ offer, is_active: true }))])),
    parties: new Map(),
    sessions: new Map(),
    starts: [],
    named: 0,
  };
  let left = acts;
  let last: Act | null = null;
  return (standing, played) => {
    if (last !== null && played?.accepted === true) remember(table, last, standing);
    if (left === 0) return null;
    left -= 1;
    table.now = later(table, standing);
    last = actOn(table, standing);
    return last;
  };
}

function remember(table: Table, act: Act, standing: readonly VisibleBooking[]): void {
  if (act.do === "deactivate") table.inactive.add(act.person);
  if (act.do === "reactivate") table.inactive.delete(act.person);
  if (act.do === "create") {
    table.parties.set(act.booking, { client: act.client, coach: act.coach });
    table.starts.push(act.to);
  }
  // Time that somebody asked for is worth taking meanwhile.
  if (act.do === "ask_move") table.starts.push(act.to, act.to);
  if (act.do === "checkout") table.sessions.set(act.booking, Math.min((table.sessions.get(act.booking) ?? 0) + 1, 3));
  if (act.do === "put_offer") table.offers.get(act.coach)?.push({ offer: act.offer, is_active: true });
  if (act.do === "retire_offer") {
    for (const entry of table.offers.get(act.coach) ?? []) if (entry.offer.name === act.offer) entry.is_active = false;
  }
  if (table.starts.length > standing.length + 8) table.starts.shift();
}

/**
 * Mostly time stands nearly still; else it goes to an instant at which a rule turns for some booking, or a second beside it. The nearest are
 * the likeliest: a far jump leaves nothing alive to be greedy about.
 */
function later({ random, now }: Table, standing: readonly VisibleBooking[]): number {
  const kind = random.next();
  if (kind < 0.55) return now;
  if (kind < 0.75) return now + (random.pick([SECOND, SECOND, MINUTE, MINUTE, 4 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR]) ?? 0);
  const booking = random.pick(standing.filter(({ status }) => status === "pending" || status === "confirmed"));
  if (booking === undefined) return now + (random.chance(0.5) ? 0 : random.below(40) * HOUR);
  const ahead = turns(booking, now).filter((instant) => instant > now);
  ahead.sort((one, other) => one - other);
  const turn = ahead[Math.floor(random.next() ** 2 * ahead.length)];
  return turn === undefined ? now : Math.max(now, turn + (random.below(3) - 1) * SECOND);
}

/** The instants at which something turns for a booking: its policy's steps, its windows, its deadline, start, end and completion. */
function turns(booking: VisibleBooking, now: number): number[] {
  const { session_datetime: start, expires_at, move_request } = booking;
  const instants = [
    start,
    start - DAY,
    start - 2 * DAY,
    start - 10 * MINUTE,
    endOf(booking),
    endOf(booking) + DAY,
    now + DAY,
    now + 2 * DAY,
  ];
  for (const { before_minutes } of booking.cancellation_policy) instants.push(start - before_minutes * MINUTE);
  if (booking.move_notice_minutes > 0) instants.push(start - booking.move_notice_minutes * MINUTE);
  // A pending booking is dead soon, and then no use: its deadline, and the end of a checkout before it, weigh more.
  if (expires_at !== null)
    return [expires_at, expires_at - 4 * MINUTE, expires_at - 5 * MINUTE, ...(now + HOUR < expires_at ? instants : [])];
  if (move_request !== null) instants.push(move_request.expires_at, move_request.expires_at, move_request.asked_at + DAY);
  return instants;
}
