/**
 * The eleven acts at the head of the agreement, each as a list of acts for a system that has forgotten the rule which forbids it. `gain`
 * says what the service of that day gave, so that a test sees the misdeed done before the judge is asked about it.
 */
import { type Act, type BookingAct, DAY, HOUR, MINUTE, type StripeAct } from "./acts.ts";
import type { Guard } from "./guards.ts";
import type { GivenBooking, VisibleBooking, World } from "./system.ts";
import { CAPS, SETTINGS, worldWith } from "./worked-examples.ts";

interface Misdeed {
  readonly guard: Guard;
  readonly what: string;
  readonly world: World;
  readonly acts: readonly Act[];
  /** The rules of which any may be named. */
  readonly rules: readonly string[];
  readonly gain: (standing: readonly VisibleBooking[]) => boolean;
}

const START = Date.parse("2027-03-12T10:00:00Z");
const MADE = Date.parse("2027-03-01T09:00:00Z");
const PRICE = { amount_minor: 10_000, currency: "EUR" } as const;

const PAID: Omit<GivenBooking, "booking" | "client" | "coach" | "offer"> = {
  session_datetime: START,
  duration_minutes: 60,
  made_at: MADE,
  made_by: "client",
  price: PRICE,
  cancellation_policy: [{ before_minutes: 2_880, refund_percent: 100 }],
  approval_required: false,
  move_notice_minutes: 0,
  captured_at: MADE + 5 * MINUTE,
  status: "confirmed",
};
const UNPAID = { ...PAID, captured_at: null, status: "pending" } as const;

const b1 = { booking: "b1" } as const;
const client = { ...b1, by: "client-1" } as const;
const coach = { ...b1, by: "coach-1" } as const;
const stripe = { ...b1, by: "stripe" } as const;
const later = (ms: number): { readonly at: number } => ({ at: MADE + ms });
const before = (ms: number): { readonly at: number } => ({ at: START - ms });

const move = (at: { readonly at: number }, to: number, duration_minutes = 60): BookingAct => ({
  ...client,
  ...at,
  do: "move",
  to,
  duration_minutes,
});
const captures = (at: { readonly at: number }, session: number): StripeAct => ({ ...stripe, ...at, do: "capture", session, hook: "now" });
const one = (standing: readonly VisibleBooking[]): VisibleBooking | undefined => standing.find(({ booking }) => booking === "b1");

/** Thirty free bookings, each confirmed by its client: every one is past the cap's one state. */
const EVERY_HOUR: readonly Act[] = Array.from({ length: 30 }, (_, index) => {
  const booking = `free-${index}`;
  const at = MADE + index * 10 * MINUTE;
  const to = START + index * HOUR;
  return [
    { at, by: "client-1", booking, do: "create", coach: "coach-1", client: "client-1", to } as const,
    { at: at + MINUTE, by: "client-1", booking, do: "confirm" } as const,
  ];
}).flat();

