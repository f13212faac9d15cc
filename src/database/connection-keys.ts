/** By which key the tokens of each connection stand sealed: noted by its account's object, which alone opens them. */
import { type SQL, sql } from "drizzle-orm";
import type { Instant } from "../domain/instant.ts";
import { ACCOUNTS_SEALED_PER_SWEEP_MAX } from "../limits/keys.ts";
import type { ConnectionOf } from "./calendar-connections.ts";
import type { Database } from "./open.ts";
import { all, atMost, fieldsOf, query, value } from "./packing.ts";
import { calendarConnections } from "./schema-effects.ts";

/** Nothing has been noted yet. */
export const SEALED_UNSEEN = "";
/** The object found no tokens that open. No key can have this id. */
export const SEALED_UNREADABLE = "?";

const { userId, provider } = fieldsOf(calendarConnections);

interface SealNote {
  readonly connectionId: string;
  readonly keyId: string;
  /** When the look at the tokens began. A connection that was written since may have other tokens: it is looked at again. */
  readonly lookedAt: Instant;
}

export async function noteSealedBy(database: Database, { connectionId, keyId, lookedAt }: SealNote): Promise<void> {
  await database.run(sql`UPDATE calendar_connections SET sealed_by = ${keyId} WHERE id = ${connectionId} AND updated_at <= ${lookedAt}`);
}

/** Some of the connections of which one of these is noted. `from`: a random id, so that those that fail keep no others from their turn. */
export async function connectionsSealedBy(database: Database, noted: readonly string[], from: string): Promise<readonly ConnectionOf[]> {
  return await all(database, query({ userId, provider }, sealedBy(noted, from)));
}

/** @internal */
export function sealedBy(noted: readonly string[], from: string): SQL {
  const those = sql`SELECT user_id, provider FROM json_each(${JSON.stringify(noted)}) AS noted
    CROSS JOIN calendar_connections AS connection WHERE connection.sealed_by = noted.value`;
  const some = atMost(ACCOUNTS_SEALED_PER_SWEEP_MAX);
  return sql`SELECT * FROM (${those} AND connection.id >= ${from} ${some})
    UNION ALL SELECT * FROM (${those} AND connection.id < ${from} ${some}) ${some}`;
}

export interface SealedConnections {
  readonly keyId: string;
  readonly count: number;
}

/** How many connections each key is noted of, `SEALED_UNSEEN` and `SEALED_UNREADABLE` among them. */
export async function countByKey(database: Database): Promise<readonly SealedConnections[]> {
  const fields = { keyId: value<string>("sealed_by"), count: value<number>("connections") };
  const counted = sql`SELECT sealed_by, count(*) AS connections FROM calendar_connections GROUP BY sealed_by`;
  return await all(database, query(fields, counted));
}
