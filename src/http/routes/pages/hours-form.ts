/**
 * Reads the form of a coach's hours: what was typed becomes availability rules, or faults beside their fields. Rules and overrides that stand in
 * the record are not in the form: it names those that go and brings at most one of each that is new. Whatever comes out has passed the schema
 * of the API. Saves nothing.
 */
import { presentHours, setHoursBody } from "../../../contract/availability.ts";
import type { AvailabilityRules, TimeOfDayRange } from "../../../domain/slots/availability-rules.ts";
import { isTimeZone } from "../../../domain/slots/time-zone.ts";
import { OVERRIDES_MAX, RECURRENCES_MAX, WEEKLY_RANGES_MAX } from "../../../limits.ts";
import { say } from "../../../messages/say.ts";
import { dropDayField, dropRuleField, rowsSent, WEEK, windowFields } from "../../../pages/hours/fields.ts";
import { isOver } from "../../../pages/hours/overrides.tsx";
import { weekdayNamed } from "../../../pages/hours/words.ts";
import { readOverride } from "./hours-override.ts";
import { type FaultsFound, readPair, type Typed } from "./hours-pair.ts";
import { readRule } from "./hours-rule.ts";

export interface HoursRead {
  /** null: something is wrong with what was typed. */
  readonly hours: AvailabilityRules | null;
  readonly faults: FaultsFound;
}

/** `today`: ISO date of the coach's zone. */
export function readHours(typed: Typed, saved: AvailabilityRules, today: string): HoursRead {
  const faults: FaultsFound = new Map();
  const timeZone = typed["time_zone"] ?? "";
  if (!isTimeZone(timeZone)) faults.set("time_zone", say("hours.fault.zone"));
  const weekly = WEEK.flatMap((weekday) => readDay(typed, weekday, faults).map((range) => ({ weekday, ...range })));
  if (weekly.length > WEEKLY_RANGES_MAX) faults.set("", say("hours.fault.windows", { max: WEEKLY_RANGES_MAX }));

  const keptRules = saved.recurrences.filter((rule) => typed[dropRuleField(rule)] !== "on");
  const rule = readRule(typed, today, faults);
  if (rule !== null && keptRules.length >= RECURRENCES_MAX) faults.set("rule-often", say("hours.fault.rules", { max: RECURRENCES_MAX }));
  const keptDays = saved.overrides.filter(
    (override) => typed[dropDayField(override)] !== "on" && !(typed["drop-past"] === "on" && isOver(override, today)),
  );
  const day = readOverride(typed, faults);
  if (day !== null && keptDays.length >= OVERRIDES_MAX) faults.set("day-date", say("hours.fault.days", { max: OVERRIDES_MAX }));
  if (faults.size > 0) return { hours: null, faults };

  const hours = {
    timeZone,
    weekly,
    recurrences: [...keptRules, ...(rule === null ? [] : [rule])],
    overrides: [...keptDays, ...(day === null ? [] : [day])],
  };
  const checked = setHoursBody.safeParse(presentHours({ hours, availabilityVersion: 0 }, false));
  if (checked.success) return { hours, faults };
  faults.set("", say("hours.fault.whole", { part: String(checked.error.issues[0]?.path[0]) }));
  return { hours: null, faults };
}

function readDay(typed: Typed, weekday: number, faults: FaultsFound): TimeOfDayRange[] {
  const day = weekdayNamed(weekday);
  const read: TimeOfDayRange[] = [];
  for (const row of rowsSent(typed, weekday)) {
    const fields = windowFields(weekday, row);
    const range = readPair(typed, fields, day, faults);
    if (range === null) continue;
    const meets = read.some((other) => range.startMinute < other.endMinute && other.startMinute < range.endMinute);
    if (meets) faults.set(fields.from, say("hours.fault.overlap", { where: day }));
    read.push(range);
  }
  return read.toSorted((one, other) => one.startMinute - other.startMinute);
}
