/** A coach's profile on record, with the activity of its user; what the row leaves out has its default. */
import { type SQL, sql } from "drizzle-orm";
import { type CoachProfile, DEFAULT_SETTINGS } from "../domain/coach.ts";
import { inOrder } from "../domain/agreement/offer.ts";
import type { KeptSettings } from "../domain/agreement/standing.ts";
import type { Database } from "./open.ts";
import { fieldsOf, first, listColumn, listField, query, type RowOf } from "./packing.ts";
import { coachProfiles, offers, users } from "./schema.ts";

/** A row of `profileColumns`. */
export const PROFILE = {
  ...fieldsOf(coachProfiles),
  status: fieldsOf(users).status,
  offers: listField("offers", fieldsOf(offers)),
};

/** The columns of a query of a coach's terms, of the aliases `profile` and `users`. `named`: ids of offers that may be retired. */
export function profileColumns(coachId: string, named: readonly string[] = []): SQL {
  const of = (isActive: 0 | 1): SQL => sql`SELECT * FROM offers WHERE coach_id = ${coachId} AND is_active = ${isActive}`;
  // One that is retired, whichever: the coach has had offers.
  const known = sql`${of(1)} UNION ALL SELECT * FROM (${of(0)} LIMIT 1)`;
  const retired = named.length === 0 ? sql`` : sql`UNION ALL ${of(0)} AND id IN (SELECT value FROM json_each(${JSON.stringify(named)}))`;
  return sql`profile.*, users.status, ${listColumn("offers", query(fieldsOf(offers), sql`${known} ${retired}`))}`;
}

export function profileQuery(coachId: string, named: readonly string[] = []) {
  return query(
    PROFILE,
    sql`SELECT ${profileColumns(coachId, named)} FROM coach_profiles AS profile JOIN users ON users.id = profile.coach_id
    WHERE profile.coach_id = ${coachId}`,
  );
}

export function profileFrom(row: RowOf<typeof PROFILE>): CoachProfile {
  return {
    coachId: row.coachId,
    hours: { recurrences: [], ...row.hours },
    settings: { ...DEFAULT_SETTINGS, ...row.settings },
    offers: inOrder(row.offers),
    hasOffers: row.offers.length > 0,
    settingsRevision: row.settingsRevision,
    availabilityVersion: row.availabilityVersion,
  };
}

/** Settings that went, as the version before keeps them. */
export function keptSettingsOf({ settings }: RowOf<typeof PROFILE>): KeptSettings {
  return settings;
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
