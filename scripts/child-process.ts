/**
 * A command that runs under the watchdog: what it prints goes to a log file, its errors also to the terminal, and
 * `stop` returns only when its whole process group is gone, the runtime's own process included. Knows nothing of what
 * the command does.
 */
import { spawn } from "node:child_process";
import { createWriteStream, readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import type { Environment } from "./local.ts";

const WATCHDOG = fileURLToPath(import.meta.resolve("./watchdog.ts"));
const LOG_LINES_KEPT = 25;
/** Longer than the watchdog's own grace: whoever is left after this is killed from here. */
const STOP_MS_MAX = 3000;
const KILL_MS_MAX = 1000;
const POLL_MS = 20;

export interface ChildProcess {
  /** Resolves when the command has ended, with true if it ended well. */
  readonly exited: Promise<boolean>;
  /** The last lines of its output, oldest first. */
  readonly lastLines: () => readonly string[];
  readonly stop: () => Promise<void>;
  /** For a second Ctrl-C: everything is killed, nothing is awaited. */
  readonly kill: () => void;
}

export interface ChildOptions {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Environment;
  readonly logFile: string;
  /** Called with each line that belongs to an error. */
  readonly onErrorLine: (line: string) => void;
}

/**
 * Whether a process of the group still runs. A process that has ended but was not yet collected by its parent (a zombie;
 * in a container whose first process collects nobody it stays one) still answers kill(0), so Linux is asked for states.
 */
function groupRuns(group: number): boolean {
  try {
    process.kill(-group, 0);
  } catch {
    return false;
  }
  if (process.platform !== "linux") return true;
  return readdirSync("/proc").some((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      // pid (name, which may hold spaces and brackets) state ppid pgrp ...: proc(5)
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      const [state, , pgrp] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return Number(pgrp) === group && state !== "Z" && state !== "X";
    } catch {
      return false; // Ended between the listing and the reading.
    }
  });
}

async function waitForGroupEnd(group: number, msMax: number): Promise<boolean> {
  for (const deadlineMs = Date.now() + msMax; Date.now() < deadlineMs;) {
    if (!groupRuns(group)) return true;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return !groupRuns(group);
}

function killGroup(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // Nobody left.
  }
}

/** Reads wrangler's and workerd's way of writing: a line that names an error, then indented or framed lines about it. */
function errorFilter(onErrorLine: (line: string) => void): (line: string) => void {
  let inError = false;
  return (line) => {
    if (/\[(?:wrangler:)?error\]/i.test(line)) inError = true;
    else if (line !== "" && !/^\s/.test(line)) inError = false;
    if (inError && line.trim() !== "") onErrorLine(line);
  };
}

export function startChild(options: ChildOptions): ChildProcess {
  const log = createWriteStream(options.logFile, { flags: "a", mode: 0o600 });
  const lines: string[] = [];
  const child = spawn(process.execPath, [WATCHDOG, ...options.command], {
    cwd: options.cwd,
    env: options.env as NodeJS.ProcessEnv,
    stdio: ["pipe", "pipe", "pipe"],
    detached: true, // A group and session of its own: Ctrl-C reaches the start script alone, which ends things in order.
  });
  const group = child.pid;
  child.stdin.on("error", () => undefined); // The watchdog is gone: `exit` says so.

  const read = (stream: Readable): void => {
    const showIfError = errorFilter(options.onErrorLine);
    createInterface({ input: stream }).on("line", (coloured) => {
      const line = stripVTControlCharacters(coloured);
      log.write(`${line}\n`);
      if (line.trim() !== "") lines.push(line);
      if (lines.length > LOG_LINES_KEPT) lines.shift();
      showIfError(line);
    });
  };
  read(child.stdout);
  read(child.stderr);

  const { promise: exited, resolve } = Promise.withResolvers<boolean>();
  child.once("error", (error) => {
    lines.push(error.message);
    resolve(false);
  });
  // wrangler says 0 also when it was killed, and then its runtime may remain.
  child.once("exit", () => {
    if (group !== undefined) killGroup(group);
  });
  // By now all that was printed has been read.
  child.once("close", (code) => {
    log.end();
    resolve(code === 0);
  });

  return {
    exited,
    lastLines: () => lines,
    stop: async () => {
      if (group === undefined) return;
      child.stdin.end();
      if (await waitForGroupEnd(group, STOP_MS_MAX)) return;
      killGroup(group);
      await waitForGroupEnd(group, KILL_MS_MAX);
    },
    kill: () => {
      if (group !== undefined) killGroup(group);
    },
  };
}
