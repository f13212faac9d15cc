/**
 * The tokens of one connection: refreshed once for however many ask, durable before use, and never given up for an answer
 * that only came too late. The vault is real KV; the provider is a function that counts.
 */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { AccountTokens } from "../../src/providers/tokens/account-tokens.ts";
import type { OAuth } from "../../src/providers/oauth/oauth.ts";
import type { OAuthFault } from "../../src/providers/oauth/fault.ts";
import type { ProviderResult } from "../../src/providers/port.ts";
import type { TokenSet } from "../../src/providers/tokens/token-set.ts";
import { openTokens, type SealedTokens, sealTokens, tokenVault } from "../../src/providers/tokens/token-vault.ts";
import { after, instant } from "../../src/domain/instant.ts";
import { HOUR_MS } from "../../src/lib/duration.ts";
import { ok, refused, type Result } from "../../src/lib/result.ts";

const NOW = instant(Date.UTC(2030, 0, 7));
const RING = { currentId: "k1", secrets: new Map([["k1", new Uint8Array(32).fill(7)]]) };

function tokenSet(name: string, expiresAt = after(NOW, HOUR_MS)): TokenSet {
  const account = { id: "account-1", email: "ana@example.test", tenantId: null };
  return { accessToken: `access-${name}`, refreshToken: `refresh-${name}`, expiresAt, scopes: [], account };
}

type Refresh = (tokens: TokenSet) => Promise<Result<TokenSet, OAuthFault>>;

async function accountWith(tokens: TokenSet | null, refresh: Refresh, ring = RING) {
  const owner = { userId: crypto.randomUUID(), provider: "outlook", accountId: "account-1" } as const;
  const log: string[] = [];
  let [isBroken, isDisconnected] = [false, false];
  let sealed: SealedTokens | undefined = tokens === null ? undefined : await sealTokens(RING, owner, tokens);
  const store = {
    isDisconnected: () => Promise.resolve(isDisconnected),
    read: () => Promise.resolve(sealed),
    write: (text: SealedTokens) => {
      if (isBroken) return Promise.reject(new Error("storage is away"));
      sealed = text;
      log.push("durable");
      return Promise.resolve();
    },
    replace: (before: string, text: SealedTokens) => {
      if (sealed === before) sealed = text;
      return Promise.resolve();
    },
  };
  const oauth = {
    refresh: (set: TokenSet) => {
      log.push(`refresh with ${set.refreshToken}`);
      return refresh(set);
    },
  } as unknown as OAuth;
  const vault = tokenVault(env.KEPT, ring);
  const copies = { puts: 0 };
  const counted = {
    ...vault,
    copy: async (...copy: Parameters<typeof vault.copy>) => {
      copies.puts += 1;
      await vault.copy(...copy);
    },
  };
  const made = new AccountTokens({ owner, store, vault: counted, ring, oauth, now: () => NOW });
  const lose = () => void (sealed = undefined);
  const disconnect = () => void (isDisconnected = true);
  const replace = async (set: TokenSet) => void (sealed = await sealTokens(RING, owner, set));
  const breakStore = () => void (isBroken = true);
  const afterNextRead = (act: () => Promise<void>) => {
    const { read } = store;
    store.read = async () => {
      store.read = read;
      const found = sealed;
      await act();
      return found;
    };
  };
  const rest = () => sealed;
  return { tokens: made, log, owner, replace, breakStore, lose, disconnect, copies, afterNextRead, rest };
}

/** A provider that accepts these access tokens and no other. */
function accepting(log: string[], ...accepted: string[]) {
  return (accessToken: string): Promise<ProviderResult<string>> => {
    log.push(`call with ${accessToken}`);
    return Promise.resolve(accepted.includes(accessToken) ? ok(accessToken) : refused({ kind: "unauthorized" }));
  };
}

const renewed: Refresh = () => Promise.resolve(ok(tokenSet("new")));

