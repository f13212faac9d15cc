/**
 * The lines of a report, page by page, so that a year of bookings never stands in memory at once. For admins. A report is no snapshot: a session
 * that is moved meanwhile may stand in it twice or not at all. Where a range has more lines than one request may read, the pages end with a throw,
 * and the file breaks off rather than pass for whole.
 */
import { ok, refused, type Result } from "../../lib/result.ts";
import { REPORT_COACHES_PER_PAGE, REPORT_PAGES_MAX, REPORT_ROWS_PER_PAGE } from "../../limits/reports.ts";
import { isAdmin } from "../../domain/access.ts";
import { type DayRange, rangeOf } from "../../domain/analytics/stretches.ts";
import { statusAt } from "../../domain/booking.ts";
import type { Instant, Interval } from "../../domain/instant.ts";
import type { Refusal } from "../../domain/refusal.ts";
import {
  type BookingLine,
  bookingLines,
  type CoachLine,
  coachLines,
  type PaymentLine,
  paymentLines,
  type Place,
} from "../../database/reports.ts";
import type { ActorContext } from "../context.ts";

export type Pages<Line> = AsyncGenerator<readonly Line[], void>;

export function readBookingsReport(ctx: ActorContext, days: DayRange): Result<Pages<BookingLine>, Refusal> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const read = async (after: Place, range: Interval) => {
    const lines = await bookingLines(ctx.reading(false), range, after, REPORT_ROWS_PER_PAGE);
    return lines.map((line) => ({ ...line, status: statusAt(line, ctx.now) }));
  };
  return ok(pagesByPlace(rangeOf(days), read, ({ startsAt, id }) => ({ at: startsAt, id })));
}

export function readPaymentsReport(ctx: ActorContext, days: DayRange): Result<Pages<PaymentLine>, Refusal> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const read = async (after: Place, range: Interval) => await paymentLines(ctx.reading(false), range, after, REPORT_ROWS_PER_PAGE);
  return ok(pagesByPlace(rangeOf(days), read, ({ createdAt, id }) => ({ at: createdAt, id })));
}

export function readCoachesReport(ctx: ActorContext, days: DayRange): Result<Pages<CoachLine>, Refusal> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const range = rangeOf(days);
  const limit = REPORT_COACHES_PER_PAGE;
  const read = async (afterId: string) => await coachLines(ctx.reading(false), range, { afterId, now: ctx.now, limit });
  return ok(pages("", read, ({ id }) => id, limit));
}

function pagesByPlace<Line>(
  range: Interval,
  read: (after: Place, range: Interval) => Promise<readonly Line[]>,
  placeOf: (line: Line) => { readonly at: Instant; readonly id: string },
): Pages<Line> {
  return pages({ at: range.startsAt, id: "" }, async (after) => await read(after, range), placeOf, REPORT_ROWS_PER_PAGE);
}

async function* pages<Line, Mark>(
  start: Mark,
  read: (after: Mark) => Promise<readonly Line[]>,
  markOf: (line: Line) => Mark,
  limit: number,
): Pages<Line> {
  let after = start;
  for (let page = 0; page < REPORT_PAGES_MAX; page += 1) {
    const lines = await read(after);
    if (lines.length > 0) yield lines;
    const last = lines.at(-1);
    if (last === undefined || lines.length < limit) return;
    after = markOf(last);
  }
  throw new Error("the range has more lines than one report may have");
}
