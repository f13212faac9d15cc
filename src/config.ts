/**
 * The only reader of variables and secrets: the raw environment becomes a checked, frozen configuration, or the service
 * does not start. Reads no request and opens nothing; bindings (D1, KV, objects) are passed on by whoever holds them.
 */
import { z } from "zod";
import { type Role, ROLES } from "./domain/actor.ts";
import { PRICE_MINOR_MIN_DEFAULT } from "./domain/currency.ts";
import type { CalendarClient, CalendarsConfig } from "./domain/calendars-config.ts";
import { address, cap, claimPath, jsonOf, keyRing, optional, origins, sharedSecret, words } from "./config/values.ts";
import { DATA_REGIONS, type Home, JURISDICTIONS } from "./domain/home.ts";
import { faultsOfDeployed } from "./domain/deployed-settings.ts";
import { type ClaimPath, parseClaimPath } from "./lib/claim-path.ts";
import { CLIENT_CAPS_DEFAULT, CLIENT_CAPS_LOAD, type ClientCaps, KNOWLEDGE_MS_MAX_DEFAULT, KNOWLEDGE_NOTED_MS } from "./limits.ts";
import { HEALTH_SECRET_CHARACTERS_MIN, HEALTH_SECRETS_MAX } from "./limits/health.ts";

type RateProfile = "standard" | "load";

export interface IdentityConfig {
  readonly issuer: string;
  /** Any of these in `audienceClaim` makes a token one for this service. */
  readonly audiences: readonly string[];
  readonly audienceClaim: "aud" | "client_id" | "azp";
  readonly algorithms: readonly string[];
  /** Accepted `typ` of the header, in lower case; "" is a header without one. */
  readonly tokenTypes: readonly string[];
  /** Claims that a token has to hold beside the others: at each path one of the values. */
  readonly requiredClaims: readonly { readonly path: ClaimPath; readonly values: readonly string[] }[];
  readonly claims: Readonly<Record<"role" | "email" | "name" | "timeZone" | "locale", ClaimPath>>;
  /** `require`: an address counts only beside `email_verified: true`. `trust_issuer`: the issuer names proved addresses alone. */
  readonly emailVerified: "require" | "trust_issuer";
  /** From the issuer's names of roles to ours; a name that is not in it is no role here. */
  readonly roles: ReadonlyMap<string, Role>;
  /** Where the keys are: a JWKS URL, or a secret shared with the issuer, and the one before it while it is being changed. */
  readonly keys: { readonly kind: "jwks"; readonly url: string } | { readonly kind: "secret"; readonly secrets: readonly string[] };
}

interface SignInConfig {
  readonly clientId: string;
  readonly clientSecret: string;
}

interface MailConfig {
  /** Where a mailbox stands in for Cloudflare's binding; null: the binding. */
  readonly standInUrl: string | null;
  readonly from: string;
  readonly fromName: string;
}

interface PaymentsConfig {
  readonly secretKey: string;
  /** Any of them proves an event: two while the secret is being changed. */
  readonly webhookSecrets: readonly string[];
  /** Where a simulator stands in for Stripe; null: Stripe. */
  readonly standInUrl: string | null;
}

export interface Config {
  /** Where this service is reached from outside, without a slash at the end. */
  readonly serviceUrl: string;
  /** Where people manage their sessions and calendars, without a slash at the end: an app of the marketplace, or our own pages. */
  readonly appUrl: string;
  /** The registration of the pages at the identity provider; null: nobody signs in here. */
  readonly signIn: SignInConfig | null;
  readonly home: Home;
  readonly calendars: CalendarsConfig;
  readonly mail: MailConfig;
  /** Where a receiver of webhooks stands in, by http on this machine; null: nowhere. */
  readonly webhookStandInUrl: string | null;
  /** null: sessions with a price cannot be paid here. */
  readonly payments: PaymentsConfig | null;
  /** The least that can be charged, in minor units, by currency; 1 where it is not named. */
  readonly priceMinorMin: Readonly<Record<string, number>>;
  readonly identity: IdentityConfig;
  readonly audit: { readonly currentId: string; readonly secrets: ReadonlyMap<string, Uint8Array> };
  /** Whether the service is read and not changed, and its objects stand still. */
  readonly isInMaintenance: boolean;
  /** Where figures go: to Analytics Engine, as lines to the log, or nowhere. */
  readonly dataPoints: "analytics" | "log" | "off";
  /** By which figures are read from Analytics Engine again; null: they are written and not read here. */
  readonly analytics: { readonly accountId: string; readonly token: string } | null;
  /** The secrets of the deep look at health, of which a caller has to know one; empty: nobody is answered. */
  readonly healthSecrets: readonly string[];
  readonly rateProfile: RateProfile;
  readonly clientCaps: ClientCaps;
  readonly corsOrigins: readonly string[];
  /** By which back ends of the marketplace are known that ask for many visitors; empty: none is. */
  readonly backendKeys: readonly string[];
  /** Whose pages may frame a coach's times, and where `return` may lead, each as a browser writes an origin; empty: nobody's. */
  readonly embedOrigins: readonly string[];
}

