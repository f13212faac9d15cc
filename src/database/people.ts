/** Users and the public directory of coaches. Whom a token names is recorded here on first sight. */
import { type SQL, sql } from "drizzle-orm";
import type { Role } from "../domain/actor.ts";
import { type CoachSettings, DEFAULT_SETTINGS, defaultHours, type Price } from "../domain/coach.ts";
import { instant, type Instant } from "../domain/instant.ts";
import type { PersonClaims, RecordedPerson } from "../domain/person.ts";
import { type Database, sendBatch } from "./open.ts";

export type UserStatus = "active" | "inactive";

export interface User extends RecordedPerson {
  /** Whether the person has a coach's profile, in whatever role they were first seen. */
  readonly isCoach: boolean;
  readonly status: UserStatus;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

interface UserRow {
  readonly id: string;
  readonly role: Role;
  readonly email: string | null;
  readonly name: string | null;
  readonly time_zone: string | null;
  readonly status: UserStatus;
  readonly is_coach: number;
  readonly claims_issued_at: number | null;
  readonly created_at: number;
  readonly updated_at: number;
}

function userFromRow(row: UserRow): User {
  const { id, role, email, name, time_zone: timeZone, status } = row;
  return {
    id,
    role,
    email,
    name,
    timeZone,
    status,
    isCoach: row.is_coach === 1,
    claimsIssuedAt: row.claims_issued_at === null ? null : instant(row.claims_issued_at),
    createdAt: instant(row.created_at),
    updatedAt: instant(row.updated_at),
  };
}

export async function findUser(database: Database, userId: string): Promise<User | null> {
  const row = (await database.all<UserRow>(sql`SELECT * FROM users WHERE id = ${userId}`))[0];
  return row === undefined ? null : userFromRow(row);
}

/** Records a person, or what a token changes about one. A token of a coach brings a profile with the defaults. */
export async function recordPerson(database: Database, claims: PersonClaims, now: Instant): Promise<void> {
  const statements: Record<string, SQL> = { user: upsertPeople([claims], now) };
  if (claims.role === "coach") {
    statements["profile"] = sql`INSERT INTO coach_profiles (coach_id, hours, settings, settings_revision, availability_version)
      VALUES (${claims.id}, ${JSON.stringify(defaultHours(claims.timeZone ?? "UTC"))}, ${JSON.stringify(DEFAULT_SETTINGS)}, 1, 1)
      ON CONFLICT (coach_id) DO NOTHING`;
    statements["coach"] = sql`UPDATE users SET is_coach = 1 WHERE id = ${claims.id} AND is_coach = 0`;
  }
  await sendBatch(database, statements);
}

/** Records people, or what their tokens change about them (`changesRecord`); status and role are kept. */
export function upsertPeople(people: readonly PersonClaims[], now: Instant): SQL {
  const rows = people.map(({ id, role, email, name, timeZone, issuedAt }) => ({ id, role, email, name, timeZone, issuedAt }));
  return sql`INSERT INTO users (id, role, email, name, time_zone, status, claims_issued_at, created_at, updated_at)
    SELECT value ->> 'id', value ->> 'role', value ->> 'email', value ->> 'name', value ->> 'timeZone', 'active',
      value ->> 'issuedAt', ${now}, ${now}
    FROM json_each(${JSON.stringify(rows)}) WHERE true
    ON CONFLICT (id) DO UPDATE SET email = coalesce(excluded.email, users.email), name = coalesce(excluded.name, users.name),
      time_zone = coalesce(excluded.time_zone, users.time_zone), claims_issued_at = excluded.claims_issued_at,
      updated_at = excluded.updated_at
    WHERE users.role = excluded.role AND excluded.claims_issued_at IS NOT NULL
      AND (users.claims_issued_at IS NULL OR users.claims_issued_at <= excluded.claims_issued_at)`;
}

export interface UsersQuery {
  readonly role: Role | null;
  readonly status: UserStatus | null;
  readonly limit: number;
  readonly offset: number;
}

export async function listUsersBy(database: Database, query: UsersQuery): Promise<{ users: User[]; total: number }> {
  const parts: SQL[] = [sql`1`];
  // A coach may have been seen as a client first.
  if (query.role !== null) parts.push(query.role === "coach" ? sql`is_coach = 1` : sql`role = ${query.role}`);
  if (query.status !== null) parts.push(sql`status = ${query.status}`);
  const matching = sql.join(parts, sql` AND `);
  const rows = await sendBatch(database, {
    page: sql`SELECT * FROM users WHERE ${matching} ORDER BY role, status, name, id LIMIT ${query.limit} OFFSET ${query.offset}`,
    total: sql`SELECT count(*) AS total FROM users WHERE ${matching}`,
  });
  return { users: rows<UserRow>("page").map(userFromRow), total: rows<{ total: number }>("total")[0]?.total ?? 0 };
}

/** What anybody may know of a coach. */
export interface PublicCoach {
  readonly id: string;
  readonly name: string | null;
  readonly timeZone: string;
  readonly prices: readonly Price[];
}

const PUBLIC_COACHES = sql.raw(`SELECT users.id, users.name, profile.hours ->> 'timeZone' AS time_zone, profile.settings
  FROM users JOIN coach_profiles AS profile ON profile.coach_id = users.id WHERE users.is_coach = 1 AND users.status = 'active'`);

interface PublicCoachRow {
  readonly id: string;
  readonly name: string | null;
  readonly time_zone: string;
  readonly settings: string;
}

export async function listPublicCoaches(
  database: Database,
  limit: number,
  offset: number,
): Promise<{ coaches: PublicCoach[]; total: number }> {
  const rows = await sendBatch(database, {
    page: sql`${PUBLIC_COACHES} ORDER BY users.name, users.id LIMIT ${limit} OFFSET ${offset}`,
    total: sql`SELECT count(*) AS total FROM users WHERE is_coach = 1 AND status = 'active'`,
  });
  return { coaches: rows<PublicCoachRow>("page").map(publicCoachFromRow), total: rows<{ total: number }>("total")[0]?.total ?? 0 };
}

export async function findPublicCoach(database: Database, coachId: string): Promise<PublicCoach | null> {
  const row = (await database.all<PublicCoachRow>(sql`${PUBLIC_COACHES} AND users.id = ${coachId}`))[0];
  return row === undefined ? null : publicCoachFromRow(row);
}

function publicCoachFromRow(row: PublicCoachRow): PublicCoach {
  const { prices } = { ...DEFAULT_SETTINGS, ...(JSON.parse(row.settings) as Partial<CoachSettings>) };
  return { id: row.id, name: row.name, timeZone: row.time_zone, prices };
}
