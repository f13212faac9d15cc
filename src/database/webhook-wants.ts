/** Which endpoint of the marketplace wants to be told of which events: all that deriving a delivery needs. */
import { sql } from "drizzle-orm";
import type { Database } from "./open.ts";
import { all, fieldsOf, query, type RowIn } from "./packing.ts";
import { webhookEndpoints } from "./schema-webhooks.ts";

const { id, events } = fieldsOf(webhookEndpoints);

export function endpointsQuery() {
  // In no order, and without a limit: as many as may be registered are read, and a ring that finds nothing due pays for no more.
  return query({ id, events }, sql`SELECT id, events FROM webhook_endpoints`);
}

export type EndpointWants = RowIn<ReturnType<typeof endpointsQuery>>;

export async function endpointsWanting(database: Database): Promise<EndpointWants[]> {
  return await all(database, endpointsQuery());
}
