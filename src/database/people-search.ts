/**
 * People found by a part of the name or of the address, or by the beginning of the id. Letters are compared in either case of A to Z. A search
 * looks at so many rows at most, in the order of the ids, and says where it stopped; an id is found by the key alone.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Role } from "../domain/actor.ts";
import { PEOPLE_LOOKED_AT_MAX } from "../limits/people.ts";
import type { Database } from "./open.ts";
import { all, atMost, first, query, value } from "./packing.ts";
import { USER, type User, type UserStatus } from "./people.ts";

export interface PeopleSearch {
  readonly text: string;
  readonly role: Role | null;
  readonly status: UserStatus | null;
  readonly limit: number;
  /** The id after which to look; null: from the beginning. */
  readonly after: string | null;
}

export interface PeopleFound {
  readonly users: readonly User[];
  /** Where to go on; null: everybody has been looked at. */
  readonly next: string | null;
}

/** Eight characters of an id or more. */
const ID_BEGINS = /^[0-9a-f]{8}[0-9a-f-]{0,28}$/u;

export async function searchPeople(database: Database, asked: PeopleSearch): Promise<PeopleFound> {
  const { limit, after } = asked;
  const found = await all(database, query(USER, searchStatement(asked)));
  const users = found.slice(0, limit);
  const last = users.at(-1);
  if (found.length > limit && last !== undefined) return { users, next: last.id };
  const beyond = sql`SELECT id FROM users WHERE id > ${after ?? ""} ORDER BY id ${atMost(1)} OFFSET ${PEOPLE_LOOKED_AT_MAX - 1}`;
  const stopped = ID_BEGINS.test(asked.text.toLowerCase()) ? null : await first(database, query({ id: value<string>("id") }, beyond));
  return { users, next: stopped?.id ?? null };
}

/** @internal */
export function searchStatement({ text, role, status, limit, after }: PeopleSearch): SQL {
  const parts: SQL[] = [];
  // A coach may have been seen as a client first.
  if (role !== null) parts.push(role === "coach" ? sql`is_coach = 1` : sql`role = ${role}`);
  if (status !== null) parts.push(sql`status = ${status}`);
  const filter = sql.join([sql`1`, ...parts], sql` AND `);
  const begins = text.toLowerCase();
  if (ID_BEGINS.test(begins)) {
    const range = sql`id >= ${begins} AND id < ${`${begins}~`} AND id > ${after ?? ""}`;
    return sql`SELECT * FROM users WHERE ${range} AND ${filter} ORDER BY id ${atMost(limit + 1)}`;
  }
  const looked = sql`SELECT * FROM users WHERE id > ${after ?? ""} ORDER BY id ${atMost(PEOPLE_LOOKED_AT_MAX)}`;
  // Not LIKE: D1 takes patterns of fifty bytes at most, and a name may hold its wildcards.
  const named = sql`(instr(lower(name), lower(${text})) > 0 OR instr(lower(email), lower(${text})) > 0)`;
  return sql`SELECT * FROM (${looked}) WHERE ${named} AND ${filter} ${atMost(limit + 1)}`;
}
