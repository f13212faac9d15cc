/** Days ahead of the real clock, for stories told through the API, and what they leave in the record. */
import { env } from "cloudflare:workers";
import { DAY_MS, MINUTE_MS } from "../../src/lib/duration.ts";

/** RFC 3339 of a time of day (UTC) some days ahead. */
export function dayAhead(days: number, time: string): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + days * DAY_MS + (hour * 60 + minute) * MINUTE_MS).toISOString();
}

export async function bookingRows(coachId: string): Promise<Record<string, unknown>[]> {
  const { results } = await env.DB.prepare("SELECT * FROM bookings WHERE coach_id = ? ORDER BY starts_at").bind(coachId).all();
  return results;
}
