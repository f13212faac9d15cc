/**
 * What Google's authorization server has handed out: codes, access and refresh tokens, each leading to a mailbox. A
 * code is good once; a refresh token lives until it is revoked or a hundred newer ones push it out. Scopes once granted
 * are remembered, because `include_granted_scopes` adds them to the next grant. Token texts leave through the token
 * endpoint alone, and what belonged to a mailbox that was reset since belongs to nobody.
 */
import { base64url } from "jose";
import type { GivenConsent } from "../core/core.ts";
import type { Account, World } from "../core/world.ts";

const CODE_TTL_MS = 10 * 60_000;
const REFRESH_TOKENS_PER_ACCOUNT_MAX = 100;

interface Code extends GivenConsent {
  /** Whether a refresh token goes with it. */
  readonly isOffline: boolean;
  readonly expiresAt: number;
  isSpent: boolean;
}

export interface Grant {
  readonly account: Account;
  readonly scopes: readonly string[];
}

interface AccessToken extends Grant {
  expiresAt: number;
}

function newSecret(prefix: string): string {
  return prefix + base64url.encode(crypto.getRandomValues(new Uint8Array(32)));
}

async function challengeOf(verifier: string): Promise<string> {
  return base64url.encode(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}

export class GoogleGrants {
  readonly #world: World;
  readonly #codes = new Map<string, Code>();
  readonly #accessTokens = new Map<string, AccessToken>();
  readonly #refreshTokens = new Map<string, Grant>();
  /** Dead ones still lead to their mailbox, for faults and the log. */
  readonly #deadTokens = new Map<string, Account>();
  readonly #granted = new WeakMap<Account, Set<string>>();

  constructor(world: World) {
    this.#world = world;
  }

  newCode(consent: GivenConsent, options: { readonly isOffline: boolean; readonly addsGranted: boolean }): string {
    const { account } = consent;
    const before = this.#granted.get(account) ?? new Set();
    const scopes = options.addsGranted ? [...new Set([...before, ...consent.scopes])] : consent.scopes;
    this.#granted.set(account, new Set([...before, ...scopes]));
    const text = newSecret("4/0A");
    const expiresAt = this.#world.now(account) + CODE_TTL_MS;
    this.#codes.set(text, { ...consent, scopes, isOffline: options.isOffline, expiresAt, isSpent: false });
    return text;
  }

  hasConsented(account: Account): boolean {
    return this.#granted.has(account);
  }

  /** null, whatever is wrong; a code that was shown once is spent even if it was shown wrongly. */
  async redeemCode(text: string, redirectUri: string, verifier: string): Promise<Code | null> {
    const code = this.#codes.get(text);
    if (code === undefined || code.isSpent) return null;
    code.isSpent = true;
    const isSound =
      this.#isStanding(code.account) &&
      code.redirectUri === redirectUri &&
      code.codeChallenge === (await challengeOf(verifier)) &&
      this.#world.now(code.account) < code.expiresAt;
    return isSound ? code : null;
  }

  redeemRefreshToken(text: string): Grant | null {
    const grant = this.#refreshTokens.get(text);
    return grant !== undefined && this.#isStanding(grant.account) ? grant : null;
  }

  newAccessToken({ account, scopes }: Grant, lifeSeconds: number): string {
    const text = newSecret("ya29.a0");
    this.#accessTokens.set(text, { account, scopes, expiresAt: this.#world.now(account) + lifeSeconds * 1000 });
    return text;
  }

  newRefreshToken({ account, scopes }: Grant): string {
    const mine = [...this.#refreshTokens].filter(([, grant]) => grant.account === account);
    for (const [oldest] of mine.slice(0, Math.max(0, mine.length + 1 - REFRESH_TOKENS_PER_ACCOUNT_MAX))) this.#kill(oldest, account);
    const text = newSecret("1//0");
    this.#refreshTokens.set(text, { account, scopes });
    return text;
  }

  /** A token that is neither unknown nor expired. */
  access(text: string): Grant | null {
    const token = this.#accessTokens.get(text);
    if (token === undefined || !this.#isStanding(token.account)) return null;
    return this.#world.now(token.account) < token.expiresAt ? token : null;
  }

  /** The mailbox any secret of ours leads to, be it spent or dead. */
  accountOf(text: string): Account | null {
    const holder = this.#accessTokens.get(text) ?? this.#refreshTokens.get(text) ?? this.#codes.get(text);
    const account = holder?.account ?? this.#deadTokens.get(text) ?? null;
    return account !== null && this.#isStanding(account) ? account : null;
  }

  /** Consent is withdrawn as a whole: every token of the mailbox dies. Says how many refresh tokens that were. */
  revoke(account: Account): number {
    const mine = [...this.#refreshTokens].filter(([, grant]) => grant.account === account);
    for (const [text] of mine) this.#kill(text, account);
    this.#granted.delete(account);
    this.expireAccess(account);
    return mine.length;
  }

  expireAccess(account: Account): number {
    const mine = [...this.#accessTokens.values()].filter((token) => token.account === account);
    for (const token of mine) token.expiresAt = 0;
    return mine.length;
  }

  counts(account: Account): { readonly refreshTokens: number; readonly accessTokens: number } {
    const now = this.#world.now(account);
    return {
      refreshTokens: [...this.#refreshTokens.values()].filter((grant) => grant.account === account).length,
      accessTokens: [...this.#accessTokens.values()].filter((token) => token.account === account && now < token.expiresAt).length,
    };
  }

  #kill(refreshToken: string, account: Account): void {
    this.#refreshTokens.delete(refreshToken);
    this.#deadTokens.set(refreshToken, account);
  }

  #isStanding(account: Account): boolean {
    return this.#world.accounts().includes(account);
  }
}
