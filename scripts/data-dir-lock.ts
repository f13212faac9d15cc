/**
 * One server for each DATA_DIR: two runtimes on the same files would each believe to be the only one. The lock is a file
 * with a process id; one left behind by a process that is gone is taken over.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Local, SettingError } from "./local.ts";

function isRunningStart(pid: number): boolean {
  if (pid === process.pid) return false; // Process ids start over in a new container, and come out the same.
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, "utf8").includes("start.ts");
  } catch {
    return process.platform !== "linux"; // Elsewhere a live process id is all there is to go by.
  }
}

/** Returns what gives the lock back. Throws SettingError when another server holds it. */
export function lockDataDir(local: Local): () => void {
  const file = join(local.simulatorsDir, "start.pid");
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  for (let attempt = 1; ; attempt += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => {
        rmSync(file, { force: true });
      };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const holder = Number(readFileSync(file, "utf8"));
    if (attempt > 2 || (holder > 0 && isRunningStart(holder))) {
      throw new SettingError(`DATA_DIR ${local.dataDir} is in use by process ${String(holder)}; choose another DATA_DIR, or end that one`);
    }
    rmSync(file, { force: true });
  }
}
