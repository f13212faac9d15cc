/** The pages of money that needs a person, and of the check of the audit chains. The place of the check stands in its address. */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { uuid, wholeNumberInQuery } from "../../../contract/scalar.ts";
import { listUsers } from "../../../operations/admin/list-users.ts";
import { viewDisputes, viewFailedRefunds } from "../../../operations/admin/oversee-money.ts";
import { type AuditStep, viewAuditFindings, walkAudit } from "../../../operations/admin/walk-audit.ts";
import { auditPage, type Broken } from "../../../pages/admin/audit.tsx";
import { type HandEntry, handPage } from "../../../pages/admin/hand.tsx";
import type { Admission } from "../../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv } from "../../pipeline/dependencies.ts";
import { pageAnswer, refusedAnswer } from "../../pipeline/page.ts";
import { zoneShown } from "./chosen.ts";

/** Of each kind. */
const HAND_SHOWN_MAX = 50;

const count = wholeNumberInQuery(0, Number.MAX_SAFE_INTEGER).catch(0).default(0);
const auditQuery = z.object({
  after: wholeNumberInQuery(0, Number.MAX_SAFE_INTEGER).nullable().catch(null).default(null),
  coach: uuid.nullable().catch(null).default(null),
  rows: count,
  chains: count,
});

export function addAdminHandPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  app.get("/admin/hand", only("admin"), async (c) => {
    const ctx = await actorContext(c, deps);
    const page = { limit: HAND_SHOWN_MAX + 1, offset: 0 };
    const [refunds, disputes] = await Promise.all([viewFailedRefunds(ctx, page), viewDisputes(ctx, page)]);
    if (!refunds.ok) return await refusedAnswer(c, refunds.problem);
    if (!disputes.ok) return await refusedAnswer(c, disputes.problem);
    const entries: HandEntry[] = [
      ...refunds.value
        .slice(0, HAND_SHOWN_MAX)
        .map((refund) => ({ ...refund, kind: "refund" as const, at: refund.updatedAt, state: null })),
      ...disputes.value.slice(0, HAND_SHOWN_MAX).map((dispute) => ({ ...dispute, kind: "dispute" as const, at: dispute.createdAt })),
    ];
    const view = {
      entries: entries.toSorted((one, other) => other.at - one.at),
      hasMore: refunds.value.length > HAND_SHOWN_MAX || disputes.value.length > HAND_SHOWN_MAX,
      timeZone: zoneShown(undefined, c.var.session, "UTC").timeZone,
    };
    return await pageAnswer(c, handPage(view), 200, {});
  });

  app.get("/admin/audit", only("admin"), async (c) => {
    const { after, coach, rows, chains } = auditQuery.parse(c.req.query());
    const ctx = { ...(await actorContext(c, deps)), kept: deps.kept };
    const found = await viewAuditFindings(ctx);
    if (!found.ok) return await refusedAnswer(c, found.problem);
    const timeZone = zoneShown(undefined, c.var.session, "UTC").timeZone;
    const findings = found.value;
    if (after === null) return await pageAnswer(c, auditPage({ progress: null, broken: null, findings, timeZone, next: null }), 200, {});
    const [step, coaches] = await Promise.all([
      walkAudit(ctx, { coachId: coach, afterSeq: after }),
      listUsers(ctx, { role: "coach", status: null, limit: 1, offset: 0, isCounted: true }),
    ]);
    if (!step.ok) return await refusedAnswer(c, step.problem);
    if (!coaches.ok) return await refusedAnswer(c, coaches.problem);
    const { broken, next } = step.value;
    const progress = { rows: rows + step.value.checked, chains: chains + step.value.chains, chainsTotal: (coaches.value.total ?? 0) + 1 };
    const fields = next === null ? null : nextFields(next, progress);
    const view = { progress, broken: broken === null ? null : brokenFrom(broken), findings, timeZone, next: fields };
    return await pageAnswer(c, auditPage(view), 200, {});
  });
}

function brokenFrom({ coachId, verdict }: NonNullable<AuditStep["broken"]>): Broken {
  const { brokenSeq, unauditedBookingId, alteredBookingId, alteredPaymentId, brokenAnchor } = verdict;
  return { coachId, brokenSeq, unauditedBookingId, alteredBookingId, alteredPaymentId, brokenAnchorSeq: brokenAnchor?.seq ?? null };
}

function nextFields(
  { coachId, afterSeq }: { readonly coachId: string | null; readonly afterSeq: number },
  { rows, chains }: { readonly rows: number; readonly chains: number },
) {
  const place = { after: String(afterSeq), ...(coachId === null ? {} : { coach: coachId }) };
  return { ...place, rows: String(rows), chains: String(chains) };
}
