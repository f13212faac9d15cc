/**
 * Drives load over loopback sockets, as callers in life do: one connection for each lane, kept alive, and a clock for
 * each request. A request that is not answered as expected fails the run.
 */
import { Agent, request as httpRequest } from "node:http";
import type { DriveOrder } from "./driver.ts";

export interface SocketDrive {
  readonly elapsedMs: number;
  /** One for each request, in the order of their ends. */
  readonly latenciesMs: readonly number[];
  /** In the same order: until the first byte of the body. */
  readonly firstBytesMs: readonly number[];
}

/** `origin`: where the target of the order listens; it takes the place of the origin in each URL. */
export async function driveSockets(origin: URL, { requests, concurrency, expectedStatus }: DriveOrder): Promise<SocketDrive> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const waiting = [...requests];
  const latenciesMs: number[] = [];
  const firstBytesMs: number[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const sentAt = performance.now();
      const { status, text, firstByteAt } = await send(agent, origin, next);
      latenciesMs.push(performance.now() - sentAt);
      firstBytesMs.push(firstByteAt - sentAt);
      if (status !== expectedStatus) throw new Error(`${next.method} ${next.url}: ${status} ${text.slice(0, 300)}`);
    }
  };
  try {
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: concurrency }, lane));
    return { elapsedMs: performance.now() - startedAt, latenciesMs, firstBytesMs };
  } finally {
    agent.destroy();
  }
}

async function send(
  agent: Agent,
  origin: URL,
  { method, url, headers, body }: DriveOrder["requests"][number],
): Promise<{ status: number; text: string; firstByteAt: number }> {
  const { pathname, search } = new URL(url);
  return await new Promise((resolve, reject) => {
    const sent = httpRequest(new URL(`${pathname}${search}`, origin).href, { agent, method, headers }, (response) => {
      let text = "";
      let firstByteAt = Number.NaN;
      response.once("data", () => (firstByteAt = performance.now()));
      response.setEncoding("utf8");
      response.on("data", (piece: string) => (text += piece));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text, firstByteAt }));
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body ?? undefined);
  });
}
