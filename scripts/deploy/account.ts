/**
 * The account at the platform, by the REST API: what it holds of a deployment, and the calls that wrangler has no command for.
 * Paths and fields are those of wrangler 4.156's own client. The token is sent to the API alone and never printed.
 */
import { z } from "zod";
import { type Environment, SettingError } from "../local.ts";
import type { Deployment } from "./deployment.ts";
import { namespaceTitle } from "./plan.ts";
import type { AccountState, DatabaseState, WorkerState } from "./state.ts";

const API = "https://api.cloudflare.com/client/v4";
const CALL_MS_MAX = 30_000;
const NAMESPACES_PER_PAGE = 100;
const NAMESPACE_PAGES_MAX = 20;

const envelope = z.object({
  success: z.boolean(),
  errors: z.array(z.object({ code: z.number(), message: z.string() }).loose()).default([]),
  result: z.unknown().optional(),
});
const databases = z.array(z.object({ uuid: z.string(), name: z.string() }).loose());
const database = z
  .object({ uuid: z.string(), jurisdiction: z.string().nullish(), read_replication: z.object({ mode: z.string() }).nullish() })
  .loose();
const namespaces = z.array(z.object({ id: z.string(), title: z.string() }).loose());
const service = z
  .object({ default_environment: z.object({ script: z.object({ migration_tag: z.string().nullish() }).loose() }).loose() })
  .loose();
const deployments = z.object({
  deployments: z.array(z.object({ versions: z.array(z.object({ version_id: z.string(), percentage: z.number() }).loose()) }).loose()),
});

export interface Account {
  /** The result of a call below `/accounts/<account>`; null where there is nothing at the path. Throws with the platform's own codes. */
  readonly call: (method: string, path: string, body?: object) => Promise<unknown>;
}

/** Throws SettingError where the account is not named. wrangler reads the same three variables. */
export function accountOf(env: Environment): Account {
  const { CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_ACCOUNT_ID: id, CLOUDFLARE_API_BASE_URL: base = API } = env;
  if (!token || !id)
    throw new SettingError("set CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID, or ask with --plan for what would be done");
  return {
    call: async (method, path, body) => {
      const response = await fetch(`${base}/accounts/${id}${path}`, {
        method,
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(CALL_MS_MAX),
      });
      if (response.status === 404) return null;
      const read = envelope.safeParse(await response.json().catch(() => null));
      if (read.success && read.data.success) return read.data.result;
      const faults = read.success
        ? read.data.errors.map(({ code, message }) => `${message} (${String(code)})`).join("; ")
        : "no answer of the API";
      throw new Error(`${method} ${path}: ${String(response.status)} ${faults}`);
    },
  };
}

export async function stateOf(account: Account, { name, raw }: Deployment): Promise<AccountState> {
  const titles = await titlesOf(account);
  const held = raw.kv_namespaces.map(({ binding }) => [binding, titles.get(namespaceTitle(name, binding))] as const);
  return {
    database: await databaseState(account, name),
    namespaces: Object.fromEntries(held.filter((entry): entry is readonly [string, string] => entry[1] !== undefined)),
    worker: await workerState(account, name),
  };
}

async function databaseState(account: Account, name: string): Promise<DatabaseState | null> {
  const found = databases.parse((await account.call("GET", `/d1/database?name=${encodeURIComponent(name)}`)) ?? []);
  const uuid = found.find((one) => one.name === name)?.uuid;
  if (uuid === undefined) return null;
  const { jurisdiction, read_replication: replication } = database.parse(await account.call("GET", `/d1/database/${uuid}`));
  return { uuid, jurisdiction: jurisdiction ?? null, isReplicated: replication?.mode === "auto" };
}

/** From title to id. */
async function titlesOf(account: Account): Promise<Map<string, string>> {
  const titles = new Map<string, string>();
  for (let page = 1; page <= NAMESPACE_PAGES_MAX; page += 1) {
    const path = `/storage/kv/namespaces?per_page=${String(NAMESPACES_PER_PAGE)}&page=${String(page)}`;
    const some = namespaces.parse((await account.call("GET", path)) ?? []);
    for (const { id, title } of some) titles.set(title, id);
    if (some.length < NAMESPACES_PER_PAGE) return titles;
  }
  throw new Error("the account holds too many namespaces to look through");
}

/** A Worker that only ever had secrets put has no deployment, and counts as never deployed. */
async function workerState(account: Account, name: string): Promise<WorkerState | null> {
  const found = await account.call("GET", `/workers/services/${name}`);
  if (found === null) return null;
  const [latest] = deployments.parse(
    (await account.call("GET", `/workers/scripts/${name}/deployments`)) ?? { deployments: [] },
  ).deployments;
  if (latest === undefined) return null;
  return {
    migrationTag: service.parse(found).default_environment.script.migration_tag ?? null,
    version: latest.versions.find(({ percentage }) => percentage === 100)?.version_id ?? null,
  };
}
