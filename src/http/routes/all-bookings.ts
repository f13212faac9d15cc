/** The list of everybody's bookings: one path for a program with a token and for an admin's browser. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { allBookingsQuery, cursorAfter, filterOf, listAllBookingsRoute, presentListed } from "../../contract/all-bookings.ts";
import { isoDate } from "../../contract/scalar.ts";
import type { Instant } from "../../domain/instant.ts";
import { epochDayOf } from "../../domain/slots/calendar-date.ts";
import { instantOfWallTime } from "../../domain/slots/time-zone.ts";
import { viewAllBookings } from "../../operations/admin/list-all-bookings.ts";
import { allBookingsPage } from "../../pages/admin/bookings.tsx";
import type { Admission } from "../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv } from "../pipeline/dependencies.ts";
import { faultsOf, typedIn } from "../pipeline/form.ts";
import type { Guard } from "../pipeline/guard.ts";
import { inBrowser } from "../pipeline/in-browser.ts";
import { pageAnswer, refusedAnswer } from "../pipeline/page.ts";
import { refusalAnswer } from "../pipeline/problem.ts";

/** A form says days where a program says instants. */
const pageQuery = allBookingsQuery.extend({ from: isoDate.optional(), to: isoDate.optional() });

export function addAllBookingsRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, guard: Guard, { only }: Admission): void {
  app.get(
    "/admin/bookings",
    inBrowser(only("admin"), async (c) => {
      const timeZone = c.var.person.timeZone ?? "UTC";
      const reader = { actor: c.var.actor, timeZone, now: c.var.now };
      // A form sends every field, those left empty as well.
      const sent = Object.fromEntries(Object.entries(typedIn(c.req.query())).filter(([, typed]) => typed !== ""));
      const { cursor: _cursor, ...typed } = sent;
      const asked = pageQuery.safeParse(sent);
      if (!asked.success) {
        const form = { typed, faults: faultsOf(asked.error.issues) };
        return await pageAnswer(c, allBookingsPage({ form, bookings: [], nextHref: null, firstHref: null, reader }), 400, {});
      }
      const { from, to, cursor, order, limit } = asked.data;
      const dayStart = (date: string | undefined, daysOn: number): Instant | null =>
        date === undefined ? null : instantOfWallTime(timeZone, epochDayOf(date) + daysOn, 0);
      const filter = { ...filterOf({ ...asked.data, from: undefined, to: undefined }), from: dayStart(from, 0), to: dayStart(to, 1) };
      const found = await viewAllBookings(await actorContext(c, deps), { ...filter, order, limit, after: cursor ?? null });
      if (!found.ok) return await refusedAnswer(c, found.problem);
      const next = cursorAfter(found.value.next);
      const view = {
        form: { typed, faults: new Map<string, string>() },
        bookings: found.value.bookings,
        nextHref: next === null ? null : addressOf({ ...typed, cursor: next }),
        firstHref: cursor === undefined ? null : addressOf(typed),
        reader,
      };
      return await pageAnswer(c, allBookingsPage(view), 200, {});
    }),
  );

  app.openapi(guard.before(listAllBookingsRoute, "admin"), async (c) => {
    const asked = c.req.valid("query");
    const { order, limit, cursor } = asked;
    const found = await viewAllBookings(await actorContext(c, deps), { ...filterOf(asked), order, limit, after: cursor ?? null });
    if (!found.ok) return refusalAnswer(c, found.problem);
    const bookings = found.value.bookings.map((listed) => presentListed(listed, c.var.now));
    return c.json({ bookings, limit, next_cursor: cursorAfter(found.value.next) }, 200);
  });
}

function addressOf(query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString();
  return text === "" ? "/admin/bookings" : `/admin/bookings?${text}`;
}
