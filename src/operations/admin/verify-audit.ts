/** An admin checks a page of an audit chain, and walks the pages until `nextSeq` is null, then the chains until `nextCoachId` is. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { isAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { AnchorReader } from "../../database/audit-anchors.ts";
import type { ActorContext } from "../context.ts";
import { chainBehind, type ChainVerdict, checkChain } from "./check-chain.ts";

export interface AuditContext {
  /** The store outside D1 where the anchors are. */
  readonly kept: KVNamespace;
}

export interface AuditVerdict extends ChainVerdict {
  /** The chain to check after this one; null: there is none. */
  readonly nextCoachId: string | null;
}

export interface VerifyAuditInput {
  /** null: the chain of the acts of admins. */
  readonly coachId: string | null;
  readonly afterSeq: number;
  readonly limit: number;
}

export async function verifyAudit(ctx: ActorContext & AuditContext, input: VerifyAuditInput): Promise<Result<AuditVerdict, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const { database, auditKeys } = ctx;
  const check = { database, auditKeys, anchors: new AnchorReader(ctx.kept) };
  const verdict = await checkChain(check, input, input.limit);
  return ok({ ...verdict, nextCoachId: await chainBehind(check, input.coachId) });
}
