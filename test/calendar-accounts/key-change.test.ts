/** A change of the key that seals tokens, in the real storage of an account's object and in the real KV. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { decodeProtectedHeader } from "jose";
import { afterEach, describe, expect, test, vi } from "vitest";
import { openAccount } from "../../src/calendar-accounts/open-account.ts";
import { sealAccountAnew } from "../../src/calendar-accounts/seal-account-anew.ts";
import { compose } from "../../src/compose.ts";
import { CALENDAR_PROVIDERS, type CalendarProviderName } from "../../src/domain/effect.ts";
import type { SealKeyRing } from "../../src/lib/seal-key-ring.ts";
import { viewKeys } from "../../src/operations/admin/view-keys.ts";
import type { AccountTokens } from "../../src/providers/tokens/account-tokens.ts";
import type { ActorContext } from "../../src/operations/context.ts";
import { database } from "../support/agenda.ts";
import { sweepOnce } from "../support/sweep.ts";
import { accountOf, connectedScene, type Scene, useCalendarClock } from "./stage.ts";

useCalendarClock();
afterEach(() => void vi.restoreAllMocks());

const parts = compose(env);
const { calendars } = parts.config;
const ADDED = ["added", new Uint8Array(32).fill(9)] as const;
const both: SealKeyRing = { currentId: "added", secrets: new Map([...calendars.sealKeys.secrets, ADDED]) };
const afterwards: SealKeyRing = { currentId: "added", secrets: new Map([ADDED]) };

/** Runs inside the account's object, as a deployment with that ring of keys would. */
async function inAccount<Value>(
  stage: Scene,
  provider: CalendarProviderName,
  sealKeys: SealKeyRing,
  act: (context: ReturnType<typeof openAccount>, storage: DurableObjectStorage) => Promise<Value>,
): Promise<Value> {
  return await runInDurableObject(accountOf(stage).object, async (_object, { storage }) => {
    const config = { ...parts.config, calendars: { ...calendars, sealKeys } };
    const rest = { storage, vault: env.TOKENS, callTimeoutMs: 1_000, arm: async () => undefined };
    return await act(openAccount(`${stage.coach.id}:${provider}`, { parts: { ...parts, config }, ...rest }), storage);
  });
}

async function connectionOf(stage: Scene): Promise<{ readonly accountId: string; readonly sealedBy: string }> {
  const found = sql`SELECT account_id AS accountId, sealed_by AS sealedBy FROM calendar_connections WHERE user_id = ${stage.coach.id}`;
  return (await database.get<{ accountId: string; sealedBy: string }>(found)) ?? { accountId: "", sealedBy: "" };
}

/** The ids of the keys that seal the set in the object and its copy. */
async function sealedBy(stage: Scene, provider: CalendarProviderName) {
  const kept = await inAccount(stage, provider, both, async (_context, storage) => await storage.get<string>("tokens"));
  return [kept, await env.TOKENS.get(`tokens:${provider}:${stage.coach.id}`)].map((sealed) => decodeProtectedHeader(sealed ?? "").kid);
}

