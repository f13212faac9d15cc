/** Reading a coach's offers. They are written in the agenda's batch alone (`group-write.ts`). */
import { sql } from "drizzle-orm";
import type { Offer } from "../domain/agreement/offer.ts";
import { OFFERS_LISTED_MAX } from "../limits.ts";
import type { Database } from "./open.ts";
import { atMost, batch, fieldsOf, first, query, value } from "./packing.ts";
import { offers, users } from "./schema.ts";

export interface OffersFound {
  readonly offers: readonly Offer[];
  readonly isActive: boolean;
}

/** In order of position, the retired ones last; null: there is no such coach. */
export async function listOffersOf(database: Database, coachId: string, withRetired: boolean): Promise<OffersFound | null> {
  const which = withRetired ? sql`` : sql`AND is_active = 1`;
  const found = await batch(database, {
    coach: query(
      { status: fieldsOf(users).status },
      sql`SELECT users.status FROM coach_profiles AS profile JOIN users ON users.id = profile.coach_id WHERE profile.coach_id = ${coachId}`,
    ),
    offers: query(
      fieldsOf(offers),
      sql`SELECT * FROM offers WHERE coach_id = ${coachId} ${which} ORDER BY is_active DESC, position, created_at, id ${atMost(OFFERS_LISTED_MAX)}`,
    ),
  });
  const [coach] = found.coach;
  return coach === undefined ? null : { offers: found.offers, isActive: coach.status === "active" };
}

/** After all active offers. */
export async function nextPositionOf(database: Database, coachId: string): Promise<number> {
  const last = query(
    { next: value<number>("next") },
    sql`SELECT coalesce(max(position) + 1, 0) AS next FROM offers WHERE coach_id = ${coachId} AND is_active = 1`,
  );
  return (await first(database, last))?.next ?? 0;
}
