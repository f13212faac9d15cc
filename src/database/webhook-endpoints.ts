/** Endpoints of the marketplace: where events are delivered. Secrets stand here sealed and are never listed. */
import { type InferSelectModel, sql } from "drizzle-orm";
import type { Instant } from "../domain/instant.ts";
import { WEBHOOKS_MAX } from "../limits/webhooks.ts";
import { type Act, actChecked } from "./admin-acts.ts";
import type { AuditKeys } from "./audit.ts";
import type { Database } from "./open.ts";
import { all, atMost, fieldsOf, first, insertRows, query, value } from "./packing.ts";
import { webhookEndpoints } from "./schema-webhooks.ts";

export type WebhookEndpoint = InferSelectModel<typeof webhookEndpoints>;

const ENDPOINT = fieldsOf(webhookEndpoints);
const { id } = ENDPOINT;

export function endpointQuery(endpointId: string) {
  return query(ENDPOINT, sql`SELECT * FROM webhook_endpoints WHERE id = ${endpointId}`);
}

export async function findEndpoint(database: Database, endpointId: string): Promise<WebhookEndpoint | null> {
  return await first(database, endpointQuery(endpointId));
}

/** Oldest first. */
export async function listEndpoints(database: Database): Promise<WebhookEndpoint[]> {
  return await all(database, query(ENDPOINT, sql`SELECT * FROM webhook_endpoints ORDER BY created_at, id ${atMost(WEBHOOKS_MAX)}`));
}

/** false: there are as many as there may be. */
export async function insertEndpoint(database: Database, keys: AuditKeys, act: Act, endpoint: WebhookEndpoint): Promise<boolean> {
  const counted = query({ count: value<number>("count") }, sql`SELECT count(*) AS count FROM webhook_endpoints`);
  const done = await actChecked(database, keys, {
    ...act,
    action: "webhook_added",
    changes: { endpoint_id: endpoint.id, events: endpoint.events },
    check: counted,
    mayAct: ([row]) => (row?.count ?? 0) < WEBHOOKS_MAX,
    change: query({ id }, sql`${insertRows(webhookEndpoints, [endpoint])} RETURNING id`),
  });
  return done !== null;
}

/** false: there is no such endpoint. What waits for it is dropped when its turn comes. */
export async function deleteEndpoint(database: Database, keys: AuditKeys, act: Act, endpointId: string): Promise<boolean> {
  const done = await actChecked(database, keys, {
    ...act,
    action: "webhook_removed",
    changes: { endpoint_id: endpointId },
    check: endpointQuery(endpointId),
    mayAct: (found) => found.length > 0,
    change: query({ id }, sql`DELETE FROM webhook_endpoints WHERE id = ${endpointId} RETURNING id`),
  });
  return done !== null;
}

interface NewSecret {
  readonly endpointId: string;
  /** Sealed. */
  readonly secret: string;
  /** Until when the secret before signs as well. */
  readonly previousUntil: Instant;
}

/** The endpoint with its new secret; null: there is none of that id. A secret that was the one before signs no more. */
export async function rotateSecret(database: Database, keys: AuditKeys, act: Act, rotated: NewSecret): Promise<WebhookEndpoint | null> {
  const { endpointId, secret, previousUntil } = rotated;
  const done = await actChecked(database, keys, {
    ...act,
    action: "webhook_rotated",
    changes: { endpoint_id: endpointId },
    check: endpointQuery(endpointId),
    mayAct: (found) => found.length > 0,
    change: query(
      ENDPOINT,
      sql`UPDATE webhook_endpoints SET previous_secret = secret, previous_until = ${previousUntil}, secret = ${secret}, updated_at = ${act.now}
        WHERE id = ${endpointId} RETURNING *`,
    ),
  });
  return done?.[0] ?? null;
}

/** Keeps secrets that were sealed anew, unless they have been rotated meanwhile. */
export async function keepSealed(
  database: Database,
  before: Pick<WebhookEndpoint, "id" | "secret">,
  sealed: Pick<WebhookEndpoint, "secret" | "previousSecret">,
): Promise<void> {
  await database.run(sql`UPDATE webhook_endpoints SET secret = ${sealed.secret}, previous_secret = ${sealed.previousSecret}
    WHERE id = ${before.id} AND secret = ${before.secret}`);
}
