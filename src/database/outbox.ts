/**
 * The outbox: claiming what is due, noting what became of it, and finding what was missed. A claim pushes `due_at` to the
 * end of its lease and leaves a token in the row: if the claimer dies the row comes due again by itself, and one that comes
 * back late cannot note anything, because its token is gone.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Effect, EffectKind, NewEffect } from "../domain/effect.ts";
import { after, type Instant } from "../domain/instant.ts";
import { OUTBOX_KEPT_MS, PURGE_ROWS_MAX, SWEEP_LAPSES_MAX } from "../limits.ts";
import { decodeEffect, type NewOutboxRow, outboxRowOf } from "./effect-codec.ts";
import { detailWith, settlementRowOf, waitingSinceOf } from "./effect-noted.ts";
import type { Database } from "./open.ts";
import { type EffectContext, contextsFrom, contextsQuery } from "./effect-read.ts";
import { nextLapseQuery } from "./group-read.ts";
import { all, atMost, batch, entriesOf, fieldsOf, first, nullable, query, type RowOf, value } from "./packing.ts";
import { outbox } from "./schema-effects.ts";

export interface ClaimedEffect<Kind extends EffectKind = EffectKind> {
  readonly id: string;
  readonly coachId: string;
  readonly bookingId: string | null;
  readonly revision: number;
  readonly effect: Effect<Kind>;
  /** As it is stored, for the log. */
  readonly storedKind: string;
  /** This try counted. */
  readonly attempts: number;
  readonly lease: string;
  readonly createdAt: Instant;
}

/** As it was claimed; `effect` is null where this version does not understand the row. */
export interface ClaimedRow extends Omit<ClaimedEffect, "effect"> {
  readonly effect: Effect | null;
  /** Since when the other side has been down; null: it has not. */
  readonly waitingSince: Instant | null;
}

const ROW = fieldsOf(outbox);
type OutboxRow = RowOf<typeof ROW>;

export interface Claim {
  readonly coachId: string;
  readonly lease: string;
  readonly leasedUntil: Instant;
  readonly now: Instant;
  readonly max: number;
}

/** The next moment at which a lapse, and at which an effect of a coach is due (the end of a lease included); null: none. */
export interface NextDue {
  readonly lapse: Instant | null;
  readonly effect: Instant | null;
}

export interface ClaimedTurn {
  readonly claimed: readonly ClaimedRow[];
  /** The bookings that the claimed effects are about, as they stand now, by id. */
  readonly contexts: ReadonlyMap<string, EffectContext>;
  readonly next: NextDue;
}

/** Claims what is due, reads what it is about, and when something is due next: one trip. */
export async function claimTurn(database: Database, claim: Claim): Promise<ClaimedTurn> {
  const { coachId, lease, leasedUntil, now, max } = claim;
  // By the end of the lease, which the index holds: a coach's later reminders are not read.
  const mine = sql`SELECT booking_id FROM outbox
    WHERE coach_id = ${coachId} AND state = 'due' AND due_at = ${leasedUntil} AND lease = ${lease}`;
  const found = await batch(database, {
    claimed: query(
      ROW,
      sql`UPDATE outbox SET lease = ${lease}, due_at = ${leasedUntil}, attempts = attempts + 1
    WHERE id IN (SELECT id FROM outbox WHERE coach_id = ${coachId} AND state = 'due' AND due_at <= ${now} ORDER BY due_at ${atMost(max)})
      AND state = 'due'
    RETURNING *`,
    ),
    contexts: contextsQuery(coachId, mine),
    ...nextDueQueries(coachId, now),
  });
  const [contexts] = found.contexts;
  return {
    claimed: found.claimed.map((row) => claimedFrom(row, lease)),
    contexts: contexts === undefined ? new Map() : contextsFrom(contexts),
    next: { lapse: found.lapse[0]?.at ?? null, effect: found.effect[0]?.at ?? null },
  };
}

function nextDueQueries(coachId: string, now: Instant) {
  const effect = query({ at: ROW.dueAt }, sql`SELECT min(due_at) AS due_at FROM outbox WHERE coach_id = ${coachId} AND state = 'due'`);
  return { lapse: nextLapseQuery(coachId, now), effect };
}

function claimedFrom({ id, coachId, bookingId, revision, kind, detail, attempts, createdAt }: OutboxRow, lease: string): ClaimedRow {
  const effect = decodeEffect(kind, detail);
  return { id, coachId, bookingId, revision, effect, storedKind: kind, attempts, lease, createdAt, waitingSince: waitingSinceOf(detail) };
}

