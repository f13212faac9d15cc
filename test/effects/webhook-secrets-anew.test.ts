/** Secrets of webhooks after a change of the key that seals them: sealed anew by the sweep, without a delivery. */
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { instant } from "../../src/domain/instant.ts";
import { insertRows } from "../../src/database/packing.ts";
import { webhookEndpoints } from "../../src/database/schema-webhooks.ts";
import { findEndpoint } from "../../src/database/webhook-endpoints.ts";
import { openSecrets, sealSecret } from "../../src/webhooks/secrets.ts";
import { database } from "../support/agenda.ts";
import { sweepOnce } from "../support/sweep.ts";

const NOW = instant(Date.UTC(2030, 0, 7));
const [OLD, NEW] = [["k1", new Uint8Array(32).fill(7)] as const, ["k2", new Uint8Array(32).fill(8)] as const];
const before = { currentId: "k1", secrets: new Map([OLD]) };
const both = { currentId: "k2", secrets: new Map([OLD, NEW]) };
const afterwards = { currentId: "k2", secrets: new Map([NEW]) };
const made: string[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  for (const id of made.splice(0)) await database.run(sql`DELETE FROM webhook_endpoints WHERE id = ${id}`);
});

async function endpoint() {
  const id = crypto.randomUUID();
  made.push(id);
  const secret = await sealSecret(before, id, `whsec_${id}`);
  const [created, ended] = [
    { createdBy: "admin", createdAt: NOW, updatedAt: NOW },
    { previousSecret: null, previousUntil: null },
  ];
  const row = { id, url: "https://market.test/hooks/x", events: ["booking.created" as const], secret, ...ended, ...created };
  await database.run(insertRows(webhookEndpoints, [row]));
  return row;
}

async function signingOf(id: string) {
  const found = await findEndpoint(database, id);
  return found === null ? null : ((await openSecrets(afterwards, found, NOW))?.signing ?? null);
}

describe("after a change of the key", () => {
  test("a secret signs without the old key once the sweep has come", async () => {
    const { id } = await endpoint();
    expect(await signingOf(id)).toBeNull();
    await sweepOnce({ sealKeys: both, now: NOW });
    expect(await signingOf(id)).toEqual([`whsec_${id}`]);
    const once = await findEndpoint(database, id);
    await sweepOnce({ sealKeys: both, now: NOW });
    expect(await findEndpoint(database, id)).toEqual(once);
  });

  test("a secret whose key is gone is told to the log, stays, and holds up no other", async () => {
    const reported = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const { id, secret } = await endpoint();
    await sweepOnce({ sealKeys: afterwards, now: NOW });
    expect((await findEndpoint(database, id))?.secret).toBe(secret);
    expect(reported.mock.calls.flat().filter((line) => String(line).includes(id))).toEqual([
      JSON.stringify({ level: "error", event: "webhook_secret_unreadable", endpoint_id: id }),
    ]);
  });
});
