/**
 * Effects that were given up or wait: seen, and tried again, one or many, by the operations of the API. A filter that makes no sense is passed
 * over. Trying many again is held to what had been given up when they were counted.
 */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { effectCode } from "../../../contract/outbox.ts";
import { wholeNumberInQuery } from "../../../contract/scalar.ts";
import { after, instant, type Instant } from "../../../domain/instant.ts";
import { DAY_MS, HOUR_MS } from "../../../lib/duration.ts";
import { EFFECTS_RETRIED_MAX, EFFECTS_SHOWN_MAX, PAGES_SHOWN_MAX } from "../../../limits/people.ts";
import { say } from "../../../messages/say.ts";
import {
  countFailedEffects,
  retryFailedEffect,
  retryFailedEffects,
  viewFailures,
  viewOutbox,
} from "../../../operations/admin/oversee-outbox.ts";
import { effectsPage, hrefOf, RETRY_AGES, type RetryAge, retryHref, retryManyPage } from "../../../pages/admin/effects.tsx";
import type { Admission } from "../../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv } from "../../pipeline/dependencies.ts";
import { boundedForm, SEE_OTHER } from "../../pipeline/form.ts";
import { pageAnswer, refusedAnswer } from "../../pipeline/page.ts";
import { zoneShown } from "./chosen.ts";

const EFFECT_ID_CHARACTERS_MAX = 300;
/** Not before anything: a form that does not say is tried for nothing. */
const NEVER = instant(0);

const code = effectCode.nullable().catch(null).default(null);
const filter = { kind: code, reason: code };
const listQuery = z.object({
  ...filter,
  state: z.enum(["failed", "due", "waiting"]).catch("failed").default("failed"),
  page: wholeNumberInQuery(1, PAGES_SHOWN_MAX).catch(1).default(1),
  retried: z.enum(["one", "gone"]).nullable().catch(null).default(null),
});
const retryQuery = z.object({
  ...filter,
  age: z.enum(RETRY_AGES).catch("any").default("any"),
  retried: wholeNumberInQuery(0, EFFECTS_RETRIED_MAX).nullable().catch(null).default(null),
});
const oneFields = z.object({ effect: z.string().max(EFFECT_ID_CHARACTERS_MAX).catch("") });
const manyFields = z.object({ before: wholeNumberInQuery(0, Number.MAX_SAFE_INTEGER).catch(0) });

const AGE_MS: Readonly<Record<RetryAge, number>> = { any: 0, hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS };

export function addAdminEffectPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  app.get("/admin/effects", only("admin"), async (c) => {
    const { page, retried, ...asked } = listQuery.parse(c.req.query());
    const ctx = await actorContext(c, deps);
    const found = await viewOutbox(ctx, { ...asked, limit: EFFECTS_SHOWN_MAX + 1, offset: (page - 1) * EFFECTS_SHOWN_MAX });
    if (!found.ok) return await refusedAnswer(c, found.problem);
    const groups = await viewFailures(ctx);
    if (!groups.ok) return await refusedAnswer(c, groups.problem);
    const view = {
      ...asked,
      page,
      effects: found.value.slice(0, EFFECTS_SHOWN_MAX),
      hasMore: found.value.length > EFFECTS_SHOWN_MAX,
      groups: groups.value,
      timeZone: zoneShown(undefined, c.var.session, "UTC").timeZone,
      formKey: deps.newId(),
      done: retried === null ? null : say(`effects.retried.${retried}`),
    };
    return await pageAnswer(c, effectsPage(view), 200, {});
  });

  app.post("/admin/effects", only("admin"), boundedForm, async (c) => {
    const { effect: effectId } = oneFields.parse(await c.req.parseBody());
    const asked = listQuery.parse(c.req.query());
    const done = await retryFailedEffect(await actorContext(c, deps), { effectId });
    if (!done.ok && done.problem.tag !== "effect_not_found") return await refusedAnswer(c, done.problem);
    const back = hrefOf(asked, 1);
    // One that is there no more was tried again by the same form, or by somebody else.
    return c.redirect(`${back}${back.includes("?") ? "&" : "?"}retried=${done.ok ? "one" : "gone"}`, SEE_OTHER);
  });

  app.get("/admin/effects/retry", only("admin"), async (c) => {
    const { age, retried, ...asked } = retryQuery.parse(c.req.query());
    const ctx = await actorContext(c, deps);
    const failedBefore: Instant = after(c.var.now, -AGE_MS[age]);
    const counted = await countFailedEffects(ctx, { ...asked, failedBefore });
    if (!counted.ok) return await refusedAnswer(c, counted.problem);
    const groups = await viewFailures(ctx);
    if (!groups.ok) return await refusedAnswer(c, groups.problem);
    const view = {
      ...asked,
      ...counted.value,
      age,
      failedBefore,
      groups: groups.value,
      timeZone: zoneShown(undefined, c.var.session, "UTC").timeZone,
      formKey: deps.newId(),
      done: retried === null ? null : say("effects.retried.many", { count: retried }),
    };
    return await pageAnswer(c, retryManyPage(view), 200, {});
  });

  app.post("/admin/effects/retry", only("admin"), boundedForm, async (c) => {
    const { before } = manyFields.parse(await c.req.parseBody());
    const { age, kind, reason } = retryQuery.parse(c.req.query());
    const failedBefore = before > c.var.now ? NEVER : instant(before);
    const done = await retryFailedEffects(await actorContext(c, deps), { kind, reason, failedBefore });
    if (!done.ok) return await refusedAnswer(c, done.problem);
    const back = retryHref({ kind, reason, age });
    return c.redirect(`${back}${back.includes("?") ? "&" : "?"}retried=${String(done.value.retried)}`, SEE_OTHER);
  });
}
