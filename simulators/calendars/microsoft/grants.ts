/**
 * What Microsoft's identity platform has handed out: codes, refresh tokens and access tokens, each leading to a mailbox.
 * A code is good once; a refresh token is replaced at each use and then dead, unless the mailbox's settings are
 * lenient. Token texts never leave this room but to the client that earned them. What belonged to a mailbox that was
 * reset since belongs to nobody.
 */
import { refused, ok, type Result } from "../../../src/lib/result.ts";
import { setting } from "./settings.ts";
import type { Account, World } from "../core/world.ts";

const CODE_LIFE_MS = 10 * 60_000;
const HANDED_OUT_MAX = 50_000;

export interface Consent {
  readonly account: Account;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly scopes: readonly string[];
  readonly nonce: string | null;
}

interface Held<Value> {
  readonly value: Value;
  expiresAt: number;
}

export interface Grant {
  readonly account: Account;
  readonly scopes: readonly string[];
}

/** `description`: what a person would read; the client must go by `error` alone. */
export interface GrantProblem {
  readonly error: "invalid_grant" | "invalid_request" | "invalid_scope";
  readonly aadsts: number;
  readonly description: string;
}

function secret(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(48));
  return (
    prefix +
    btoa(String.fromCharCode(...bytes))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
  );
}

/** The oldest goes when a shelf is full: this is a stand-in, and runs for a day at most. */
function keep<Value>(shelf: Map<string, Value>, key: string, value: Value): void {
  const oldest = shelf.keys().next();
  if (shelf.size >= HANDED_OUT_MAX && oldest.done !== true) shelf.delete(oldest.value);
  shelf.set(key, value);
}

async function challengeOf(verifier: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)));
  return btoa(String.fromCharCode(...digest))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

export class MicrosoftGrants {
  readonly #world: World;
  readonly #codes = new Map<string, Held<Consent>>();
  readonly #refreshTokens = new Map<string, Grant & { isDead: boolean }>();
  readonly #accessTokens = new Map<string, Held<Grant>>();

  constructor(world: World) {
    this.#world = world;
  }

  newCode(consent: Consent): string {
    const code = secret("M.C5_BAY.");
    keep(this.#codes, code, { value: consent, expiresAt: this.#world.now(consent.account) + CODE_LIFE_MS });
    return code;
  }

  /** Whom a code or refresh token stands for, good or not; for faults and the log. */
  holder(token: string): Account | null {
    const account = this.#codes.get(token)?.value.account ?? this.#refreshTokens.get(token)?.account ?? null;
    return account !== null && this.#isStanding(account) ? account : null;
  }

  async redeemCode(code: string, redirectUri: string, verifier: string): Promise<Result<Consent, GrantProblem>> {
    const held = this.#codes.get(code);
    this.#codes.delete(code);
    if (held === undefined || !this.#isStanding(held.value.account) || held.expiresAt <= this.#world.now(held.value.account)) {
      return refused({ error: "invalid_grant", aadsts: 70_008, description: "The code has expired, was used, or was never given." });
    }
    if (held.value.redirectUri !== redirectUri) {
      return refused({
        error: "invalid_grant",
        aadsts: 500_112,
        description: "The redirect_uri is not the one that the code was given to.",
      });
    }
    if ((await challengeOf(verifier)) !== held.value.codeChallenge) {
      return refused({ error: "invalid_grant", aadsts: 501_481, description: "The code_verifier does not fit the code_challenge." });
    }
    return ok(held.value);
  }

  /** Uses a refresh token up; the caller hands out the next. `scopes` null: the same as before. */
  redeemRefreshToken(token: string, scopes: readonly string[] | null): Result<Grant, GrantProblem> {
    const held = this.#refreshTokens.get(token);
    if (held === undefined || held.isDead || !this.#isStanding(held.account)) {
      return refused({ error: "invalid_grant", aadsts: 70_000, description: "The refresh token was used, revoked, or never given." });
    }
    const beyond = (scopes ?? []).filter((scope) => !held.scopes.includes(scope));
    if (beyond.length > 0) {
      return refused({ error: "invalid_grant", aadsts: 65_001, description: `Nobody consented to ${beyond.join(" ")}.` });
    }
    if (!setting(held.account, "usedRefreshTokensLive")) held.isDead = true;
    return ok({ account: held.account, scopes: held.scopes });
  }

  newRefreshToken(grant: Grant): string {
    const token = secret("1.AXoA");
    keep(this.#refreshTokens, token, { account: grant.account, scopes: grant.scopes, isDead: false });
    return token;
  }

  newAccessToken(grant: Grant, lifeSeconds: number): string {
    const token = secret("EwB4A8l6BAAU");
    keep(this.#accessTokens, token, { value: grant, expiresAt: this.#world.now(grant.account) + lifeSeconds * 1000 });
    return token;
  }

  access(token: string): { readonly grant: Grant; readonly isExpired: boolean } | null {
    const held = this.#accessTokens.get(token);
    if (held === undefined || !this.#isStanding(held.value.account)) return null;
    return { grant: held.value, isExpired: held.expiresAt <= this.#world.now(held.value.account) };
  }

  /** As if the person had withdrawn consent: no refresh token works any more; access tokens run on to their end. */
  revoke(account: Account): number {
    let count = 0;
    for (const held of this.#refreshTokens.values()) {
      if (held.account !== account || held.isDead) continue;
      held.isDead = true;
      count += 1;
    }
    return count;
  }

  /** Every access token of the mailbox ends now. */
  expireAccess(account: Account): number {
    let count = 0;
    for (const held of this.#accessTokens.values()) {
      if (held.value.account !== account) continue;
      held.expiresAt = 0;
      count += 1;
    }
    return count;
  }

  counts(account: Account): { readonly refreshTokens: number; readonly accessTokens: number } {
    const now = this.#world.now(account);
    return {
      refreshTokens: [...this.#refreshTokens.values()].filter((held) => held.account === account && !held.isDead).length,
      accessTokens: [...this.#accessTokens.values()].filter((held) => held.value.account === account && held.expiresAt > now).length,
    };
  }

  #isStanding(account: Account): boolean {
    return this.#world.accountOfKey(account.key) === account;
  }
}
