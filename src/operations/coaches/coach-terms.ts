/**
 * A coach's hours and settings: read from the record, changed through the coach's agenda, so that a change of terms and
 * a booking never cross. That coach and admins only; whether the coach exists is said before who may see them.
 */
import { assert } from "../../lib/assert.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import type { AvailabilityRules } from "../../domain/slots/availability-rules.ts";
import type { CoachProfile, CoachSettings } from "../../domain/coach.ts";
import type { AgendaReply } from "../../domain/command.ts";
import { isSelfOrAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { findProfile } from "../../database/profiles.ts";
import { envelopeOf } from "../command.ts";
import type { ActorContext } from "../context.ts";

export async function viewTerms(ctx: ActorContext, input: { readonly coachId: string }): Promise<Result<CoachProfile, Refusal>> {
  const profile = await findProfile(ctx.database, input.coachId);
  if (profile === null) return refused({ tag: "coach_not_found" });
  return isSelfOrAdmin(ctx.actor, "coach", input.coachId) ? ok(profile) : refused({ tag: "forbidden" });
}

export interface SetHoursInput {
  readonly coachId: string;
  readonly hours: AvailabilityRules;
  readonly ifRevision: number | null;
}

export async function setHours(ctx: ActorContext, { coachId, hours, ifRevision }: SetHoursInput): Promise<Result<CoachProfile, Refusal>> {
  const seen = await viewTerms(ctx, { coachId });
  if (!seen.ok) return seen;
  return profileOf(await ctx.submit({ kind: "set_hours", ...envelopeOf(ctx, coachId), hours, ifRevision }));
}

export interface SetSettingsInput {
  readonly coachId: string;
  readonly patch: Partial<CoachSettings>;
  /** Settings that the caller names and that went. */
  readonly replaced: readonly string[];
  readonly ifRevision: number | null;
}

export async function setSettings(
  ctx: ActorContext,
  { coachId, patch, replaced, ifRevision }: SetSettingsInput,
): Promise<Result<CoachProfile, Refusal>> {
  const seen = await viewTerms(ctx, { coachId });
  if (!seen.ok) return seen;
  if (replaced.length > 0) return refused({ tag: "setting_replaced", settings: replaced });
  return profileOf(await ctx.submit({ kind: "set_settings", ...envelopeOf(ctx, coachId), patch, ifRevision }));
}

function profileOf({ result }: AgendaReply): Result<CoachProfile, Refusal> {
  if (!result.ok) return result;
  assert(result.value.kind === "profile", "a change of terms is answered with the profile");
  return ok(result.value.profile);
}
