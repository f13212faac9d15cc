/**
 * The person that a verified token names, read through the configured claim paths: id, role, and what the token says of
 * name, address, time zone and language. Verifies nothing. Every sign-in of this service reads claims here and nowhere else.
 */
import type { JWTPayload } from "jose";
import { z } from "zod";
import type { IdentityConfig } from "../../config.ts";
import type { Role } from "../../domain/actor.ts";
import { instant } from "../../domain/instant.ts";
import type { PersonClaims } from "../../domain/person.ts";
import { personIdOf } from "../../domain/person-id.ts";
import { isTimeZone } from "../../domain/slots/time-zone.ts";
import { claimAt } from "../../lib/claim-path.ts";
import { SECOND_MS } from "../../lib/duration.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import { LANGUAGE_TAG_CHARACTERS_MAX } from "../../limits/languages.ts";

/** Longer ones are not names or addresses of people, and are left out rather than cut. */
const CLAIM_CHARACTERS_MAX = 320;

/** Of several roles the first of these counts. */
const PRECEDENCE: readonly Role[] = ["admin", "coach", "client"];

type ClaimsFault = { readonly tag: "invalid_token" | "unknown_role" };

export function personOf(identity: IdentityConfig, claims: JWTPayload): Result<PersonClaims, ClaimsFault> {
  const { iss, sub, iat } = claims;
  if (typeof iss !== "string" || typeof sub !== "string" || sub === "") return refused({ tag: "invalid_token" });
  const role = roleOf(identity, claims);
  if (role === null) return refused({ tag: "unknown_role" });
  const { email, name, timeZone, locale } = identity.claims;
  return ok({
    id: personIdOf(iss, sub),
    role,
    email: isProved(identity, claims) ? addressOf(textOf(claimAt(claims, email))) : null,
    name: textOf(claimAt(claims, name)),
    timeZone: zoneOf(textOf(claimAt(claims, timeZone))),
    locale: localeOf(textOf(claimAt(claims, locale))),
    issuedAt: iat === undefined ? null : instant(Math.floor(iat * SECOND_MS)),
  });
}

/** OpenID Connect Core section 5.1: BCP 47, by some written with an underscore. null: none that is known. */
function localeOf(locale: string | null): string | null {
  if (locale === null || locale.length > LANGUAGE_TAG_CHARACTERS_MAX) return null;
  try {
    return Intl.getCanonicalLocales(locale.replaceAll("_", "-"))[0] ?? null;
  } catch {
    return null;
  }
}

function roleOf({ claims: paths, roles }: IdentityConfig, claims: JWTPayload): Role | null {
  const said = claimAt(claims, paths.role);
  const names: readonly unknown[] = Array.isArray(said) ? said : [said];
  const held = new Set(names.map((name) => (typeof name === "string" ? roles.get(name) : undefined)));
  return PRECEDENCE.find((role) => held.has(role)) ?? null;
}

/** Mail goes to proved addresses only: a token may say any (OpenID Connect Core section 5.1, `email_verified`). */
function isProved({ emailVerified }: IdentityConfig, claims: JWTPayload): boolean {
  return emailVerified === "trust_issuer" || claims["email_verified"] === true;
}

/** One address, and nothing that a sender could read as a second one or as a header. */
function addressOf(text: string | null): string | null {
  return text !== null && z.email().safeParse(text).success ? text : null;
}

function zoneOf(zoneinfo: string | null): string | null {
  return zoneinfo !== null && isTimeZone(zoneinfo) ? zoneinfo : null;
}

function textOf(claim: unknown): string | null {
  return typeof claim === "string" && claim !== "" && claim.length <= CLAIM_CHARACTERS_MAX ? claim : null;
}
