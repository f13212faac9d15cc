/**
 * The only reader of variables and secrets: the raw environment becomes a checked, frozen configuration, or the service
 * does not start. Reads no request and opens nothing; bindings (D1, KV, objects) are passed on by whoever holds them.
 */
import { z } from "zod";
import type { CalendarClient, CalendarsConfig } from "./domain/calendars-config.ts";
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

interface MailConfig {
  /** Where a mailbox stands in for Cloudflare's binding; null: the binding. */
  readonly standInUrl: string | null;
  readonly from: string;
  readonly fromName: string;
}

interface PaymentsConfig {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Where a simulator stands in for Stripe; null: Stripe. */
  readonly standInUrl: string | null;
}

export interface Config {
  /** Where this service is reached from outside, without a slash at the end. */
  readonly serviceUrl: string;
  /** Where people manage their sessions and calendars, without a slash at the end. */
  readonly appUrl: string;
  readonly calendars: CalendarsConfig;
  readonly mail: MailConfig;
  /** null: sessions with a price cannot be paid here. */
  readonly payments: PaymentsConfig | null;
  readonly identity: IdentityConfig;
  readonly audit: { readonly currentId: string; readonly secrets: ReadonlyMap<string, Uint8Array> };
  readonly rateProfile: RateProfile;
  readonly pendingPerClientMax: number;
  readonly corsOrigins: readonly string[];
}

const words = z.string().transform((text) => text.split(/[\s,]+/u).filter((word) => word !== ""));
const base64Key = z.base64().transform((text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0)));

const keyRing = (bytesMin: number, bytesMax: number) =>
  z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(
      z.record(
        z.string().min(1),
        base64Key.refine(({ length }) => length >= bytesMin && length <= bytesMax, `must be ${bytesMin} bytes`),
      ),
    );
const address = z.url({ protocol: /^https?$/u }).transform((text) => text.replace(/\/+$/u, ""));
/** Empty, or `none` where a secret must have some text, is the same as not there. */
const optional = <Schema extends z.ZodType>(inner: Schema) => z.union([z.enum(["", "none"]).transform(() => undefined), inner]).optional();

const schema = z
  .object({
    SERVICE_URL: address,
    APP_URL: address,
    STAND_IN_URL: optional(address),
    MAIL_STAND_IN_URL: optional(address),
    MAIL_FROM: z.email(),
    MAIL_FROM_NAME: z.string().min(1),
    GOOGLE_CLIENT_ID: optional(z.string()),
    GOOGLE_CLIENT_SECRET: optional(z.string()),
    MICROSOFT_CLIENT_ID: optional(z.string()),
    MICROSOFT_CLIENT_SECRET: optional(z.string()),
    TOKEN_KEYS: keyRing(32, 32),
    TOKEN_KEY_CURRENT: z.string().min(1),
    STRIPE_SECRET_KEY: optional(z.string()),
    STRIPE_WEBHOOK_SECRET: optional(z.string()),
    AUTH_ISSUER: z.string().min(1),
    AUTH_AUDIENCE: z.string().min(1),
    AUTH_JWKS_URL: z.union([z.url(), z.literal("")]).optional(),
    AUTH_JWT_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
    AUTH_ALGORITHMS: words.pipe(z.array(z.enum(["RS256", "PS256", "ES256", "EdDSA", "HS256"])).min(1)),
    AUTH_TOKEN_TYPE: z.string().min(1),
    AUDIT_KEYS: keyRing(32, 1024),
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
  .refine((raw) => raw.AUDIT_KEYS[raw.AUDIT_KEY_CURRENT] !== undefined, "AUDIT_KEY_CURRENT must name a key of AUDIT_KEYS")
  .refine((raw) => raw.TOKEN_KEYS[raw.TOKEN_KEY_CURRENT] !== undefined, "TOKEN_KEY_CURRENT must name a key of TOKEN_KEYS")
  .refine(
    (raw) => (raw.STRIPE_SECRET_KEY === undefined) === (raw.STRIPE_WEBHOOK_SECRET === undefined),
    "set both of STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET, or neither",
  )
  .refine(
    (raw) => (raw.GOOGLE_CLIENT_ID === undefined) === (raw.GOOGLE_CLIENT_SECRET === undefined),
    "set both of GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET, or neither",
  )
  .refine(
    (raw) => (raw.MICROSOFT_CLIENT_ID === undefined) === (raw.MICROSOFT_CLIENT_SECRET === undefined),
    "set both of MICROSOFT_CLIENT_ID and MICROSOFT_CLIENT_SECRET, or neither",
  );

/** Throws with the names of the variables that do not fit; never with their values. */
export function readConfig(env: unknown): Config {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".") || "environment"}: ${issue.message}`);
    throw new Error(`configuration: ${faults.join("; ")}`);
  }
  const raw = parsed.data;
  const standInUrl = raw.STAND_IN_URL ?? null;
  const clientOf = (provider: string, clientId = "", clientSecret = ""): CalendarClient | null =>
    clientId === "" ? null : { clientId, clientSecret, redirectUri: `${raw.SERVICE_URL}/calendar/${provider}/callback` };
  const config: Config = {
    serviceUrl: raw.SERVICE_URL,
    appUrl: raw.APP_URL,
    calendars: {
      clients: {
        google: clientOf("google", raw.GOOGLE_CLIENT_ID, raw.GOOGLE_CLIENT_SECRET),
        outlook: clientOf("outlook", raw.MICROSOFT_CLIENT_ID, raw.MICROSOFT_CLIENT_SECRET),
      },
      appAddress: `${raw.APP_URL}/calendars`,
      standInUrl,
      sealKeys: { currentId: raw.TOKEN_KEY_CURRENT, secrets: new Map(Object.entries(raw.TOKEN_KEYS)) },
    },
    mail: { standInUrl: raw.MAIL_STAND_IN_URL ?? null, from: raw.MAIL_FROM, fromName: raw.MAIL_FROM_NAME },
    payments:
      raw.STRIPE_SECRET_KEY === undefined
        ? null
        : { secretKey: raw.STRIPE_SECRET_KEY, webhookSecret: raw.STRIPE_WEBHOOK_SECRET ?? "", standInUrl },
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
