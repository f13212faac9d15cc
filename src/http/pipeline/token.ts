/**
 * Access tokens: JWTs of the identity service (RFC 7519, RFC 9068), checked against pinned algorithms, issuer, audience,
 * type and required claims. Keys come from the configured JWKS or the configured secret and from nowhere else: `jku`,
 * `jwk`, `x5u` and `x5c` of a token's own header are never followed. A token is refused where the keys cannot be had.
 * Knows no HTTP answer and no database; `token-claims.ts` reads the person out of what passed.
 */
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions } from "jose";
import type { IdentityConfig } from "../../config.ts";
import type { Instant } from "../../domain/instant.ts";
import type { PersonClaims } from "../../domain/person.ts";
import { assert } from "../../lib/assert.ts";
import { claimAt } from "../../lib/claim-path.ts";
import { refused, type Result } from "../../lib/result.ts";
import { personOf } from "./token-claims.ts";
import { CLOCK_SKEW_SECONDS_MAX, JWKS_COOLDOWN_MS, JWKS_KEPT_MS, JWKS_TIMEOUT_MS, TOKEN_KEPT_MS, TOKENS_KEPT_MAX } from "../../limits.ts";

type TokenFault =
  | { readonly tag: "invalid_token" | "unknown_role" }
  /** `cause` is for the log. */
  | { readonly tag: "identity_unavailable"; readonly cause: unknown };

/** Carries work on after the answer. */
type WaitUntil = (work: Promise<unknown>) => void;

export interface TokenVerifier {
  verify(token: string, now: Instant): Promise<Result<PersonClaims, TokenFault>>;
  /** An ID token for these pages (OpenID Connect Core section 3.1.3.7), which no API accepts. */
  verifyIdToken(token: string, meant: IdTokenMeant, now: Instant): Promise<Result<PersonClaims, TokenFault>>;
}

interface IdTokenMeant {
  readonly clientId: string;
  /** Of the request that it answers. */
  readonly nonce: string;
}

/** RFC 9068 section 2.1. */
const ACCESS_TOKEN_TYPE = "at+jwt";

/** Errors that are the token's own fault; every other error means that keys could not be had. */
const TOKEN_ERRORS = [
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

/**
 * The keys are fetched and imported at the first token and kept; made once for each isolate. A token that has passed is
 * not verified again for a minute: only its times are.
 */
export function createTokenVerifier(identity: IdentityConfig, waitUntil: WaitUntil): TokenVerifier {
  const keys = keysOf(identity, waitUntil);
  const pinned = {
    issuer: identity.issuer,
    algorithms: [...identity.algorithms],
    requiredClaims: ["exp", "sub"],
    clockTolerance: CLOCK_SKEW_SECONDS_MAX,
  };
  const kept = new Map<string, { readonly claims: JWTPayload; readonly verifiedAt: Instant }>();
  return {
    async verify(token, now) {
      const known = kept.get(token);
      let claims: JWTPayload;
      if (known !== undefined && now >= known.verifiedAt && now - known.verifiedAt < TOKEN_KEPT_MS) claims = known.claims;
      else {
        try {
          const { payload, protectedHeader } = await verifiedByOneOf(keys, token, { ...pinned, currentDate: new Date(now) });
          if (!isMeantForUs(identity, protectedHeader.typ, payload)) return refused({ tag: "invalid_token" });
          claims = payload;
        } catch (error) {
          const isTokens = TOKEN_ERRORS.some((kind) => error instanceof kind);
          return refused(isTokens ? { tag: "invalid_token" } : { tag: "identity_unavailable", cause: error });
        }
        if (kept.size >= TOKENS_KEPT_MAX) kept.clear();
        kept.set(token, { claims, verifiedAt: now });
      }
      return isTimely(claims, now) ? personOf(identity, claims) : refused({ tag: "invalid_token" });
    },

    async verifyIdToken(token, { clientId, nonce }, now) {
      try {
        const checked = { ...pinned, audience: clientId, currentDate: new Date(now) };
        const { payload, protectedHeader } = await verifiedByOneOf(keys, token, checked);
        const isIdToken = mediaTypeOf(protectedHeader.typ) !== ACCESS_TOKEN_TYPE;
        const isOurs = isIdToken && payload["nonce"] === nonce && (payload["azp"] === undefined || payload["azp"] === clientId);
        if (!isOurs || !isTimely(payload, now)) return refused({ tag: "invalid_token" });
        return personOf(identity, payload);
      } catch (error) {
        const isTokens = TOKEN_ERRORS.some((kind) => error instanceof kind);
        return refused(isTokens ? { tag: "invalid_token" } : { tag: "identity_unavailable", cause: error });
      }
    },
  };
}

/** A shared secret and the one before it, in this order; of a set of keys the token names one. */
function keysOf({ keys }: IdentityConfig, waitUntil: WaitUntil): readonly JWTVerifyGetKey[] {
  if (keys.kind === "jwks") return [remoteKeys(keys.url, waitUntil)];
  return keys.secrets.map((text) => {
    const secret = new TextEncoder().encode(text);
    let imported: Promise<CryptoKey> | null = null;
    return () => (imported ??= crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]));
  });
}

