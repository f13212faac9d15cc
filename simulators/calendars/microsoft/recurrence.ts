/** How often a series repeats, in Graph's words. Shown only: nothing is written in them here. */
import type { SimEvent } from "../core/world.ts";

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

/** null for everything but a master. */
export function recurrenceJson(event: SimEvent): unknown {
  const { recurrence, startsAt, timeZone } = event;
  if (recurrence === null) return null;
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: event.isAllDay ? "UTC" : timeZone, dateStyle: "short" }).format(startsAt);
  const weekday = WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()];
  return {
    pattern: {
      type: recurrence.every === "day" ? "daily" : "weekly",
      interval: 1,
      month: 0,
      dayOfMonth: 0,
      daysOfWeek: recurrence.every === "day" ? [] : [weekday],
      firstDayOfWeek: "sunday",
      index: "first",
    },
    range: {
      type: "numbered",
      startDate: day,
      endDate: "0001-01-01",
      recurrenceTimeZone: timeZone,
      numberOfOccurrences: recurrence.count,
    },
  };
}
