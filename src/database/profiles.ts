/** A coach's profile on record, with the activity of its user; what the row leaves out has its default. */
import { type SQL, sql } from "drizzle-orm";
import { type CoachProfile, DEFAULT_SETTINGS } from "../domain/coach.ts";
import type { Database } from "./open.ts";
import { fieldsOf, first, query, type RowOf } from "./packing.ts";
import { coachProfiles, users } from "./schema.ts";

/** The columns of `profile.*`, with the status of the user. */
export const PROFILE = { ...fieldsOf(coachProfiles), status: fieldsOf(users).status };

export function profileQuery(coachId: string) {
  return query(
    PROFILE,
    sql`SELECT profile.*, users.status FROM coach_profiles AS profile JOIN users ON users.id = profile.coach_id
    WHERE profile.coach_id = ${coachId}`,
  );
}

export function profileFrom({ coachId, hours, settings, settingsRevision, availabilityVersion }: RowOf<typeof PROFILE>): CoachProfile {
  return {
    coachId,
    hours: { recurrences: [], ...hours },
    settings: { ...DEFAULT_SETTINGS, ...settings },
    settingsRevision,
    availabilityVersion,
  };
}

/** Once for each committed change of what can be booked. */
export function raiseVersion(coachId: string): SQL {
  return sql`UPDATE coach_profiles SET availability_version = availability_version + 1 WHERE coach_id = ${coachId} RETURNING availability_version`;
}

/** null: there is no such coach. */
export async function findProfile(database: Database, coachId: string): Promise<CoachProfile | null> {
  const row = await first(database, profileQuery(coachId));
  return row === null ? null : profileFrom(row);
}
