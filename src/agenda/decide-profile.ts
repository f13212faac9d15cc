/** Decides about a coach's terms and activity: whether the change may be made, and what stands after it. */
import { inOrder } from "../lib/in-order.ts";
import { ok, refused, type Result } from "../lib/result.ts";
import type { CoachProfile } from "../domain/coach.ts";
import type { ProfileCommand } from "../domain/command.ts";
import type { Refusal } from "../domain/refusal.ts";

interface ProfileDecision {
  readonly profile: CoachProfile;
  readonly isActive: boolean;
}

export function decideProfile(command: ProfileCommand, profile: CoachProfile, isActive: boolean): Result<ProfileDecision, Refusal> {
  if (command.kind === "set_activity") return ok({ profile, isActive: command.active });
  if (command.ifRevision !== null && command.ifRevision !== profile.settingsRevision) return refused({ tag: "revision_mismatch" });
  const hours = command.kind === "set_hours" ? command.hours : profile.hours;
  const settings = command.kind === "set_settings" ? { ...profile.settings, ...command.patch } : profile.settings;
  // Settings and hours that change nothing write nothing, in whatever order their members come.
  const isSame = JSON.stringify(inOrder([hours, settings])) === JSON.stringify(inOrder([profile.hours, profile.settings]));
  if (isSame) return ok({ profile, isActive });
  return ok({ profile: { ...profile, hours, settings, settingsRevision: profile.settingsRevision + 1 }, isActive });
}
