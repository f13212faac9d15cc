/**
 * Offers: what a coach sells, by name. A coach who has never had one sells every length for nothing; a coach whose offers
 * are all retired sells nothing. Which offer a request means is decided here, once, for look-ups and bookings alike.
 */
import { DURATION_MINUTES_DEFAULT } from "../../limits.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import type { Instant } from "../instant.ts";
import type { Money } from "../money.ts";
import type { CancellationPolicy } from "./policy.ts";

export const PLACE_KINDS = ["video", "phone", "in_person", "link"] as const;
type PlaceKind = (typeof PLACE_KINDS)[number];

export interface Place {
  /** `video`: the organizer's calendar makes the link. `link`: `link` is the meeting's. */
  readonly kind: PlaceKind;
  readonly city: string | null;
  /** This and `link` are told to the two parties of a confirmed booking alone. */
  readonly address: string | null;
  readonly link: string | null;
}

export const VIDEO: Place = { kind: "video", city: null, address: null, link: null };

/** The part of an offer that its coach writes; null where the coach's setting counts. */
export interface OfferTerms {
  readonly title: string;
  readonly description: string | null;
  readonly durationMinutes: number;
  /** null: free. Never an amount of 0. */
  readonly price: Money | null;
  readonly approvalRequired: boolean | null;
  readonly place: Place;
  readonly bufferBeforeMinutes: number | null;
  readonly bufferAfterMinutes: number | null;
  readonly noticeMinutesMin: number | null;
  readonly cancellationPolicy: CancellationPolicy | null;
  /** Of offers of one length, the one of the least position is meant by a request that names none. */
  readonly position: number;
}

export interface Offer extends OfferTerms {
  readonly id: string;
  readonly coachId: string;
  /** false: retired. Nothing is booked by it any more, and it stays on the bookings that were. */
  readonly isActive: boolean;
  readonly revision: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** By position; of equal ones the older comes first. */
export function inOrder(offers: readonly Offer[]): Offer[] {
  return offers.toSorted((one, other) => one.position - other.position || one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1));
}

/** The offers of a coach, as far as they were read: all active ones, and those that somebody names. */
export interface Sale {
  /** In order of position. */
  readonly offers: readonly Offer[];
  /** Whether the coach has, or ever had, an offer. */
  readonly hasOffers: boolean;
}

export interface Wished {
  readonly offerId: string | null;
  /** null: the offer's, or the usual length where no offer is named either. */
  readonly durationMinutes: number | null;
}

export interface Sold {
  /** null: the coach sells every length for nothing. */
  readonly offer: Offer | null;
  readonly durationMinutes: number;
}

type SaleRefusal =
  | { readonly tag: "offer_not_found" | "offer_retired" }
  | { readonly tag: "duration_not_offered"; readonly durationsMinutes: readonly number[] };

/** The offer and length that a request for this would get. */
export function soldFor(sale: Sale, { offerId, durationMinutes }: Wished): Result<Sold, SaleRefusal> {
  if (offerId === null) return soldByLength(sale, durationMinutes ?? DURATION_MINUTES_DEFAULT);
  const offer = sale.offers.find(({ id }) => id === offerId);
  if (offer === undefined) return refused({ tag: "offer_not_found" });
  if (!offer.isActive) return refused({ tag: "offer_retired" });
  if (durationMinutes !== null && durationMinutes !== offer.durationMinutes) {
    return refused({ tag: "duration_not_offered", durationsMinutes: [offer.durationMinutes] });
  }
  return ok({ offer, durationMinutes: offer.durationMinutes });
}

function soldByLength(sale: Sale, durationMinutes: number): Result<Sold, SaleRefusal> {
  if (!sale.hasOffers) return ok({ offer: null, durationMinutes });
  const offer = activeOf(sale).find((each) => each.durationMinutes === durationMinutes);
  return offer === undefined ? refused(notOffered(sale)) : ok({ offer, durationMinutes });
}

/** The offer under which a booking of this price may have another length; null: the coach sells every length for nothing. */
export function soldAtPrice(
  sale: Sale,
  durationMinutes: number,
  price: Money | null,
): Result<Offer | null, SaleRefusal | { readonly tag: "price_differs" }> {
  if (!sale.hasOffers) return price === null ? ok(null) : refused(notOffered(sale));
  const ofLength = activeOf(sale).filter((each) => each.durationMinutes === durationMinutes);
  const equal = ofLength.find((each) => isSamePrice(each.price, price));
  if (equal !== undefined) return ok(equal);
  return refused(ofLength.length > 0 ? { tag: "price_differs" } : notOffered(sale));
}

export function isSamePrice(one: Money | null, other: Money | null): boolean {
  return one?.minor === other?.minor && one?.currency === other?.currency;
}

function activeOf({ offers }: Sale): readonly Offer[] {
  return offers.filter(({ isActive }) => isActive);
}

function notOffered(sale: Sale): SaleRefusal {
  const lengths = new Set(activeOf(sale).map(({ durationMinutes }) => durationMinutes));
  return { tag: "duration_not_offered", durationsMinutes: [...lengths].toSorted((a, b) => a - b) };
}
