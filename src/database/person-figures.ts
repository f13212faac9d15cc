/**
 * The figures of one person, as a client or as a coach: counts over the person's latest bookings, by an index, and the money of their payments.
 * Counts nobody else's and nothing of all people together.
 */
import { sql } from "drizzle-orm";
import type { Instant } from "../domain/instant.ts";
import type { Money } from "../domain/money.ts";
import { HOUR_MS, MINUTE_MS } from "../lib/duration.ts";
import { FIGURES_BOOKINGS_MAX, LATE_HOURS } from "../limits/people.ts";
import type { Database } from "./open.ts";
import { atMost, batch, query, value } from "./packing.ts";

export interface PersonFigures {
  readonly booked: number;
  readonly held: number;
  readonly ahead: number;
  readonly minutesAhead: number;
  readonly cancelledByClient: number;
  /** Of those, less than `LATE_HOURS` before the start. */
  readonly cancelledByClientLate: number;
  readonly cancelledByCoach: number;
  readonly cancelledByCoachLate: number;
  readonly cancelledByAdmin: number;
  /** Ended by the passing of time: not paid, or not answered. */
  readonly lapsed: number;
  /** By currency, never added across. */
  readonly money: readonly { readonly captured: Money; readonly givenBack: Money }[];
  /** Older bookings than the latest `FIGURES_BOOKINGS_MAX` were not counted. */
  readonly isCut: boolean;
}

const COUNTED = {
  booked: value<number>("booked"),
  held: value<number>("held"),
  ahead: value<number>("ahead"),
  minutesAhead: value<number>("minutes_ahead"),
  cancelledByClient: value<number>("by_client"),
  cancelledByClientLate: value<number>("by_client_late"),
  cancelledByCoach: value<number>("by_coach"),
  cancelledByCoachLate: value<number>("by_coach_late"),
  cancelledByAdmin: value<number>("by_admin"),
  lapsed: value<number>("lapsed"),
};
const NOTHING = Object.fromEntries(Object.keys(COUNTED).map((name) => [name, 0])) as { [Name in keyof typeof COUNTED]: number };

export async function figuresOf(database: Database, side: "client" | "coach", personId: string, now: Instant): Promise<PersonFigures> {
  const theirs = sql`bookings WHERE ${sql.raw(side === "client" ? "client_id" : "coach_id")} = ${personId} ORDER BY starts_at DESC, id DESC ${atMost(FIGURES_BOOKINGS_MAX)}`;
  const late = sql`updated_at > starts_at - ${LATE_HOURS * HOUR_MS}`;
  const ahead = sql`starts_at > ${now} AND (status = 'confirmed' OR (status = 'pending' AND expires_at > ${now}))`;
  const { counted, money } = await batch(database, {
    counted: query(
      COUNTED,
      sql`SELECT count(*) AS booked,
        count(*) FILTER (WHERE status = 'completed' OR (status = 'confirmed' AND completes_at <= ${now})) AS held,
        count(*) FILTER (WHERE ${ahead}) AS ahead,
        coalesce(sum(ends_at - starts_at) FILTER (WHERE ${ahead}), 0) / ${MINUTE_MS} AS minutes_ahead,
        count(*) FILTER (WHERE status = 'cancelled' AND cancelled_by = 'client') AS by_client,
        count(*) FILTER (WHERE status = 'cancelled' AND cancelled_by = 'client' AND ${late}) AS by_client_late,
        count(*) FILTER (WHERE status = 'cancelled' AND cancelled_by = 'coach') AS by_coach,
        count(*) FILTER (WHERE status = 'cancelled' AND cancelled_by = 'coach' AND ${late}) AS by_coach_late,
        count(*) FILTER (WHERE status = 'cancelled' AND cancelled_by = 'admin') AS by_admin,
        count(*) FILTER (WHERE (status = 'cancelled' AND cancelled_by = 'system') OR (status = 'pending' AND expires_at <= ${now})) AS lapsed
        FROM (SELECT * FROM ${theirs})`,
    ),
    money: query(
      { currency: value<string>("currency"), captured: value<number>("captured"), givenBack: value<number>("given_back") },
      sql`SELECT currency, sum(captured_minor) AS captured, sum(refunded_minor) AS given_back FROM payments
        WHERE booking_id IN (SELECT id FROM (SELECT id FROM ${theirs})) AND captured_minor > 0 GROUP BY currency ORDER BY currency`,
    ),
  });
  const counts = counted[0] ?? NOTHING;
  return {
    ...counts,
    money: money.map(({ currency, captured, givenBack }) => ({
      captured: { minor: captured, currency },
      givenBack: { minor: givenBack, currency },
    })),
    isCut: counts.booked >= FIGURES_BOOKINGS_MAX,
  };
}
