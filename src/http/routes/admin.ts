/** The calls under /admin: users, the check of the audit trail, the outbox, money that needs a person, the analytics. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { presentAnalytics, viewAnalyticsRoute } from "../../contract/analytics.ts";
import { listUsersRoute, setUserStatusRoute, verifyAuditRoute, viewUserRoute } from "../../contract/admin-routes.ts";
import { eraseUserRoute, presentErased } from "../../contract/erasure.ts";
import { presentKeyUses, viewKeysRoute } from "../../contract/key-use.ts";
import { listDisputesRoute, listFailedRefundsRoute, presentDispute, presentRefund } from "../../contract/money-back.ts";
import { listOutboxRoute, presentEffect, retryEffectRoute, retryEffectsRoute } from "../../contract/outbox.ts";
import { placeOf, presentRestored, restoredRoute } from "../../contract/restored.ts";
import { presentInstant } from "../../contract/scalar.ts";
import { presentAuditVerdict, presentPerson, presentUser } from "../../contract/user.ts";
import { erasePerson } from "../../operations/admin/erase-person.ts";
import { listUsers } from "../../operations/admin/list-users.ts";
import { viewDisputes, viewFailedRefunds } from "../../operations/admin/oversee-money.ts";
import { retryFailedEffect, retryFailedEffects, viewOutbox } from "../../operations/admin/oversee-outbox.ts";
import { putRightAfterRestore } from "../../operations/admin/put-right-after-restore.ts";
import { findPeople } from "../../operations/admin/search-people.ts";
import { setUserStatus } from "../../operations/admin/set-user-status.ts";
import { viewAnalytics } from "../../operations/admin/view-analytics.ts";
import { verifyAudit } from "../../operations/admin/verify-audit.ts";
import { epochDayOf } from "../../domain/slots/calendar-date.ts";
import { viewKeys } from "../../operations/admin/view-keys.ts";
import { viewPerson } from "../../operations/admin/view-person.ts";
import { actorContext, type AppDependencies, type HttpEnv } from "../pipeline/dependencies.ts";
import type { Guard } from "../pipeline/guard.ts";
import { refusalAnswer } from "../pipeline/problem.ts";
import { versionHeaders } from "../pipeline/revision.ts";

export function addAdminRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, guard: Guard): void {
  app.openapi(guard.before(listUsersRoute, "admin"), async (c) => {
    const { role = null, status = null, limit, offset, q: text, after = null } = c.req.valid("query");
    const ctx = await actorContext(c, deps);
    if (text !== undefined) {
      const found = await findPeople(ctx, { text, role, status, limit, after });
      if (!found.ok) return refusalAnswer(c, found.problem);
      return c.json({ users: found.value.users.map(presentUser), limit, offset, total: null, next_after: found.value.next }, 200);
    }
    const found = await listUsers(ctx, { role, status, limit, offset, isCounted: true });
    if (!found.ok) return refusalAnswer(c, found.problem);
    return c.json({ users: found.value.users.map(presentUser), limit, offset, total: found.value.total, next_after: null }, 200);
  });

  app.openapi(guard.before(viewUserRoute, "admin"), async (c) => {
    const seen = await viewPerson(await actorContext(c, deps), { userId: c.req.valid("param").id });
    return seen.ok ? c.json(presentPerson(seen.value), 200) : refusalAnswer(c, seen.problem);
  });

  app.openapi(guard.before(setUserStatusRoute, "admin"), async (c) => {
    const input = { userId: c.req.valid("param").id, status: c.req.valid("json").status };
    const changed = await setUserStatus(await actorContext(c, deps), input);
    if (!changed.ok) return refusalAnswer(c, changed.problem);
    return c.json(presentUser(changed.value.user), 200, versionHeaders(changed.value.availabilityVersion));
  });

  app.openapi(guard.before(eraseUserRoute, "admin"), async (c) => {
    const { cancel, cursor } = c.req.valid("query");
    const input = { userId: c.req.valid("param").id, cancels: cancel === "true", from: cursor ?? null };
    const erased = await erasePerson({ ...(await actorContext(c, deps)), calendarAccount: deps.calendarAccount }, input);
    return erased.ok ? c.json(presentErased(erased.value), 200) : refusalAnswer(c, erased.problem);
  });

  app.openapi(guard.before(verifyAuditRoute, "admin"), async (c) => {
    const { coach_id: coachId, after_seq: afterSeq, limit } = c.req.valid("query");
    const found = await verifyAudit({ ...(await actorContext(c, deps)), kept: deps.kept }, { coachId: coachId ?? null, afterSeq, limit });
    return found.ok ? c.json(presentAuditVerdict(found.value), 200) : refusalAnswer(c, found.problem);
  });

  app.openapi(guard.before(listOutboxRoute, "admin"), async (c) => {
    const query = c.req.valid("query");
    const filter = { kind: query.kind ?? null, reason: query.reason ?? null };
    const found = await viewOutbox(await actorContext(c, deps), { ...query, ...filter });
    if (!found.ok) return refusalAnswer(c, found.problem);
    return c.json({ effects: found.value.map(presentEffect), limit: query.limit, offset: query.offset }, 200);
  });

  app.openapi(guard.before(retryEffectRoute, "admin"), async (c) => {
    const retried = await retryFailedEffect(await actorContext(c, deps), { effectId: c.req.valid("param").id });
    return retried.ok ? c.json(presentEffect(retried.value), 200) : refusalAnswer(c, retried.problem);
  });

  app.openapi(guard.before(retryEffectsRoute, "admin"), async (c) => {
    const { kind = null, reason = null, failed_before: failedBefore = null } = c.req.valid("json");
    const done = await retryFailedEffects(await actorContext(c, deps), { kind, reason, failedBefore });
    if (!done.ok) return refusalAnswer(c, done.problem);
    const { retried, hasMore, lookedBackTo } = done.value;
    return c.json({ retried, has_more: hasMore, looked_back_to: lookedBackTo === null ? null : presentInstant(lookedBackTo) }, 200);
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

  app.openapi(guard.before(restoredRoute, "admin"), async (c) => {
    const { restored_to: restoredTo, cursor } = c.req.valid("json");
    const { kept, startAccountAnew } = deps;
    const ctx = { ...(await actorContext(c, deps)), kept, startAccountAnew };
    const done = await putRightAfterRestore(ctx, { restoredTo, from: placeOf(cursor) });
    return done.ok ? c.json(presentRestored(done.value), 200) : refusalAnswer(c, done.problem);
  });

  app.openapi(guard.before(viewKeysRoute, "admin"), async (c) => {
    const seen = await viewKeys(await actorContext(c, deps), deps.config.calendars.sealKeys);
    return seen.ok ? c.json(presentKeyUses(seen.value), 200) : refusalAnswer(c, seen.problem);
  });

  app.openapi(guard.before(viewAnalyticsRoute, "admin"), async (c) => {
    const asked = c.req.valid("query");
    const { from, to, interval, time_zone: timeZone, offset } = asked;
    const input = { firstDay: epochDayOf(from), lastDay: epochDayOf(to), interval, timeZone, offset };
    const seen = await viewAnalytics(await actorContext(c, deps), input);
    return seen.ok ? c.json(presentAnalytics(asked, seen.value, c.var.now), 200) : refusalAnswer(c, seen.problem);
  });
}
