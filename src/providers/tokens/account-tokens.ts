/**
 * The tokens of one connection, inside its CalendarAccount object: the only place that refreshes them. However many calls
 * find the access token expired, one refresh goes out and all wait for it. A refreshed set is sealed and durable before
 * anybody uses it, because Microsoft's old refresh token dies in that moment. An object that has lost its tokens goes on
 * from the copy in KV: refreshed before use, because it may be old, and not at all where its owner has disconnected. The outcome of a call to the provider
 * is told as the port's faults; the caller decides what a lost consent means.
 */
import { after, instant, type Instant } from "../../domain/instant.ts";
import { assert } from "../../lib/assert.ts";
import { MINUTE_MS } from "../../lib/duration.ts";
import { ok, refused } from "../../lib/result.ts";
import type { OAuth } from "../oauth/oauth.ts";
import type { OAuthFault } from "../oauth/fault.ts";
import type { ProviderFault, ProviderResult } from "../port.ts";
import { keyIdOf, type SealKeyRing } from "../../lib/seal-key-ring.ts";
import type { TokenSet } from "./token-set.ts";
import { openTokens, sealTokens, type SealedTokens, type TokenOwner, type TokenVault } from "./token-vault.ts";

/** A token that ends sooner than this is renewed first: a call under way must not see it end. */
const RENEWED_BEFORE_MS = 1 * MINUTE_MS;

/** The object's own storage: strongly consistent, and the record of which set is the newest. */
interface TokenStore {
  /** Whether the owner has disconnected since: a copy that KV still shows is not theirs to be used. */
  isDisconnected: () => Promise<boolean>;
  read: () => Promise<SealedTokens | undefined>;
  /** Resolves when it is durable. */
  write: (sealed: SealedTokens) => Promise<void>;
  /** Writes only where `before` still stands, with nothing between the look and the write. Resolves when it is durable. */
  replace: (before: string, sealed: SealedTokens) => Promise<void>;
}

export interface AccountTokensOptions {
  readonly owner: TokenOwner;
  readonly store: TokenStore;
  readonly vault: TokenVault;
  readonly ring: SealKeyRing;
  readonly oauth: OAuth;
  readonly now: () => Instant;
}

export class AccountTokens {
  readonly #options: AccountTokensOptions;
  #refreshing: Promise<ProviderResult<TokenSet>> | null = null;

  constructor(options: AccountTokensOptions) {
    this.#options = options;
  }

  async keep(tokens: TokenSet): Promise<void> {
    await this.#write(tokens);
    await this.#copy();
  }

  /** Seals the set on record and its copy by today's key. `keyId`: the key that they stand sealed by; null: nothing says so. */
  async sealAnew(): Promise<{ readonly isReadable: boolean; readonly keyId: string | null }> {
    const { store, ring } = this.#options;
    const stored = await this.#stored();
    if (stored.ok) {
      await this.#copy();
      return { isReadable: true, keyId: ring.currentId };
    }
    const sealed = await store.read();
    const keyId = sealed === undefined ? null : keyIdOf(sealed);
    // Under a key of the ring that does not open it, it would be tried again for ever.
    return { isReadable: false, keyId: keyId !== null && ring.secrets.has(keyId) ? null : keyId };
  }

