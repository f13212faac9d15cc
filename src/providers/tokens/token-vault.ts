/**
 * Provider tokens at rest. `sealTokens` makes the only form in which a token may leave memory, bound to its user,
 * provider and account; the vault takes nothing else, so plaintext cannot reach KV by mistake. The vault is a second
 * copy: KV answers late and stale, so it is read only where the CalendarAccount object's own storage, which is the record,
 * has no tokens. KV keeps no order between writes that are under way at once, so that one vault writes a copy at a time.
 *
 * KV key `tokens:{provider}:{userId}` -> compact JWE; written when the refresh token changes, deleted at disconnect, owner
 * CalendarAccount.
 */
import { KeyedLocks } from "../../lib/keyed-locks.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import type { CalendarProviderName } from "../../domain/effect.ts";
import { seal, type SealFault, type SealKeyRing, type SealLabel, unseal } from "../../lib/seal-key-ring.ts";
import { type TokenSet, tokenSetSchema } from "./token-set.ts";

declare const sealedBrand: unique symbol;
export type SealedTokens = string & { readonly [sealedBrand]: true };

export interface TokenOwner {
  readonly userId: string;
  readonly provider: CalendarProviderName;
  /** The account's id at the provider (`TokenSet.account.id`). */
  readonly accountId: string;
}

export interface OpenedTokens {
  readonly tokens: TokenSet;
  /** The same sealed with today's key, to be stored in place of what was opened; null where it is so already. */
  readonly resealed: SealedTokens | null;
}

export async function sealTokens(ring: SealKeyRing, owner: TokenOwner, tokens: TokenSet): Promise<SealedTokens> {
  return (await seal(ring, labelOf(owner), JSON.stringify(tokens))) as SealedTokens;
}

/** Any fault means the same to the owner: connect again. */
export async function openTokens(ring: SealKeyRing, owner: TokenOwner, sealed: string): Promise<Result<OpenedTokens, SealFault>> {
  const opened = await unseal(ring, labelOf(owner), sealed);
  if (!opened.ok) return opened;
  const tokens = tokenSetSchema.safeParse(JSON.parse(opened.value.plaintext));
  if (!tokens.success) return refused("altered");
  // The label says whose they are; the set inside says it once more, and both must agree.
  if (tokens.data.account.id !== owner.accountId) return refused("other_owner");
  const resealed = opened.value.isCurrent ? null : await sealTokens(ring, owner, tokens.data);
  return ok({ tokens: tokens.data, resealed });
}

export interface TokenVault {
  /** Writes the set that `newest` reads when its turn comes; undefined: there is none any more, and nothing is written. */
  copy: (owner: TokenOwner, newest: () => Promise<SealedTokens | undefined>) => Promise<void>;
  /** null: there is no copy. What an older key sealed is sealed anew and put back. */
  read: (owner: TokenOwner) => Promise<Result<TokenSet | null, SealFault>>;
  /** That there was none is success. */
  delete: (userId: string, provider: CalendarProviderName) => Promise<void>;
}

export function tokenVault(store: KVNamespace, ring: SealKeyRing): TokenVault {
  const locks = new KeyedLocks();
  return {
    async copy(owner, newest) {
      const key = keyOf(owner.userId, owner.provider);
      await locks.hold(key, async () => {
        const sealed = await newest();
        if (sealed !== undefined) await store.put(key, sealed);
      });
    },
    async read(owner) {
      const key = keyOf(owner.userId, owner.provider);
      return await locks.hold(key, async () => {
        const sealed = await store.get(key);
        if (sealed === null) return ok(null);
        const opened = await openTokens(ring, owner, sealed);
        if (!opened.ok) return opened;
        if (opened.value.resealed !== null) await store.put(key, opened.value.resealed);
        return ok(opened.value.tokens);
      });
    },
    async delete(userId, provider) {
      const key = keyOf(userId, provider);
      await locks.hold(key, async () => await store.delete(key));
    },
  };
}

function labelOf({ userId, provider, accountId }: TokenOwner): SealLabel {
  return { purpose: "calendar-tokens", boundTo: { userId, provider, accountId } };
}

function keyOf(userId: string, provider: CalendarProviderName): string {
  return `tokens:${provider}:${userId}`;
}
