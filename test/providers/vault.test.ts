/** Tokens at rest: whom they open for, what becomes of them when keys change, and that none lies about in plain text. */
import { env } from "cloudflare:workers";
import { decodeProtectedHeader } from "jose";
import { describe, expect, test } from "vitest";
import { seal, type SealKeyRing } from "../../src/lib/seal-key-ring.ts";
import type { TokenSet } from "../../src/providers/tokens/token-set.ts";
import { openTokens, sealTokens, type TokenOwner, tokenVault } from "../../src/providers/tokens/token-vault.ts";
import { instant } from "../../src/domain/instant.ts";

const secret = () => crypto.getRandomValues(new Uint8Array(32));
const [first, second] = [secret(), secret()];
const before: SealKeyRing = { currentId: "k1", secrets: new Map([["k1", first]]) };
/** Rotation: both open, the new one seals. */
const during: SealKeyRing = {
  currentId: "k2",
  secrets: new Map([
    ["k1", first],
    ["k2", second],
  ]),
};
const afterwards: SealKeyRing = { currentId: "k2", secrets: new Map([["k2", second]]) };

const tokens: TokenSet = {
  accessToken: "ya29.access-in-plain-text",
  refreshToken: "1//refresh-in-plain-text",
  expiresAt: instant(Date.UTC(2027, 0, 4, 9)),
  scopes: ["openid", "Calendars.ReadWrite"],
  account: { id: "account-1", email: "coach@example.com", tenantId: null },
};
const PLAIN = /in-plain-text|coach@example/u;

function someone(): TokenOwner {
  return { userId: crypto.randomUUID(), provider: "google", accountId: "account-1" };
}

const keyOf = (owner: TokenOwner) => `tokens:${owner.provider}:${owner.userId}`;

test("the owner gets the same tokens back", async () => {
  const owner = someone();
  expect(await openTokens(before, owner, await sealTokens(before, owner, tokens))).toEqual({ ok: true, value: { tokens, resealed: null } });
});

test("the same tokens never look the same twice", async () => {
  const owner = someone();
  expect(await sealTokens(before, owner, tokens)).not.toBe(await sealTokens(before, owner, tokens));
});

test("S35: tokens moved to another user, provider or account do not open", async () => {
  const owner = someone();
  const sealed = await sealTokens(before, owner, tokens);
  const others: TokenOwner[] = [
    { ...owner, userId: crypto.randomUUID() },
    { ...owner, provider: "outlook" },
    { ...owner, accountId: "account-2" },
    { userId: owner.accountId, provider: "google", accountId: owner.userId },
  ];
  for (const other of others) expect(await openTokens(before, other, sealed)).toEqual({ ok: false, problem: "other_owner" });
});

test("S35: rewriting the label to another user breaks the seal", async () => {
  const [owner, thief] = [someone(), someone()];
  const sealed = await sealTokens(before, owner, tokens);
  const [, ...rest] = sealed.split(".");
  const [header] = (await sealTokens(before, thief, tokens)).split(".");
  expect(await openTokens(before, thief, [header, ...rest].join("."))).toEqual({ ok: false, problem: "altered" });
});

test("S35: a copy under another user's key in KV does not open", async () => {
  const [owner, thief] = [someone(), someone()];
  await env.KEPT.put(keyOf(thief), await sealTokens(before, owner, tokens));
  expect(await tokenVault(env.KEPT, before).read(thief)).toEqual({ ok: false, problem: "other_owner" });
});

test("S35: what was sealed for another purpose does not open as tokens", async () => {
  const { userId, provider, accountId } = someone();
  const state = await seal(before, { purpose: "oauth-state", boundTo: { userId, provider, accountId } }, JSON.stringify(tokens));
  expect(await openTokens(before, { userId, provider, accountId }, state)).toEqual({ ok: false, problem: "other_owner" });
});