export interface Settlement {
  readonly id: string;
  readonly lease: string;
  readonly state: OutboxRow["state"];
  /** For `due`: when it is tried again. */
  readonly dueAt: Instant | null;
  readonly fault: string | null;
  /** Whether the try counts towards the limit; waiting for something else does not. */
  readonly countsAsTry: boolean;
  /** The method of the calendar file that a mail left with. */
  readonly file?: MailFile | undefined;
  /** Mails that left with it and have no row, by their stored kind, each with the method of its file. */
  readonly left?: Readonly<Record<string, MailFile | null>> | undefined;
  /** Since when the other side has been down; null: it is no longer. */
  readonly waitingSince?: Instant | null;
}

type MailFile = "REQUEST" | "CANCEL";

/** An effect that follows from another: still to be done, or tried already and settled so. */
interface Following {
  readonly queued: NewEffect;
  readonly settled?: Settlement;
}

/** An effect as if this turn had claimed it: its first try. */
export function claimedWith(queued: NewEffect, { lease, now }: Turn): ClaimedRow {
  const { effect, coachId, bookingId, revision } = queued;
  const { id, kind } = outboxRowOf(queued);
  return { id, coachId, bookingId, revision, effect, storedKind: kind, attempts: 1, lease, createdAt: now, waitingSince: null };
}

/** The turn in which effects are settled: what follows and is due now is taken on in it, under the same lease. */
export type Turn = Omit<Claim, "max">;

export interface SettledTurn {
  /** Effects that follow, are due now and were not there before: claimed by this turn. */
  readonly claimed: readonly ClaimedRow[];
  readonly next: NextDue;
}

/** Notes outcomes, queues what follows from them, and says what is due next: one trip. Without its lease a settlement changes nothing. */
export async function settleTurn(
  database: Database,
  { coachId, lease, leasedUntil, now }: Turn,
  settlements: readonly Settlement[],
  follow: readonly Following[],
): Promise<SettledTurn> {
  const rows = follow.map(({ queued, settled }) => {
    const isDue = settled === undefined && queued.dueAt <= now && queued.coachId === coachId;
    const row = { ...outboxRowOf(queued), state: "due", fault: null, settledAt: null };
    if (settled !== undefined) return { ...row, ...settledFields(row, settled, now) };
    return isDue ? { ...row, dueAt: leasedUntil, lease, attempts: 1 } : { ...row, lease: null, attempts: 0 };
  });
  const found = await batch(database, {
    follow:
      rows.length === 0
        ? null
        : query(
            ROW,
            sql`INSERT OR IGNORE INTO outbox (id, coach_id, booking_id, revision, kind, detail, state, due_at, lease, attempts, last_fault, settled_at, created_at)
    SELECT value ->> 'id', value ->> 'coachId', value ->> 'bookingId', value ->> 'revision', value ->> 'kind', value ->> 'detail',
      value ->> 'state', value ->> 'dueAt', value ->> 'lease', value ->> 'attempts', value ->> 'fault', value ->> 'settledAt', ${now}
    FROM json_each(${JSON.stringify(rows)}) WHERE true RETURNING *`,
          ),
    settled:
      settlements.length === 0
        ? null
        : sql`UPDATE outbox SET state = note.value ->> 'state', lease = NULL,
        due_at = coalesce(note.value ->> 'dueAt', outbox.due_at), last_fault = note.value ->> 'fault',
        attempts = outbox.attempts - (CASE WHEN note.value ->> 'countsAsTry' THEN 0 ELSE 1 END),
        detail = CASE WHEN note.value -> 'left' IS NOT NULL THEN json_set(coalesce(outbox.detail, '{}'), '$.left', note.value -> 'left')
          WHEN note.value -> 'detail' IS NULL THEN outbox.detail
          ELSE json_patch(coalesce(outbox.detail, '{}'), note.value -> 'detail') END,
        settled_at = CASE WHEN note.value ->> 'state' = 'due' THEN NULL ELSE ${now} END
      FROM json_each(${JSON.stringify(settlements.map(settlementRowOf))}) AS note
      WHERE outbox.id = note.value ->> 'id' AND outbox.lease = note.value ->> 'lease' AND outbox.state = 'due'`,
    ...nextDueQueries(coachId, now),
  });
  return {
    claimed: found.follow.flatMap((row) => (row.lease === lease ? [claimedFrom(row, lease)] : [])),
    next: { lapse: found.lapse[0]?.at ?? null, effect: found.effect[0]?.at ?? null },
  };
}

