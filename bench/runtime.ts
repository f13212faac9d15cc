/**
 * Starts the real runtime for the benchmark, without the development server: the service as it is bundled for
 * deployment, the floors and the driver, on one fresh D1. Ends with `dispose`.
 */
import { readFile, readdir } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { build } from "esbuild";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { convertV4MiniflareOptions, Miniflare, Response as MiniflareResponse } from "miniflare";
import type { DriveOrder } from "./driver.ts";

const ISSUER = "https://identity.bench";
const DRAIN_POLL_MS = 100;
/** Further ahead than any lease, nearer than any reminder. */
const LEASE_MS = 5 * 60_000;
const COMPATIBILITY_DATE = "2026-11-02";

export interface Runtime {
  readonly d1: D1Database;
  /** Milliseconds that an order took inside the runtime. */
  readonly drive: (order: DriveOrder) => Promise<number>;
  /** Resolves once no effect is due any more. */
  readonly drained: () => Promise<void>;
  /** The body of one public answer of the service. */
  readonly read: (url: string) => Promise<string>;
  readonly tokenOf: (role: string, sub: string) => Promise<string>;
  readonly dispose: () => Promise<void>;
}

export async function startRuntime(): Promise<Runtime> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "bench", alg: "RS256", use: "sig" }] };
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      workers: [
        { name: "driver", ...(await bundled("bench/driver.ts")), serviceBindings: { APP: "app", FLOORS: "floors" } },
        {
          name: "app",
          ...(await bundled("src/index.ts")),
          bindings: {
            AUTH_ISSUER: ISSUER,
            AUTH_AUDIENCE: "bench",
            AUTH_JWKS_URL: `${ISSUER}/jwks`,
            AUTH_ALGORITHMS: "RS256",
            AUTH_TOKEN_TYPE: "at+jwt",
            AUDIT_KEYS: JSON.stringify({ k1: btoa("0123456789abcdef0123456789abcdef") }),
            AUDIT_KEY_CURRENT: "k1",
            RATE_PROFILE: "load",
            SERVICE_URL: "https://booking.bench",
            APP_URL: "https://app.bench",
            MAIL_STAND_IN_URL: "https://mail.bench/messages",
            MAIL_FROM: "bookings@bench.example",
            MAIL_FROM_NAME: "Bench",
            TOKEN_KEYS: JSON.stringify({ t1: btoa("fedcba9876543210fedcba9876543210") }),
            TOKEN_KEY_CURRENT: "t1",
          },
          d1Databases: { DB: "bench" },
          kvNamespaces: ["KEPT", "TOKENS"],
          durableObjects: {
            COACH_AGENDA: { className: "CoachAgenda", useSQLite: true },
            CALENDAR_ACCOUNT: { className: "CalendarAccount", useSQLite: true },
          },
          outboundService: () => new MiniflareResponse(JSON.stringify(jwks), { headers: { "content-type": "application/json" } }),
        },
        {
          name: "floors",
          ...(await bundled("bench/floors.ts")),
          d1Databases: { DB: "bench" },
          durableObjects: { BARE: { className: "BareObject", useSQLite: true } },
        },
      ],
    }),
  );
  const d1 = await miniflare.getD1Database("DB", "app");
  await migrate(d1);
  return {
    d1,
    drive: async (order) => {
      const response = await miniflare.dispatchFetch("http://driver/", { method: "POST", body: JSON.stringify(order) });
      if (!response.ok) throw new Error(await response.text());
      return ((await response.json()) as { elapsedMs: number }).elapsedMs;
    },
    drained: async () => {
      const due = d1.prepare("SELECT count(*) AS count FROM outbox WHERE state = 'due' AND due_at <= ?");
      while (((await due.bind(Date.now() + LEASE_MS).first<number>("count")) ?? 0) > 0) await setTimeout(DRAIN_POLL_MS);
    },
    read: async (url) => await (await (await miniflare.getWorker("app")).fetch(url)).text(),
    tokenOf: async (role, sub) =>
      await new SignJWT({ role, name: `${role} of the bench` })
        .setProtectedHeader({ alg: "RS256", kid: "bench", typ: "at+jwt" })
        .setSubject(sub)
        .setIssuer(ISSUER)
        .setAudience("bench")
        .setIssuedAt()
        .setExpirationTime("2h")
        .sign(privateKey),
    dispose: async () => await miniflare.dispose(),
  };
}

async function bundled(entry: string) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2024",
    minify: true,
    external: ["cloudflare:*"],
    conditions: ["workerd", "worker", "browser"],
  });
  return { modules: true as const, script: outputFiles[0]?.text ?? "", compatibilityDate: COMPATIBILITY_DATE };
}

async function migrate(d1: D1Database): Promise<void> {
  const files = (await readdir("migrations")).filter((name) => name.endsWith(".sql")).toSorted();
  for (const file of files) {
    const statements = (await readFile(`migrations/${file}`, "utf8")).split("--> statement-breakpoint");
    for (const statement of statements) await d1.prepare(statement).run();
  }
  await d1.prepare("CREATE TABLE bare_bookings (id TEXT PRIMARY KEY, starts_at INTEGER NOT NULL)").run();
}
