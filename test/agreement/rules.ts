/**
 * The arithmetic of the agreement, without state: a policy's step, a portion of money, who may have which length, when two sessions
 * conflict. Written from the text of the agreement, sections 1, 4, 5, 6; it knows nothing of the service's own arithmetic.
 */
import { type CoachName, type CoachSettings, MINUTE, type Offer, type Person, type PolicyStep, type Price, type Side } from "./acts.ts";

/** `t <= start - before_minutes`: a step includes its own instant. */
export function step(policy: readonly PolicyStep[], start: number, t: number): number {
  return policy.find(({ before_minutes }) => t <= start - before_minutes * MINUTE)?.refund_percent ?? 0;
}

const THREE_DECIMALS = new Set(["BHD", "JOD", "KWD", "OMR", "TND"]);

/** Down to what the currency can charge: amounts with three decimals end in 0. ISK and UGX have whole units here and need nothing. */
export function portion({ amount_minor, currency }: Price, percent: number): number {
  const amount = Math.floor((amount_minor * percent) / 100);
  return THREE_DECIMALS.has(currency) ? amount - (amount % 10) : amount;
}

export function samePrice(one: Price | null, other: Price | null): boolean {
  return one?.amount_minor === other?.amount_minor && one?.currency === other?.currency;
}

export interface Shop {
  readonly name: CoachName;
  settings: CoachSettings;
  /** Active and retired; a coach whose list is empty has never had an offer. */
  readonly offers: Map<string, Offer & { readonly is_active: boolean }>;
}

function activeOffers(shop: Shop): readonly Offer[] {
  return [...shop.offers.values()].filter(({ is_active }) => is_active).sort((one, other) => one.position - other.position);
}

/**
 * The simple form: the first active offer of the length; a coach who has never had one sells every length for nothing.
 * Undefined where the length is not sold, null where it is sold without an offer.
 */
export function offerOfLength(shop: Shop, minutes: number): Offer | null | undefined {
  if (shop.offers.size === 0) return minutes >= 15 && minutes <= 480 ? null : undefined;
  return activeOffers(shop).find(({ duration_minutes }) => duration_minutes === minutes);
}

interface Sold {
  readonly duration_minutes: number;
  readonly price: Price | null;
  readonly offer: string | null;
}

/**
 * The length a booking may change to (section 6), or the code. The rule is said of clients; it is read as binding whoever moves.
 * A booking without an offer: "any free length" is read as any length while its coach still has no offers, and afterwards as
 * a length that an active free offer has, whose name the booking then takes.
 */
export function lengthFor(shop: Shop, booking: Sold, minutes: number): { offer: string | null } | "price_differs" | "duration_not_offered" {
  if (minutes === booking.duration_minutes) return { offer: booking.offer };
  if (booking.offer === null && shop.offers.size === 0) return minutes >= 15 && minutes <= 480 ? { offer: null } : "duration_not_offered";
  const ofLength = activeOffers(shop).filter(({ duration_minutes }) => duration_minutes === minutes);
  if (ofLength.length === 0) return "duration_not_offered";
  const equal = ofLength.find(({ price }) => samePrice(price, booking.price));
  return equal === undefined ? "price_differs" : { offer: equal.name };
}

interface Stretch {
  readonly session_datetime: number;
  readonly duration_minutes: number;
  readonly buffer_before_minutes: number;
  readonly buffer_after_minutes: number;
}

/** The gap between two sessions is at least the larger of the two buffers that face each other. */
export function conflict(one: Stretch, other: Stretch): boolean {
  const [first, second] = one.session_datetime <= other.session_datetime ? [one, other] : [other, one];
  const gap = Math.max(first.buffer_after_minutes, second.buffer_before_minutes);
  return second.session_datetime < first.session_datetime + (first.duration_minutes + gap) * MINUTE;
}

export const endOf = ({ session_datetime, duration_minutes }: Pick<Stretch, "session_datetime" | "duration_minutes">): number =>
  session_datetime + duration_minutes * MINUTE;

/** Ends an exhaustive switch: the compiler refuses a case that is missing, and a run that meets one fails. */
export function unreachable(value: never): never {
  throw new Error(`not a case: ${JSON.stringify(value)}`);
}

export function sideOf(person: Person): Side | "admin" {
  if (person === "admin") return "admin";
  return person.startsWith("coach") ? "coach" : "client";
}
