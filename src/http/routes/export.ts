/** A person's copy of their data: a call under /me for a program, and the same files for a browser from the list of sessions. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { exportCalendarRoute, exportMeRoute, presentExport, presentExportedSession } from "../../contract/export.ts";
import { exportCalendar, exportPerson, exportSessions } from "../../operations/people/export-person.ts";
import type { Admission } from "../pipeline/admission.ts";
import { NO_STORE } from "../pipeline/caching.ts";
import { actorContext, type AppDependencies, type HttpEnv, type SignedInContext } from "../pipeline/dependencies.ts";
import type { Guard } from "../pipeline/guard.ts";
import { jsonStream } from "../pipeline/json-stream.ts";

export function addExportRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, guard: Guard, { only }: Admission): void {
  const { appUrl, mail } = deps.config;
  const files = { organizer: { name: mail.fromName, email: mail.from }, appUrl };

  const jsonAnswer = async (c: SignedInContext): Promise<Response> => {
    const ctx = await actorContext(c, deps);
    const head = presentExport(ctx.actor, await exportPerson(ctx), ctx.now);
    const sessions = async function* () {
      for await (const part of exportSessions(ctx)) yield part.map((session) => presentExportedSession(session, ctx.actor, ctx.now));
    };
    return c.body(jsonStream(head, "sessions", sessions()), 200, headersOf("application/json", "json"));
  };
  const calendarAnswer = async (c: SignedInContext): Promise<Response> => {
    const file = await exportCalendar({ ...(await actorContext(c, deps)), ...files });
    return c.body(file, 200, headersOf("text/calendar; charset=utf-8", "ics"));
  };

  app.openapi(guard.before(exportMeRoute, "client", "coach", "admin"), async (c) => (await jsonAnswer(c)) as never);
  app.openapi(guard.before(exportCalendarRoute, "client", "coach", "admin"), async (c) => (await calendarAnswer(c)) as never);
  app.get("/bookings/export.json", only("client", "coach", "admin"), jsonAnswer);
  app.get("/bookings/export.ics", only("client", "coach", "admin"), calendarAnswer);
}

function headersOf(type: string, ending: string): Record<string, string> {
  return { "Content-Type": type, "Content-Disposition": `attachment; filename="my-data.${ending}"`, "Cache-Control": NO_STORE };
}
