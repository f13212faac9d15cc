/**
 * The identity service's tokens: its signing key and what an access token says. Used by the local provider
 * (`identity-provider.ts`) and by `npm run token`, which signs without any server running; so both make tokens that the
 * same Worker accepts. Reads no clock but in `mintAccessToken`; knows no HTTP.
 *
 * Access tokens follow RFC 9068: `typ` is `at+jwt`, so that an ID token cannot pass for one.
 */
import { randomUUID } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";
import { OAuth2Issuer } from "oauth2-mock-server";
import { keepOnce } from "../kit/kept-file.ts";

export const AUDIENCE = "culturebridge-booking";
const ALGORITHM = "RS256";
export const ACCESS_TOKEN_TYPE = "at+jwt";
export const ACCESS_TOKEN_TTL_SECONDS = 3600;
const CLIENT_ID = "culturebridge-local";

export const ROLES = ["client", "coach", "admin"] as const;
export type Role = (typeof ROLES)[number];

export interface Person {
  /** UUID; the token's `sub`. */
  readonly id: string;
  readonly role: Role;
  readonly name: string;
  readonly email: string;
  /** Proved where absent. */
  readonly isEmailVerified?: boolean;
  /** IANA zone name; the claim is called `zoneinfo` in OpenID Connect Core section 5.1. */
  readonly zoneinfo: string;
  /** BCP 47; left out of tokens where absent. */
  readonly locale?: string;
}

async function makeKey(): Promise<string> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  return JSON.stringify({ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: ALGORITHM, use: "sig" });
}

/** The issuer with its kept key; the key is made at the first call for this file. */
export async function loadIssuer(options: { issuerUrl: string; keyFile: string }): Promise<OAuth2Issuer> {
  const issuer = new OAuth2Issuer(false);
  issuer.url = options.issuerUrl;
  const kept: unknown = JSON.parse(await keepOnce(options.keyFile, makeKey));
  await issuer.keys.add(kept as Record<string, unknown>);
  return issuer;
}

/** What both kinds of token say of a person. */
export function profileClaims({ role, email, name, zoneinfo, locale, isEmailVerified = true }: Person): Record<string, unknown> {
  return { role, email, email_verified: isEmailVerified, name, zoneinfo, ...(locale === undefined ? {} : { locale }) };
}

/** What an access token says of a person, on top of `iss` and the times. */
export function accessClaims(person: Person): Record<string, unknown> {
  return { sub: person.id, aud: AUDIENCE, client_id: CLIENT_ID, jti: randomUUID(), ...profileClaims(person) };
}

/**
 * A signed access token. A negative or zero `ttlSeconds` gives one that expired that long ago and was sound before, so
 * that its age is the only thing wrong with it.
 */
export async function mintAccessToken(issuer: OAuth2Issuer, person: Person, ttlSeconds: number): Promise<string> {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const exp = nowSeconds + ttlSeconds;
  const iat = ttlSeconds > 0 ? nowSeconds : exp - ACCESS_TOKEN_TTL_SECONDS;
  return await issuer.buildToken({
    scopesOrTransform: (header, payload) => {
      header["typ"] = ACCESS_TOKEN_TYPE;
      Object.assign(payload, accessClaims(person), { iat, nbf: iat, exp });
    },
  });
}
