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

export interface OfferReply {
  readonly result: Result<{ readonly offer: Offer; readonly availabilityVersion: number }, Refusal>;
  readonly requestId: string;
  readonly replayed: boolean;
}

/** What an offer is where its coach says nothing. */
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

export interface MakeOfferInput {
  readonly coachId: string;
  readonly terms: Partial<OfferTerms> & Pick<OfferTerms, "title" | "durationMinutes">;
}

export async function makeOffer(ctx: ActorContext, { coachId, terms }: MakeOfferInput): Promise<OfferReply> {
  const offerId = ctx.newId();
  return await asOwner(ctx, coachId, async () => {
    const position = terms.position ?? (await nextPositionOf(ctx.database, coachId));
    return { kind: "make_offer", ...envelopeOf(ctx, coachId), offerId, terms: { ...UNSAID, ...terms, position } };
  });
}

export interface ChangeOfferInput {
  readonly coachId: string;
  readonly offerId: string;
  readonly patch: Partial<OfferTerms>;
  readonly ifRevision: number | null;
}

export async function changeOffer(ctx: ActorContext, { coachId, ...input }: ChangeOfferInput): Promise<OfferReply> {
  return await asOwner(ctx, coachId, async () => await Promise.resolve({ kind: "change_offer", ...envelopeOf(ctx, coachId), ...input }));
}

export async function retireOffer(ctx: ActorContext, { coachId, ...input }: Omit<ChangeOfferInput, "patch">): Promise<OfferReply> {
  return await asOwner(ctx, coachId, async () => await Promise.resolve({ kind: "retire_offer", ...envelopeOf(ctx, coachId), ...input }));
}

async function asOwner(ctx: ActorContext, coachId: string, command: () => Promise<AgendaCommand>): Promise<OfferReply> {
  const turnedDown = (problem: Refusal): OfferReply => ({ result: refused(problem), requestId: ctx.requestId, replayed: false });
  if ((await findProfile(ctx.database, coachId)) === null) return turnedDown({ tag: "coach_not_found" });
  if (!isSelfOrAdmin(ctx.actor, "coach", coachId)) return turnedDown({ tag: "forbidden" });
  return offerReplyOf(await ctx.submit(await command()));
}

function offerReplyOf({ result, requestId, replayed }: AgendaReply): OfferReply {
  if (!result.ok) return { result, requestId, replayed };
  assert(result.value.kind === "offer", "a command about an offer is answered with the offer");
  return { result: ok(result.value), requestId, replayed };
}