const BACKEND_KEY_CHARACTERS_MIN = 32;

/** In a list of token types: a header without `typ`. Written out, so that an empty variable accepts nothing by itself. */
const NO_TYPE = '""';

const schema = z
  .object({
    SERVICE_URL: address,
    DATA_REGION: optional(z.enum(DATA_REGIONS)),
    JURISDICTION: optional(z.enum(JURISDICTIONS)),
    APP_URL: optional(address),
    OIDC_CLIENT_ID: optional(z.string()),
    OIDC_CLIENT_SECRET: optional(z.string()),
    STAND_IN_URL: optional(address),
    MAIL_STAND_IN_URL: optional(address),
    WEBHOOK_STAND_IN_URL: optional(address),
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
    STRIPE_WEBHOOK_SECRET_BEFORE: optional(z.string()),
    PRICE_MINOR_MIN: jsonOf(z.record(z.string().regex(/^[A-Z]{3}$/u), z.int().min(1)), "{}"),
    AUTH_ISSUER: z.string().min(1),
    AUTH_AUDIENCE: words.pipe(z.array(z.string()).min(1)),
    AUTH_AUDIENCE_CLAIM: z.enum(["aud", "client_id", "azp"]).default("aud"),
    AUTH_JWKS_URL: z.union([z.url(), z.literal("")]).optional(),
    AUTH_JWT_SECRET: sharedSecret.optional(),
    AUTH_JWT_SECRET_BEFORE: optional(sharedSecret),
    AUTH_ALGORITHMS: words.pipe(z.array(z.enum(["RS256", "PS256", "ES256", "EdDSA", "HS256"])).min(1)),
    AUTH_TOKEN_TYPE: words.pipe(z.array(z.string()).min(1)),
    AUTH_REQUIRED_CLAIMS: jsonOf(z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1)])), "{}").transform(
      (claims, context) =>
        Object.entries(claims).map(([name, values]) => {
          const path = parseClaimPath(name);
          if (path === null) context.addIssue({ code: "custom", message: `${name} must be the path of a claim` });
          return { path: path ?? [], values: typeof values === "string" ? [values] : values };
        }),
    ),
    AUTH_ROLE_CLAIM: claimPath.default(["role"]),
    AUTH_ROLE_MAP: jsonOf(z.record(z.string(), z.enum(ROLES)), JSON.stringify(Object.fromEntries(ROLES.map((role) => [role, role])))),
    AUTH_EMAIL_CLAIM: claimPath.default(["email"]),
    AUTH_EMAIL_VERIFIED: z.enum(["require", "trust_issuer"]).default("require"),
    AUTH_NAME_CLAIM: claimPath.default(["name"]),
    AUTH_TIME_ZONE_CLAIM: claimPath.default(["zoneinfo"]),
    AUTH_LOCALE_CLAIM: claimPath.default(["locale"]),
    AUDIT_KEYS: keyRing(32, 1024),
    AUDIT_KEY_CURRENT: z.string().min(1),
    MAINTENANCE: z.enum(["", "off", "on"]).default("off"),
    DATA_POINTS: z.enum(["analytics", "log", "off"]).default("analytics"),
    ANALYTICS_ACCOUNT_ID: optional(z.string().regex(/^[0-9a-f]{32}$/u)),
    ANALYTICS_TOKEN: optional(z.string().regex(/^[\x21-\x7e]+$/u)),
    HEALTH_SECRET: optional(words.pipe(z.array(z.string().min(HEALTH_SECRET_CHARACTERS_MIN)).max(HEALTH_SECRETS_MAX))),
    RATE_PROFILE: z.enum(["standard", "load"]).default("standard"),
    PENDING_BOOKINGS_PER_CLIENT_MAX: cap(CLIENT_CAPS_DEFAULT.pendingMax),
    SESSIONS_PER_CLIENT_MAX: cap(CLIENT_CAPS_DEFAULT.aheadMax),
    UNPAID_SESSIONS_PER_COACH_MAX: cap(CLIENT_CAPS_DEFAULT.unpaidWithCoachMax),
    MOVES_PER_DAY_MAX: cap(CLIENT_CAPS_DEFAULT.movesMax),
    KNOWLEDGE_MS_MAX: z.coerce.number().int().min(KNOWLEDGE_NOTED_MS).default(KNOWLEDGE_MS_MAX_DEFAULT),
    BACKEND_KEYS: optional(words.pipe(z.array(z.string().min(BACKEND_KEY_CHARACTERS_MIN)))),
    CORS_ORIGINS: words.default([]),
    EMBED_ORIGINS: origins.default([]),
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
    (raw) => (raw.OIDC_CLIENT_ID === undefined) === (raw.OIDC_CLIENT_SECRET === undefined),
    "set both of OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, or neither",
  )
  .refine(
    (raw) => (raw.GOOGLE_CLIENT_ID === undefined) === (raw.GOOGLE_CLIENT_SECRET === undefined),
    "set both of GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET, or neither",
  )
  .refine(
    (raw) => (raw.MICROSOFT_CLIENT_ID === undefined) === (raw.MICROSOFT_CLIENT_SECRET === undefined),
    "set both of MICROSOFT_CLIENT_ID and MICROSOFT_CLIENT_SECRET, or neither",
  )
  .refine(
    (raw) => (raw.ANALYTICS_ACCOUNT_ID === undefined) === (raw.ANALYTICS_TOKEN === undefined),
    "set both of ANALYTICS_ACCOUNT_ID and ANALYTICS_TOKEN, or neither",
  )
  .refine((raw) => raw.DATA_REGION === undefined || raw.JURISDICTION === undefined, "set one of DATA_REGION and JURISDICTION, not both")
  .superRefine((raw, context) => {
    for (const { name, message } of faultsOfDeployed(raw)) context.addIssue({ code: "custom", path: [name], message });
  });

