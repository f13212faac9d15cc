/**
 * Says early and in one line that a port is taken, instead of letting the runtime fail late and at length. Between this
 * look and the listening someone may still be faster; then the one that listens says so.
 */
import { createServer } from "node:net";
import { SettingError } from "./local.ts";

/** A server that was just killed may hold its port for another moment. */
const WAIT_MS_MAX = 2000;
const POLL_MS = 200;

/** The code of what keeps us from listening, or undefined. */
async function obstacle(port: number): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const probe = createServer();
  probe.once("error", (error: NodeJS.ErrnoException) => {
    resolve(error.code ?? error.message);
  });
  probe.listen(port, "127.0.0.1", () => {
    probe.close(() => {
      resolve(undefined);
    });
  });
  return await promise;
}

/** Throws SettingError. `name` is the setting that chooses the port. */
export async function requireFreePort(name: string, port: number): Promise<void> {
  const deadlineMs = Date.now() + WAIT_MS_MAX;
  for (;;) {
    const found = await obstacle(port);
    if (found === undefined) return;
    if (found !== "EADDRINUSE") throw new SettingError(`cannot listen on ${name} ${String(port)}: ${found}`);
    if (Date.now() > deadlineMs) throw new SettingError(`port ${String(port)} is in use; set ${name} to another one`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
