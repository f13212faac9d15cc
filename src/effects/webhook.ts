/**
 * Delivers one event to one endpoint: the booking as it stands now, signed. Events of one booking reach an endpoint in their order: a later one waits,
 * without spending a try, until the earlier is told or has been given up.
 */
import type { Actor } from "../domain/actor.ts";
import { readDelivery } from "../database/webhook-deliveries.ts";
import { keepSealed } from "../database/webhook-endpoints.ts";
import { presentEvent } from "../contract/events.ts";
import { WEBHOOK_TURN_MS } from "../limits/webhooks.ts";
import { openSecrets } from "../webhooks/secrets.ts";
import type { Handler } from "./handler.ts";

/** The marketplace sees what its admins see, and has no calendar of its own. */
const MARKETPLACE: Actor = { id: "marketplace", role: "admin" };

export const deliverEvent: Handler<"webhook"> = async (deps, { id, bookingId, revision, effect }) => {
  const { endpointId, event } = effect;
  if (bookingId === null) return { kind: "dropped", reason: "no_booking" };
  const { endpoint, told, earlier } = await readDelivery(deps.database, { id, bookingId, revision, endpointId });
  if (endpoint === null) return { kind: "dropped", reason: "endpoint_gone" };
  if (told === null) return { kind: "dropped", reason: "no_booking" };
  const now = deps.now();
  if (earlier !== null) {
    const afterMs = earlier.isUnderWay ? WEBHOOK_TURN_MS : Math.max(WEBHOOK_TURN_MS, earlier.dueAt - now);
    return { kind: "wait", afterMs, reason: "earlier_event" };
  }
  const secrets = await openSecrets(deps.sealKeys, endpoint, now);
  if (secrets === null) return { kind: "failed", reason: "webhook_secret" };
  if (secrets.sealedAnew !== null) await keepSealed(deps.database, endpoint, secrets.sealedAnew);
  const body = JSON.stringify(presentEvent(event, told, { now, by: MARKETPLACE }));
  const sent = await deps.webhooks.send({ url: endpoint.url, secrets: secrets.signing, id: event.id, sentAt: now, body });
  if (sent.ok) return { kind: "done", follow: [] };
  const { isFinal, isOutage, reason, afterMs } = sent.problem;
  return isFinal ? { kind: "failed", reason: `webhook_${reason}` } : { kind: "retry", afterMs, reason: `webhook_${reason}`, isOutage };
};
