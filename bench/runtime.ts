/**
 * Starts the real runtime for the benchmark, without the development server: the service of one source tree, the floors
 * and the driver, on one fresh D1. Ends with `dispose`.
 */
import { setTimeout } from "node:timers/promises";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { convertV4MiniflareOptions, Miniflare, Response as MiniflareResponse } from "miniflare";
import type { Role } from "../src/domain/actor.ts";
import { instant } from "../src/domain/instant.ts";
import { sealSession } from "../src/http/pipeline/session.ts";
import type { DriveOrder } from "./driver.ts";
import { driveSockets, type SocketDrive } from "./socket-client.ts";
import { AUDIENCE, bundled, ISSUER, readServiceSource, type ServiceForm, TOKEN_KEY } from "./service-source.ts";

const DRAIN_POLL_MS = 100;
/** Further ahead than any lease, nearer than any reminder. */
const LEASE_MS = 5 * 60_000;

export interface Runtime {
  readonly d1: D1Database;
  /** Milliseconds that an order took inside the runtime. */
  readonly drive: (order: DriveOrder) => Promise<number>;
  /** The same over loopback sockets. */
  readonly driveSockets: (order: DriveOrder) => Promise<SocketDrive>;
  /** Where the service listens on the loopback address. */
  readonly serviceOrigin: () => Promise<URL>;
  /** Resolves once no effect is due any more. */
  readonly drained: () => Promise<void>;
  /** The body of one public answer of the service. */
  readonly read: (url: string) => Promise<string>;
  /** Without an address nothing is ever mailed to that person. */
  readonly tokenOf: (role: string, sub: string, email?: string) => Promise<string>;
  /** A session of the pages, as a Cookie header. */
  readonly sessionOf: (role: Role, id: string) => Promise<string>;
  readonly dispose: () => Promise<void>;
}

/** `root`: the source tree whose service is started; the driver and the floors are this tree's. */
export async function startRuntime(root: string, form: ServiceForm = "as deployed"): Promise<Runtime> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "bench", alg: "RS256", use: "sig" }] };
  const { script, migrations, ...service } = await readServiceSource(root, form);
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      workers: [
        { name: "driver", ...(await bundled("bench/driver.ts")), serviceBindings: { APP: "app", FLOORS: "floors" } },
        {
          name: "app",
          ...script,
          ...service,
          d1Databases: { DB: "bench" },
          // The runtime's own socket: nothing of the tool stands between it and the caller.
          unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
          outboundService: () => new MiniflareResponse(JSON.stringify(jwks), { headers: { "content-type": "application/json" } }),
        },
        {
          name: "floors",
          ...(await bundled("bench/floors.ts")),
          d1Databases: { DB: "bench" },
          unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
          durableObjects: { BARE: { className: "BareObject", useSQLite: true } },
        },
      ],
    }),
  );
  const d1 = await miniflare.getD1Database("DB", "app");
  for (const statement of migrations) await d1.prepare(statement).run();
  await d1.prepare("CREATE TABLE bare_bookings (id TEXT PRIMARY KEY, starts_at INTEGER NOT NULL)").run();
  return {
    d1,
    drive: async (order) => {
      const response = await miniflare.dispatchFetch("http://driver/", { method: "POST", body: JSON.stringify(order) });
      if (!response.ok) throw new Error(await response.text());
      return ((await response.json()) as { elapsedMs: number }).elapsedMs;
    },
    driveSockets: async (order) => await driveSockets(await miniflare.unsafeGetDirectURL(order.target), order),
    serviceOrigin: async () => await miniflare.unsafeGetDirectURL("app"),
    drained: async () => {
      // A tree from before the outbox was dispatched has nothing to wait for.
      const dispatches = await d1.prepare("SELECT 1 AS found FROM pragma_table_info('outbox') WHERE name = 'state'").first("found");
      if (dispatches === null) return;
      const due = d1.prepare("SELECT count(*) AS count FROM outbox WHERE state = 'due' AND due_at <= ?");
      while (((await due.bind(Date.now() + LEASE_MS).first<number>("count")) ?? 0) > 0) await setTimeout(DRAIN_POLL_MS);
    },
    read: async (url) => await (await (await miniflare.getWorker("app")).fetch(url)).text(),
    tokenOf: async (role, sub, email) =>
      await new SignJWT({ role, name: `${role} of the bench`, email, email_verified: true })
        .setProtectedHeader({ alg: "RS256", kid: "bench", typ: "at+jwt" })
        .setSubject(sub)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime("2h")
        .sign(privateKey),
    sessionOf: async (role, id) => {
      const secrets = new Map([[TOKEN_KEY.id, new Uint8Array(Buffer.from(TOKEN_KEY.base64, "base64"))]]);
      const person = { id, role, name: `${role} of the bench`, email: null, timeZone: null, locale: null, issuedAt: null };
      const session = { person, language: null, signedInAt: instant(Date.now()), epoch: 0 };
      return `__Host-session=${await sealSession({ currentId: TOKEN_KEY.id, secrets }, session)}`;
    },
    dispose: async () => await miniflare.dispose(),
  };
}
