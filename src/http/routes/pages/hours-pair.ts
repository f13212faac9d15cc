/** Two times of day as a person types them: `9`, `9:00`, `0900`, `24:00`. Refuses what could be read in two ways. */
import type { TimeOfDayRange } from "../../../domain/slots/availability-rules.ts";
import { say } from "../../../messages/say.ts";

/** By name of the field, as typed. */
export type Typed = Readonly<Record<string, string>>;
/** By name of the field. */
export type FaultsFound = Map<string, string>;

const TIME = /^(\d{1,2})(?:[:.]?([0-5]\d))?$/u;
const MINUTES_PER_DAY = 24 * 60;

/** Minutes since midnight, up to 1440; null: it is no time of day. */
function minuteOf(text: string): number | null {
  const [, hour, minute = "0"] = TIME.exec(text) ?? [];
  if (hour === undefined) return null;
  const minutes = Number(hour) * 60 + Number(minute);
  return minutes <= MINUTES_PER_DAY ? minutes : null;
}

/** null: both are empty, or a fault was found. */
export function readPair(
  typed: Typed,
  fields: { readonly from: string; readonly until: string },
  where: string,
  faults: FaultsFound,
): TimeOfDayRange | null {
  const [from, until] = [(typed[fields.from] ?? "").trim(), (typed[fields.until] ?? "").trim()];
  if (from === "" && until === "") return null;
  if (from === "" || until === "") {
    faults.set(from === "" ? fields.from : fields.until, say("hours.fault.half", { where }));
    return null;
  }
  const [startMinute, endMinute] = [minuteOf(from), minuteOf(until)];
  for (const [field, minute] of [
    [fields.from, startMinute],
    [fields.until, endMinute],
  ] as const) {
    if (minute === null) faults.set(field, say("hours.fault.time", { where }));
  }
  if (startMinute === null || endMinute === null) return null;
  if (startMinute < endMinute) return { startMinute, endMinute };
  faults.set(fields.until, say("hours.fault.order", { where }));
  return null;
}
