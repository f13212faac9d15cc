/** The table a game is played at: the world it begins with, and what the chooser remembers beside what stands. */
import type { ClientName, CoachName, CoachSettings, Offer, PolicyStep } from "./acts.ts";
import type { Random } from "./randomness.ts";
import type { World } from "./system.ts";

export type Temper = "client" | "coach" | "both" | "everybody" | "hoarder";

/** The chooser's memory. */
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
  /** The start that was asked for last: time that a request does not hold. */
  wanted: number | null;
  named: number;
}

const NOW = Date.parse("2027-03-01T09:00:00Z");
/** The same in every game, so that a system may be configured once. Small, so that a game meets them. */
const CAPS = { sessions_ahead: 4, free_or_unpaid_with_one_coach: 3, pending: 2, moves_a_day: 3 } as const;
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
  [
    { before_minutes: 1_440, refund_percent: 60 },
    { before_minutes: 0, refund_percent: 25 },
  ],
  [],
];
const PRICES = [
  { amount_minor: 10_000, currency: "EUR" },
  { amount_minor: 5_001, currency: "EUR" },
  { amount_minor: 100, currency: "EUR" },
  { amount_minor: 5_000, currency: "ISK" },
] as const;
export const TEMPERS: readonly Temper[] = ["client", "coach", "both", "everybody", "hoarder"];

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
