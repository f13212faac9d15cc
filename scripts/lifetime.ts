/**
 * How a command with things running ends: whatever the cause (Ctrl-C, a failure, npm gone), everything that was started
 * is ended, last first, and then the process, once. Knows nothing of what it ends. SIGKILL is not for this file: the
 * watchdog sees to that.
 */
import { readFileSync } from "node:fs";

const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
const PARENT_POLL_MS = 500;

interface Ending {
  readonly end: () => Promise<void> | void;
  /** For a second Ctrl-C: at once, with nothing awaited. */
  readonly kill?: () => void;
}

export class Lifetime {
  readonly #endings: Ending[] = [];
  #stopping: Promise<never> | undefined;

  get isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  /** Something has been started; this is what ends it. */
  add(end: Ending["end"], kill?: () => void): void {
    this.#endings.push(kill === undefined ? { end } : { end, kill });
  }

  /** Does not return. A second call waits with the first one, whose exit code and reason count. */
  async stop(exitCode: number, reason?: string): Promise<never> {
    this.#stopping ??= this.#endAll(exitCode, reason);
    return await this.#stopping;
  }

  async #endAll(exitCode: number, reason: string | undefined): Promise<never> {
    if (reason !== undefined) process.stderr.write(`${reason}\n`);
    for (const { end } of this.#endings.toReversed()) {
      try {
        await end();
      } catch (error) {
        process.stderr.write(`while stopping: ${String(error)}\n`);
      }
    }
    process.exit(exitCode);
  }

  listen(): void {
    for (const [signal, exitCode] of Object.entries(EXIT_CODES)) {
      process.on(signal, () => {
        if (this.isStopping) {
          for (const { kill } of this.#endings) kill?.();
          process.exit(exitCode);
        }
        process.stdout.write("stopping ...\n");
        void this.stop(exitCode);
      });
    }
    process.stdout.on("error", () => undefined); // Whoever read along has gone (`npm start | head`); serving goes on.
    process.stderr.on("error", () => undefined);
    process.on("uncaughtException", (error) => void this.stop(1, error.stack ?? String(error)));
    this.#watchNpm();
  }

  /** npm passes Ctrl-C on, but not its own sudden death: then we would be left running without a terminal. */
  #watchNpm(): void {
    if (process.env["npm_lifecycle_event"] === undefined) return;
    const before = ancestors();
    setInterval(() => {
      if (ancestors() !== before) void this.stop(EXIT_CODES.SIGHUP, "npm is gone; stopping");
    }, PARENT_POLL_MS).unref();
  }
}

/** Our parent and, where the system shows it, the parent's own: between npm and us there may be a shell. */
function ancestors(): string {
  const parent = String(process.ppid);
  try {
    return `${parent} ${/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${parent}/status`, "utf8"))?.[1] ?? ""}`;
  } catch {
    return parent;
  }
}
