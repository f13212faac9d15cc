/**
 * Where an admin begins: the figures of a range that the address holds, of the last twelve weeks where it holds none. Each further part of the
 * administration has a file of its own.
 */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { analyticsQuery } from "../../../contract/analytics.ts";
import { timeZone as zoneIn, wholeNumberInQuery } from "../../../contract/scalar.ts";
import type { Instant } from "../../../domain/instant.ts";
import { epochDayOf, isoDateOf, weekdayOf } from "../../../domain/slots/calendar-date.ts";
import { localEpochDay } from "../../../domain/slots/time-zone.ts";
import { OFFSET_MAX } from "../../../limits.ts";
import { ANALYTICS_DAYS_MAX } from "../../../limits/analytics.ts";
import { say } from "../../../messages/say.ts";
import { viewAnalytics } from "../../../operations/admin/view-analytics.ts";
import { type Asked, dashboardPage } from "../../../pages/admin/dashboard.tsx";
import { NEW_FORM } from "../../../pages/form.tsx";
import type { Admission } from "../../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv } from "../../pipeline/dependencies.ts";
import { pageAnswer, refusedAnswer } from "../../pipeline/page.ts";

const WEEKS_BEFORE = 11;
const DAYS_PER_WEEK = 7;
const BAD_REQUEST = 400;
const offsetIn = wholeNumberInQuery(0, OFFSET_MAX).catch(0);

export function addAdminPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  app.get("/admin", only("admin"), async (c) => {
    const { now, person } = c.var;
    const own = zoneIn.safeParse(person.timeZone);
    const usual = usualRange(own.success ? own.data : "UTC", now);
    const { from = usual.from, to = usual.to, interval = usual.interval, time_zone = usual.timeZone } = c.req.query();
    const offset = offsetIn.parse(c.req.query("offset"));
    const read = analyticsQuery.safeParse({ from, to, interval, time_zone });
    if (!read.success) {
      const faults = new Map(read.error.issues.map(({ path: [field] }) => faultOf(String(field))));
      const view = { asked: usual, form: { typed: { from, to, interval }, faults }, figures: null, offset: 0, now };
      return await pageAnswer(c, dashboardPage(view), BAD_REQUEST, {});
    }
    const asked: Asked = { from: read.data.from, to: read.data.to, interval: read.data.interval, timeZone: read.data.time_zone };
    const input = { ...asked, firstDay: epochDayOf(asked.from), lastDay: epochDayOf(asked.to), offset };
    const seen = await viewAnalytics(await actorContext(c, deps), input);
    if (!seen.ok) return await refusedAnswer(c, seen.problem);
    return await pageAnswer(c, dashboardPage({ asked, form: NEW_FORM, figures: seen.value, offset, now }), 200, {});
  });
}

/** Whole weeks up to the present day. */
function usualRange(timeZone: string, now: Instant): Asked {
  const today = localEpochDay(timeZone, now);
  const monday = today - ((weekdayOf(today) + DAYS_PER_WEEK - 1) % DAYS_PER_WEEK);
  return { from: isoDateOf(monday - WEEKS_BEFORE * DAYS_PER_WEEK), to: isoDateOf(today), interval: "week", timeZone };
}

function faultOf(field: string): readonly [field: string, sentence: string] {
  switch (field) {
    case "from":
      return [field, say("figures.fault.from")];
    case "interval":
    case "time_zone":
      return [field, say(`figures.fault.${field}`)];
    default:
      return ["to", say("figures.fault.to", { days: ANALYTICS_DAYS_MAX })];
  }
}