export const MISDEEDS: readonly Misdeed[] = [
  {
    guard: "length keeps its price",
    what: "one price for an hour, moved to a day",
    world: worldWith(PAID),
    acts: [move(later(DAY), START, 480)],
    rules: ["I15"],
    gain: (standing) => one(standing)?.duration_minutes === 480,
  },
  {
    guard: "length keeps its price",
    what: "a free session moved to a priced length",
    world: worldWith({ ...PAID, price: null, captured_at: null }),
    acts: [move(later(DAY), START, 480)],
    rules: ["I15"],
    gain: (standing) => one(standing)?.duration_minutes === 480,
  },
  {
    guard: "own moves lower the cap",
    what: "tomorrow's session moved five weeks ahead and cancelled",
    world: worldWith(PAID),
    acts: [move(before(DAY), START + 35 * DAY), { ...client, at: START, do: "cancel" }],
    rules: ["I15"],
    gain: (standing) => one(standing)?.refunded_minor === 10_000,
  },
  {
    guard: "the clock is asked",
    what: "a session that was held, moved ahead",
    world: worldWith(PAID),
    acts: [move({ at: START + 2 * HOUR }, START + 35 * DAY), { ...client, at: START + 3 * HOUR, do: "cancel" }],
    rules: ["I15"],
    gain: (standing) => one(standing)?.status === "cancelled",
  },
  {
    guard: "the clock is asked",
    what: "nothing completes by itself",
    world: worldWith(PAID),
    acts: [{ at: START + 3 * DAY, by: "system", do: "pass" }],
    rules: ["S4"],
    gain: (standing) => one(standing)?.status === "confirmed",
  },
  {
    guard: "a priced move needs the client",
    what: "a paid session moved to ten minutes from now, and cancelled for nothing",
    world: worldWith(PAID),
    acts: [
      { ...coach, ...before(5 * DAY), do: "move", to: START - 5 * DAY + 10 * MINUTE },
      { ...client, ...before(5 * DAY), do: "cancel" },
    ],
    rules: ["I16"],
    gain: (standing) => one(standing)?.refunded_minor === 0,
  },
  {
    guard: "the caps count every state",
    what: "every hour of a coach, each confirmed by its client",
    world: { ...worldWith(PAID), bookings: [], coaches: [{ name: "coach-1", settings: SETTINGS, offers: [] }], caps: CAPS },
    acts: EVERY_HOUR,
    rules: ["I18"],
    gain: (standing) => standing.filter(({ status }) => status === "confirmed").length === 30,
  },
  {
    guard: "approval binds moves",
    what: "approved as it was, moved to another day, still confirmed",
    world: worldWith({ ...PAID, approval_required: true }),
    acts: [move(later(DAY), START + 3 * DAY)],
    rules: ["S6"],
    gain: (standing) => one(standing)?.session_datetime === START + 3 * DAY && one(standing)?.status === "confirmed",
  },
  {
    guard: "the price is copied",
    what: "a length no longer on the list, confirmed unpaid",
    world: worldWith(UNPAID),
    acts: [
      { ...later(MINUTE), by: "coach-1", coach: "coach-1", do: "retire_offer", offer: "hour" },
      { ...client, ...later(2 * MINUTE), do: "confirm" },
    ],
    rules: ["I14"],
    gain: (standing) => one(standing)?.status === "confirmed" && one(standing)?.captured_minor === 0,
  },
  {
    guard: "one capture stands",
    what: "two checkouts, both paid",
    world: worldWith(UNPAID),
    acts: [
      { ...client, ...later(MINUTE), do: "checkout" },
      { ...client, ...later(2 * MINUTE), do: "checkout" },
      captures(later(3 * MINUTE), 0),
      captures(later(4 * MINUTE), 1),
    ],
    rules: ["I17"],
    gain: (standing) => one(standing)?.captured_minor === 20_000 && one(standing)?.refunded_minor === 0,
  },
  {
    guard: "refunds by hand count",
    what: "given back by hand, and promised again",
    world: worldWith(PAID),
    acts: [
      { ...stripe, ...later(DAY), do: "refund_by_hand", session: 0, amount_minor: 4_000, hook: "now" },
      { ...client, ...later(2 * DAY), do: "cancel" },
    ],
    rules: ["I17"],
    gain: (standing) => one(standing)?.refunded_minor === 0,
  },
  {
    guard: "an unpaid hold is of minutes",
    what: "unpaid and priced, held until the session",
    world: { ...worldWith(UNPAID), bookings: [] },
    acts: [{ ...client, ...later(MINUTE), do: "create", coach: "coach-1", client: "client-1", to: START }],
    rules: ["S4"],
    gain: (standing) => one(standing)?.expires_at === START,
  },
  {
    guard: "deadlines survive moves",
    what: "a hold of minutes renewed by a move",
    world: worldWith(UNPAID),
    acts: [move(later(10 * MINUTE), START + DAY)],
    rules: ["S4"],
    gain: (standing) => one(standing)?.expires_at === MADE + 25 * MINUTE,
  },
  {
    guard: "deadlines survive moves",
    what: "a paid one that waits for approval gets the deadline of an unpaid one",
    world: worldWith({ ...PAID, approval_required: true, status: "pending" }),
    acts: [move(later(HOUR), START + DAY), { ...later(HOUR + 20 * MINUTE), by: "system", do: "pass" }],
    rules: ["S4"],
    gain: (standing) => one(standing)?.status === "cancelled",
  },
  {
    guard: "the same time is no change",
    what: "moved to its own time",
    world: worldWith(PAID),
    acts: [move(later(DAY), START)],
    rules: ["S6"],
    gain: (standing) => one(standing)?.revision === 2,
  },
];
