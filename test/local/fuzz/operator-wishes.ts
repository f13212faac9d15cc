/** Rows for the operations about webhooks, events, personal data and health; the others stand in `wishes.ts`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Make } from "./wish.ts";

const WEBHOOKS_KEPT = 3;

const ofClient: Make = ({ clients }, chance) => {
  const as = chance.pick(clients);
  return as === undefined ? null : { as };
};

const ofWebhook: Make = (world, chance) => {
  const id = chance.pick([...world.webhooks]);
  return id === undefined ? null : { as: world.admin, path: { id } };
};

export const OPERATOR_WISHES: Readonly<Record<string, Make>> = {
  exportMe: ofClient,
  exportMyCalendar: ofClient,
  revokeCalendarKey: (world, chance) => {
    const as = world.person(chance.pick([...world.feedKeys.keys()]) ?? "");
    return as === undefined ? null : { as, path: { id: as.id } };
  },
  eraseUser: ({ admin, leaver }) => ({ as: admin, path: { id: leaver.id }, query: { cancel: "true", cursor: undefined } }),
  putRightAfterRestore: ({ admin }) => ({
    as: admin,
    body: { restored_to: new Date(Date.now() - 60_000).toISOString(), cursor: undefined },
  }),
  listEvents: ({ admin }) => ({ as: admin, query: { after: undefined } }),
  addWebhook: ({ admin, server, webhooks }, chance) =>
    webhooks.size >= WEBHOOKS_KEPT
      ? null
      : { as: admin, body: { url: `${server.local.simulatorsUrl}/marketplace/hooks/fuzz${String(chance.seed)}`, events: undefined } },
  listWebhooks: ({ admin }) => ({ as: admin }),
  viewKeys: ({ admin }) => ({ as: admin }),
  removeWebhook: (world, chance, operation) => (world.webhooks.size < WEBHOOKS_KEPT ? null : ofWebhook(world, chance, operation)),
  rotateWebhookSecret: ofWebhook,
  testWebhook: ofWebhook,
  listWebhookDeliveries: ofWebhook,
  replayWebhookDelivery: (world, chance) => {
    const [deliveryId, id] = chance.pick([...world.deliveries]) ?? [];
    return id === undefined || deliveryId === undefined ? null : { as: world.admin, path: { id, delivery_id: deliveryId } };
  },
  deepHealth: ({ server }) => ({
    as: null,
    headers: { "Health-Secret": readFileSync(join(server.local.simulatorsDir, "health-secret.txt"), "utf8").trim() },
  }),
};
