/** The month that a page of times shows, as its address names it: by a month, or by a day whose times are shown. */
import { z } from "zod";
import { isoDate, wholeNumberInQuery } from "../../../contract/scalar.ts";
import { epochDayOf, isoDateOf } from "../../../domain/slots/calendar-date.ts";
import { HORIZON_DAYS_MAX, TIMES_PAGES_MAX } from "../../../limits.ts";
import type { Month } from "../../../pages/month.tsx";

export const monthQuery = z.object({
  /** The first day of the month that is named. */
  month: z
    .string()
    .transform((text) => `${text}-01`)
    .pipe(isoDate)
    .optional()
    .catch(undefined),
  date: isoDate.optional().catch(undefined),
  /** Of a day with more times than one page shows. */
  times: wholeNumberInQuery(1, TIMES_PAGES_MAX).catch(1),
});

export interface MonthShown {
  readonly month: Month;
  readonly date: string | null;
  readonly hasMonthBefore: boolean;
  readonly hasMonthAfter: boolean;
}

/** The month of the day or the month that is asked for, between today and the furthest that a coach may open. */
export function monthShown({ month, date }: Pick<z.output<typeof monthQuery>, "month" | "date">, today: number): MonthShown {
  const furthest = today + HORIZON_DAYS_MAX;
  const asked = epochDayOf(date ?? month ?? isoDateOf(today));
  const day = Math.min(Math.max(asked, today), furthest);
  const firstDay = epochDayOf(`${isoDateOf(day).slice(0, "YYYY-MM".length)}-01`);
  const lastDay = firstOfNext(firstDay) - 1;
  return {
    month: { firstDay, lastDay },
    date: date !== undefined && asked === day ? date : null,
    hasMonthBefore: firstDay > today,
    hasMonthAfter: lastDay < furthest,
  };
}

/** No month has more than 31 days, and 31 days after a first it is the next month. */
function firstOfNext(firstDay: number): number {
  return epochDayOf(`${isoDateOf(firstDay + 31).slice(0, "YYYY-MM".length)}-01`);
}
