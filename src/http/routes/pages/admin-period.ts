/** Cancelling a person's sessions of a period. The form names the sessions that were shown, and the percents: no other is cancelled, and none for less. */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { isoDate, uuid, wholeNumberInQuery } from "../../../contract/scalar.ts";
import { instant } from "../../../domain/instant.ts";
import { epochDayOf } from "../../../domain/slots/calendar-date.ts";
import { DAY_MS } from "../../../lib/duration.ts";
import { CANCEL_PERIOD_BOOKINGS_MAX, YEAR_MAX } from "../../../limits.ts";
import { say } from "../../../messages/say.ts";
import { cancelPeriod, type CancelPeriodResult, previewPeriod } from "../../../operations/admin/cancel-period.ts";
import { viewPerson } from "../../../operations/admin/view-person.ts";
import { periodHref, periodPage } from "../../../pages/admin/period.tsx";
import type { Admission } from "../../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv, type OwnPageEnv } from "../../pipeline/dependencies.ts";
import { boundedForm, SEE_OTHER } from "../../pipeline/form.ts";
import { noticeAnswer, pageAnswer, refusedAnswer } from "../../pipeline/page.ts";
import { zoneShown } from "./chosen.ts";

const PERIOD = "/admin/people/:id/cancel";
const date = z
  .union([isoDate, z.literal("")])
  .catch("")
  .default("");
const count = wholeNumberInQuery(0, CANCEL_PERIOD_BOOKINGS_MAX).nullable().catch(null).default(null);
const periodQuery = z.object({
  as: z.enum(["client", "coach"]).catch("coach").default("coach"),
  from: date,
  to: date,
  cancelled: count,
});
const shownFields = z.object({ shown: z.string().catch("") });
const SHOWN = /^([0-9a-f-]{36}):(\d{1,3})$/u;
const NO_END = instant(Date.UTC(YEAR_MAX + 1, 0, 1));

type Asked = z.infer<typeof periodQuery>;

/** Of the act that has just been done. */
type Done = Pick<CancelPeriodResult, "failed"> & { readonly count: number };

export function addAdminPeriodPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  app.get(PERIOD, only("admin"), async (c) => {
    const { cancelled } = periodQuery.parse(c.req.query());
    return await show(c, deps, cancelled === null ? null : { count: cancelled, failed: [] });
  });

  app.post(PERIOD, only("admin"), boundedForm, async (c) => {
    const userId = uuid.safeParse(c.req.param("id")).data;
    if (userId === undefined) return await noticeAnswer(c, "not_found");
    const asked = periodQuery.parse(c.req.query());
    const { shown: sent } = shownFields.parse(await c.req.parseBody());
    const shown = new Map(
      sent
        .split(" ")
        .slice(0, CANCEL_PERIOD_BOOKINGS_MAX)
        .flatMap((text) => {
          const [, id, percent] = SHOWN.exec(text) ?? [];
          return id === undefined ? [] : [[id, Number(percent)] as const];
        }),
    );
    const done = await cancelPeriod(await actorContext(c, deps), { ...periodOf(userId, asked, c.var.now), reason: null, shown });
    if (!done.ok) return await refusedAnswer(c, done.problem);
    const { cancelled, failed } = done.value;
    // Why some were not cancelled stands in this answer alone: no address holds it.
    if (failed.length > 0) return await show(c, deps, { count: cancelled.length, failed });
    const back = periodHref({ userId, side: asked.as, from: asked.from, to: asked.to });
    return c.redirect(`${back}&cancelled=${String(cancelled.length)}`, SEE_OTHER);
  });
}

async function show(c: Context<OwnPageEnv>, deps: AppDependencies, done: Done | null): Promise<Response> {
  const userId = uuid.safeParse(c.req.param("id")).data;
  if (userId === undefined) return await noticeAnswer(c, "not_found");
  const asked = periodQuery.parse(c.req.query());
  const ctx = await actorContext(c, deps);
  const [person, preview] = [await viewPerson(ctx, { userId }), await previewPeriod(ctx, periodOf(userId, asked, c.var.now))];
  if (!person.ok) return await noticeAnswer(c, "not_found");
  if (!preview.ok) return await refusedAnswer(c, preview.problem);
  const { from, to, as: side } = asked;
  const view = {
    ...preview.value,
    userId,
    name: person.value.user.name,
    side,
    from,
    to,
    timeZone: zoneShown(undefined, c.var.session, "UTC").timeZone,
    formKey: deps.newId(),
    done: done === null ? null : say("period.done", { count: done.count, failed: done.failed.length }),
    failed: done?.failed ?? [],
  };
  return await pageAnswer(c, periodPage(view), 200, {});
}

/** All ahead where no day is named; the past is never meant. */
function periodOf(personId: string, { as: side, from, to }: Asked, now: ReturnType<typeof instant>) {
  const begins = from === "" ? now : instant(Math.max(now, epochDayOf(from) * DAY_MS));
  return { of: side, personId, from: begins, to: to === "" ? NO_END : instant((epochDayOf(to) + 1) * DAY_MS) };
}
