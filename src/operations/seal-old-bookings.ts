/**
 * The part of the sweep that seals bookings which the version before wrote last, so that an edit past the service is found from then on. A bounded
 * step of a walk from coach to coach, whose place is kept outside D1; a place that is lost is a walk begun anew, which seals nothing twice.
 */
import { after, instant, type Instant } from "../domain/instant.ts";
import { SEAL_STEPS_PER_SWEEP, SEALED_AGAIN_MS } from "../limits/audit.ts";
import type { AuditKeys } from "../database/audit.ts";
import { coachWithBookingsAfter, sealNextBookings, type SealPlace } from "../database/audit-unsealed.ts";
import type { Database } from "../database/open.ts";

interface SealContext {
  readonly database: Database;
  readonly auditKeys: AuditKeys;
  /** Key: `bookings-sealed` -> `{coachId, startsAt, id, notBefore}`. */
  readonly kept: KVNamespace;
  readonly now: Instant;
}

interface Kept extends SealPlace {
  readonly notBefore: Instant;
}

const PLACE = "bookings-sealed";
const BEGINNING: Kept = { coachId: "", startsAt: instant(0), id: "", notBefore: instant(0) };

export async function sealOldBookings({ database, auditKeys, kept, now }: SealContext): Promise<void> {
  const from = (await kept.get<Kept>(PLACE, "json")) ?? BEGINNING;
  if (now < from.notBefore) return;
  let place: SealPlace | null = from;
  for (let step = 0; step < SEAL_STEPS_PER_SWEEP && place !== null; step += 1) {
    const ended = await sealNextBookings(database, auditKeys, { from: place, commandId: crypto.randomUUID(), now });
    place = ended ?? (await beginningOf(database, place.coachId));
  }
  const next: Kept = place === null ? { ...BEGINNING, notBefore: after(now, SEALED_AGAIN_MS) } : { ...place, notBefore: instant(0) };
  await kept.put(PLACE, JSON.stringify(next));
}

/** The place before the first booking of the next coach. */
async function beginningOf(database: Database, behind: string): Promise<SealPlace | null> {
  const coachId = await coachWithBookingsAfter(database, behind);
  return coachId === null ? null : { ...BEGINNING, coachId };
}
