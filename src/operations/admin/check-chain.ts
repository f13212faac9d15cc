/**
 * Checks a page of an audit chain: each row against its MAC and the row before, and the anchor outside D1 against the row that it names.
 * Bookings and payments that the rows vouch for are compared with how they stand. On the first page, every booking of the coach against the row of its revision. Its callers are admins and the cron sweep; it asks for no role.
 */
import type { Instant } from "../../domain/instant.ts";
import { ADMIN_CHAIN, type AuditKeys, firstBrokenSeq } from "../../database/audit.ts";
import type { AnchorReader, AuditPlace } from "../../database/audit-anchors.ts";
import { chainAfter, readChainPage } from "../../database/audit-rows.ts";
import { firstAltered } from "../../database/audit-seals.ts";
import type { Database } from "../../database/open.ts";

export interface CheckContext {
  readonly database: Database;
  readonly auditKeys: AuditKeys;
  readonly anchors: AnchorReader;
}

interface BrokenAnchor {
  readonly seq: number;
  readonly mac: string;
  readonly keptAt: Instant;
  /** The row that stands in that place today; null: none. */
  readonly foundMac: string | null;
}

export interface ChainVerdict {
  readonly checked: number;
  /** The first seq that does not fit; null when every row of the page does. */
  readonly brokenSeq: number | null;
  /** A booking whose last change has no audit row; null when there is none. */
  readonly unauditedBookingId: string | null;
  /** A booking that does not stand as its rows say; null when all do. */
  readonly alteredBookingId: string | null;
  /** A payment whose money is not what its row says; null when all is. */
  readonly alteredPaymentId: string | null;
  /** The anchor that the chain contradicts; null: it stands, or there is none yet. */
  readonly brokenAnchor: BrokenAnchor | null;
  readonly nextSeq: number | null;
}

export function isWhole(verdict: ChainVerdict): boolean {
  const { brokenSeq, unauditedBookingId, alteredBookingId, alteredPaymentId, brokenAnchor } = verdict;
  return [brokenSeq, unauditedBookingId, alteredBookingId, alteredPaymentId, brokenAnchor].every((found) => found === null);
}

export async function checkChain(ctx: CheckContext, place: AuditPlace, limit: number): Promise<ChainVerdict> {
  const chain = place.coachId ?? ADMIN_CHAIN;
  const anchor = await ctx.anchors.of(chain);
  const { head, rows, unaudited, anchored, vouched } = await readChainPage(ctx.database, {
    chain,
    afterSeq: place.afterSeq,
    limit,
    anchorSeq: anchor?.seq ?? null,
  });
  const brokenSeq = head === null && place.afterSeq > 0 ? place.afterSeq : await firstBrokenSeq(ctx.auditKeys, head, rows);
  const altered = await firstAltered({ rows, ...vouched });
  const last = rows.at(-1);
  const stands = anchor === null || (anchor.found === null && anchored?.mac === anchor.mac);
  return {
    checked: rows.length,
    brokenSeq,
    unauditedBookingId: unaudited,
    alteredBookingId: altered.bookingId,
    alteredPaymentId: altered.paymentId,
    brokenAnchor: stands ? null : { seq: anchor.seq, mac: anchor.mac, keptAt: anchor.at, foundMac: anchored?.mac ?? null },
    nextSeq: brokenSeq === null && rows.length === limit && last !== undefined ? last.seq : null,
  };
}

/** The chain behind one: of those that D1 knows and those that are anchored, so that one deleted from D1 is met. null: there is none. */
export async function chainBehind({ database, anchors }: CheckContext, coachId: string | null): Promise<string | null> {
  const id = coachId ?? "";
  const [known, anchored] = await Promise.all([chainAfter(database, id), anchors.chainAfter(id, ADMIN_CHAIN)]);
  if (known === null || anchored === null) return known ?? anchored;
  return known < anchored ? known : anchored;
}
