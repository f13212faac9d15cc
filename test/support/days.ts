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

/** How many rows the whole record holds: a request that is refused leaves it as it was. */
export async function recordSize(): Promise<Record<string, number>> {
  const tables = ["bookings", "audit_log", "outbox", "idempotency_keys"];
  const counts = await env.DB.batch<{ n: number }>(tables.map((table) => env.DB.prepare(`SELECT count(*) AS n FROM ${table}`)));
  return Object.fromEntries(tables.map((table, index) => [table, counts[index]?.results[0]?.n ?? -1]));
}
