/**
 * The part of the sweep that seals anew the secrets of webhooks that an older key sealed, so that the key can be taken out of the ring although an
 * endpoint has been told of nothing since. There are a few endpoints at most. A secret that cannot be opened is told to the
 * log and left as it stands: its key may come back. A secret that is rotated meanwhile stays the rotated one.
 */
import { listEndpoints, keepSealed } from "../database/webhook-endpoints.ts";
import type { Database } from "../database/open.ts";
import type { Instant } from "../domain/instant.ts";
import { log } from "../lib/log.ts";
import type { SealKeyRing } from "../lib/seal-key-ring.ts";
import { openSecrets } from "../webhooks/secrets.ts";

interface SealContext {
  readonly database: Database;
  readonly sealKeys: SealKeyRing;
  readonly now: Instant;
}

export async function sealSecretsAnew({ database, sealKeys, now }: SealContext): Promise<void> {
  for (const endpoint of await listEndpoints(database)) {
    const opened = await openSecrets(sealKeys, endpoint, now);
    if (opened === null) log("error", "webhook_secret_unreadable", { endpoint_id: endpoint.id });
    else if (opened.sealedAnew !== null) await keepSealed(database, endpoint, opened.sealedAnew);
  }
}
