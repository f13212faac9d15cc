/** The coach's desk: the day and the week. A week or a day that is none, or too far away, is passed over. */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { isoDate } from "../../../contract/scalar.ts";
import { epochDayOf } from "../../../domain/slots/calendar-date.ts";
import { viewDesk } from "../../../operations/coaches/view-desk.ts";
import { todayPage } from "../../../pages/desk/today.tsx";
import type { Admission } from "../../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv } from "../../pipeline/dependencies.ts";
import { pageAnswer, refusedAnswer } from "../../pipeline/page.ts";

const dayIn = isoDate.transform(epochDayOf).nullable().catch(null);
const deskQuery = z.object({ week: dayIn.default(null), day: dayIn.default(null) });

export function addDeskPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  app.get("/desk", only("coach"), async (c) => {
    const { week, day } = deskQuery.parse(c.req.query());
    const seen = await viewDesk(await actorContext(c, deps), { coachId: c.var.actor.id, weekOf: week ?? day, day });
    if (!seen.ok) return await refusedAnswer(c, seen.problem);
    const { profile, calendars, ...desk } = seen.value;
    const { timeZone, weekly, recurrences, overrides } = profile.hours;
    const isSold = profile.offers.some(({ isActive }) => isActive);
    const view = {
      ...desk,
      timeZone,
      now: c.var.now,
      isWithoutHours: weekly.length + recurrences.length + overrides.length === 0,
      sale: isSold ? ("something" as const) : profile.hasOffers ? ("nothing" as const) : ("unsaid" as const),
      lostCalendars: calendars.filter(({ state }) => state === "needs_reconnect").map(({ provider }) => provider),
      hasCalendars: calendars.length > 0,
    };
    return await pageAnswer(c, todayPage(view), 200, {});
  });
}
