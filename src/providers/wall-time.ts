/**
 * The meaning of a provider's wall time: all-day events name dates and no offset, and their zone is told elsewhere or not at all. Where it
 * is not known, an event covers its wall time wherever on Earth that is: unknown is never free.
 */
import { after, instant, type Instant } from "../domain/instant.ts";
import { isTimeZone, zoneClock } from "../domain/slots/time-zone.ts";
import { HOUR_MS } from "../lib/duration.ts";

/** The widest offsets from UTC there are. */
const OFFSET_EAST_MS_MAX = 14 * HOUR_MS;
const OFFSET_WEST_MS_MAX = 12 * HOUR_MS;

/** `wallMs`: the wall time as milliseconds as if the zone were UTC. `timeZone`: IANA; null, or a name that is none: not known. */
export function instantOfWall(wallMs: number, timeZone: string | null, edge: "start" | "end"): Instant {
  if (timeZone !== null && isTimeZone(timeZone)) return zoneClock(timeZone).instantOfWall(wallMs);
  return after(instant(wallMs), edge === "start" ? -OFFSET_EAST_MS_MAX : OFFSET_WEST_MS_MAX);
}
