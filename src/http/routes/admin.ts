/** The calls under /admin: users, the check of the audit trail, the outbox, money that needs a person, the analytics. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { listUsersRoute, setUserStatusRoute, verifyAuditRoute } from "../../contract/admin-routes.ts";
import { presentAnalytics, viewAnalyticsRoute } from "../../contract/analytics.ts";
import { listDisputesRoute, listFailedRefundsRoute, presentDispute, presentRefund } from "../../contract/money-back.ts";
import { listOutboxRoute, presentEffect, retryEffectRoute } from "../../contract/outbox.ts";
import { presentAuditVerdict, presentUser } from "../../contract/user.ts";
import { listUsers } from "../../operations/admin/list-users.ts";
import { viewDisputes, viewFailedRefunds } from "../../operations/admin/oversee-money.ts";
import { retryFailedEffect, viewOutbox } from "../../operations/admin/oversee-outbox.ts";
import { setUserStatus } from "../../operations/admin/set-user-status.ts";
import { viewAnalytics } from "../../operations/admin/view-analytics.ts";
import { verifyAudit } from "../../operations/admin/verify-audit.ts";
import { epochDayOf } from "../../domain/slots/calendar-date.ts";
import { actorContext, type AppDependencies, type HttpEnv } from "../pipeline/dependencies.ts";
import type { Guard } from "../pipeline/guard.ts";
import { refusalAnswer } from "../pipeline/problem.ts";
import { versionHeaders } from "../pipeline/revision.ts";

export function addAdminRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, guard: Guard): void {
  app.openapi(guard.before(listUsersRoute, "admin"), async (c) => {
    const { role, status, limit, offset } = c.req.valid("query");
    const found = await listUsers(await actorContext(c, deps), { role: role ?? null, status: status ?? null, limit, offset });
    if (!found.ok) return refusalAnswer(c, found.problem);
    return c.json({ users: found.value.users.map(presentUser), limit, offset, total: found.value.total }, 200);
  });

  app.openapi(guard.before(setUserStatusRoute, "admin"), async (c) => {
    const input = { userId: c.req.valid("param").id, status: c.req.valid("json").status };
    const changed = await setUserStatus(await actorContext(c, deps), input);
    if (!changed.ok) return refusalAnswer(c, changed.problem);
    return c.json(presentUser(changed.value.user), 200, versionHeaders(changed.value.availabilityVersion));
  });

  app.openapi(guard.before(verifyAuditRoute, "admin"), async (c) => {
    const { coach_id: coachId, after_seq: afterSeq, limit } = c.req.valid("query");
    const found = await verifyAudit(await actorContext(c, deps), { coachId: coachId ?? null, afterSeq, limit });
    return found.ok ? c.json(presentAuditVerdict(found.value), 200) : refusalAnswer(c, found.problem);
  });

  app.openapi(guard.before(listOutboxRoute, "admin"), async (c) => {
    const query = c.req.valid("query");
    const found = await viewOutbox(await actorContext(c, deps), query);
    if (!found.ok) return refusalAnswer(c, found.problem);
    return c.json({ effects: found.value.map(presentEffect), limit: query.limit, offset: query.offset }, 200);
  });

  app.openapi(guard.before(retryEffectRoute, "admin"), async (c) => {
    const retried = await retryFailedEffect(await actorContext(c, deps), { effectId: c.req.valid("param").id });
    return retried.ok ? c.json(presentEffect(retried.value), 200) : refusalAnswer(c, retried.problem);
  });

  app.openapi(guard.before(listFailedRefundsRoute, "admin"), async (c) => {
    const page = c.req.valid("query");
    const found = await viewFailedRefunds(await actorContext(c, deps), page);
    if (!found.ok) return refusalAnswer(c, found.problem);
    return c.json({ refunds: found.value.map(presentRefund), limit: page.limit, offset: page.offset }, 200);
  });

  app.openapi(guard.before(listDisputesRoute, "admin"), async (c) => {
    const page = c.req.valid("query");
    const found = await viewDisputes(await actorContext(c, deps), page);
    if (!found.ok) return refusalAnswer(c, found.problem);
    return c.json({ disputes: found.value.map(presentDispute), limit: page.limit, offset: page.offset }, 200);
  });

  app.openapi(guard.before(viewAnalyticsRoute, "admin"), async (c) => {
    const asked = c.req.valid("query");
    const { from, to, interval, time_zone: timeZone, offset } = asked;
    const input = { firstDay: epochDayOf(from), lastDay: epochDayOf(to), interval, timeZone, offset };
    const seen = await viewAnalytics(await actorContext(c, deps), input);
    return seen.ok ? c.json(presentAnalytics(asked, seen.value, c.var.now), 200) : refusalAnswer(c, seen.problem);
  });
}
