/**
 * Checks all audit chains in bounded steps: the chain of the acts of admins, then each other, in order of their ids. A step goes on where the
 * one before ended, and ends where a chain is broken: what lies behind it is for a person to look at first.
 */
import { ok, refused, type Result } from "../../lib/result.ts";
import { AUDIT_ROWS_PER_PAGE_MAX } from "../../limits.ts";
import { AUDIT_PAGES_PER_STEP } from "../../limits/audit.ts";
import { isAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { AnchorReader, type AuditFinding, type AuditPlace, readSweepRecord } from "../../database/audit-anchors.ts";
import type { ActorContext } from "../context.ts";
import { chainBehind, type ChainVerdict, checkChain, isWhole } from "./check-chain.ts";
import type { AuditContext } from "./verify-audit.ts";

export interface AuditStep {
  /** Rows of this step. */
  readonly checked: number;
  /** Chains whose end it reached. */
  readonly chains: number;
  readonly broken: (AuditPlace & { readonly verdict: ChainVerdict }) | null;
  /** Where the next step begins; null: all have been checked, or a chain is broken. */
  readonly next: AuditPlace | null;
}

export async function walkAudit(ctx: ActorContext & AuditContext, from: AuditPlace): Promise<Result<AuditStep, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const { database, auditKeys } = ctx;
  const check = { database, auditKeys, anchors: new AnchorReader(ctx.kept) };
  let [place, checked, chains]: [AuditPlace | null, number, number] = [from, 0, 0];
  for (let page = 0; page < AUDIT_PAGES_PER_STEP && place !== null; page += 1) {
    const verdict = await checkChain(check, place, AUDIT_ROWS_PER_PAGE_MAX);
    checked += verdict.checked;
    if (!isWhole(verdict)) return ok({ checked, chains, broken: { ...place, verdict }, next: null });
    if (verdict.nextSeq !== null) {
      place = { coachId: place.coachId, afterSeq: verdict.nextSeq };
      continue;
    }
    chains += 1;
    const coachId = await chainBehind(check, place.coachId);
    place = coachId === null ? null : { coachId, afterSeq: 0 };
  }
  return ok({ checked, chains, broken: null, next: place });
}

/** The findings of the cron sweep's own check that still stand. */
export async function viewAuditFindings(ctx: ActorContext & AuditContext): Promise<Result<readonly AuditFinding[], Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  return ok((await readSweepRecord(ctx.kept))?.findings ?? []);
}
