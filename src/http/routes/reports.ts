/** The reports: one path each for a program with a token and for an admin's browser, which downloads the same file. */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import {
  COLUMNS,
  presentBookingLine,
  presentCoachLines,
  presentPaymentLine,
  readReportRoute,
  reportQuery,
  REPORTS,
  type ReportName,
} from "../../contract/report.ts";
import type { DayRange } from "../../domain/analytics/stretches.ts";
import type { Instant } from "../../domain/instant.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { epochDayOf, isoDateOf } from "../../domain/slots/calendar-date.ts";
import { localEpochDay } from "../../domain/slots/time-zone.ts";
import { ok, type Result } from "../../lib/result.ts";
import type { ActorContext } from "../../operations/context.ts";
import { type Pages, readBookingsReport, readCoachesReport, readPaymentsReport } from "../../operations/admin/read-report.ts";
import { reportsPage } from "../../pages/admin/reports.tsx";
import { NEW_FORM } from "../../pages/form.tsx";
import type { Admission } from "../pipeline/admission.ts";
import { NO_STORE } from "../pipeline/caching.ts";
import { type CsvLine, csvStream } from "../pipeline/csv.ts";
import { actorContext, type AppDependencies, type HttpEnv, type SignedInContext } from "../pipeline/dependencies.ts";
import { faultsOf, typedIn } from "../pipeline/form.ts";
import type { Guard } from "../pipeline/guard.ts";
import { inBrowser } from "../pipeline/in-browser.ts";
import { noticeAnswer, pageAnswer, refusedAnswer } from "../pipeline/page.ts";
import { refusalAnswer } from "../pipeline/problem.ts";

type Asked = z.infer<typeof reportQuery>;

const DAYS_PROPOSED = 30;
const reportName = z.enum(REPORTS);
const chosenZone = z.object({ time_zone: reportQuery.shape.time_zone.catch("UTC") });

export function addReportRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, guard: Guard, { only }: Admission): void {
  const proposed = (now: Instant, timeZone: string) => {
    const today = localEpochDay(timeZone, now);
    return { from: isoDateOf(today - DAYS_PROPOSED), to: isoDateOf(today - 1), time_zone: timeZone };
  };

  app.get("/admin/reports", only("admin"), async (c) => {
    const zone = chosenZone.parse({ time_zone: c.req.query("time_zone") ?? c.var.person.timeZone ?? "UTC" }).time_zone;
    return await pageAnswer(c, reportsPage({ ...NEW_FORM, typed: proposed(c.var.now, zone) }), 200, {});
  });

  app.get(
    "/admin/reports/:report",
    inBrowser(only("admin"), async (c) => {
      const name = reportName.safeParse(nameIn(c.req.param("report") ?? ""));
      const asked = reportQuery.safeParse(c.req.query());
      if (!name.success) return await noticeAnswer(c, "not_found");
      if (!asked.success) {
        const form = { typed: typedIn(c.req.query()), faults: faultsOf(asked.error.issues) };
        return await pageAnswer(c, reportsPage(form), 400, {});
      }
      const made = await fileOf(await actorContext(c, deps), name.data, asked.data);
      return made.ok ? fileAnswer(c, name.data, asked.data, made.value) : await refusedAnswer(c, made.problem);
    }),
  );

  app.openapi(guard.before(readReportRoute, "admin"), async (c) => {
    const asked = c.req.valid("query");
    const name = reportName.parse(nameIn(c.req.valid("param").report));
    const made = await fileOf(await actorContext(c, deps), name, asked);
    return made.ok ? fileAnswer(c, name, asked, made.value) : refusalAnswer(c, made.problem);
  });
}

function nameIn(file: string): string {
  return file.endsWith(".csv") ? file.slice(0, -".csv".length) : "";
}

function fileAnswer(c: SignedInContext, name: ReportName, { from, to }: Asked, file: ReadableStream): Response {
  return c.body(file, 200, {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="${name}-${from}-${to}.csv"`,
    "Cache-Control": NO_STORE,
  });
}

async function fileOf(ctx: ActorContext, name: ReportName, asked: Asked): Promise<Result<ReadableStream, Refusal>> {
  const timeZone = asked.time_zone;
  const days: DayRange = { firstDay: epochDayOf(asked.from), lastDay: epochDayOf(asked.to), timeZone };
  switch (name) {
    case "bookings":
      return await fileFrom(COLUMNS.bookings, readBookingsReport(ctx, days), (line) => [presentBookingLine(line, timeZone)]);
    case "payments":
      return await fileFrom(COLUMNS.payments, readPaymentsReport(ctx, days), (line) => [presentPaymentLine(line, timeZone)]);
    default:
      return await fileFrom(COLUMNS.coaches, readCoachesReport(ctx, days), presentCoachLines);
  }
}

/** The first page is read before the answer begins, so that a database that fails is told with a status. */
async function fileFrom<Line>(
  columns: Readonly<Record<string, string>>,
  report: Result<Pages<Line>, Refusal>,
  cellsOf: (line: Line) => readonly CsvLine[],
): Promise<Result<ReadableStream, Refusal>> {
  if (!report.ok) return report;
  const pages = report.value;
  const first = await pages.next();
  async function* cells(): AsyncGenerator<readonly CsvLine[]> {
    if (first.done === true) return;
    yield first.value.flatMap(cellsOf);
    for await (const lines of pages) yield lines.flatMap(cellsOf);
  }
  return ok(csvStream(Object.keys(columns), cells()));
}
