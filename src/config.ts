/**
 * The only reader of variables and secrets: the raw environment becomes a checked, frozen configuration, or the service
 * does not start. Reads no request and opens nothing; bindings (D1, KV, objects) are passed on by whoever holds them.
 */
import { z } from "zod";
import { PENDING_BOOKINGS_PER_CLIENT_MAX_DEFAULT, PENDING_BOOKINGS_PER_CLIENT_MAX_LOAD } from "./limits.ts";

type RateProfile = "standard" | "load";

export interface IdentityConfig {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly tokenType: string;
  /** Where the keys are: a JWKS URL, or a secret shared with the issuer. */
  readonly keys: { readonly kind: "jwks"; readonly url: string } | { readonly kind: "secret"; readonly secret: string };
}

export interface Config {
  readonly identity: IdentityConfig;
  readonly audit: { readonly currentId: string; readonly secrets: ReadonlyMap<string, Uint8Array> };
  readonly rateProfile: RateProfile;
  readonly pendingPerClientMax: number;
  readonly corsOrigins: readonly string[];
}

const words = z.string().transform((text) => text.split(/[\s,]+/u).filter((word) => word !== ""));
const base64Key = z.base64().transform((text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0)));

const schema = z
  .object({
    AUTH_ISSUER: z.string().min(1),
    AUTH_AUDIENCE: z.string().min(1),
    AUTH_JWKS_URL: z.union([z.url(), z.literal("")]).optional(),
    AUTH_JWT_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
    AUTH_ALGORITHMS: words.pipe(z.array(z.enum(["RS256", "PS256", "ES256", "EdDSA", "HS256"])).min(1)),
    AUTH_TOKEN_TYPE: z.string().min(1),
    AUDIT_KEYS: z
      .string()
      .transform((text) => JSON.parse(text) as unknown)
      .pipe(
        z.record(
          z.string().min(1),
          base64Key.refine((key) => key.length >= 32, "must be at least 32 bytes"),
        ),
      ),
    AUDIT_KEY_CURRENT: z.string().min(1),
    RATE_PROFILE: z.enum(["standard", "load"]).default("standard"),
    PENDING_BOOKINGS_PER_CLIENT_MAX: z.coerce.number().int().min(1).default(PENDING_BOOKINGS_PER_CLIENT_MAX_DEFAULT),
    CORS_ORIGINS: words.default([]),
  })
  .refine(
    (raw) => Boolean(raw.AUTH_JWKS_URL) !== (raw.AUTH_JWT_SECRET !== undefined),
    "set one of AUTH_JWKS_URL and AUTH_JWT_SECRET, not both",
  )
  .refine(
    (raw) => raw.AUTH_ALGORITHMS.every((name) => (name === "HS256") === (raw.AUTH_JWT_SECRET !== undefined)),
    "HS256 goes with AUTH_JWT_SECRET, every other algorithm with AUTH_JWKS_URL",
  )
  .refine((raw) => raw.AUDIT_KEYS[raw.AUDIT_KEY_CURRENT] !== undefined, "AUDIT_KEY_CURRENT must name a key of AUDIT_KEYS");

/** Throws with the names of the variables that do not fit; never with their values. */
export function readConfig(env: unknown): Config {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".") || "environment"}: ${issue.message}`);
    throw new Error(`configuration: ${faults.join("; ")}`);
  }
  const raw = parsed.data;
  const config: Config = {
    identity: {
      issuer: raw.AUTH_ISSUER,
      audience: raw.AUTH_AUDIENCE,
      algorithms: raw.AUTH_ALGORITHMS,
      tokenType: raw.AUTH_TOKEN_TYPE,
      keys:
        raw.AUTH_JWT_SECRET !== undefined
          ? { kind: "secret", secret: raw.AUTH_JWT_SECRET }
          : { kind: "jwks", url: raw.AUTH_JWKS_URL ?? "" },
    },
    audit: { currentId: raw.AUDIT_KEY_CURRENT, secrets: new Map(Object.entries(raw.AUDIT_KEYS)) },
    rateProfile: raw.RATE_PROFILE,
    pendingPerClientMax: raw.RATE_PROFILE === "load" ? PENDING_BOOKINGS_PER_CLIENT_MAX_LOAD : raw.PENDING_BOOKINGS_PER_CLIENT_MAX,
    corsOrigins: raw.CORS_ORIGINS,
  };
  return Object.freeze(config);
}
