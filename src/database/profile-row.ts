/** A coach's profile as SQL returns it, joined with the activity of its user. */
import { type SQL, sql } from "drizzle-orm";
import type { AvailabilityRules } from "../domain/slots/availability-rules.ts";
import { type CoachProfile, type CoachSettings, DEFAULT_SETTINGS } from "../domain/coach.ts";

export interface ProfileRow {
  readonly coach_id: string;
  readonly hours: string;
  readonly settings: string;
  readonly settings_revision: number;
  readonly availability_version: number;
  readonly status: "active" | "inactive";
}

export const PROFILE_COLUMNS = ["coach_id", "hours", "settings", "settings_revision", "availability_version", "status"];

export function profileQuery(coachId: string): SQL {
  return sql`SELECT profile.*, users.status FROM coach_profiles AS profile JOIN users ON users.id = profile.coach_id
    WHERE profile.coach_id = ${coachId}`;
}

export function profileFromRow(row: ProfileRow): CoachProfile {
  return {
    coachId: row.coach_id,
    // Rows written before there were recurrence rules have none.
    hours: { recurrences: [], ...(JSON.parse(row.hours) as Omit<AvailabilityRules, "recurrences">) },
    settings: { ...DEFAULT_SETTINGS, ...(JSON.parse(row.settings) as Partial<CoachSettings>) },
    settingsRevision: row.settings_revision,
    availabilityVersion: row.availability_version,
  };
}
