/**
 * Why a coach's day looks as it does: each candidate start with the first reason why it is not offered. For that coach
 * and admins only, because the reasons tell of bookings. Reads the primary, as a booking would.
 */
import { ok, refused, type Result } from "../../lib/result.ts";
import { MINUTE_MS } from "../../lib/duration.ts";
import { soldFor, type Wished } from "../../domain/agreement/offer.ts";
import { slotRulesFor } from "../../domain/coach.ts";
import { isSelfOrAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { type Candidate, explainSlots } from "../../domain/slots/slots.ts";
import { readAvailability } from "../../database/availability.ts";
import type { ActorContext } from "../context.ts";
import { blockedBy } from "./list-available-slots.ts";
import { rangeIn, rangeToRead } from "./look-up-range.ts";

export interface Explained {
  readonly coachId: string;
  /** The offer that is meant; null: the coach sells every length for nothing. */
  readonly offerId: string | null;
  readonly timeZone: string;
  readonly durationMinutes: number;
  readonly availabilityVersion: number;
  /** A deactivated coach takes no bookings, whatever the candidates say. */
  readonly isActive: boolean;
  readonly candidates: readonly Candidate[];
}

export interface ExplainInput extends Wished {
  readonly coachId: string;
  readonly date: string;
  /** null: the coach's. */
  readonly timeZone: string | null;
}

export async function explainAvailability(ctx: ActorContext, input: ExplainInput): Promise<Result<Explained, Refusal>> {
  const { coachId, date } = input;
  const asked = { start: date, end: date, timeZone: input.timeZone };
  const found = await readAvailability(ctx.database, input, rangeToRead(asked, ctx.now, 1), ctx.now);
  if (found === null) return refused({ tag: "coach_not_found" });
  if (!isSelfOrAdmin(ctx.actor, "coach", coachId)) return refused({ tag: "forbidden" });
  const { profile, isActive } = found;
  const sold = soldFor(profile, input);
  if (!sold.ok) return sold;
  const { offer, durationMinutes } = sold.value;
  const timeZone = input.timeZone ?? profile.hours.timeZone;
  const day = rangeIn(timeZone, asked);
  const candidates = explainSlots(slotRulesFor(profile, offer), blockedBy(found, ctx.now), day, durationMinutes * MINUTE_MS, ctx.now);
  return ok({
    coachId,
    offerId: offer?.id ?? null,
    timeZone,
    durationMinutes,
    availabilityVersion: profile.availabilityVersion,
    isActive,
    candidates,
  });
}
