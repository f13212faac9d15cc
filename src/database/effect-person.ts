/** A person as effects read them: where to write to, in which language and time zone. Nothing is decided here. */
import { sql } from "drizzle-orm";
import type { Language } from "../domain/language.ts";
import type { Person } from "../domain/person.ts";
import type { Database } from "./open.ts";
import { first, nullable, query } from "./packing.ts";
import { USER, type UserStatus } from "./people.ts";

/** A person as on record. A deactivated one is sent nothing. */
export interface EffectPerson extends Person {
  /** The own setting; null: not said. */
  readonly language: Language | null;
  readonly status: UserStatus;
}

const { id, role, email, name, timeZone, locale, language, status } = USER;
export const PERSON = { id, role, email, name, timeZone, locale, language, status };

/** Somebody on record, for a notice that is about no booking. */
export async function readEffectPerson(database: Database, userId: string): Promise<EffectPerson | null> {
  const row = await first(
    database,
    query(
      { ...PERSON, coachZone: nullable<string>("coach_zone") },
      sql`SELECT users.*, profile.hours ->> 'timeZone' AS coach_zone
    FROM users LEFT JOIN coach_profiles AS profile ON profile.coach_id = users.id WHERE users.id = ${userId}`,
    ),
  );
  if (row === null) return null;
  const { coachZone, ...person } = row;
  return { ...person, timeZone: coachZone ?? person.timeZone };
}
