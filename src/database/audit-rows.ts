/** Reading the audit trail: of one booking, and of one chain for its verification. */
import { sql } from "drizzle-orm";
import { AUDIT_HEAD, AUDIT_ROW, type AuditHead, type AuditRow } from "./audit.ts";
import type { Database } from "./open.ts";
import { all, atMost, batch, query, value } from "./packing.ts";

export async function auditRowsOfBooking(database: Database, bookingId: string): Promise<AuditRow[]> {
  return await all(database, query(AUDIT_ROW, sql`SELECT * FROM audit_log WHERE booking_id = ${bookingId} ORDER BY seq`));
}

export interface ChainPage {
  /** The row before the page; null at the beginning of the chain. */
  readonly head: AuditHead | null;
  readonly rows: readonly AuditRow[];
  /** The first booking of the page whose revision no row of the trail reaches: the sign of a cut tail. */
  readonly unaudited: string | null;
}

/** A page of a chain after a seq, and whether every booking of that coach has the audit row of its revision. */
export async function readChainPage(database: Database, chain: string, afterSeq: number, limit: number): Promise<ChainPage> {
  const { head, page, unaudited } = await batch(database, {
    head: query(AUDIT_HEAD, sql`SELECT seq, mac FROM audit_log WHERE chain = ${chain} AND seq = ${afterSeq}`),
    page: query(AUDIT_ROW, sql`SELECT * FROM audit_log WHERE chain = ${chain} AND seq > ${afterSeq} ORDER BY seq ${atMost(limit)}`),
    unaudited: query(
      { id: value<string>("id") },
      sql`SELECT booking.id FROM bookings AS booking WHERE booking.coach_id = ${chain} AND NOT EXISTS (
      SELECT 1 FROM audit_log WHERE booking_id = booking.id AND revision = booking.revision) LIMIT 1`,
    ),
  });
  return { head: head[0] ?? null, rows: page, unaudited: unaudited[0]?.id ?? null };
}
