/** The calls that answer with iCalendar files. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { feedRoute, inviteRoute, revokeFeedKeyRoute, rotateFeedKeyRoute } from "../../contract/calendar-files.ts";
import { downloadInvite, readCalendarFeed, revokeFeedKey, rotateFeedKey } from "../../operations/calendars/calendar-files.ts";
import { NO_STORE } from "../pipeline/caching.ts";
import { actorContext, type AppDependencies, type HttpEnv, operationContext } from "../pipeline/dependencies.ts";
import type { Guard } from "../pipeline/guard.ts";
import { refusalAnswer } from "../pipeline/problem.ts";

const CALENDAR = { "Content-Type": "text/calendar; charset=utf-8", "Cache-Control": NO_STORE };

export function addCalendarFileRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, guard: Guard): void {
  const { appUrl, mail, serviceUrl } = deps.config;
  const files = { organizer: { name: mail.fromName, email: mail.from }, appUrl };

  app.openapi(guard.before(inviteRoute, "client", "coach", "admin"), async (c) => {
    const { id } = c.req.valid("param");
    const made = await downloadInvite({ ...(await actorContext(c, deps)), ...files, language: null }, { bookingId: id });
    if (!made.ok) return refusalAnswer(c, made.problem);
    return c.text(made.value, 200, { ...CALENDAR, "Content-Disposition": `attachment; filename="session-${id.slice(0, 8)}.ics"` });
  });

  app.openapi(guard.before(rotateFeedKeyRoute, "coach"), async (c) => {
    const { id } = c.req.valid("param");
    const rotated = await rotateFeedKey(await actorContext(c, deps), { coachId: id });
    if (!rotated.ok) return refusalAnswer(c, rotated.problem);
    return c.json({ feed_url: `${serviceUrl}/coach/${id}/calendar.ics?key=${rotated.value}` }, 200);
  });

  app.openapi(guard.before(revokeFeedKeyRoute, "coach"), async (c) => {
    const revoked = await revokeFeedKey(await actorContext(c, deps), { coachId: c.req.valid("param").id });
    return revoked.ok ? c.body(null, 204) : refusalAnswer(c, revoked.problem);
  });

  app.openapi(feedRoute, async (c) => {
    // Of a refusal as well: an address that holds a key is nothing for a search engine.
    c.header("X-Robots-Tag", "noindex");
    const input = { coachId: c.req.valid("param").id, key: c.req.valid("query").key ?? "" };
    const feed = await readCalendarFeed({ ...(await operationContext(c, deps)), ...files }, input);
    return feed.ok ? c.text(feed.value, 200, CALENDAR) : refusalAnswer(c, feed.problem);
  });
}
