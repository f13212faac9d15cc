/**
 * Reads bookings that the version before wrote while both versions ran with the terms that were meant, and writes those terms
 * for the sweep. Where every booking has terms, as almost always, nothing more is read. Which terms were meant is said in
 * `domain/agreement/standing.ts`. A booking's revision stays: what it says has not changed.
 */
import { sql } from "drizzle-orm";
import { asAgreed, type StandingSettings } from "../domain/agreement/standing.ts";
import type { Booking } from "../domain/booking.ts";
import { DEFAULT_SETTINGS } from "../domain/coach.ts";
import { STANDING_ROWS_MAX } from "../limits.ts";
import type { Database } from "./open.ts";
import { all, atMost, fieldsOf, query, together } from "./packing.ts";
import { paymentsOfBookings } from "./payments.ts";
import { bookings, coachProfiles } from "./schema.ts";

const { coachId, settings } = fieldsOf(coachProfiles);

/** The same bookings in the same order, each with its terms. */
export async function readAsAgreed(database: Database, read: readonly Booking[]): Promise<readonly Booking[]> {
  const termless = read.filter(({ cancellationPolicy }) => cancellationPolicy === null);
  if (termless.length === 0) return read;
  const coachIds = JSON.stringify([...new Set(termless.map((booking) => booking.coachId))]);
  const found = await together(database, {
    settings: query(
      { coachId, settings },
      sql`SELECT coach_id, settings FROM coach_profiles WHERE coach_id IN (SELECT value FROM json_each(${coachIds}))`,
    ),
    payments: paymentsOfBookings(termless.map(({ id }) => id)),
  });
  const settingsOf = new Map(
    found.settings.map((row): [string, StandingSettings] => [row.coachId, { ...DEFAULT_SETTINGS, ...row.settings }]),
  );
  const paymentsOf = Map.groupBy(found.payments, ({ bookingId }) => bookingId);
  return read.map((booking) => asAgreed(booking, paymentsOf.get(booking.id) ?? [], settingsOf.get(booking.coachId) ?? DEFAULT_SETTINGS));
}

/** null stays null. */
export async function readOneAsAgreed(database: Database, read: Booking | null): Promise<Booking | null> {
  return read === null ? null : ((await readAsAgreed(database, [read]))[0] ?? null);
}

/** Writes the terms of bookings that have none. One that somebody changes meanwhile is left to them. */
export async function writeStandingTerms(database: Database): Promise<void> {
  const termless = sql`SELECT * FROM bookings WHERE cancellation_policy IS NULL ${atMost(STANDING_ROWS_MAX)}`;
  const agreed = await readAsAgreed(database, await all(database, query(fieldsOf(bookings), termless)));
  if (agreed.length === 0) return;
  await database.run(sql`UPDATE bookings SET price = change.value ->> 'price', cancellation_policy = change.value ->> 'cancellationPolicy',
      approval_required = change.value ->> 'approvalRequired', refund_percent = change.value ->> 'refundPercent',
      completes_at = change.value ->> 'completesAt'
    FROM json_each(${JSON.stringify(agreed)}) AS change
    WHERE bookings.id = change.value ->> 'id' AND bookings.revision = change.value ->> 'revision' AND bookings.cancellation_policy IS NULL`);
}