/** Only a signature that does not fit leads to the next key; whatever else is wrong is wrong with every key. */
async function verifiedByOneOf(keys: readonly JWTVerifyGetKey[], token: string, options: JWTVerifyOptions) {
  for (const key of keys.slice(0, -1)) {
    try {
      return await jwtVerify(token, key, options);
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    }
  }
  const last = keys.at(-1);
  assert(last !== undefined, "the configuration names a key");
  return await jwtVerify(token, last, options);
}

/**
 * A set that grows old is read again beside the request that noticed, so that under load nobody waits for keys and one
 * request fetches them. Past its time it verifies nothing until it has been read.
 */
function remoteKeys(url: string, waitUntil: WaitUntil): JWTVerifyGetKey {
  const set = createRemoteJWKSet(new URL(url), {
    timeoutDuration: JWKS_TIMEOUT_MS,
    cacheMaxAge: JWKS_KEPT_MS,
    cooldownDuration: JWKS_COOLDOWN_MS,
  });
  return async (header, token) => {
    const isGrowingOld = set.fresh && !set.coolingDown;
    // A fault needs no answer here: the next request tries again, and from the end of its time on requests see it.
    if (isGrowingOld && !set.reloading) waitUntil(set.reload().catch(() => undefined));
    return await set(header, token);
  };
}

/**
 * Type, audience and required claims, which together tell an access token for this service from every other token of the
 * same issuer: an ID token, a refresh token, a token of another application.
 */
function isMeantForUs(identity: IdentityConfig, type: unknown, claims: JWTPayload): boolean {
  return (
    identity.tokenTypes.includes(mediaTypeOf(type)) &&
    holdsOneOf(claims[identity.audienceClaim], identity.audiences) &&
    identity.requiredClaims.every(({ path, values }) => holdsOneOf(claimAt(claims, path), values))
  );
}

/** RFC 7515 section 4.1.9: `application/` may be left out, letter case does not count. "" where there is no type. */
function mediaTypeOf(type: unknown): string {
  return typeof type === "string" ? type.toLowerCase().replace(/^application\//u, "") : "";
}

/** RFC 7519 section 4.1.3: one text, or a list of them. */
function holdsOneOf(claim: unknown, accepted: readonly string[]): boolean {
  const held: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return held.some((value) => typeof value === "string" && accepted.includes(value));
}

/** jose grants its tolerance to every time; we grant it to clocks that are behind the issuer's, not to old tokens. */
function isTimely({ exp, iat }: JWTPayload, now: Instant): boolean {
  const nowSeconds = now / 1_000;
  if (exp === undefined || exp <= nowSeconds) return false;
  return iat === undefined || iat <= nowSeconds + CLOCK_SKEW_SECONDS_MAX;
}
