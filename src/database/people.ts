/** Users and the public directory of coaches. Whom a token names is recorded here on first sight. */
import { type SQL, sql } from "drizzle-orm";
import type { Role } from "../domain/actor.ts";
import { type CoachSettings, DEFAULT_SETTINGS, defaultHours, type Price } from "../domain/coach.ts";
import { instant, type Instant } from "../domain/instant.ts";
import type { Person } from "../domain/person.ts";
import { type Database, sendBatch } from "./open.ts";

export type UserStatus = "active" | "inactive";

export interface User extends Person {
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
  readonly created_at: number;
  readonly updated_at: number;
}

function userFromRow(row: UserRow): User {
  const { id, role, email, name, time_zone: timeZone, status } = row;
  return { id, role, email, name, timeZone, status, createdAt: instant(row.created_at), updatedAt: instant(row.updated_at) };
}

export async function findUser(database: Database, userId: string): Promise<User | null> {
  const row = (await database.all<UserRow>(sql`SELECT * FROM users WHERE id = ${userId}`))[0];
  return row === undefined ? null : userFromRow(row);
}

/** Records a person, or what has changed about one; a coach gets a profile with the defaults. Their status is kept. */
export async function recordPerson(database: Database, person: Person, now: Instant): Promise<void> {
  const statements: Record<string, SQL> = { user: upsertPeople([person], now) };
  if (person.role === "coach") {
    statements["profile"] = sql`INSERT INTO coach_profiles (coach_id, hours, settings, settings_revision, availability_version)
      VALUES (${person.id}, ${JSON.stringify(defaultHours(person.timeZone ?? "UTC"))}, ${JSON.stringify(DEFAULT_SETTINGS)}, 1, 1)
      ON CONFLICT (coach_id) DO NOTHING`;
  }
  await sendBatch(database, statements);
}

/** Records people, or what has changed about them; their status is kept. */
export function upsertPeople(people: readonly Person[], now: Instant): SQL {
  const rows = people.map(({ id, role, email, name, timeZone }) => ({ id, role, email, name, timeZone }));
  return sql`INSERT INTO users (id, role, email, name, time_zone, status, created_at, updated_at)
    SELECT value ->> 'id', value ->> 'role', value ->> 'email', value ->> 'name', value ->> 'timeZone', 'active', ${now}, ${now}
    FROM json_each(${JSON.stringify(rows)}) WHERE true
    ON CONFLICT (id) DO UPDATE SET role = excluded.role, email = excluded.email, name = excluded.name, time_zone = excluded.time_zone,
      updated_at = excluded.updated_at`;
}

export interface UsersQuery {
  readonly role: Role | null;
  readonly status: UserStatus | null;
  readonly limit: number;
  readonly offset: number;
}

export async function listUsersBy(database: Database, query: UsersQuery): Promise<{ users: User[]; total: number }> {
  const parts: SQL[] = [sql`1`];
  if (query.role !== null) parts.push(sql`role = ${query.role}`);
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
  FROM users JOIN coach_profiles AS profile ON profile.coach_id = users.id WHERE users.role = 'coach' AND users.status = 'active'`);

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
    total: sql`SELECT count(*) AS total FROM users WHERE role = 'coach' AND status = 'active'`,
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
