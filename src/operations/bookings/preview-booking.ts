/**
 * A preview of a booking that is about to be made, by a client or by the coach for one: its terms, what it would wait for and until when, and whether the time can be had; by the
 * same functions that decide it. Nothing is held and nothing is promised: the agenda decides when it is asked.
 */
import { MINUTE_MS } from "../../lib/duration.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import { ALTERNATIVES_AFTER_MS, ALTERNATIVES_BEFORE_MS, ALTERNATIVES_MAX } from "../../limits.ts";
import { waitsUntil } from "../../domain/agreement/deadline.ts";
import { givingBackAhead } from "../../domain/agreement/giving-back.ts";
import { type Offer, soldFor, type Wished } from "../../domain/agreement/offer.ts";
import { termsOf } from "../../domain/agreement/terms.ts";
import { type Awaiting, awaitingOf, type Terms } from "../../domain/booking.ts";
import { slotRulesFor } from "../../domain/coach.ts";
import { after, instant, type Instant, type Interval } from "../../domain/instant.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { nearestSlots, reasonAgainst, type SlotReason } from "../../domain/slots/slots.ts";
import { readAvailability } from "../../database/availability.ts";
import { blockedBy } from "../coaches/list-available-slots.ts";
import type { OperationContext } from "../context.ts";

export interface PreviewInput extends Wished {
  readonly coachId: string;
  readonly startsAt: Instant;
  /** Something has just been refused: what a replica may not know of yet counts. */
  readonly isFresh: boolean;
  /** The side that is about to make it; absent: the client. */
  readonly by?: "client" | "coach";
}

export interface BookingPreview extends Interval {
  /** null: the coach sells every length for nothing. */
  readonly offer: Offer | null;
  readonly terms: Terms;
  readonly awaiting: Awaiting;
  /** It would be confirmed as it is made. */
  readonly isConfirmedAtOnce: boolean;
  /** When it would lapse, if it were made now; null: it would be confirmed. */
  readonly waitsUntil: Instant | null;
  /** Of a price, once it is confirmed. */
  readonly givenBack: ReturnType<typeof givingBackAhead>;
  /** null: the time can be had. */
  readonly against: SlotReason | null;
  /** The nearest times that can be had. */
  readonly nearest: readonly Instant[];
}

export async function previewBooking(
  { reading, now }: Pick<OperationContext, "reading" | "now">,
  input: PreviewInput,
): Promise<Result<BookingPreview, Refusal>> {
  const { startsAt, isFresh, by = "client", ...wished } = input;
  const centre = Math.max(startsAt, now);
  const range = { startsAt: instant(Math.max(centre - ALTERNATIVES_BEFORE_MS, now)), endsAt: instant(centre + ALTERNATIVES_AFTER_MS) };
  const found = await readAvailability(reading(isFresh), wished, range, now);
  if (found === null || !found.isActive) return refused({ tag: "coach_not_found" });
  const { profile } = found;
  const sold = soldFor(profile, wished);
  if (!sold.ok) return sold;
  const { offer, durationMinutes } = sold.value;
  const durationMs = durationMinutes * MINUTE_MS;
  const terms = termsOf(offer, profile.settings, { createdBy: by, clientTimeZone: null, locale: null });
  const made = { ...terms, startsAt, status: "pending" as const, priceWaived: false, paymentId: null };
  const awaiting = awaitingOf(made);
  const isConfirmedAtOnce = awaiting === null && (profile.settings.autoConfirm || by === "coach");
  const [rules, blocked] = [slotRulesFor(profile, offer), blockedBy(found, now)];
  return ok({
    offer,
    terms,
    startsAt,
    endsAt: after(startsAt, durationMs),
    awaiting,
    isConfirmedAtOnce,
    waitsUntil: isConfirmedAtOnce ? null : waitsUntil(made, now, profile.settings),
    givenBack: givingBackAhead(terms, startsAt, now),
    against: reasonAgainst(rules, blocked, startsAt, durationMs, now),
    nearest: nearestSlots(rules, blocked, range, durationMs, now, startsAt, ALTERNATIVES_MAX),
  });
}
