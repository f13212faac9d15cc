/**
 * The part of the sweep that has tokens of calendars sealed anew by today's key, those of accounts that rest among them. Each account's object
 * seals its own. A bounded number in each sweep; where the key has not changed, and no calendar is new, one read finds nothing.
 */
import { connectionsSealedBy, SEALED_UNSEEN } from "../database/connection-keys.ts";
import type { Database } from "../database/open.ts";
import type { CalendarProviderName } from "../domain/effect.ts";
import { errorSummary, log } from "../lib/log.ts";
import type { SealKeyRing } from "../lib/seal-key-ring.ts";

interface SealContext {
  readonly database: Database;
  readonly sealKeys: SealKeyRing;
  /** Has an account's object seal its tokens by today's key. */
  readonly sealAccountAnew: (userId: string, provider: CalendarProviderName) => Promise<void>;
}

export async function sealAccountsAnew({ database, sealKeys, sealAccountAnew }: SealContext): Promise<void> {
  const older = [...sealKeys.secrets.keys()].filter((id) => id !== sealKeys.currentId);
  for (const { userId, provider } of await connectionsSealedBy(database, [SEALED_UNSEEN, ...older], crypto.randomUUID())) {
    try {
      await sealAccountAnew(userId, provider);
    } catch (error) {
      log("error", "account_not_sealed", { user_id: userId, provider, error: errorSummary(error) });
    }
  }
}
