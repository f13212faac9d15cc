/**
 * Access tokens: JWTs of the identity service (RFC 7519, RFC 9068), checked against pinned algorithms, issuer, audience
 * and type. Keys come from the configured JWKS or the configured secret and from nowhere else: `jku`, `jwk`, `x5u` and
 * `x5c` of a token's own header are never followed. Where the keys cannot be had, nobody gets in. Knows no HTTP answer
 * and no database.
 */
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from "jose";
import type { IdentityConfig } from "../config.ts";
import { uuid } from "../contract/scalar.ts";
import { type Role, ROLES } from "../domain/actor.ts";
import type { Instant } from "../domain/instant.ts";
import { isTimeZone } from "../domain/time-zone.ts";
import { ok, refused, type Result } from "../lib/result.ts";
import { CLOCK_SKEW_SECONDS_MAX, JWKS_COOLDOWN_MS, JWKS_KEPT_MS, JWKS_TIMEOUT_MS, TOKEN_KEPT_MS, TOKENS_KEPT_MAX } from "../limits.ts";

/** Longer ones are not names or addresses of people, and are left out rather than cut. */
const CLAIM_CHARACTERS_MAX = 320;

interface TokenClaims {
  readonly id: string;
  readonly role: Role;
  readonly email: string | null;
  readonly name: string | null;
  /** IANA; null where `zoneinfo` is absent or no zone we know. */
  readonly timeZone: string | null;
}

type TokenFault =
  | { readonly tag: "invalid_token" | "unknown_role" }
  /** `cause` is for the log. */
  | { readonly tag: "identity_unavailable"; readonly cause: unknown };

export interface TokenVerifier {
  verify(token: string, now: Instant): Promise<Result<TokenClaims, TokenFault>>;
}

/** What the token itself can be at fault for; every other error means that keys could not be had. */
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
export function createTokenVerifier(identity: IdentityConfig): TokenVerifier {
  const key = keysOf(identity);
  const pinned = {
    issuer: identity.issuer,
    audience: identity.audience,
    algorithms: [...identity.algorithms],
    typ: identity.tokenType,
    requiredClaims: ["exp", "sub", "role"],
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
          claims = (await jwtVerify(token, key, { ...pinned, currentDate: new Date(now) })).payload;
        } catch (error) {
          const isTokens = TOKEN_ERRORS.some((kind) => error instanceof kind);
          return refused(isTokens ? { tag: "invalid_token" } : { tag: "identity_unavailable", cause: error });
        }
        if (kept.size >= TOKENS_KEPT_MAX) kept.clear();
        kept.set(token, { claims, verifiedAt: now });
      }
      return isTimely(claims, now) ? personOf(claims) : refused({ tag: "invalid_token" });
    },
  };
}

function keysOf({ keys }: IdentityConfig): JWTVerifyGetKey {
  if (keys.kind === "jwks") {
    return createRemoteJWKSet(new URL(keys.url), {
      timeoutDuration: JWKS_TIMEOUT_MS,
      cacheMaxAge: JWKS_KEPT_MS,
      cooldownDuration: JWKS_COOLDOWN_MS,
    });
  }
  const secret = new TextEncoder().encode(keys.secret);
  let imported: Promise<CryptoKey> | null = null;
  return () => (imported ??= crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]));
}

/** jose grants its tolerance to every time; we grant it to clocks that are behind the issuer's, not to old tokens. */
function isTimely({ exp, iat }: JWTPayload, now: Instant): boolean {
  const nowSeconds = now / 1_000;
  if (exp === undefined || exp <= nowSeconds) return false;
  return iat === undefined || iat <= nowSeconds + CLOCK_SKEW_SECONDS_MAX;
}

function personOf(claims: JWTPayload): Result<TokenClaims, TokenFault> {
  const id = uuid.safeParse(claims.sub);
  if (!id.success) return refused({ tag: "invalid_token" });
  const role = ROLES.find((known) => known === claims["role"]);
  if (role === undefined) return refused({ tag: "unknown_role" });
  return ok({
    id: id.data,
    role,
    email: textOf(claims["email"]),
    name: textOf(claims["name"]),
    timeZone: zoneOf(textOf(claims["zoneinfo"])),
  });
}

function zoneOf(zoneinfo: string | null): string | null {
  return zoneinfo !== null && isTimeZone(zoneinfo) ? zoneinfo : null;
}

function textOf(claim: unknown): string | null {
  return typeof claim === "string" && claim.length <= CLAIM_CHARACTERS_MAX ? claim : null;
}
