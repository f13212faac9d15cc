/** Decides about a coach's offers: whether one may be made, changed or retired, and what is sold after it. */
import { inOrder, type Offer, type OfferTerms, type Sale } from "../domain/agreement/offer.ts";
import type { CoachProfile } from "../domain/coach.ts";
import type { OfferCommand } from "../domain/command.ts";
import type { Instant } from "../domain/instant.ts";
import type { Refusal } from "../domain/refusal.ts";
import { ok, refused, type Result } from "../lib/result.ts";
import { OFFERS_ACTIVE_MAX } from "../limits.ts";
import type { AuditEntry } from "../database/audit.ts";

interface OfferDecision {
  readonly offer: Offer;
  readonly profile: CoachProfile;
  /** For the trail; null: nothing has changed. */
  readonly changes: Pick<AuditEntry, "action" | "changes"> | null;
}

export function decideOffer(command: OfferCommand, profile: CoachProfile, now: Instant): Result<OfferDecision, Refusal> {
  if (command.kind === "make_offer") return make(command.offerId, command.terms, profile, now);
  const current = profile.offers.find(({ id }) => id === command.offerId);
  if (current === undefined) return refused({ tag: "offer_not_found" });
  if (command.ifRevision !== null && command.ifRevision !== current.revision) return refused({ tag: "revision_mismatch" });
  const isRetiring = command.kind === "retire_offer";
  if (!current.isActive) return isRetiring ? ok({ offer: current, profile, changes: null }) : refused({ tag: "offer_retired" });
  const patched: Offer = isRetiring ? { ...current, isActive: false } : { ...current, ...command.patch };
  if (JSON.stringify(patched) === JSON.stringify(current)) return ok({ offer: current, profile, changes: null });
  const offer: Offer = { ...patched, revision: current.revision + 1, updatedAt: now };
  const changes = isRetiring
    ? { action: "offer_retired", changes: { offer_id: offer.id } }
    : { action: "offer_changed", changes: { offer_id: offer.id, ...termsIn(command.patch) } };
  return ok({ offer, profile: withOffer(profile, offer), changes });
}

function make(offerId: string, terms: OfferTerms, profile: CoachProfile, now: Instant): Result<OfferDecision, Refusal> {
  const active = profile.offers.filter(({ isActive }) => isActive).length;
  if (active >= OFFERS_ACTIVE_MAX) return refused({ tag: "too_many_offers", offersMax: OFFERS_ACTIVE_MAX });
  const offer: Offer = { ...terms, id: offerId, coachId: profile.coachId, isActive: true, revision: 1, createdAt: now, updatedAt: now };
  const changes = { action: "offer_made", changes: { offer_id: offerId, ...termsIn(terms) } };
  return ok({ offer, profile: withOffer(profile, offer), changes });
}

/** The trail's account of an offer: lengths, amounts and rules; no words of the coach's. */
function termsIn({ title: _title, description: _description, place, ...rest }: Partial<OfferTerms>): Record<string, unknown> {
  return { ...rest, ...(place === undefined ? {} : { place: place.kind }) };
}

function withOffer(profile: CoachProfile, offer: Offer): CoachProfile {
  const others = profile.offers.filter(({ id }) => id !== offer.id);
  const sale: Sale = { offers: inOrder([...others, offer]), hasOffers: true };
  return { ...profile, ...sale };
}
