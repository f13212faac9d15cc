/**
 * The service of one source tree, as the benchmark starts it: bundled as for deployment, with the bindings and variables
 * of that tree's own `wrangler.toml` and the migrations of that tree. So an older commit can stand beside this one. Only
 * what ties the service to the bench is set here; it is the same for every tree, and a variable that a tree does not know
 * is ignored there.
 */
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build, type Plugin } from "esbuild";
import { unstable_readConfig as readWranglerConfig } from "wrangler";
import { keyRingOf, localVariables } from "../scripts/local-variables.ts";

export const ISSUER = "https://identity.bench";
export const AUDIENCE = "bench";

/** Base64 of 32 bytes. */
export const TOKEN_KEY = { id: "k1", base64: btoa("fedcba9876543210fedcba9876543210") };

const VARIABLES = localVariables({
  issuer: ISSUER,
  audience: AUDIENCE,
  keys: { jwksUrl: `${ISSUER}/jwks` },
  auditKeys: keyRingOf("k1", btoa("0123456789abcdef0123456789abcdef")),
  tokenKeys: keyRingOf(TOKEN_KEY.id, TOKEN_KEY.base64),
  keyId: TOKEN_KEY.id,
  serviceUrl: "https://booking.bench.test",
  appUrl: "https://app.bench",
  mailUrl: "https://mail.bench/messages",
  mailFrom: "bookings@bench.example",
  others: { RATE_PROFILE: "load", DATA_POINTS: "off" },
});

export interface ServiceSource {
  readonly script: BundledScript;
  readonly bindings: Record<string, string>;
  readonly kvNamespaces: string[];
  readonly durableObjects: Record<string, { className: string; useSQLite: true }>;
  /** SQL, in order. */
  readonly migrations: readonly string[];
}

interface WranglerConfig {
  readonly compatibility_date?: string;
  readonly compatibility_flags?: readonly string[];
  readonly vars: Readonly<Record<string, unknown>>;
  readonly kv_namespaces: readonly { readonly binding: string }[];
  readonly durable_objects: { readonly bindings: readonly { readonly name: string; readonly class_name: string }[] };
}

/** `counted`: with its calls to D1 counted, as `counted-worker.ts` does it. */
export type ServiceForm = "as deployed" | "counted";

export async function readServiceSource(root: string, form: ServiceForm): Promise<ServiceSource> {
  // Its type falls back to `any` where wrangler's own declarations do not resolve.
  const config = readWranglerConfig({ config: join(root, "wrangler.toml") }) as WranglerConfig;
  const texts = Object.entries(config.vars).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return {
    script: await bundled(
      form === "counted" ? COUNTED_WORKER : join(root, "src/index.ts"),
      { date: config.compatibility_date ?? COMPATIBILITY.date, flags: config.compatibility_flags ?? [] },
      resolve(root),
    ),
    bindings: { ...Object.fromEntries(texts), ...VARIABLES },
    kvNamespaces: config.kv_namespaces.map(({ binding }) => binding),
    durableObjects: Object.fromEntries(
      config.durable_objects.bindings.map(({ name, class_name: className }) => [name, { className, useSQLite: true as const }]),
    ),
    migrations: await readMigrations(join(root, "migrations")),
  };
}

async function readMigrations(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".sql")).toSorted();
  const texts = await Promise.all(files.map(async (file) => await readFile(join(folder, file), "utf8")));
  return texts.flatMap((text) => text.split("--> statement-breakpoint"));
}

interface BundledScript {
  readonly modules: true;
  readonly script: string;
  readonly compatibilityDate: string;
  readonly compatibilityFlags: string[];
}

interface Compatibility {
  readonly date: string;
  readonly flags: readonly string[];
}

const COMPATIBILITY: Compatibility = { date: "2026-11-02", flags: [] };

const COUNTED_WORKER = "bench/counted-worker.ts";

/** `root`: the tree whose service the entry means where it imports one. */
export async function bundled(entry: string, { date, flags }: Compatibility = COMPATIBILITY, root = resolve(".")): Promise<BundledScript> {
  const serviceOfRoot: Plugin = {
    name: "service-of-root",
    setup: (bundler) => {
      // Go's regular expressions know no flags.
      bundler.onResolve({ filter: /^\.\.\/src\/index\.ts$/ }, () => ({ path: join(root, "src/index.ts") }));
    },
  };
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    plugins: [serviceOfRoot],
    // As the rule of wrangler.toml has it.
    loader: { ".island.js": "text" },
    write: false,
    format: "esm",
    target: "es2024",
    minify: true,
    external: ["cloudflare:*", "node:async_hooks"],
    conditions: ["workerd", "worker", "browser"],
  });
  return { modules: true, script: outputFiles[0]?.text ?? "", compatibilityDate: date, compatibilityFlags: [...flags] };
}
