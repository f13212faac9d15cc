/**
 * The parts that an account's object works with, made once from its name and the composition: the provider's client, the tokens of
 * its owner, its place in the record. Opens nothing and stores nothing.
 */
import type { Composition } from "../compose.ts";
import { CALENDAR_PROVIDERS } from "../domain/effect.ts";
import type { Instant } from "../domain/instant.ts";
import { addressMap } from "../lib/address-map.ts";
import { assert } from "../lib/assert.ts";
import { oauthOf } from "../providers/oauth/oauth.ts";
import { PROVIDERS } from "../providers/registry.ts";
import { AccountTokens } from "../providers/tokens/account-tokens.ts";
import { type SealedTokens, tokenVault } from "../providers/tokens/token-vault.ts";
import { type AccountContext, CallGate } from "./context.ts";
import { DISCONNECTED, TOKENS } from "./storage-keys.ts";

interface ObjectParts {
  readonly parts: Composition;
  readonly storage: DurableObjectStorage;
  /** Where the copies of tokens are. */
  readonly vault: KVNamespace;
  readonly callTimeoutMs: number;
  readonly arm: (at: Instant) => Promise<void>;
}

/** `name`: `{userId}:{provider}`. */
export function openAccount(name: string, { parts, storage, vault: vaultStore, callTimeoutMs, arm }: ObjectParts): AccountContext {
  const split = name.lastIndexOf(":");
  const userId = name.slice(0, split);
  const providerName = CALENDAR_PROVIDERS.find((known) => known === name.slice(split + 1));
  assert(providerName !== undefined, "an account object is named by user and provider");
  const { config, database, now, newId } = parts;
  const { calendars, serviceUrl, appUrl } = config;
  const client = calendars.clients[providerName];
  assert(client !== null, "a provider that is not configured is not called");
  const registered = PROVIDERS[providerName];
  const vault = tokenVault(vaultStore, calendars.sealKeys);
  const options = {
    addressOf: addressMap(calendars.standInUrl),
    fetch: parts.fetch,
    timeoutMs: callTimeoutMs,
    now,
  };
  const oauth = oauthOf(registered.signIn, { ...options, ...client });
  const tokens = new Map<string, AccountTokens>();
  return {
    userId,
    providerName,
    database,
    auditKeys: parts.auditKeys,
    calendarsWith: (accessToken) => registered.client(options, accessToken),
    oauth,
    redirectUri: client.redirectUri,
    serviceUrl,
    appUrl,
    storage,
    knowledgeMsMax: calendars.knowledgeMsMax,
    pushSecrets: parts.pushSecrets,
    tokensOf: (accountId) => {
      const known = tokens.get(accountId);
      if (known !== undefined) return known;
      const owner = { userId, provider: providerName, accountId };
      const store = {
        isDisconnected: async () => (await storage.get(DISCONNECTED)) !== undefined,
        read: async () => await storage.get<SealedTokens>(TOKENS),
        write: async (sealed: string) => await storage.put(TOKENS, sealed),
        replace: async (before: string, sealed: string) => {
          if (storage.kv.get(TOKENS) !== before) return;
          storage.kv.put(TOKENS, sealed);
          await storage.sync();
        },
      };
      const made = new AccountTokens({ owner, store, vault, ring: calendars.sealKeys, oauth, now });
      tokens.set(accountId, made);
      return made;
    },
    leaveNothing: async () => {
      await storage.deleteAlarm();
      await storage.deleteAll();
      await storage.put(DISCONNECTED, now());
      await vault.delete(userId, providerName);
    },
    calls: new CallGate(),
    submit: parts.submit,
    wakeAgenda: parts.wake,
    arm,
    now,
    newId,
  };
}
