/**
 * An owner who has been deactivated: of their calendar nothing is read and nothing written, but that events are taken away.
 * Their writes that waited meanwhile are queued when they are admitted again.
 */
import type { AccountState } from "../database/calendar-connections.ts";
import { after } from "../domain/instant.ts";
import { SWEEP_WITHOUT_PUSH_MS } from "../limits.ts";
import type { AccountContext } from "./context.ts";
import { queueEvents } from "./connection.ts";
import { RESTED, SYNC_AT } from "./storage-keys.ts";

export async function isShutOut(context: AccountContext, { connection, isOwnerActive }: AccountState): Promise<boolean> {
  const { storage, now, arm } = context;
  if (!isOwnerActive) {
    // Whether that is over is asked of the record, and of nobody else.
    const next = after(now(), SWEEP_WITHOUT_PUSH_MS);
    await storage.put({ [RESTED]: true, [SYNC_AT]: next });
    await arm(next);
    return true;
  }
  if ((await storage.get(RESTED)) !== undefined && (await storage.delete(RESTED))) await queueEvents(context, connection);
  return false;
}
