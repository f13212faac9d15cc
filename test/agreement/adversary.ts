/**
 * The adversary: a chooser of acts that looks at what stands and looks for gain. A game has a temper (a greedy client, a greedy
 * coach, both, everybody, a client that hoards). One seed and the number of the game make the whole game again.
 */
import type { Act } from "./acts.ts";
import { actOn } from "./adversary-hands.ts";
import { TEMPERS, type Table, worldFor } from "./adversary-table.ts";
import { later } from "./adversary-time.ts";
import { type Mode, type Verdict, playGame } from "./game.ts";
import { type Random, randomOf } from "./randomness.ts";
import type { Played, SystemUnderTest, VisibleBooking, World } from "./system.ts";

export interface GameOptions {
  readonly seed: number;
  readonly game: number;
  readonly acts: number;
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
    wanted: null,
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
  if (act.do === "ask_move") table.wanted = act.to;
  if (act.do === "checkout") table.sessions.set(act.booking, Math.min((table.sessions.get(act.booking) ?? 0) + 1, 3));
  if (act.do === "put_offer") table.offers.get(act.coach)?.push({ offer: act.offer, is_active: true });
  if (act.do === "retire_offer") {
    for (const entry of table.offers.get(act.coach) ?? []) if (entry.offer.name === act.offer) entry.is_active = false;
  }
  if (table.starts.length > standing.length + 8) table.starts.shift();
}
