/**
 * A stand-in for the account at the platform: its REST API and the deployed Worker on one loopback port, and the wrangler that
 * works on them. Notes every call in order. `failOn` has a call fail; `isSick` has a version answer wrongly.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type Account, accountOf } from "../../scripts/deploy/account.ts";
import type { Hands } from "../../scripts/deploy/carry-out.ts";
import { SECRETS } from "./checkout.ts";

const TOKEN = "the API token of the tests";

interface Database {
  readonly uuid: string;
  readonly name: string;
  readonly jurisdiction?: string;
  read_replication: { mode: string };
}

export class AccountStandIn {
  readonly calls: string[] = [];
  readonly said: string[] = [];
  databases: Database[] = [];
  namespaces: { id: string; title: string }[] = [];
  /** The versions that share the requests, in percent; empty: never deployed. */
  shares: Record<string, number> = {};
  migrationTag: string | null = null;
  failOn: RegExp | null = null;
  isSick: (version: string) => boolean = () => false;
  uploads = 0;
  /** As a version override that the edge passes over. */
  isOverrideLost = false;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get #url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  account(): Account {
    return accountOf({ CLOUDFLARE_API_TOKEN: TOKEN, CLOUDFLARE_ACCOUNT_ID: "acc", CLOUDFLARE_API_BASE_URL: `${this.#url}/client/v4` });
  }

  hands(): Hands & { written: object[] } {
    const written: object[] = [];
    return {
      account: this.account(),
      written,
      write: async (ids) => await Promise.resolve(void written.push({ ...ids })),
      wrangler: async (args) => await Promise.resolve(this.#wrangler(args)),
      fetch: async (url, init) => await fetch(url.replace(/^https:\/\/[^/]+/u, `${this.#url}/worker`), init),
      wait: async () => await Promise.resolve(),
      say: (line) => void this.said.push(line),
    };
  }

  #wrangler(args: readonly string[]): { ok: boolean; version: string | null } {
    const command = args.join(" ");
    this.calls.push(`wrangler ${command}`);
    if (this.failOn?.test(command) === true) return { ok: false, version: null };
    if (command.startsWith("versions upload")) {
      this.uploads += 1;
      return { ok: true, version: `v-${String(this.uploads)}` };
    }
    if (command.startsWith("versions deploy")) {
      const shares = args.filter((arg) => arg.includes("@")).map((arg) => arg.split("@") as [string, string]);
      this.shares = Object.fromEntries(shares.map(([version, share]) => [version, Number(share)]));
    }
    if (command.startsWith("deploy")) this.shares = { "v-first": 100 };
    return { ok: true, version: null };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "" } = request;
    if (url.startsWith("/worker")) {
      this.#work(request, response);
      return;
    }
    const path = url.replace("/client/v4/accounts/acc", "");
    const body = (await text(request)) || null;
    this.calls.push([method, path, body].filter((part) => part !== null).join(" "));
    const result =
      request.headers.authorization === `Bearer ${TOKEN}` && this.failOn?.test(`${method} ${path}`) !== true
        ? this.#result(method, path, body)
        : undefined;
    const status = result === undefined ? 403 : result === null ? 404 : 200;
    const answer =
      status === 200 ? { success: true, errors: [], result } : { success: false, errors: [{ code: 10_000, message: "not allowed" }] };
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(answer));
  }

  /** null: there is nothing at the path. */
  #result(method: string, path: string, body: string | null): unknown {
    const read = JSON.parse(body ?? "{}") as Record<string, unknown>;
    const isDeployed = Object.keys(this.shares).length > 0;
    if (path.startsWith("/d1/database?name=")) return this.databases;
    if (method === "POST" && path === "/d1/database") {
      const made = {
        uuid: `d1-${String(this.databases.length + 1)}`,
        read_replication: { mode: "disabled" },
        ...read,
      } as unknown as Database;
      this.databases.push(made);
      return made;
    }
    const database = this.databases.find(({ uuid }) => path === `/d1/database/${uuid}`);
    if (database !== undefined) return method === "PUT" ? Object.assign(database, read) : database;
    if (method === "POST" && path === "/storage/kv/namespaces") {
      const made = { id: `kv-${String(this.namespaces.length + 1)}`, title: String(read["title"]) };
      this.namespaces.push(made);
      return made;
    }
    if (path.startsWith("/storage/kv/namespaces?")) return this.namespaces;
    if (path.startsWith("/workers/services/"))
      return isDeployed ? { default_environment: { script: { migration_tag: this.migrationTag } } } : null;
    if (path.endsWith("/deployments")) {
      const versions = Object.entries(this.shares).map(([id, percentage]) => ({ version_id: id, percentage }));
      return { deployments: isDeployed ? [{ versions }] : [] };
    }
    return null;
  }

  /** The Worker: the version of the override where it shares the requests, else the one with most of them. */
  #work(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? "").replace("/worker", "");
    const [, wanted = ""] = /="(.+)"$/u.exec(String(request.headers["cloudflare-workers-version-overrides"] ?? "")) ?? [];
    const most = Object.entries(this.shares).toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? "none";
    const version = wanted in this.shares && !this.isOverrideLost ? wanted : most;
    this.calls.push(`GET ${path} ${wanted === "" ? "" : `as ${wanted} `}by ${version}`);
    const isSecretRight = path !== "/health/deep" || request.headers["health-secret"] === SECRETS["HEALTH_SECRET"]?.split(" ")[0];
    const status = this.isSick(version) && path === "/health/deep" ? 503 : isSecretRight ? 200 : 404;
    response.writeHead(status, { "Worker-Version": version }).end("{}");
  }
}
