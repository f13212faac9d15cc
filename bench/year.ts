/**
 * A year of bookings for the analytics, written straight into D1: of every status, moved, cancelled, lapsed, paid, given back and disputed, spread
 * by a fixed arithmetic, so that the same call makes the same rows but for their ids. The test that recounts the figures uses it as well.
 */
import { DAY_MS, HOUR_MS } from "../src/lib/duration.ts";

export interface YearOfBookings {
  readonly bookings: number;
  readonly coaches: number;
  /** Of the first sessions, in milliseconds since the epoch: a whole hour. */
  readonly startsAt: number;
}

const YEAR_DAYS = 366;
const QUARTERS = YEAR_DAYS * 24 * 4;
/** Windows that overlap, one that ends at midnight, and a zone whose offset is no whole hour. */
const HOURS = {
  timeZone: "Asia/Kathmandu",
  weekly: [
    { weekday: 1, startMinute: 540, endMinute: 720 },
    { weekday: 1, startMinute: 660, endMinute: 1020 },
    { weekday: 3, startMinute: 1200, endMinute: 1440 },
    { weekday: 6, startMinute: 0, endMinute: 75 },
  ],
  recurrences: [],
  overrides: [],
};

/** Uniform enough, in [0, `below`). */
const spread = (prime: number, below: string): string => `(((i * ${String(prime)} + 12345) % 1000003) * 7919 % ${below})`;

export async function fillYear(d1: D1Database, { bookings, coaches, startsAt }: YearOfBookings): Promise<void> {
  // The guards would be asked about sessions that may well overlap here; they are put back as they were.
  const { results: guards } = await d1
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'bookings_overlap%'")
    .all<{ name: string; sql: string }>();
  const clientId = crypto.randomUUID();
  const coachIds = JSON.stringify(Array.from({ length: coaches }, () => crypto.randomUUID()));
  const run = async (statement: string, ...values: unknown[]): Promise<void> => {
    await d1
      .prepare(statement)
      .bind(...values)
      .run();
  };
  for (const { name } of guards) await run(`DROP TRIGGER ${name}`);
  await run("INSERT INTO users (id, role, status, created_at, updated_at) VALUES (?, 'client', 'active', 0, 0)", clientId);
  await run(
    `INSERT INTO users (id, role, name, status, is_coach, created_at, updated_at)
     SELECT value, 'coach', iif(key % 7 = 6, NULL, 'Coach ' || (key * 37 % 101)), iif(key % 11 = 10, 'inactive', 'active'), 1, 0, 0 FROM json_each(?)`,
    coachIds,
  );
  await run(
    `INSERT INTO coach_profiles (coach_id, hours, settings, settings_revision, availability_version) SELECT value, ?2, '{}', 1, 1 FROM json_each(?1)`,
    coachIds,
    JSON.stringify(HOURS),
  );
  await run(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?3),
       drawn AS (SELECT i, ?4 + ${spread(7_907, String(QUARTERS))} * 900000 AS starts, ${spread(104_729, "100")} AS kind FROM n),
       timed AS (SELECT *, starts - ${spread(15_485_863, String(70 * 24))} * ${String(HOUR_MS)} - i % 3600000 AS made,
         starts + (30 + 15 * (i % 4)) * 60000 AS ends FROM drawn)
     INSERT INTO bookings (id, coach_id, client_id, starts_at, ends_at, buffer_before_ms, buffer_after_ms, status, price, price_waived,
       cancellation_policy, payment_id, expires_at, completes_at, cancelled_by, revision, created_at, updated_at)
     SELECT printf('%08x-', i) || substr(lower(hex(randomblob(2))), 1, 4) || '-4000-8000-' || lower(hex(randomblob(6))),
       (SELECT value FROM json_each(?1) WHERE key = i % ?5), ?2, starts, ends, 0, 0,
       CASE WHEN kind < 8 THEN 'pending' WHEN kind < 30 THEN 'confirmed' WHEN kind < 70 THEN 'completed' ELSE 'cancelled' END,
       iif(i % 4 = 0, NULL, '{"minor":5000,"currency":"EUR"}'), i % 13 = 0, '[]', iif(i % 5 = 0, lower(hex(randomblob(16))), NULL),
       iif(kind < 8, min(starts, made + ${String(2 * DAY_MS)}), NULL), iif(kind BETWEEN 8 AND 29 AND i % 17 <> 0, ends + ${String(DAY_MS)}, NULL),
       CASE WHEN kind < 70 THEN NULL WHEN kind < 80 THEN 'client' WHEN kind < 86 THEN 'coach' WHEN kind < 89 THEN 'admin' ELSE 'system' END,
       1, made, iif(kind < 70, made, min(starts + 3 * ${String(HOUR_MS)}, made + ${spread(1_299_709, String(75 * 24))} * ${String(HOUR_MS)}))
     FROM timed`,
    coachIds,
    clientId,
    bookings,
    startsAt,
    coaches,
  );
  await run(
    `INSERT INTO payments (id, booking_id, coach_id, client_id, amount_minor, currency, state, captured_minor, refunded_minor, cutoff_minutes,
       late_refund_percent, expires_at, created_at, updated_at)
     SELECT lower(hex(randomblob(16))), id, coach_id, client_id, 5000 + rowid % 977, CASE rowid % 3 WHEN 0 THEN 'EUR' WHEN 1 THEN 'JPY' ELSE 'USD' END,
       iif(rowid % 10 = 1, 'expired', 'paid'), iif(rowid % 10 = 1, 0, 5000 + rowid % 977), iif(rowid % 10 = 1, 0, rowid % 6 * 1000),
       0, 0, created_at, created_at + 60000, created_at FROM bookings WHERE price IS NOT NULL AND client_id = ?`,
    clientId,
  );
  await run(
    `INSERT INTO disputes (id, payment_id, booking_id, amount_minor, currency, state, told_at, created_at, updated_at)
     SELECT lower(hex(randomblob(16))), id, booking_id, amount_minor, iif(rowid % 400 = 7, 'GBP', currency),
       CASE rowid % 3 WHEN 0 THEN 'won' WHEN 1 THEN 'lost' ELSE 'needs_response' END, 0, created_at + ${String(5 * DAY_MS)}, 0
     FROM payments WHERE captured_minor > 0 AND rowid % 100 = 7 AND client_id = ?`,
    clientId,
  );
  await run(
    `INSERT INTO audit_log (chain, seq, command_id, booking_id, revision, action, author_role, at, changes, key_id, mac)
     SELECT coach_id, rowid, id, id, 1, iif(rowid % 3 = 0, 'rescheduled', 'created'),
       CASE rowid % 4 WHEN 0 THEN 'coach' WHEN 1 THEN 'admin' ELSE 'client' END, created_at + 1000,
       iif(rowid % 15 = 0, '{"from":{},"to":{},"accepted":true}', '{"from":{},"to":{}}'), 'k1', '' FROM bookings WHERE client_id = ?`,
    clientId,
  );
  for (const { sql } of guards) await run(sql);
}
