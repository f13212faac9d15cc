/** Reading the audit trail: of one booking, and of one chain for its verification. */
import { sql } from "drizzle-orm";
import { ADMIN_CHAIN, AUDIT_HEAD, AUDIT_ROW, type AuditHead, type AuditRow, SEALED } from "./audit.ts";
import type { Database } from "./open.ts";
import type { Sealed } from "./audit-seals.ts";
import { all, atMost, batch, fieldsOf, first, nullable, query, value } from "./packing.ts";
import { allInPieces } from "./pieces.ts";
import { PAYMENT } from "./payments.ts";
import { bookings } from "./schema.ts";

/** The acts on a booking, in order. A row that seals it is no act. */
export async function auditRowsOfBooking(database: Database, bookingId: string): Promise<AuditRow[]> {
  const rows = sql`SELECT * FROM audit_log WHERE booking_id = ${bookingId} AND action <> ${SEALED} ORDER BY seq`;
  return await all(database, query(AUDIT_ROW, rows));
}

const { notes: _notes, ...SEALED_BOOKING } = fieldsOf(bookings);
export { SEALED_BOOKING };
const SEAL_ROW = { bookingId: AUDIT_ROW.bookingId, revision: AUDIT_ROW.revision, changes: AUDIT_ROW.changes };

export interface ChainPage {
  /** The row before the page; null at the beginning of the chain. */
  readonly head: AuditHead | null;
  readonly rows: readonly AuditRow[];
  /** A booking of the chain's coach whose revision no row of the trail reaches: the sign of a cut tail. Looked for on the first page. */
  readonly unaudited: string | null;
  /** The row that the chain's anchor names, as it stands today; null: there is none. */
  readonly anchored: AuditHead | null;
  /** Bookings and payments that the rows of the page vouch for, as they stand. */
  readonly vouched: Omit<Sealed, "rows">;
}

interface ChainPageInput {
  readonly chain: string;
  readonly afterSeq: number;
  readonly limit: number;
  /** null: the chain has no anchor. */
  readonly anchorSeq: number | null;
}

/** A page of a chain after a seq, and what the chain is held to beside its own rows. */
export async function readChainPage(database: Database, { chain, afterSeq, limit, anchorSeq }: ChainPageInput): Promise<ChainPage> {
  const rowAt = (seq: number) => query(AUDIT_HEAD, sql`SELECT seq, mac FROM audit_log WHERE chain = ${chain} AND seq = ${seq}`);
  const named = sql`(SELECT booking_id FROM (SELECT booking_id FROM audit_log WHERE chain = ${chain} AND seq > ${afterSeq}
    ORDER BY seq ${atMost(limit)}) WHERE booking_id IS NOT NULL)`;
  const { head, page, unaudited, anchored, standing, payments, seals } = await batch(database, {
    head: rowAt(afterSeq),
    page: query(AUDIT_ROW, sql`SELECT * FROM audit_log WHERE chain = ${chain} AND seq > ${afterSeq} ORDER BY seq ${atMost(limit)}`),
    unaudited:
      afterSeq > 0
        ? null
        : query(
            { id: value<string>("id") },
            sql`SELECT booking.id FROM bookings AS booking WHERE booking.coach_id = ${chain} AND NOT EXISTS (
              SELECT 1 FROM audit_log WHERE booking_id = booking.id AND revision = booking.revision) LIMIT 1`,
          ),
    anchored: anchorSeq === null ? null : rowAt(anchorSeq),
    standing: query(SEALED_BOOKING, sql`SELECT * FROM bookings WHERE id IN ${named}`),
    payments: query(PAYMENT, sql`SELECT * FROM payments WHERE booking_id IN ${named}`),
    seals: query(
      SEAL_ROW,
      sql`SELECT booking_id, coalesce(revision, changes ->> '$.revision') AS revision, changes FROM audit_log
        WHERE booking_id IN ${named} AND chain = ${chain} AND (changes ->> '$.sealed' IS NOT NULL OR changes ->> '$.sealed_payments' IS NOT NULL)
        ORDER BY seq`,
    ),
  });
  return {
    head: head[0] ?? null,
    rows: page,
    unaudited: unaudited[0]?.id ?? null,
    anchored: anchored[0] ?? null,
    vouched: { bookings: standing, payments, seals },
  };
}

const CHAIN_HEAD = { chain: AUDIT_ROW.chain, ...AUDIT_HEAD };

/** The head of each chain from an id on, and before another (null: without end). Goes from chain to chain along the primary key, however long they are. */
export async function chainHeads(database: Database, { from, before }: { readonly from: string; readonly before: string | null }) {
  const within = before === null ? sql`true` : sql`chain < ${before}`;
  return await all(
    database,
    query(
      CHAIN_HEAD,
      sql`WITH RECURSIVE each(chain) AS (
        SELECT min(chain) FROM audit_log WHERE chain >= ${from} AND ${within}
        UNION ALL SELECT (SELECT min(chain) FROM audit_log WHERE chain > each.chain AND ${within}) FROM each WHERE each.chain IS NOT NULL
      )
      SELECT head.chain, head.seq, head.mac FROM each CROSS JOIN audit_log AS head
      WHERE head.chain = each.chain AND head.seq = (SELECT max(seq) FROM audit_log WHERE chain = each.chain)`,
    ),
  );
}

/** The rows that stand in these places today. */
export async function rowsAt(database: Database, places: readonly { readonly chain: string; readonly seq: number }[]) {
  return await allInPieces(database, places, (packed) =>
    query(
      CHAIN_HEAD,
      sql`SELECT held.chain, held.seq, held.mac FROM json_each(${packed}) AS place CROSS JOIN audit_log AS held
        WHERE held.chain = place.value ->> 'chain' AND held.seq = place.value ->> 'seq'`,
    ),
  );
}

/** The next chain after an id that D1 knows of: a coach's, with rows or without, or one whose coach is gone. The admins' chain is not among them. */
export async function chainAfter(database: Database, id: string): Promise<string | null> {
  const found = await first(
    database,
    query(
      { chain: nullable<string>("chain") },
      sql`SELECT min(chain) AS chain FROM (
        SELECT min(coach_id) AS chain FROM coach_profiles WHERE coach_id > ${id}
        UNION ALL SELECT min(chain) FROM audit_log WHERE chain > ${id} AND chain < ${ADMIN_CHAIN}
        UNION ALL SELECT min(chain) FROM audit_log WHERE chain > ${id} AND chain > ${ADMIN_CHAIN})`,
    ),
  );
  return found?.chain ?? null;
}
