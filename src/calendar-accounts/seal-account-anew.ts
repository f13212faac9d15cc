/**
 * After a change of the key: the account's tokens, in the object and as the copy in KV, are sealed by today's key, and the record says by
 * which one they stand sealed. Calls no provider. Tokens that nothing opens are left as they stand: their key may come back.
 */
import { findConnection } from "../database/calendar-connections.ts";
import { noteSealedBy, SEALED_UNREADABLE } from "../database/connection-keys.ts";
import { log } from "../lib/log.ts";
import type { AccountContext } from "./context.ts";

export async function sealAccountAnew(context: AccountContext): Promise<void> {
  const { database, userId, providerName } = context;
  const lookedAt = context.now();
  const connection = await findConnection(database, userId, providerName);
  if (connection === null) return;
  const sealed = await context.tokensOf(connection.accountId).sealAnew();
  if (!sealed.isReadable) log("error", "calendar_tokens_unreadable", { user_id: userId, provider: providerName });
  await noteSealedBy(database, { connectionId: connection.id, keyId: sealed.keyId ?? SEALED_UNREADABLE, lookedAt });
}
