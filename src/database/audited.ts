/**
 * A change outside of every agenda, in one batch with its row in a chain. Two writers at once want the same seq: the loser's batch aborts,
 * and it reads the head again. The agendas do the same with theirs (`group-commit.ts`).
 */
import type { SQL } from "drizzle-orm";
import { type AuditEntry, type AuditKeys, headQuery, insertAuditRows, sealEntries } from "./audit.ts";
import { type Database, isConstraintFailure } from "./open.ts";
import { batch, first } from "./packing.ts";

const RACES_MAX = 5;

/** The entry of a change in the trail. */
export interface Trail {
  readonly keys: AuditKeys;
  readonly chain: string;
  readonly entry: AuditEntry;
}

/** The seq of the row. */
export async function writeAudited(database: Database, { keys, chain, entry }: Trail, statements: Readonly<Record<string, SQL | null>>) {
  return await inTurn(async () => {
    const head = await first(database, headQuery(chain));
    await batch(database, { ...statements, audit: insertAuditRows(await sealEntries(keys, chain, head, [entry])) });
    return (head?.seq ?? 0) + 1;
  });
}

export async function inTurn<Done>(attempt: () => Promise<Done>): Promise<Done> {
  for (let race = 1; ; race += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (race === RACES_MAX || !isConstraintFailure(error)) throw error;
    }
  }
}
