/**
 * Checks a page of an audit chain: each row against its MAC and the row before, and every booking of the coach against
 * the row of its revision. An admin walks the pages until `nextSeq` is null.
 */
import { ok, refused, type Result } from "../../lib/result.ts";
import { isAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { ADMIN_CHAIN, firstBrokenSeq } from "../../database/audit.ts";
import { readChainPage } from "../../database/audit-rows.ts";
import type { ActorContext } from "../context.ts";

export interface AuditVerdict {
  readonly checked: number;
  /** The first seq that does not fit; null when every row of the page does. */
  readonly brokenSeq: number | null;
  /** A booking whose last change has no audit row; null when there is none. */
  readonly unauditedBookingId: string | null;
  readonly nextSeq: number | null;
}

export interface VerifyAuditInput {
  /** null: the chain of the acts of admins. */
  readonly coachId: string | null;
  readonly afterSeq: number;
  readonly limit: number;
}

export async function verifyAudit(ctx: ActorContext, input: VerifyAuditInput): Promise<Result<AuditVerdict, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const { head, rows, unaudited } = await readChainPage(ctx.database, input.coachId ?? ADMIN_CHAIN, input.afterSeq, input.limit);
  const brokenSeq = head === null && input.afterSeq > 0 ? input.afterSeq : await firstBrokenSeq(ctx.auditKeys, head, rows);
  const last = rows.at(-1);
  return ok({
    checked: rows.length,
    brokenSeq,
    unauditedBookingId: unaudited,
    nextSeq: brokenSeq === null && rows.length === input.limit && last !== undefined ? last.seq : null,
  });
}
