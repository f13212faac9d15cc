/**
 * The acts of admins that touch no coach's time, each one batch with its row in the chain `admin`. Two admins at once
 * want the same seq: the loser's batch aborts, and it reads the head again.
 */
import { sql } from "drizzle-orm";
import type { Author } from "../domain/actor.ts";
import type { Instant } from "../domain/instant.ts";
import { ADMIN_CHAIN, type AuditKeys, headQuery, insertAuditRows, sealEntries } from "./audit.ts";
import { type Database, isConstraintFailure } from "./open.ts";
import { batch, first } from "./packing.ts";
import type { UserStatus } from "./people.ts";

const RACES_MAX = 5;

export interface StatusChange {
  readonly commandId: string;
  readonly author: Author;
  readonly userId: string;
  readonly status: UserStatus;
  readonly now: Instant;
}

export async function changeStatus(database: Database, keys: AuditKeys, change: StatusChange): Promise<void> {
  const { commandId, author, userId, status, now } = change;
  for (let race = 1; ; race += 1) {
    const head = await first(database, headQuery(ADMIN_CHAIN));
    const audit = await sealEntries(keys, ADMIN_CHAIN, head, [
      { commandId, bookingId: null, revision: null, action: "user_status_set", author, at: now, changes: { user_id: userId, status } },
    ]);
    try {
      await batch(database, {
        user: sql`UPDATE users SET status = ${status}, updated_at = ${now} WHERE id = ${userId}`,
        audit: insertAuditRows(audit),
      });
      return;
    } catch (error) {
      if (race === RACES_MAX || !isConstraintFailure(error)) throw error;
    }
  }
}
