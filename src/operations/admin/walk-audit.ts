/**
 * Checks all audit chains in bounded steps: the chain of the acts of admins, then each coach's, in order of their ids. A step goes on where the
 * one before ended, and ends where a chain is broken: what lies behind it is for a person to look at first.
 */
import { ok, type Result } from "../../lib/result.ts";
import { AUDIT_ROWS_PER_PAGE_MAX } from "../../limits.ts";
import { AUDIT_PAGES_PER_STEP } from "../../limits/audit.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { coachAfter } from "../../database/people.ts";
import type { ActorContext } from "../context.ts";
import { verifyAudit } from "./verify-audit.ts";

export interface AuditPlace {
  /** null: the chain of the acts of admins. */
  readonly coachId: string | null;
  readonly afterSeq: number;
}

export interface AuditStep {
  /** Rows of this step. */
  readonly checked: number;
  /** Chains whose end it reached. */
  readonly chains: number;
  readonly broken: (AuditPlace & { readonly seq: number | null; readonly unauditedBookingId: string | null }) | null;
  /** null: all of them have been checked. */
  readonly next: AuditPlace | null;
}

export async function walkAudit(ctx: ActorContext, from: AuditPlace): Promise<Result<AuditStep, Refusal>> {
  let [place, checked, chains]: [AuditPlace | null, number, number] = [from, 0, 0];
  for (let page = 0; page < AUDIT_PAGES_PER_STEP && place !== null; page += 1) {
    const verdict = await verifyAudit(ctx, { ...place, limit: AUDIT_ROWS_PER_PAGE_MAX });
    if (!verdict.ok) return verdict;
    const { brokenSeq, unauditedBookingId, nextSeq } = verdict.value;
    checked += verdict.value.checked;
    if (brokenSeq !== null || unauditedBookingId !== null) {
      return ok({ checked, chains, broken: { ...place, seq: brokenSeq, unauditedBookingId }, next: null });
    }
    if (nextSeq !== null) {
      place = { coachId: place.coachId, afterSeq: nextSeq };
      continue;
    }
    chains += 1;
    const coachId = await coachAfter(ctx.database, place.coachId ?? "");
    place = coachId === null ? null : { coachId, afterSeq: 0 };
  }
  return ok({ checked, chains, broken: null, next: place });
}