describe("fifty calls at once with an access token that has expired", () => {
  test.each([
    ["by our clock", tokenSet("old", NOW)],
    ["for the provider alone", tokenSet("old")],
  ])("%s make one refresh, and it is durable before any uses it", async (_what, old) => {
    const { tokens, log, owner } = await accountWith(old, renewed);
    const act = accepting(log, "access-new");
    const results = await Promise.all(Array.from({ length: 50 }, async () => await tokens.use(act)));
    expect(results).toEqual(Array.from({ length: 50 }, () => ok("access-new")));
    expect(log.filter((line) => line.startsWith("refresh"))).toEqual(["refresh with refresh-old"]);
    expect(log.indexOf("durable")).toBeLessThan(log.indexOf("call with access-new"));
    const copy = await tokenVault(env.KEPT, RING).read(owner);
    expect(copy.ok && copy.value).toEqual(tokenSet("new"));
    const stored = await env.KEPT.get(`tokens:outlook:${owner.userId}`);
    expect(stored).not.toContain("access-new");
    expect((await openTokens(RING, owner, stored ?? "")).ok).toBe(true);
  });
});

test.each([
  [59_000, "access-new"],
  [61_000, "access-old"],
])("a token that ends in %i ms is renewed first, where it might end in the midst of a call", async (leftMs, expected) => {
  const { tokens, log } = await accountWith(tokenSet("old", after(NOW, leftMs)), renewed);
  expect(await tokens.use(accepting(log, "access-old", "access-new"))).toEqual(ok(expected));
});

test("a refreshed set that cannot be made durable is used by nobody", async () => {
  const { tokens, log, breakStore } = await accountWith(tokenSet("old", NOW), renewed);
  breakStore();
  await expect(tokens.use(accepting(log, "access-new"))).rejects.toThrow("storage is away");
  expect(log).toEqual(["refresh with refresh-old"]);
});

describe("a set that an older key sealed", () => {
  const [old] = [...RING.secrets];
  const ROTATED = { currentId: "k2", secrets: new Map([...(old === undefined ? [] : [old]), ["k2", new Uint8Array(32).fill(8)] as const]) };
  const AFTERWARDS = { currentId: "k2", secrets: new Map([["k2", new Uint8Array(32).fill(8)]]) };

  test("is sealed anew when it is read, and is then readable without that key", async () => {
    const { tokens, rest, owner } = await accountWith(tokenSet("old"), renewed, ROTATED);
    expect(await tokens.newest()).toEqual(tokenSet("old"));
    expect(await openTokens(AFTERWARDS, owner, rest() ?? "")).toEqual(ok({ tokens: tokenSet("old"), resealed: null }));
  });

  test("never replaces one that was refreshed while it was opened", async () => {
    const { tokens, rest, owner, replace, afterNextRead } = await accountWith(tokenSet("old"), renewed, ROTATED);
    afterNextRead(async () => await replace(tokenSet("newer")));
    await tokens.newest();
    const kept = await openTokens(ROTATED, owner, rest() ?? "");
    expect(kept.ok && kept.value.tokens).toEqual(tokenSet("newer"));
  });
});

test("a good token is used as it is", async () => {
  const { tokens, log } = await accountWith(tokenSet("old"), renewed);
  expect(await tokens.use(accepting(log, "access-old"))).toEqual(ok("access-old"));
  expect(log).toEqual(["call with access-old"]);
});

test("a fresh token that is refused as well means that consent is gone", async () => {
  const { tokens, log } = await accountWith(tokenSet("old"), renewed);
  expect(await tokens.use(accepting(log))).toEqual(refused({ kind: "reconnect", reason: "fresh_token_refused" }));
  expect(log.filter((line) => line.startsWith("refresh"))).toHaveLength(1);
});

test("S38: invalid_grant is told as lost consent; a provider that is down is not", async () => {
  const dead = await accountWith(tokenSet("old", NOW), () => Promise.resolve(refused({ kind: "reconnect", reason: "invalid_grant" })));
  expect(await dead.tokens.use(accepting(dead.log))).toEqual(refused({ kind: "reconnect", reason: "invalid_grant" }));
  const down = await accountWith(tokenSet("old", NOW), () =>
    Promise.resolve(refused({ kind: "retry_later", afterMs: 1_000, reason: "no_sound_answer" })),
  );
  expect(await down.tokens.use(accepting(down.log))).toEqual(refused({ kind: "retry_later", afterMs: 1_000, reason: "no_sound_answer" }));
  expect(await down.tokens.newest()).toEqual(tokenSet("old", NOW));
});

