/**
 * Acts of a greedy client and a greedy coach: most of the time something that could succeed and be worth it, now and then something
 * that nobody may.
 */
import { type Act, MINUTE, type Person } from "./acts.ts";
import type { Table } from "./adversary-table.ts";
import { chosen, coachFor, create, request, start, wish } from "./adversary-wishes.ts";
import type { Random } from "./randomness.ts";
import type { VisibleBooking } from "./system.ts";

export function clientAct(table: Table, standing: readonly VisibleBooking[]): Act | undefined {
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
export function answerTo(random: Random, isOwn: boolean): "accept_move" | "decline_move" | "withdraw_move" {
  if (random.chance(0.1)) return random.pick(["accept_move", "decline_move", "withdraw_move"]) ?? "accept_move";
  if (isOwn) return random.chance(0.5) ? "withdraw_move" : "accept_move";
  return random.chance(0.85) ? "accept_move" : "decline_move";
}

function asks(
  on: { readonly at: number; readonly by: Person; readonly booking: string },
  wanted: { readonly to: number; readonly duration_minutes?: number } | undefined,
): Act | undefined {
  return wanted === undefined ? undefined : { ...on, ...wanted, do: "ask_move" };
}

export function coachAct(table: Table, standing: readonly VisibleBooking[]): Act | undefined {
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
