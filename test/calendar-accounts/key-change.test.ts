/** A change of the key that seals tokens, in the real storage of an account's object. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { decodeProtectedHeader } from "jose";
import { describe, expect, test } from "vitest";
import { openAccount } from "../../src/calendar-accounts/open-account.ts";
import { compose } from "../../src/compose.ts";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import type { SealKeyRing } from "../../src/lib/seal-key-ring.ts";
import { database } from "../support/agenda.ts";
import { accountOf, connectedScene, useCalendarClock } from "./stage.ts";

useCalendarClock();

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  test("tokens that are read after the change stand sealed by the new key and need the old one no more", async () => {
    const stage = await connectedScene(provider);
    const found = sql`SELECT account_id AS accountId FROM calendar_connections WHERE user_id = ${stage.coach.id}`;
    const { accountId } = (await database.get<{ accountId: string }>(found)) ?? { accountId: "" };
    const parts = compose(env);
    const { calendars } = parts.config;
    const added = ["added", new Uint8Array(32).fill(9)] as const;
    const both: SealKeyRing = { currentId: "added", secrets: new Map([...calendars.sealKeys.secrets, added]) };
    const afterwards: SealKeyRing = { currentId: "added", secrets: new Map([added]) };
    const [before, read, kid, alone] = await runInDurableObject(accountOf(stage).object, async (_object, { storage }) => {
      const newest = async (sealKeys: SealKeyRing) => {
        const config = { ...parts.config, calendars: { ...calendars, sealKeys } };
        const rest = { storage, vault: env.TOKENS, callTimeoutMs: 1_000, arm: async () => undefined };
        return await openAccount(`${stage.coach.id}:${provider}`, { parts: { ...parts, config }, ...rest })
          .tokensOf(accountId)
          .newest();
      };
      const lost = await newest(afterwards);
      const opened = await newest(both);
      return [lost, opened, decodeProtectedHeader((await storage.get<string>("tokens")) ?? "").kid, await newest(afterwards)] as const;
    });
    expect(before).toBeNull();
    expect(read).not.toBeNull();
    expect([kid, alone]).toEqual(["added", read]);
  });
});