test("on invalid_grant a set that was put on record in the meantime counts", async () => {
  const made = await accountWith(tokenSet("old", NOW), async () => {
    await made.replace(tokenSet("reconnected"));
    return refused({ kind: "reconnect", reason: "invalid_grant" });
  });
  expect(await made.tokens.use(accepting(made.log, "access-reconnected"))).toEqual(ok("access-reconnected"));
});

test("without tokens, or with somebody else's, nothing is called", async () => {
  const none = await accountWith(null, renewed);
  expect(await none.tokens.use(accepting(none.log))).toEqual(refused({ kind: "reconnect", reason: "no_tokens" }));
  const other = await accountWith(null, renewed);
  await other.replace({ ...tokenSet("x"), account: { ...tokenSet("x").account, id: "account-2" } });
  expect(await other.tokens.use(accepting(other.log))).toEqual(refused({ kind: "reconnect", reason: "seal_other_owner" }));
  expect([...none.log, ...other.log]).toEqual([]);
});

describe("the copy in KV", () => {
  test("serves an object that has lost its tokens: refreshed before use, though it looks fresh, and durable from then on", async () => {
    const { tokens, log, lose } = await accountWith(tokenSet("old"), renewed);
    await tokens.keep(tokenSet("old"));
    lose();
    log.length = 0;
    expect(await tokens.use(accepting(log, "access-old", "access-new"))).toEqual(ok("access-new"));
    expect(log).toEqual(["refresh with refresh-old", "durable", "call with access-new"]);
    expect(await tokens.use(accepting(log, "access-new"))).toEqual(ok("access-new"));
    expect(log.filter((line) => line.startsWith("refresh"))).toHaveLength(1);
  });

  test("whose refresh is refused is a lost connection, and one that cannot be refreshed now is none", async () => {
    for (const fault of [
      { kind: "reconnect", reason: "invalid_grant" },
      { kind: "retry_later", afterMs: null, reason: "no_sound_answer" },
    ] as const) {
      const made = await accountWith(tokenSet("old"), () => Promise.resolve(refused(fault)));
      await made.tokens.keep(tokenSet("old"));
      made.lose();
      expect(await made.tokens.use(accepting(made.log, "access-old"))).toEqual(refused(fault));
    }
  });

  test("is not used by who has disconnected, however long KV goes on showing it", async () => {
    const { tokens, log, lose, disconnect } = await accountWith(tokenSet("old"), renewed);
    await tokens.keep(tokenSet("old"));
    lose();
    disconnect();
    log.length = 0;
    expect(await tokens.use(accepting(log, "access-old"))).toEqual(refused({ kind: "reconnect", reason: "disconnected" }));
    expect([log, await tokens.newest()]).toEqual([[], null]);
  });

  test("that was sealed for another account opens nothing", async () => {
    const { tokens, log, owner } = await accountWith(null, renewed);
    const other = { ...owner, accountId: "account-2" };
    await tokenVault(env.KEPT, RING).copy(other, async () => await sealTokens(RING, other, tokenSet("x")));
    expect(await tokens.use(accepting(log))).toEqual(refused({ kind: "reconnect", reason: "seal_other_owner" }));
  });

  test.each([
    ["with the same refresh token is not copied", "refresh-old", 0],
    ["with another refresh token is copied", "refresh-new", 1],
  ])("F8: a refreshed set %s", async (_what, refreshToken, puts) => {
    const refreshed: Refresh = () => Promise.resolve(ok({ ...tokenSet("new"), refreshToken }));
    const { tokens, log, copies } = await accountWith(tokenSet("old", NOW), refreshed);
    expect(await tokens.use(accepting(log, "access-new"))).toEqual(ok("access-new"));
    expect(copies.puts).toBe(puts);
  });
});
