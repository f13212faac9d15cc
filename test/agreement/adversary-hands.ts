/** Decides whose turn it is, by the temper of the game. */
import type { Act } from "./acts.ts";
import { adminAct, shopAct, stripeAct } from "./adversary-others.ts";
import { clientAct, coachAct } from "./adversary-parties.ts";
import type { Table, Temper } from "./adversary-table.ts";
import { unreachable } from "./rules.ts";
import type { VisibleBooking } from "./system.ts";

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
    default:
      return unreachable(hand);
  }
}
