/**
 * Seals bookings that the version before wrote last: a row `sealed` for each, whose MAC covers how the booking and its paid payments stand. It names
 * no revision of its own, because the row of the change has it; `changes` says which one it seals. A booking that no row of the trail reaches is not
 * sealed: that is for the check to find, and a seal must not vouch for it. Nothing tells whether such a booking was edited before.
 */
import { type SQL, sql } from "drizzle-orm";
import { SYSTEM } from "../domain/actor.ts";
import type { Instant } from "../domain/instant.ts";
import { BOOKINGS_SEALED_PER_STEP_MAX } from "../limits/audit.ts";
import { type AuditEntry, type AuditKeys, headQuery, insertAuditRows, SEALED, sealEntries } from "./audit.ts";
import { SEALED_BOOKING } from "./audit-rows.ts";
import { sealsOf } from "./audit-seals.ts";
import { inTurn } from "./audited.ts";
import type { Database } from "./open.ts";
import { atMost, batch, first, nullable, query, value } from "./packing.ts";
import { PAYMENT } from "./payments.ts";

/** The last booking that was looked at; `id` is empty before the first of a coach. */
export interface SealPlace {
  readonly coachId: string;
  readonly startsAt: Instant;
  readonly id: string;
}

interface SealStep {
  readonly from: SealPlace;
  readonly commandId: string;
  readonly now: Instant;
}

const LOOKED = { ...SEALED_BOOKING, isUnsealed: value<number>("is_unsealed") };

/** Looks at the next bookings of one coach; where it ended: null after the coach's last. */
export async function sealNextBookings(database: Database, keys: AuditKeys, { from, commandId, now }: SealStep): Promise<SealPlace | null> {
  const { coachId, startsAt, id } = from;
  const page = sql`SELECT * FROM bookings WHERE coach_id = ${coachId} AND starts_at >= ${startsAt} AND (starts_at, id) > (${startsAt}, ${id})
    ORDER BY starts_at, id ${atMost(BOOKINGS_SEALED_PER_STEP_MAX)}`;
  const rowOf = (condition: SQL) => sql`EXISTS (SELECT 1 FROM audit_log WHERE booking_id = booking.id AND ${condition})`;
  return await inTurn(async () => {
    // The head in the same trip: a change of any of them in between takes the next place in the chain, and this is begun anew.
    const { head, looked, payments } = await batch(database, {
      head: headQuery(coachId),
      looked: query(
        LOOKED,
        sql`SELECT booking.*, (${rowOf(sql`revision = booking.revision`)} AND NOT ${rowOf(
          sql`coalesce(revision, changes ->> '$.revision') = booking.revision AND changes ->> '$.sealed' IS NOT NULL`,
        )}) AS is_unsealed FROM (${page}) AS booking`,
      ),
      // The version before may yet settle one that is open, without a row that says so.
      payments: query(PAYMENT, sql`SELECT * FROM payments WHERE booking_id IN (SELECT id FROM (${page})) AND state IN ('paid', 'flagged')`),
    });
    const entries: AuditEntry[] = [];
    for (const { isUnsealed, ...booking } of looked) {
      if (isUnsealed === 0) continue;
      const seals = await sealsOf(
        booking,
        payments.filter(({ bookingId }) => bookingId === booking.id),
      );
      const changes = { revision: booking.revision, ...seals };
      entries.push({ commandId, bookingId: booking.id, revision: null, action: SEALED, author: SYSTEM, at: now, changes });
    }
    if (entries.length > 0) await batch(database, { audit: insertAuditRows(await sealEntries(keys, coachId, head[0] ?? null, entries)) });
    const last = looked.length < BOOKINGS_SEALED_PER_STEP_MAX ? undefined : looked.at(-1);
    return last === undefined ? null : { coachId, startsAt: last.startsAt, id: last.id };
  });
}

/** The next coach with bookings, by id; null: there is none behind. */
export async function coachWithBookingsAfter(database: Database, coachId: string): Promise<string | null> {
  const found = await first(
    database,
    query({ id: nullable<string>("coach_id") }, sql`SELECT min(coach_id) AS coach_id FROM bookings WHERE coach_id > ${coachId}`),
  );
  return found?.id ?? null;
}