describe("S36", () => {
  test("one flipped bit anywhere fails closed", async () => {
    const owner = someone();
    const parts = (await sealTokens(before, owner, tokens)).split(".");
    for (const [index, part] of parts.entries()) {
      if (part === "") continue;
      const bytes = Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
      for (const at of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
        const flipped = bytes.with(at, (bytes[at] ?? 0) ^ 1);
        const text = parts.with(index, base64url(flipped)).join(".");
        expect(await openTokens(before, owner, text)).toMatchObject({ ok: false });
      }
    }
  });

  test("text that is no sealed set at all fails closed", async () => {
    const owner = someone();
    for (const text of ["", "x", "....", JSON.stringify(tokens)]) {
      expect(await openTokens(before, owner, text)).toEqual({ ok: false, problem: "altered" });
    }
  });

  test("a header that asks for another algorithm is not followed", async () => {
    const owner = someone();
    const sealed = await sealTokens(before, owner, tokens);
    const [, ...rest] = sealed.split(".");
    for (const change of [{ alg: "none" }, { alg: "RSA-OAEP" }, { enc: "A128GCM" }, { zip: "DEF" }, { crit: ["x"], x: 1 }]) {
      const header = base64url(new TextEncoder().encode(JSON.stringify({ ...decodeProtectedHeader(sealed), ...change })));
      expect(await openTokens(before, owner, [header, ...rest].join("."))).toEqual({ ok: false, problem: "altered" });
    }
  });

  test("after a rotation the old set opens and is sealed anew, and then the old key can go", async () => {
    const owner = someone();
    const old = await sealTokens(before, owner, tokens);
    const opened = await openTokens(during, owner, old);
    expect(opened).toMatchObject({ ok: true, value: { tokens } });
    const resealed = opened.ok ? (opened.value.resealed ?? "") : "";
    expect(decodeProtectedHeader(resealed).kid).toBe("k2");
    expect(await openTokens(afterwards, owner, resealed)).toEqual({ ok: true, value: { tokens, resealed: null } });
  });

  test("a retired key opens nothing, and another key under its id neither", async () => {
    const owner = someone();
    const old = await sealTokens(before, owner, tokens);
    expect(await openTokens(afterwards, owner, old)).toEqual({ ok: false, problem: "unknown_key" });
    expect(await openTokens({ currentId: "k1", secrets: new Map([["k1", second]]) }, owner, old)).toEqual({
      ok: false,
      problem: "altered",
    });
  });

  test("the copy in KV is sealed anew when it is read", async () => {
    const owner = someone();
    await tokenVault(env.KEPT, before).copy(owner, async () => await sealTokens(before, owner, tokens));
    expect(await tokenVault(env.KEPT, during).read(owner)).toEqual({ ok: true, value: tokens });
    expect(decodeProtectedHeader((await env.KEPT.get(keyOf(owner))) ?? "").kid).toBe("k2");
    expect(await tokenVault(env.KEPT, afterwards).read(owner)).toEqual({ ok: true, value: tokens });
  });

  test("a ring without a sound current key seals nothing", async () => {
    const owner = someone();
    const faulty: SealKeyRing[] = [
      { currentId: "k9", secrets: before.secrets },
      { currentId: "k1", secrets: new Map([["k1", first.slice(0, 16)]]) },
    ];
    for (const ring of faulty) await expect(sealTokens(ring, owner, tokens)).rejects.toThrow("broken assumption");
  });
});

test("S37: nothing in KV shows a token or an address, in any encoding of the parts", async () => {
  const owner = someone();
  await tokenVault(env.KEPT, before).copy(owner, async () => await sealTokens(before, owner, tokens));
  const { keys } = await env.KEPT.list({ prefix: keyOf(owner) });
  expect(keys.map(({ name }) => name)).toEqual([keyOf(owner)]);
  const text = (await env.KEPT.get(keyOf(owner))) ?? "";
  const parts = text.split(".").map((part) => atob(part.replaceAll("-", "+").replaceAll("_", "/")));
  for (const shown of [text, ...parts, JSON.stringify(keys)]) expect(shown).not.toMatch(PLAIN);
});

test("copies are written one at a time, each as it stands when its turn comes", async () => {
  const owner = someone();
  const [older, newer] = [await sealTokens(before, owner, tokens), await sealTokens(before, owner, { ...tokens, refreshToken: "newer" })];
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  let puts = 0;
  // The first write takes long, as one to another continent may.
  const slow = new Proxy(env.KEPT, {
    get: (store, name) => {
      if (name !== "put") return async (key: string) => await store.get(key);
      return async (key: string, sealed: string) => {
        puts += 1;
        if (puts === 1) await held;
        await store.put(key, sealed);
      };
    },
  });
  const vault = tokenVault(slow, before);
  let newest = older;
  const read = async () => await Promise.resolve(newest);
  const one = vault.copy(owner, read);
  const other = vault.copy(owner, read);
  newest = newer;
  release();
  await Promise.all([one, other]);
  expect(await vault.read(owner)).toMatchObject({ ok: true, value: { refreshToken: "newer" } });
});

test("an empty vault says so, and deleting twice is fine", async () => {
  const owner = someone();
  const vault = tokenVault(env.KEPT, before);
  expect(await vault.read(owner)).toEqual({ ok: true, value: null });
  await vault.copy(owner, async () => await sealTokens(before, owner, tokens));
  await vault.delete(owner.userId, owner.provider);
  await vault.delete(owner.userId, owner.provider);
  expect(await vault.read(owner)).toEqual({ ok: true, value: null });
});

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
