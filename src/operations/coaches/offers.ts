/**
 * A coach's offers: read by everybody, made, changed and retired by that coach and admins through the coach's agenda, so
 * that a change of what is sold and a booking never cross.
 */
import { assert } from "../../lib/assert.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import { isSelfOrAdmin } from "../../domain/access.ts";
import type { Actor } from "../../domain/actor.ts";
import { type Offer, type OfferTerms, VIDEO } from "../../domain/agreement/offer.ts";
import type { AgendaCommand, AgendaReply } from "../../domain/command.ts";
import { chargeable, type NotChargeable } from "../../domain/currency.ts";
import type { Money } from "../../domain/money.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { listOffersOf, nextPositionOf } from "../../database/offers.ts";
import { findProfile } from "../../database/profiles.ts";
import { envelopeOf } from "../command.ts";
import type { ActorContext, OperationContext } from "../context.ts";

export interface OffersSeen {
  readonly offers: readonly Offer[];
  /** Whether the caller sees what is retired, and where exactly a session takes place. */
  readonly isOwn: boolean;
}

/** `actor`: null for somebody who is not signed in. */
export async function listOffers(
  ctx: Pick<OperationContext, "database">,
  { coachId, actor }: { readonly coachId: string; readonly actor: Actor | null },
): Promise<Result<OffersSeen, Refusal>> {
  const isOwn = actor !== null && isSelfOrAdmin(actor, "coach", coachId);
  const found = await listOffersOf(ctx.database, coachId, isOwn);
  return found === null || (!isOwn && !found.isActive) ? refused({ tag: "coach_not_found" }) : ok({ offers: found.offers, isOwn });
}

/** A price that no card can be charged with. */
interface InvalidPrice {
  readonly tag: "price_invalid";
  readonly detail: string;
  readonly rule: NotChargeable;
}

export interface OfferReply {
  readonly result: Result<{ readonly offer: Offer; readonly availabilityVersion: number }, Refusal | InvalidPrice>;
  readonly requestId: string;
  readonly replayed: boolean;
}

/** The terms of an offer where its coach says nothing. */
const UNSAID: Omit<OfferTerms, "title" | "durationMinutes" | "position"> = {
  description: null,
  price: null,
  approvalRequired: null,
  place: VIDEO,
  bufferBeforeMinutes: null,
  bufferAfterMinutes: null,
  noticeMinutesMin: null,
  cancellationPolicy: null,
};

/** The least that is charged in a currency, as the configuration says it: in minor units. */
type LeastPrices = Readonly<Record<string, number>>;

export interface MakeOfferInput {
  readonly coachId: string;
  readonly priceMinorMin: LeastPrices;
  readonly terms: Partial<OfferTerms> & Pick<OfferTerms, "title" | "durationMinutes">;
}

export async function makeOffer(ctx: ActorContext, { coachId, priceMinorMin, terms }: MakeOfferInput): Promise<OfferReply> {
  const invalid = faultOfPrice(terms.price ?? null, priceMinorMin);
  if (invalid !== null) return turnedDown(ctx, invalid);
  const offerId = ctx.newId();
  return await asOwner(ctx, coachId, async () => {
    const position = terms.position ?? (await nextPositionOf(ctx.database, coachId));
    return { kind: "make_offer", ...envelopeOf(ctx, coachId), offerId, terms: { ...UNSAID, ...terms, position } };
  });
}

export interface ChangeOfferInput {
  readonly coachId: string;
  readonly priceMinorMin: LeastPrices;
  readonly offerId: string;
  readonly patch: Partial<OfferTerms>;
  readonly ifRevision: number | null;
}

export async function changeOffer(ctx: ActorContext, { coachId, priceMinorMin, ...input }: ChangeOfferInput): Promise<OfferReply> {
  const invalid = faultOfPrice(input.patch.price ?? null, priceMinorMin);
  if (invalid !== null) return turnedDown(ctx, invalid);
  return await asOwner(ctx, coachId, async () => await Promise.resolve({ kind: "change_offer", ...envelopeOf(ctx, coachId), ...input }));
}

export async function retireOffer(
  ctx: ActorContext,
  { coachId, ...input }: Omit<ChangeOfferInput, "patch" | "priceMinorMin">,
): Promise<OfferReply> {
  return await asOwner(ctx, coachId, async () => await Promise.resolve({ kind: "retire_offer", ...envelopeOf(ctx, coachId), ...input }));
}

async function asOwner(ctx: ActorContext, coachId: string, command: () => Promise<AgendaCommand>): Promise<OfferReply> {
  if ((await findProfile(ctx.database, coachId)) === null) return turnedDown(ctx, { tag: "coach_not_found" });
  if (!isSelfOrAdmin(ctx.actor, "coach", coachId)) return turnedDown(ctx, { tag: "forbidden" });
  return offerReplyOf(await ctx.submit(await command()));
}

/** Nobody but the configuration knows the least amounts, so the contract cannot refuse it. */
function faultOfPrice(price: Money | null, priceMinorMin: LeastPrices): InvalidPrice | null {
  if (price === null) return null;
  const { minor, currency } = price;
  const charged = chargeable(minor, currency, priceMinorMin);
  if (charged.ok) return null;
  const { problem } = charged;
  const rule = problem.why === "too_small" ? `at least ${String(problem.leastMinor)}` : `a multiple of ${String(problem.stepMinor)}`;
  return { tag: "price_invalid", detail: `must be ${rule} in ${currency}, to be charged`, rule: problem };
}

function turnedDown({ requestId }: ActorContext, problem: Refusal | InvalidPrice): OfferReply {
  return { result: refused(problem), requestId, replayed: false };
}

function offerReplyOf({ result, requestId, replayed }: AgendaReply): OfferReply {
  if (!result.ok) return { result, requestId, replayed };
  assert(result.value.kind === "offer", "a command about an offer is answered with the offer");
  return { result: ok(result.value), requestId, replayed };
}
