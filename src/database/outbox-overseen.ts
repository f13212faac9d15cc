/**
 * The outbox as an admin sees it: what gave up, and what waits. A filter looks at so many rows of the index at most, and a count
 * says where it stopped. Claims and settles nothing.
 */
import { type InferSelectModel, type SQL, sql } from "drizzle-orm";
import { after, type Instant } from "../domain/instant.ts";
import { EFFECTS_LOOKED_AT_MAX } from "../limits/people.ts";
import { IS_WAITING, waitingSinceOf } from "./effect-noted.ts";
import type { Database } from "./open.ts";
import { all, atMost, batch, fieldsOf, nullable, query, value } from "./packing.ts";
import { outbox } from "./schema-effects.ts";

const ROW = fieldsOf(outbox);
type OutboxRow = InferSelectModel<typeof outbox>;

export interface OutboxEntry extends Omit<OutboxRow, "detail" | "lease" | "settledAt"> {
  /** Of one that is due: since when somebody whom it needs has been down; null: nobody is. */
  readonly waitingSince: Instant | null;
}

export function outboxEntryFrom({ detail, lease: _lease, settledAt: _settledAt, ...row }: OutboxRow): OutboxEntry {
  return { ...row, waitingSince: row.state === "due" ? waitingSinceOf(detail) : null };
}

export interface EffectFilter {
  /** As it is stored, or its first words: `mail` is every mail. null: any. */
  readonly kind: string | null;
  /** The fault that was noted last; null: any. */
  readonly reason: string | null;
}

export interface FailedFilter extends EffectFilter {
  /** Those that had given up before it; null: all. */
  readonly failedBefore: Instant | null;
}

interface OutboxQuery extends EffectFilter {
  /** `waiting`: those among the due that wait for somebody who is down. */
  readonly state: "failed" | "due" | "waiting";
  readonly limit: number;
  readonly offset: number;
}

/** Effects that gave up (latest first), or that are due, coach by coach. */
export async function listOutbox(database: Database, asked: OutboxQuery): Promise<OutboxEntry[]> {
  return (await all(database, query(ROW, listedStatement(asked)))).map(outboxEntryFrom);
}

/** @internal */
export function listedStatement({ state, limit, offset, ...filter }: OutboxQuery): SQL {
  const looked = state === "failed" ? failedLookedAt(null) : sql`SELECT * FROM outbox WHERE state = 'due' ORDER BY coach_id, due_at`;
  const page = sql`${atMost(limit)} OFFSET ${offset}`;
  if (state !== "waiting" && filter.kind === null && filter.reason === null) return sql`${looked} ${page}`;
  const waits = state === "waiting" ? sql`AND ${IS_WAITING}` : sql``;
  return sql`SELECT * FROM (${looked} ${atMost(EFFECTS_LOOKED_AT_MAX)}) WHERE ${matching(filter)} ${waits} ${page}`;
}

function failedLookedAt(failedBefore: Instant | null): SQL {
  const until = failedBefore === null ? sql`` : sql`AND settled_at < ${failedBefore}`;
  return sql`SELECT * FROM outbox WHERE state = 'failed' ${until} ORDER BY settled_at DESC, id DESC`;
}

function matching({ kind, reason }: EffectFilter): SQL {
  const ofKind = kind === null ? sql`1` : sql`(kind = ${kind} OR substr(kind, 1, length(${kind}) + 1) = ${kind} || ':')`;
  return sql`${ofKind} AND ${reason === null ? sql`1` : sql`last_fault = ${reason}`}`;
}

export interface EffectGroup {
  readonly kind: string;
  readonly reason: string | null;
  readonly count: number;
}

/** How many of the latest failures there are of each kind and reason, the most first. */
export async function groupFailed(database: Database, limit: number): Promise<EffectGroup[]> {
  const fields = { kind: value<string>("kind"), reason: nullable<string>("last_fault"), count: value<number>("count") };
  return await all(
    database,
    query(
      fields,
      sql`SELECT kind, last_fault, count(*) AS count FROM (${failedLookedAt(null)} ${atMost(EFFECTS_LOOKED_AT_MAX)})
        GROUP BY kind, last_fault ORDER BY count DESC, kind, last_fault ${atMost(limit)}`,
    ),
  );
}

export interface FailedCount {
  readonly count: number;
  /** Older failures were not looked at: those before this instant. null: all were. */
  readonly lookedBackTo: Instant | null;
}

export async function countFailed(database: Database, filter: FailedFilter): Promise<FailedCount> {
  const looked = sql`${failedLookedAt(filter.failedBefore)} ${atMost(EFFECTS_LOOKED_AT_MAX)}`;
  const fields = { count: value<number>("count"), looked: value<number>("looked"), oldest: nullable<Instant>("oldest") };
  const { counted } = await batch(database, {
    counted: query(
      fields,
      sql`SELECT count(*) FILTER (WHERE ${matching(filter)}) AS count, count(*) AS looked, min(settled_at) AS oldest FROM (${looked})`,
    ),
  });
  const [row] = counted;
  const isCut = row !== undefined && row.looked >= EFFECTS_LOOKED_AT_MAX && row.oldest !== null;
  // One millisecond later, so that what gave up in the same one is not passed over.
  return { count: row?.count ?? 0, lookedBackTo: isCut && row.oldest !== null ? after(row.oldest, 1) : null };
}

/** Of failed rows the latest that match, at most so many. */
export function failedIdsQuery(filter: FailedFilter, limit: number) {
  return query(
    { id: ROW.id },
    sql`SELECT id FROM (${failedLookedAt(filter.failedBefore)} ${atMost(EFFECTS_LOOKED_AT_MAX)}) WHERE ${matching(filter)} ${atMost(limit)}`,
  );
}

/** The row of that id where it has failed. */
export function failedIdQuery(id: string) {
  return query({ id: ROW.id }, sql`SELECT id FROM outbox WHERE id = ${id} AND state = 'failed'`);
}

/** Makes failed rows due again with all their tries; rows that are not failed are left. A row that has failed waits for nobody any more. */
export function retryQuery(ids: readonly string[], now: Instant) {
  return query(
    ROW,
    sql`UPDATE outbox SET state = 'due', attempts = 0, due_at = ${now}, settled_at = NULL, lease = NULL
      WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND state = 'failed' RETURNING *`,
  );
}