  /** Durable, and not copied. */
  async #write(tokens: TokenSet): Promise<void> {
    const { owner, store, ring } = this.#options;
    await store.write(await sealTokens(ring, owner, tokens));
  }

  async #copy(): Promise<void> {
    const { owner, store, vault } = this.#options;
    await vault.copy(owner, store.read);
  }

  /** Calls the provider with a token that is good; where it is refused all the same, once more with a new one. */
  async use<Value>(act: (accessToken: string) => Promise<ProviderResult<Value>>): Promise<ProviderResult<Value>> {
    const tokens = await this.#current();
    if (!tokens.ok) return tokens;
    const first = await act(tokens.value.accessToken);
    if (first.ok || first.problem.kind !== "unauthorized") return first;
    const renewed = await this.#renew(tokens.value);
    if (!renewed.ok) return renewed;
    const second = await act(renewed.value.accessToken);
    const isRefused = !second.ok && second.problem.kind === "unauthorized";
    return isRefused ? refused({ kind: "reconnect", reason: "fresh_token_refused" }) : second;
  }

  /** The newest set on record, for ending the grant. */
  async newest(): Promise<TokenSet | null> {
    const stored = await this.#stored();
    return stored.ok ? stored.value : null;
  }

  async #current(): Promise<ProviderResult<TokenSet>> {
    const stored = await this.#stored();
    if (!stored.ok || stored.value.expiresAt > after(this.#options.now(), RENEWED_BEFORE_MS)) return stored;
    return await this.#renew(stored.value);
  }

  /** One refresh at a time; who comes while it is under way, or holds a set that has been replaced, gets what it brings. */
  async #renew(seen: TokenSet): Promise<ProviderResult<TokenSet>> {
    this.#refreshing ??= this.#refresh(seen).finally(() => (this.#refreshing = null));
    return await this.#refreshing;
  }

  async #refresh(seen: TokenSet): Promise<ProviderResult<TokenSet>> {
    const stored = await this.#stored();
    if (!stored.ok || stored.value.accessToken !== seen.accessToken) return stored;
    const refreshed = await this.#options.oauth.refresh(stored.value);
    if (refreshed.ok) {
      // The copy is kept for the refresh token: with the same one in it, it is as good as it was.
      if (refreshed.value.refreshToken === stored.value.refreshToken) await this.#write(refreshed.value);
      else await this.keep(refreshed.value);
      return refreshed;
    }
    if (refreshed.problem.kind !== "reconnect") return refused(providerFaultOf(refreshed.problem));
    // A consent given anew in the meantime has put a newer set on record: that one counts.
    const again = await this.#stored();
    const isNewer = again.ok && again.value.refreshToken !== stored.value.refreshToken;
    return isNewer ? again : refused(providerFaultOf(refreshed.problem));
  }

  async #stored(): Promise<ProviderResult<TokenSet>> {
    const { store, ring, owner } = this.#options;
    const sealed = await store.read();
    if (sealed === undefined) return await this.#copied();
    const opened = await openTokens(ring, owner, sealed);
    if (!opened.ok) return refused({ kind: "reconnect", reason: `seal_${opened.problem}` });
    // A refresh may have ended while this was opened: its newer set stays.
    if (opened.value.resealed !== null) await store.replace(sealed, opened.value.resealed);
    return ok(opened.value.tokens);
  }

  /** The copy in KV, as a set whose access token has ended. */
  async #copied(): Promise<ProviderResult<TokenSet>> {
    const { store, vault, owner } = this.#options;
    if (await store.isDisconnected()) return refused({ kind: "reconnect", reason: "disconnected" });
    const copy = await vault.read(owner);
    if (!copy.ok) return refused({ kind: "reconnect", reason: `seal_${copy.problem}` });
    return copy.value === null ? refused({ kind: "reconnect", reason: "no_tokens" }) : ok({ ...copy.value, expiresAt: instant(0) });
  }
}

function providerFaultOf(fault: OAuthFault): ProviderFault {
  switch (fault.kind) {
    case "retry_later":
      return { kind: "retry_later", afterMs: fault.afterMs, reason: fault.reason };
    case "reconnect":
      return { kind: "reconnect", reason: fault.reason };
    default:
      assert(fault.kind !== "invalid_callback", "a refresh reads no callback");
      // Whatever is wrong with the refresh, nothing is wrong with what was to be done: it waits until the refresh works.
      return { kind: "retry_later", afterMs: null, reason: fault.kind === "scopes_missing" ? "scopes_missing" : fault.reason };
  }
}
