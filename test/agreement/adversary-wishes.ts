/** Which booking the adversary turns to, and which times and lengths it wishes for. */
import { type Act, type ClientName, type CoachName, DAY, HOUR, MINUTE, type Person } from "./acts.ts";
import type { Table } from "./adversary-table.ts";
import type { Random } from "./randomness.ts";
import { endOf } from "./rules.ts";
import type { VisibleBooking } from "./system.ts";

interface Chosen {
  readonly booking: VisibleBooking;
  readonly client: ClientName;
  readonly coach: CoachName;
}

/** Mostly one that is alive, rather where money is; the finished ones now and then, as nobody should get anything out of them. */
export function chosen({ random, parties }: Table, standing: readonly VisibleBooking[]): Chosen | undefined {
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
export function start({ random, now, starts, wanted }: Table): number {
  if (wanted !== null && wanted > now && random.chance(0.25)) return wanted;
  if (random.chance(0.15)) return random.pick(starts) ?? now + DAY;
  const ahead = random.pick([HOUR, 3 * HOUR, DAY, 2 * DAY, 3 * DAY, 7 * DAY, 35 * DAY]) ?? DAY;
  return Math.ceil((now + ahead) / HOUR) * HOUR + random.below(6) * HOUR;
}

export function create(table: Table, by: Person, client: ClientName, coach: CoachName): Act {
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
export function wish(table: Table, { booking, coach }: Chosen): { readonly to: number; readonly duration_minutes?: number } {
  const { random } = table;
  const to = random.chance(0.15) ? booking.session_datetime : start(table);
  if (random.chance(0.75)) return { to };
  const lengths = (table.offers.get(coach) ?? []).map(({ offer }) => offer.duration_minutes);
  return { to, duration_minutes: random.pick([...lengths, 15, 60, 480]) ?? 60 };
}

/** A request for a time that is taken, for now, or for no change is left out: the agreement does not say what it gets. */
export function request(
  table: Table,
  one: Chosen,
  standing: readonly VisibleBooking[],
): { readonly to: number; readonly duration_minutes?: number } | undefined {
  const wanted = wish(table, one);
  const end = wanted.to + (wanted.duration_minutes ?? one.booking.duration_minutes) * MINUTE;
  const isTaken = standing.some((other) => wanted.to < endOf(other) + HOUR && other.session_datetime < end + HOUR);
  return isTaken ? undefined : wanted;
}

/** Rather the one, so that two games' worth of bookings meet. */
export const coachFor = ({ random }: Table): CoachName => (random.chance(0.8) ? "coach-1" : "coach-2");
