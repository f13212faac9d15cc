/**
 * The real server as a person starts it: `node scripts/start.ts` on free ports and a data folder of its own, with tokens
 * signed in process by the key of that folder. Ends it the way a terminal does (SIGINT), or kills the whole tree as a
 * crash of the machine would; then it can be started again on the same data. Only processes that descend from the one
 * started here are ever ended, by id, and only while the id still belongs to the process it was learnt from.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Environment, type Local, readLocal, ROOT } from "../../scripts/local.ts";
import { loadIssuer, mintAccessToken, type Person, type Role } from "../../simulators/identity/tokens.ts";
import { openHttp, type Http } from "./http.ts";

const READY_MS_MAX = 180_000;
const STOP_MS_MAX = 10_000;
const KILL_MS_MAX = 5_000;
const POLL_MS = 25;
const TOKEN_TTL_SECONDS = 3_600;

const NODE = join(ROOT, "node_modules", ".bin", "node");

export interface Someone {
  readonly id: string;
  readonly role: Role;
  readonly token: string;
}

/** Asks until it holds. Throws with `what` at the limit. */
export async function until(holds: () => boolean | Promise<boolean>, msMax: number, what: string): Promise<void> {
  for (const deadlineMs = Date.now() + msMax; !(await holds());) {
    if (Date.now() > deadlineMs) throw new Error(`not within ${String(msMax / 1_000)} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const probe = createServer().once("error", reject);
  probe.listen(0, "127.0.0.1", () => {
    const address = probe.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    probe.close(() => {
      resolve(port);
    });
  });
  return await promise;
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** In clock ticks since boot: with the id it names one process for good. */
  readonly startedAt: string;
  readonly name: string;
}

/** The process as it is now; null when it is gone, or has ended and waits to be collected. */
function processOf(pid: number): Process | null {
  try {
    // pid (name, which may hold spaces and brackets) state ppid ... starttime is the 22nd: proc(5)
    const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
    const nameEnd = stat.lastIndexOf(")");
    const [state = "", parent, ...rest] = stat.slice(nameEnd + 2).split(" ");
    if (state === "Z" || state === "X") return null;
    return { pid, parent: Number(parent), startedAt: rest[17] ?? "", name: stat.slice(stat.indexOf("(") + 1, nameEnd) };
  } catch {
    return null;
  }
}

function descendantsOf(root: number): Process[] {
  const all = readdirSync("/proc").flatMap((entry) => (/^\d+$/u.test(entry) ? (processOf(Number(entry)) ?? []) : []));
  const found = all.filter(({ pid }) => pid === root);
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid)); // Grows while it is walked.
  return found;
}

/** The environment without what npm and vitest leave in it for their own children. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:npm_|vitest|node_env$|node_options$|init_cwd$)/iu.test(name)),
  ) as NodeJS.ProcessEnv;
}

export class LocalServer {
  readonly settings: Environment;
  readonly local: Local;
  readonly http: Http;
  #child: ChildProcess | null = null;
  #output = "";
  readonly #known = new Map<string, Process>();

  private constructor(settings: Environment) {
    this.settings = settings;
    this.local = readLocal(settings);
    this.http = openHttp(this.local.port);
  }

  /** A server on a new, empty folder, ready to be asked; without limits of requests a minute unless told otherwise. */
  static async start(rateProfile: "load" | "standard" = "load", readyMsMax = READY_MS_MAX): Promise<LocalServer> {
    const [port, simPort] = await Promise.all([freePort(), freePort()]);
    const server = new LocalServer({
      PORT: String(port),
      SIM_PORT: String(simPort),
      DATA_DIR: mkdtempSync(join(tmpdir(), "booking-local-")),
      RATE_PROFILE: rateProfile,
    });
    await server.startAgain(readyMsMax);
    return server;
  }

  /** All that was printed since the last start. */
  get output(): string {
    return this.#output;
  }

  get env(): NodeJS.ProcessEnv {
    return { ...plainEnvironment(), ...this.settings };
  }

  /** On the same ports and data as before. */
  async startAgain(readyMsMax = READY_MS_MAX): Promise<void> {
    this.#output = "";
    this.#known.clear();
    const child = spawn(NODE, ["scripts/start.ts"], { cwd: ROOT, env: this.env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    // Standing in a group of its own it hears no Ctrl-C of ours, so a run that is broken off tells it.
    const endWithUs = (): boolean => child.kill("SIGINT");
    process.once("exit", endWithUs);
    child.once("exit", () => process.off("exit", endWithUs));
    const read = (chunk: Buffer): void => {
      this.#output += chunk.toString("utf8");
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    try {
      await until(
        () => {
          this.#learn();
          if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server ended while starting:\n${this.#output}`);
          // The last of the lines that follow `ready`: by then the curls are there as well.
          return /^ready http.*^Ctrl-C ends everything/msu.test(this.#output);
        },
        readyMsMax,
        "the ready line",
      );
    } catch (error) {
      await this.kill();
      throw new Error(`${String(error)}\n${this.#output}`, { cause: error });
    }
  }

  /** The processes of the tree that still run, by name. */
  running(): string[] {
    return this.#runningProcesses().map(({ name }) => name);
  }

  /** Resolves when nothing of the tree is left; what outlived the limit is killed, and thrown. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined) return;
    this.#learn();
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, "SIGINT");
    try {
      await until(() => this.#runningProcesses().length === 0, STOP_MS_MAX, "everything gone after SIGINT");
    } catch (error) {
      const left = this.running().join(", ");
      await this.kill();
      throw new Error(`${String(error)}; left: ${left}`, { cause: error });
    } finally {
      this.http.closeConnections();
    }
  }

  /** SIGKILL of the whole tree at one moment, the runtime included: nobody gets to say goodbye. */
  async kill(): Promise<void> {
    this.#learn();
    await until(
      () => {
        // The runtime first, so that no parent has time to end it gently.
        for (const { pid } of this.#runningProcesses().toReversed()) {
          try {
            process.kill(pid, "SIGKILL");
          } catch {
            // It went by itself in this very moment.
          }
        }
        return this.#runningProcesses().length === 0;
      },
      KILL_MS_MAX,
      "everything gone after SIGKILL",
    );
    this.http.closeConnections();
  }

  async dispose(): Promise<void> {
    try {
      await this.stop();
    } finally {
      rmSync(this.local.dataDir, { recursive: true, force: true });
    }
  }

  async people(role: Role, count: number): Promise<Someone[]> {
    const issuer = await loadIssuer({ issuerUrl: this.local.issuerUrl, keyFile: this.local.identityKeyFile });
    return await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const id = randomUUID();
        const person: Person = { id, role, name: `Local ${role} ${String(index)}`, email: `${id}@example.org`, zoneinfo: "Etc/UTC" };
        return { id, role, token: await mintAccessToken(issuer, person, TOKEN_TTL_SECONDS) };
      }),
    );
  }

  /** Coaches the service has seen: open 09:00-17:00 UTC every day. */
  async coaches(count: number): Promise<Someone[]> {
    const coaches = await this.people("coach", count);
    for (const { id, token } of coaches) {
      const answer = await this.http.send("GET", `/coach/${id}/availability`, { token });
      if (answer.status !== 200) throw new Error(`coach not recorded: ${String(answer.status)} ${answer.text}`);
    }
    return coaches;
  }

  #learn(): void {
    const root = this.#child?.pid;
    if (root === undefined) return;
    for (const found of descendantsOf(root)) this.#known.set(`${String(found.pid)}/${found.startedAt}`, found);
  }

  #runningProcesses(): Process[] {
    return [...this.#known.values()].filter(({ pid, startedAt }) => processOf(pid)?.startedAt === startedAt);
  }
}
