/**
 * The worked examples of the agreement as acts: one booking that is given, the coach's offers of 60 and of 480 minutes, and the answers each
 * act must get. Members that `expected` does not name are not judged.
 */
import examples from "./vectors.json" with { type: "json" };
import { type Act, MINUTE, type Price, type Side } from "./acts.ts";
import type { GivenBooking, World } from "./system.ts";

interface Example {
  readonly id: string;
  readonly what: string;
  readonly world: World;
  readonly acts: readonly { readonly act: Act; readonly refused: string | null }[];
  readonly expected: Readonly<Record<string, unknown>>;
}

interface RawAct {
  readonly at: string;
  readonly by: string;
  readonly do: string;
  readonly to?: string;
  readonly duration_minutes?: number;
  readonly amount_minor?: number;
  readonly on_behalf_of?: string;
  readonly waive_price?: boolean;
  readonly refused?: string;
}

export const SETTINGS = {
  approval_required: false,
  auto_confirm: false,
  cancellation_policy: [{ before_minutes: 0, refund_percent: 100 }],
  move_notice_minutes: 0,
  payment_minutes: 15,
  approval_minutes: 2_880,
  notice_minutes_min: 0,
  buffer_before_minutes: 0,
  buffer_after_minutes: 0,
} as const;

export const CAPS = { sessions_ahead: 50, free_or_unpaid_with_one_coach: 10, pending: 10, moves_a_day: 5 } as const;

const SILENT = { approval_required: null, cancellation_policy: null, buffer_before_minutes: null, buffer_after_minutes: null } as const;

/** The two offers of the examples' coach: 60 minutes at the booking's price, 480 at another. */
const twoOffers = (price: Price | null) => [
  { ...SILENT, name: "hour", duration_minutes: 60, price, position: 1 },
  { ...SILENT, name: "day", duration_minutes: 480, price: { amount_minor: 70_000, currency: price?.currency ?? "EUR" }, position: 2 },
];

export function worldWith(given: Omit<GivenBooking, "booking" | "client" | "coach" | "offer">): World {
  return {
    now: given.made_at,
    clients: ["client-1"],
    coaches: [{ name: "coach-1", settings: SETTINGS, offers: twoOffers(given.price) }],
    caps: CAPS,
    bookings: [{ ...given, booking: "b1", client: "client-1", coach: "coach-1", offer: "hour" }],
  };
}

export const EXAMPLES: readonly Example[] = examples.cases.map(({ id, what, booking, acts, expected }) => ({
  id,
  what,
  world: worldWith({
    session_datetime: Date.parse(booking.session_datetime),
    duration_minutes: booking.duration_minutes,
    made_at: Date.parse(booking.made_at),
    made_by: sideNamed(booking.made_by),
    price: booking.price,
    cancellation_policy: booking.cancellation_policy,
    approval_required: booking.approval_required,
    move_notice_minutes: booking.move_notice_minutes,
    captured_at: booking.captured_at === null ? null : Date.parse(booking.captured_at),
    status: booking.status === "confirmed" ? "confirmed" : "pending",
  }),
  acts: (acts as readonly RawAct[]).map((raw) => ({ act: actOf(raw), refused: raw.refused ?? null })),
  expected: expected as Readonly<Record<string, unknown>>,
}));

function sideNamed(text: string): "client" | "coach" | "admin" {
  if (text !== "client" && text !== "coach" && text !== "admin") throw new Error(`nobody is called ${text}`);
  return text;
}

function actOf(raw: RawAct): Act {
  const at = Date.parse(raw.at);
  if (raw.do === "pass") return { at, by: "system", do: "pass" };
  const on = { at, booking: "b1" } as const;
  // The latest session of an example is its only one.
  if (raw.by === "stripe" && raw.do === "capture") return { ...on, by: "stripe", do: "capture", session: 0, hook: "now" };
  if (raw.do === "refund" && raw.by === "admin") return { ...on, by: "admin", do: "refund", amount_minor: raw.amount_minor ?? 0 };
  const by = raw.by === "client" ? "client-1" : raw.by === "coach" ? "coach-1" : "admin";
  const behalf: { on_behalf_of?: Side } =
    raw.on_behalf_of === "client" || raw.on_behalf_of === "coach" ? { on_behalf_of: raw.on_behalf_of } : {};
  const target = {
    to: raw.to === undefined ? at + MINUTE : Date.parse(raw.to),
    ...(raw.duration_minutes === undefined ? {} : { duration_minutes: raw.duration_minutes }),
  };
  switch (raw.do) {
    case "move":
      return { ...on, ...target, ...behalf, by, do: "move" };
    case "ask_move":
      return { ...on, ...target, by, do: "ask_move" };
    case "cancel":
      return { ...on, ...behalf, by, do: "cancel" };
    case "confirm":
      return { ...on, ...(raw.waive_price === true ? { waive_price: true } : {}), by, do: "confirm" };
    case "accept_move":
    case "decline_move":
    case "checkout":
      return { ...on, by, do: raw.do };
    default:
      throw new Error(`the examples have an act that is not known here: ${raw.do}`);
  }
}
