/**
 * Runs one command and sees to it that nothing of it outlives the start script. It leads a process group of its own (its
 * parent starts it detached), the command and all its children are in that group, and it listens on its stdin: when that
 * closes, because the parent asked for the end or died of whatever cause, SIGKILL included, the group is ended.
 * Runs nothing else, reads no settings, prints nothing.
 */
import { spawn } from "node:child_process";

/** Time for wrangler to remove its temporary folder. The runtime itself is made for being killed at any moment. */
const GRACE_MS = 1500;

const [command, ...args] = process.argv.slice(2);
if (command === undefined) throw new Error("watchdog: no command");

function killGroup(): void {
  process.kill(-process.pid, "SIGKILL"); // This process is in the group, so nothing runs after this line.
}

let ending = false;
function endGroup(): void {
  if (ending) return;
  ending = true;
  process.kill(-process.pid, "SIGTERM");
  setTimeout(killGroup, GRACE_MS);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, endGroup);
process.stdin.on("close", endGroup).on("error", endGroup).resume();

const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
child.on("error", killGroup);
child.on("exit", (code) => {
  if (code === 0 && !ending) process.exit(0); // So that the parent learns of it; it ends what may remain.
  killGroup();
});
