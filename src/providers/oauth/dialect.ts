/**
 * Where the two providers differ in OAuth: addresses, scopes, parameters and how an id_token names the account. A
 * dialect is data and small pure functions; `oauth.ts` does the talking.
 */
import type { IDToken } from "oauth4webapi";
import type { CalendarRole, ProviderAccount } from "../tokens/token-set.ts";

export interface OAuthDialect {
  /** Real addresses; the issuer is never mapped, because tokens and callbacks name the real one. */
  readonly authorize: string;
  readonly token: string;
  readonly keys: string;
  /** null: the provider revokes nothing for us. */
  readonly revoke: string | null;
  /** `tenantId` null: what is expected before the tenant is known. */
  readonly issuerOf: (tenantId: string | null) => string;
  /** The tenant an `iss` speaks of; null: none, or not in the provider's form. */
  readonly tenantOf: (issuer: string) => string | null;
  /** Whether the id_token's `tid` completes the issuer. */
  readonly hasTenants: boolean;
  readonly authorizeParameters: Readonly<Record<string, string>>;
  /** All that is asked for. */
  readonly scopes: Readonly<Record<CalendarRole, readonly string[]>>;
  /** The part of it that must have been granted: what a person can untick. */
  readonly needed: Readonly<Record<CalendarRole, readonly string[]>>;
  /** Sent with a refresh; null: nothing is. */
  readonly refreshScope: string | null;
  /** The `scope` of an answer in the words of `scopes`. */
  readonly scopesOf: (scope: string) => readonly string[];
  /** null: the claims do not say whose account it is. */
  readonly accountOf: (claims: IDToken) => ProviderAccount | null;
  /** Where people see and withdraw what they have granted. */
  readonly adviceUrlOf: (account: ProviderAccount) => string;
}

export function textOf(claim: unknown): string | null {
  return typeof claim === "string" && claim !== "" ? claim : null;
}

export function words(scope: string): readonly string[] {
  return scope.split(" ").filter((word) => word !== "");
}