/** A sweep of a deployment with that ring of keys, as far as this account is concerned. */
async function sweepWith(stage: Scene, provider: CalendarProviderName, sealKeys: SealKeyRing): Promise<number> {
  let asked = 0;
  const asking = async (userId: string): Promise<void> => {
    if (userId !== stage.coach.id) return;
    asked += 1;
    await inAccount(stage, provider, sealKeys, async (context) => await sealAccountAnew(context));
  };
  await sweepOnce({ sealKeys, sealAccountAnew: asking });
  return asked;
}

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  test("tokens that are read after the change stand sealed by the new key and need the old one no more", async () => {
    const stage = await connectedScene(provider);
    const { accountId } = await connectionOf(stage);
    const newest = async (ring: SealKeyRing) =>
      await inAccount(stage, provider, ring, async ({ tokensOf }) => await tokensOf(accountId).newest());
    expect(await newest(afterwards)).toBeNull();
    const read = await newest(both);
    expect(read).not.toBeNull();
    expect((await sealedBy(stage, provider))[0]).toBe("added");
    expect(await newest(afterwards)).toEqual(read);
  });

  test("tokens of an account that rests, and their copy, are sealed anew by the sweep, once", async () => {
    const stage = await connectedScene(provider);
    expect(await sealedBy(stage, provider)).toEqual([calendars.sealKeys.currentId, calendars.sealKeys.currentId]);
    expect(await sweepWith(stage, provider, both)).toBe(1);
    expect(await sealedBy(stage, provider)).toEqual(["added", "added"]);
    expect((await connectionOf(stage)).sealedBy).toBe("added");
    expect(await sweepWith(stage, provider, both)).toBe(0);
  });

  test("an object that has lost its tokens seals the copy that it would go on from", async () => {
    const stage = await connectedScene(provider);
    await inAccount(stage, provider, both, async (_context, storage) => void (await storage.delete("tokens")));
    expect(await sweepWith(stage, provider, both)).toBe(1);
    expect(await env.TOKENS.get(`tokens:${provider}:${stage.coach.id}`)).toSatisfy(
      (sealed: string) => decodeProtectedHeader(sealed).kid === "added",
    );
    expect((await connectionOf(stage)).sealedBy).toBe("added");
  });

  test("tokens whose key is gone stay as they are, are told to the log, and are sealed anew when it is back", async () => {
    const reported = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const stage = await connectedScene(provider);
    const before = await sealedBy(stage, provider);
    expect(await sweepWith(stage, provider, afterwards)).toBe(1);
    expect(await sealedBy(stage, provider)).toEqual(before);
    expect(reported.mock.calls.flat().filter((line) => String(line).includes("calendar_tokens_unreadable"))).toEqual([
      JSON.stringify({ level: "error", event: "calendar_tokens_unreadable", user_id: stage.coach.id, provider }),
    ]);
    expect((await connectionOf(stage)).sealedBy).toBe(calendars.sealKeys.currentId);
    expect(await sweepWith(stage, provider, afterwards)).toBe(0);
    expect(await sweepWith(stage, provider, both)).toBe(1);
    expect((await connectionOf(stage)).sealedBy).toBe("added");
  });

  test("a set that its own key does not open is noted as unreadable, not tried for ever, and forgotten when its owner connects anew", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const stage = await connectedScene(provider);
    await inAccount(stage, provider, both, async (_context, storage) => {
      const [header = ""] = ((await storage.get<string>("tokens")) ?? "").split(".");
      await storage.put("tokens", `${header}..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA`);
    });
    expect(await sweepWith(stage, provider, both)).toBe(1);
    expect((await connectionOf(stage)).sealedBy).toBe("?");
    expect(await sweepWith(stage, provider, both)).toBe(0);
    expect((await stage.mailbox.connect(stage.coach)).status).toBe(200);
    expect((await connectionOf(stage)).sealedBy).toBe("");
    expect(await sweepWith(stage, provider, both)).toBe(1);
    expect(await sealedBy(stage, provider)).toEqual(["added", "added"]);
    expect((await connectionOf(stage)).sealedBy).toBe("added");
  });

  test("a connection that is written while its tokens are looked at is looked at again", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const stage = await connectedScene(provider);
    const sealAnew = async () => {
      await database.run(sql`UPDATE calendar_connections SET updated_at = ${Date.now() + 1} WHERE user_id = ${stage.coach.id}`);
      return { isReadable: false, keyId: null };
    };
    await inAccount(stage, provider, both, async (context) => {
      await sealAccountAnew({ ...context, tokensOf: () => ({ sealAnew }) as unknown as AccountTokens });
    });
    expect((await connectionOf(stage)).sealedBy).toBe("");
  });

  test("a consent that is given anew while the tokens are sealed anew is the one that stays, in the copy as well", async () => {
    const stage = await connectedScene(provider);
    const { accountId } = await connectionOf(stage);
    const newer = await inAccount(stage, provider, both, async ({ tokensOf }) => {
      const tokens = tokensOf(accountId);
      const set = await tokens.newest();
      if (set === null) throw new Error("the account has no tokens");
      const given = { ...set, refreshToken: "given anew" };
      await Promise.all([tokens.sealAnew(), tokens.keep(given), tokens.sealAnew()]);
      return given;
    });
    await inAccount(stage, provider, both, async (context, storage) => {
      expect(await context.tokensOf(accountId).newest()).toEqual(newer);
      await storage.delete("tokens");
      expect(await context.tokensOf(accountId).newest()).toMatchObject({ refreshToken: "given anew" });
    });
  });
});

test("the report counts what each key seals, and tells a missing key from an accepted one", async () => {
  const stage = await connectedScene("google");
  await sweepWith(stage, "google", both);
  const ctx = { database, actor: { id: "admin", role: "admin" }, now: parts.now() } as unknown as ActorContext;
  const seen = async (ring: SealKeyRing) => {
    const found = await viewKeys(ctx, ring);
    if (!found.ok) throw new Error("an admin may see the keys");
    return found.value;
  };
  const noted = await database.all<{ id: string; count: number }>(
    sql`SELECT sealed_by AS id, count(*) AS count FROM calendar_connections GROUP BY sealed_by`,
  );
  const countOf = (id: string) => noted.find((one) => one.id === id)?.count ?? 0;
  const uses = await seen(both);
  expect(uses.keys[0]).toEqual({ id: "added", standing: "seals", calendars: countOf("added"), webhooks: 0 });
  expect(countOf("added")).toBeGreaterThan(0);
  expect(uses).toMatchObject({ calendarsUnseen: countOf(""), calendarsUnreadable: countOf("?") });
  expect(uses.keys.find(({ id }) => id === calendars.sealKeys.currentId)?.standing).toBe("opens");
  expect((await seen(calendars.sealKeys)).keys.find(({ id }) => id === "added")?.standing).toBe("missing");
  expect(await viewKeys({ ...ctx, actor: { ...ctx.actor, role: "coach" } }, both)).toMatchObject({ ok: false });
});
