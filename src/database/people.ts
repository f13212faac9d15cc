/** Users and the public directory of coaches. Whom a token names is recorded here on first sight. */
import { type SQL, sql } from "drizzle-orm";
import type { Role } from "../domain/actor.ts";
import { DEFAULT_SETTINGS, defaultHours } from "../domain/coach.ts";
import type { Language } from "../domain/language.ts";
import type { Instant } from "../domain/instant.ts";
import type { PersonClaims, RecordedPerson } from "../domain/person.ts";
import type { Database } from "./open.ts";
import { atMost, batch, fieldsOf, first, insertRows, nullable, query, value } from "./packing.ts";
import { coachProfiles, users } from "./schema.ts";

export type UserStatus = "active" | "inactive";

export interface User extends RecordedPerson {
  /** The own setting; null: not said. */
  readonly language: Language | null;
  /** Whether the person has a coach's profile, in whatever role they were first seen. */
  readonly isCoach: boolean;
  readonly sessionEpoch: number;
  readonly status: UserStatus;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export const USER = fieldsOf(users);

export async function findUser(database: Database, userId: string): Promise<User | null> {
  return await first(database, userQuery(userId));
}

/** One row or none; for what is read together with a person. */
export function userQuery(userId: string) {
  return query(USER, sql`SELECT * FROM users WHERE id = ${userId}`);
}

/** Records a person, or what a token changes about one. A token of a coach brings a profile with the defaults. */
export async function recordPerson(database: Database, claims: PersonClaims, now: Instant): Promise<void> {
  const statements: Record<string, SQL> = { user: upsertPeople([claims], now) };
  if (claims.role === "coach") {
    const hours = defaultHours(claims.timeZone ?? "UTC");
    const profile = { coachId: claims.id, hours, settings: DEFAULT_SETTINGS, settingsRevision: 1, availabilityVersion: 1 };
    statements["profile"] = insertRows(coachProfiles, [profile], { left: ["feedKeyHash"], insert: "INSERT OR IGNORE" });
    statements["coach"] = sql`UPDATE users SET is_coach = 1 WHERE id = ${claims.id} AND is_coach = 0`;
  }
  await batch(database, statements);
}

/** Records people, or what their tokens change about them (`changesRecord`); status and role are kept. */
export function upsertPeople(people: readonly PersonClaims[], now: Instant): SQL {
  const rows = people.map(({ issuedAt: claimsIssuedAt, ...person }) => ({
    ...person,
    claimsIssuedAt,
    status: "active" as const,
    createdAt: now,
    updatedAt: now,
  }));
  return insertRows(users, rows, {
    left: ["isCoach", "language", "sessionEpoch"],
    tail: sql`WHERE true ON CONFLICT (id) DO UPDATE SET email = coalesce(excluded.email, users.email),
      name = coalesce(excluded.name, users.name), time_zone = coalesce(excluded.time_zone, users.time_zone), locale = coalesce(excluded.locale, users.locale),
      claims_issued_at = excluded.claims_issued_at, updated_at = excluded.updated_at
    WHERE users.role = excluded.role AND excluded.claims_issued_at IS NOT NULL
      AND (users.claims_issued_at IS NULL OR users.claims_issued_at <= excluded.claims_issued_at)`,
  });
}

/** The own setting; null: forgotten. */
export async function setLanguage(database: Database, userId: string, language: Language | null, now: Instant): Promise<void> {
  await batch(database, {
    user: sql`UPDATE users SET language = ${language}, updated_at = ${now} WHERE id = ${userId} AND language IS NOT ${language}`,
  });
}

/** Where the person's epoch is still this one. */
export async function raiseSessionEpoch(database: Database, userId: string, epoch: number): Promise<void> {
  await batch(database, {
    user: sql`UPDATE users SET session_epoch = session_epoch + 1 WHERE id = ${userId} AND session_epoch = ${epoch}`,
  });
}

export interface UsersQuery {
  readonly role: Role | null;
  readonly status: UserStatus | null;
  readonly limit: number;
  readonly offset: number;
  /** Whether all that match are counted, which reads each. */
  readonly isCounted: boolean;
}

const TOTAL = { total: value<number>("total") };

export async function listUsersBy(database: Database, asked: UsersQuery): Promise<{ users: readonly User[]; total: number | null }> {
  const parts: SQL[] = [sql`1`];
  // A coach may have been seen as a client first.
  if (asked.role !== null) parts.push(asked.role === "coach" ? sql`is_coach = 1` : sql`role = ${asked.role}`);
  if (asked.status !== null) parts.push(sql`status = ${asked.status}`);
  const matching = sql.join(parts, sql` AND `);
  // Of coaches by the index that begins with them.
  const byRole = asked.role === "coach" ? sql`` : sql`role,`;
  const order = sql`ORDER BY ${byRole} status, name, id ${atMost(asked.limit)} OFFSET ${asked.offset}`;
  const { page, total } = await batch(database, {
    page: query(USER, sql`SELECT * FROM users WHERE ${matching} ${order}`),
    total: asked.isCounted ? query(TOTAL, sql`SELECT count(*) AS total FROM users WHERE ${matching}`) : null,
  });
  return { users: page, total: total[0]?.total ?? null };
}

export async function isCoachActive(database: Database, coachId: string): Promise<boolean> {
  const row = await first(database, query({ status: USER.status }, sql`SELECT status FROM users WHERE id = ${coachId}`));
  return row?.status === "active";
}

/** Somebody who was never seen has not been deactivated. */
export async function isDeactivated(database: Database, userId: string): Promise<boolean> {
  const row = await first(database, query({ status: USER.status }, sql`SELECT status FROM users WHERE id = ${userId}`));
  return row?.status === "inactive";
}

/** What anybody may know of a coach. */
export interface PublicCoach {
  readonly id: string;
  readonly name: string | null;
  readonly timeZone: string;
}

const PUBLIC = {
  id: value<string>("id"),
  name: nullable<string>("name"),
  timeZone: value<string>("time_zone"),
};
const PUBLIC_COACHES = sql.raw(`SELECT users.id, users.name, profile.hours ->> 'timeZone' AS time_zone
  FROM users JOIN coach_profiles AS profile ON profile.coach_id = users.id WHERE users.is_coach = 1 AND users.status = 'active'`);

export interface CoachesQuery {
  /** A part of the name, in either case of the Latin letters that SQLite knows (A to Z); null: everybody. */
  readonly name: string | null;
  readonly limit: number;
  readonly offset: number;
}

export async function listPublicCoaches(
  database: Database,
  { name, limit, offset }: CoachesQuery,
): Promise<{ coaches: PublicCoach[]; total: number }> {
  // Not LIKE: D1 takes patterns of fifty bytes at most, and a name may hold its wildcards.
  const named = name === null ? sql`` : sql` AND instr(lower(users.name), lower(${name})) > 0`;
  const { page, total } = await batch(database, {
    page: query(PUBLIC, sql`${PUBLIC_COACHES}${named} ORDER BY users.name, users.id ${atMost(limit)} OFFSET ${offset}`),
    total: query(TOTAL, sql`SELECT count(*) AS total FROM users WHERE is_coach = 1 AND status = 'active'${named}`),
  });
  return { coaches: [...page], total: total[0]?.total ?? 0 };
}

export async function findPublicCoach(database: Database, coachId: string): Promise<PublicCoach | null> {
  return await first(database, query(PUBLIC, sql`${PUBLIC_COACHES} AND users.id = ${coachId}`));
}
