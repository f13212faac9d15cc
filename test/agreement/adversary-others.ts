/** Acts around the parties: offers and settings change, Stripe's hooks come late or again, an admin means well. */
import type { Act } from "./acts.ts";
import { answerTo } from "./adversary-parties.ts";
import { type Table, offerFor, settingsFor } from "./adversary-table.ts";
import { chosen, coachFor, create, wish } from "./adversary-wishes.ts";
import type { Random } from "./randomness.ts";
import type { VisibleBooking } from "./system.ts";

export function shopAct(table: Table): Act {
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

export function stripeAct(table: Table, standing: readonly VisibleBooking[]): Act | undefined {
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

export function adminAct(table: Table, standing: readonly VisibleBooking[]): Act | undefined {
  const { random, now } = table;
  const what = random.next();
  const person = random.pick([...table.clients, ...table.coaches]) ?? "client-1";
  if (table.inactive.size > 0 && what < 0.35) return { at: now, by: "admin", do: "reactivate", person: [...table.inactive][0] ?? person };
  if (what < 0.15) return { at: now, by: "admin", do: "deactivate", person };
  const one = chosen(table, standing);
  if (one === undefined || what < 0.25) return create(table, "admin", random.pick(table.clients) ?? "client-1", coachFor(table));
  const on = { at: now, by: "admin", booking: one.booking.booking } as const;
  const side = random.chance(0.5) ? "client" : "coach";
  // The agreement does not say what a cancellation in a deactivated person's name gives back.
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
