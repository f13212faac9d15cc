/**
 * A coach's working hours on the wire: weekly ranges, recurrence rules and overrides in the coach's own zone. Ranges may
 * overlap or touch; together they are one stretch. Validated whole: every fault is told, at the field it is in.
 */
import { z } from "@hono/zod-openapi";
import type { AvailabilityRules } from "../domain/slots/availability-rules.ts";
import { epochDayOf } from "../domain/slots/calendar-date.ts";
import { faultOfRecurrence } from "../domain/slots/recurrence.ts";
import type { CoachProfile } from "../domain/coach.ts";
import { EXDATES_MAX, OVERRIDE_DAYS_MAX, OVERRIDE_RANGES_MAX, OVERRIDES_MAX, RECURRENCES_MAX, WEEKLY_RANGES_MAX } from "../limits.ts";
import { endOfRange, isDateInYears, isoDate, presentTimeOfDay, startOfRange, timeZone } from "./scalar.ts";

const range = { start: startOfRange, end: endOfRange };

/** Reported at the start: that is where a range the wrong way round shows. */
function startsBeforeEnd({ start, end }: { readonly start: number; readonly end: number }, context: z.RefinementCtx): void {
  if (start < end) return;
  context.addIssue({ code: "custom", path: ["start"], message: "must come before end; 24:00 is the end of the day" });
}

const weekday = z.int().min(0).max(6).openapi({ description: "0 is Sunday.", example: 1 });

const override = z
  .strictObject({
    date: isoDate.openapi({ description: "The first local day." }),
    until: isoDate.optional().openapi({ description: "The last day, included; `date` alone where absent." }),
    intervals: z
      .array(z.strictObject(range).superRefine(startsBeforeEnd))
      .max(OVERRIDE_RANGES_MAX)
      .openapi({ description: "None: a day off." }),
  })
  .superRefine(({ date, until }, context) => {
    if (until === undefined) return;
    const days = epochDayOf(until) - epochDayOf(date) + 1;
    if (days < 1) context.addIssue({ code: "custom", path: ["until"], message: "must not come before date" });
    if (days > OVERRIDE_DAYS_MAX) {
      context.addIssue({ code: "custom", path: ["until"], message: `must span at most ${String(OVERRIDE_DAYS_MAX)} days` });
    }
  });

const rrule = z.string().openapi({
  example: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
  description: "RFC 5545 RRULE over days: FREQ of DAILY, WEEKLY, MONTHLY or YEARLY; UNTIL is a local date or a UTC instant.",
});
const dtstart = isoDate.openapi({
  description: "Anchors the rule; an occurrence itself only where the rule matches it.",
  example: "2026-12-01",
});
const exdates = z.array(isoDate).max(EXDATES_MAX).openapi({ description: "Dates left out; they still count towards COUNT." });

const recurrence = z.strictObject({ rrule, dtstart, ...range, exdates: exdates.optional() }).superRefine((given, context) => {
  startsBeforeEnd(given, context);
  // A date that is none has been reported already, and no rule can be judged from it.
  if (!isDateInYears(given.dtstart)) return;
  const fault = faultOfRecurrence(given.rrule, given.dtstart);
  if (fault !== null) context.addIssue({ code: "custom", path: ["rrule"], message: fault });
});

export const setHoursBody = z
  .strictObject({
    time_zone: timeZone.openapi({ description: "The coach's IANA zone, in which all of these times are." }),
    weekly: z
      .array(z.strictObject({ weekday, ...range }).superRefine(startsBeforeEnd))
      .max(WEEKLY_RANGES_MAX)
      .describe("Hours of every week."),
    recurrences: z
      .array(recurrence)
      .max(RECURRENCES_MAX)
      .optional()
      .openapi({ description: "Hours on the dates of a rule, beside the weekly ones." }),
    overrides: z
      .array(override)
      .max(OVERRIDES_MAX)
      .optional()
      .openapi({ description: "Each replaces its whole local days; of two for one day, the later of the list." }),
  })
  .openapi("SetAvailability");

const rangeOut = {
  start: z.string().openapi({ example: "09:00", description: "Local time of day, HH:MM." }),
  end: z.string().openapi({ example: "17:00", description: "Local time of day, HH:MM; `24:00` is the end of the day." }),
};

export const hoursSchema = z
  .object({
    time_zone: timeZone.openapi({ description: "The coach's IANA zone, in which all of these times are." }),
    weekly: z.array(z.object({ weekday, ...rangeOut })).describe("Hours of every week."),
    recurrences: z
      .array(z.object({ rrule, dtstart, ...rangeOut, exdates }))
      .describe("Hours on the dates of a rule, beside the weekly ones."),
    overrides: z
      .array(
        z.object({
          date: isoDate.openapi({ description: "The first local day." }),
          until: isoDate.optional().openapi({ description: "The last day, included; `date` alone where absent." }),
          intervals: z.array(z.object(rangeOut)).describe("None: a day off."),
        }),
      )
      .describe("Each replaces its whole local days; of two for one day, the later of the list."),
    availability_version: z.int().optional().openapi({ description: "In answers to writes." }),
  })
  .openapi("Availability");

export function hoursFrom(body: z.output<typeof setHoursBody>): AvailabilityRules {
  return {
    timeZone: body.time_zone,
    weekly: body.weekly.map(({ weekday: day, start, end }) => ({ weekday: day, startMinute: start, endMinute: end })),
    recurrences: (body.recurrences ?? []).map((given) => ({
      rrule: given.rrule,
      dtstart: given.dtstart,
      startMinute: given.start,
      endMinute: given.end,
      exdates: given.exdates ?? [],
    })),
    overrides: (body.overrides ?? []).map(({ date, until, intervals }) => ({
      date,
      ...(until === undefined ? {} : { until }),
      intervals: intervals.map(({ start, end }) => ({ startMinute: start, endMinute: end })),
    })),
  };
}

/** `isWrite`: whether this answers a change, which carries the version it made. */
export function presentHours(profile: Pick<CoachProfile, "hours" | "availabilityVersion">, isWrite: boolean): z.infer<typeof hoursSchema> {
  const { timeZone: zone, weekly, recurrences, overrides } = profile.hours;
  const times = ({ startMinute, endMinute }: { readonly startMinute: number; readonly endMinute: number }) => ({
    start: presentTimeOfDay(startMinute),
    end: presentTimeOfDay(endMinute),
  });
  return {
    time_zone: zone,
    weekly: weekly.map((hours) => ({ weekday: hours.weekday, ...times(hours) })),
    recurrences: recurrences.map((given) => ({ rrule: given.rrule, dtstart: given.dtstart, ...times(given), exdates: [...given.exdates] })),
    overrides: overrides.map(({ date, until, intervals }) => ({
      date,
      ...(until === undefined ? {} : { until }),
      intervals: intervals.map(times),
    })),
    ...(isWrite ? { availability_version: profile.availabilityVersion } : {}),
  };
}