/** The row of an effect that was tried once before it had one. */
function settledFields({ dueAt, detail }: NewOutboxRow, settlement: Settlement, now: Instant) {
  const { state, dueAt: again, fault, countsAsTry } = settlement;
  const settledAt = state === "due" ? null : now;
  return {
    state,
    dueAt: again ?? dueAt,
    detail: detailWith(detail, settlement),
    fault,
    settledAt,
    attempts: countsAsTry ? 1 : 0,
    lease: null,
  };
}

/** Queues effects; one that is there already, in whatever state, is left as it is. */
export function insertNewEffects(effects: readonly NewEffect[], now: Instant): SQL {
  return sql`INSERT OR IGNORE ${effectRows(effects, now)}`;
}

/** Queues effects; one that is there already aborts the batch. */
export function insertEffects(effects: readonly NewEffect[], now: Instant): SQL {
  return sql`INSERT ${effectRows(effects, now)}`;
}

function effectRows(effects: readonly NewEffect[], now: Instant): SQL {
  return sql`INTO outbox (id, coach_id, booking_id, revision, kind, detail, due_at, created_at)
    SELECT value ->> 'id', value ->> 'coachId', value ->> 'bookingId', value ->> 'revision', value ->> 'kind', value ->> 'detail',
      value ->> 'dueAt', ${now}
    FROM ${entriesOf(effects.map(outboxRowOf))}`;
}

/** Whether the same effect has been queued before, whatever has become of it. */
export function queuedQuery(effect: NewEffect) {
  return query({ id: value<string>("id") }, sql`SELECT id FROM outbox WHERE id = ${outboxRowOf(effect).id}`);
}

export async function isQueued(database: Database, effect: NewEffect): Promise<boolean> {
  return (await first(database, queuedQuery(effect))) !== null;
}

export async function queueEffects(database: Database, effects: readonly NewEffect[], now: Instant): Promise<void> {
  if (effects.length > 0) await database.run(insertNewEffects(effects, now));
}

/** Queues effects as well; the coaches of those that were not there yet. */
export async function queueMissing(database: Database, effects: readonly NewEffect[], now: Instant): Promise<ReadonlySet<string>> {
  if (effects.length === 0) return new Set();
  const queued = query({ coachId: ROW.coachId }, sql`${insertNewEffects(effects, now)} WHERE true RETURNING coach_id`);
  return new Set((await all(database, queued)).map(({ coachId }) => coachId));
}

/** Coaches with something that should have been dispatched by `before`. */
export async function coachesWithMissedEffects(database: Database, before: Instant): Promise<string[]> {
  // From coach to coach along the one index, so that another need not be kept up with every booking.
  const missed = sql`WITH RECURSIVE coach(id) AS (
      SELECT min(coach_id) FROM outbox WHERE state = 'due'
      UNION ALL SELECT (SELECT min(coach_id) FROM outbox WHERE state = 'due' AND coach_id > coach.id) FROM coach WHERE coach.id IS NOT NULL
    )
    SELECT id FROM coach WHERE EXISTS (SELECT 1 FROM outbox WHERE coach_id = coach.id AND state = 'due' AND due_at <= ${before})
    ${atMost(SWEEP_LAPSES_MAX)}`;
  return (await all(database, query({ id: value<string>("id") }, missed))).map(({ id }) => id);
}

/**
 * Looks at the rows behind a place, oldest first, so many at most, and forgets those that were done or dropped long ago and whose booking
 * holds no time any more: until then they say what its readers have been told. What failed stays until somebody has looked at it. Answers
 * the place to go on from; 0: from the beginning. No index leads to what is old: each effect would write it twice.
 */
export async function purgeOutbox(database: Database, now: Instant, reached: number): Promise<number> {
  const looked = sql`SELECT rowid AS place FROM outbox WHERE rowid > ${reached} ORDER BY rowid ${atMost(PURGE_ROWS_MAX)}`;
  const { stretch } = await batch(database, {
    stretch: query(
      { last: nullable<number>("last"), count: value<number>("count") },
      sql`SELECT max(place) AS last, count(*) AS count FROM (${looked})`,
    ),
    purged: sql`DELETE FROM outbox WHERE rowid IN (${looked}) AND state IN ('done', 'dropped') AND settled_at < ${after(now, -OUTBOX_KEPT_MS)}
      AND NOT EXISTS (SELECT 1 FROM bookings WHERE id = outbox.booking_id AND status IN ('pending', 'confirmed'))`,
  });
  const [end] = stretch;
  return end === undefined || end.last === null || end.count < PURGE_ROWS_MAX ? 0 : end.last;
}
