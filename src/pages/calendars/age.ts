/** How long ago something was, in words. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../lib/duration.ts";
import { relativeTimeFormat } from "../../messages/formats.ts";

const UNITS = [
  ["day", DAY_MS],
  ["hour", HOUR_MS],
  ["minute", MINUTE_MS],
] as const;

/** `5 minutes ago`, in the largest unit of which it is at least one; under a minute `this minute`. */
export function ageInWords(ms: number): string {
  const [unit, length] = UNITS.find(([, unitMs]) => ms >= unitMs) ?? ["minute", MINUTE_MS];
  return relativeTimeFormat({ numeric: "auto" }).format(-Math.floor(Math.max(0, ms) / length) || 0, unit);
}