function given(...secrets: readonly (string | undefined)[]): readonly string[] {
  return secrets.filter((secret) => secret !== undefined);
}

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
  const appUrl = raw.APP_URL ?? raw.SERVICE_URL;
  const { OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, ANALYTICS_ACCOUNT_ID: accountId, ANALYTICS_TOKEN: token } = raw;
  const config: Config = {
    serviceUrl: raw.SERVICE_URL,
    appUrl,
    home: { region: raw.DATA_REGION ?? null, jurisdiction: raw.JURISDICTION ?? null },
    signIn: clientId === undefined || clientSecret === undefined ? null : { clientId, clientSecret },
    calendars: {
      clients: {
        google: clientOf("google", raw.GOOGLE_CLIENT_ID, raw.GOOGLE_CLIENT_SECRET),
        outlook: clientOf("outlook", raw.MICROSOFT_CLIENT_ID, raw.MICROSOFT_CLIENT_SECRET),
      },
      appAddress: `${appUrl}/calendars`,
      standInUrl,
      knowledgeMsMax: raw.KNOWLEDGE_MS_MAX,
      sealKeys: { currentId: raw.TOKEN_KEY_CURRENT, secrets: new Map(Object.entries(raw.TOKEN_KEYS)) },
    },
    mail: { standInUrl: raw.MAIL_STAND_IN_URL ?? null, from: raw.MAIL_FROM, fromName: raw.MAIL_FROM_NAME },
    webhookStandInUrl: raw.WEBHOOK_STAND_IN_URL ?? null,
    payments:
      raw.STRIPE_SECRET_KEY === undefined
        ? null
        : {
            secretKey: raw.STRIPE_SECRET_KEY,
            webhookSecrets: given(raw.STRIPE_WEBHOOK_SECRET, raw.STRIPE_WEBHOOK_SECRET_BEFORE),
            standInUrl,
          },
    priceMinorMin: { ...PRICE_MINOR_MIN_DEFAULT, ...raw.PRICE_MINOR_MIN },
    identity: {
      issuer: raw.AUTH_ISSUER,
      audiences: raw.AUTH_AUDIENCE,
      audienceClaim: raw.AUTH_AUDIENCE_CLAIM,
      algorithms: raw.AUTH_ALGORITHMS,
      tokenTypes: raw.AUTH_TOKEN_TYPE.map((type) => (type === NO_TYPE ? "" : type.toLowerCase())),
      requiredClaims: raw.AUTH_REQUIRED_CLAIMS,
      claims: {
        role: raw.AUTH_ROLE_CLAIM,
        email: raw.AUTH_EMAIL_CLAIM,
        name: raw.AUTH_NAME_CLAIM,
        timeZone: raw.AUTH_TIME_ZONE_CLAIM,
        locale: raw.AUTH_LOCALE_CLAIM,
      },
      emailVerified: raw.AUTH_EMAIL_VERIFIED,
      roles: new Map(Object.entries(raw.AUTH_ROLE_MAP)),
      keys:
        raw.AUTH_JWT_SECRET !== undefined
          ? { kind: "secret", secrets: given(raw.AUTH_JWT_SECRET, raw.AUTH_JWT_SECRET_BEFORE) }
          : { kind: "jwks", url: raw.AUTH_JWKS_URL ?? "" },
    },
    audit: { currentId: raw.AUDIT_KEY_CURRENT, secrets: new Map(Object.entries(raw.AUDIT_KEYS)) },
    isInMaintenance: raw.MAINTENANCE === "on",
    dataPoints: raw.DATA_POINTS,
    analytics: accountId === undefined || token === undefined ? null : { accountId, token },
    healthSecrets: raw.HEALTH_SECRET ?? [],
    rateProfile: raw.RATE_PROFILE,
    clientCaps:
      raw.RATE_PROFILE === "load"
        ? CLIENT_CAPS_LOAD
        : {
            pendingMax: raw.PENDING_BOOKINGS_PER_CLIENT_MAX,
            aheadMax: raw.SESSIONS_PER_CLIENT_MAX,
            unpaidWithCoachMax: raw.UNPAID_SESSIONS_PER_COACH_MAX,
            movesMax: raw.MOVES_PER_DAY_MAX,
          },
    backendKeys: raw.BACKEND_KEYS ?? [],
    corsOrigins: raw.CORS_ORIGINS,
    embedOrigins: raw.EMBED_ORIGINS,
  };
  return Object.freeze(config);
}
