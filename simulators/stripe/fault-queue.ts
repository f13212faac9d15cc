/**
 * Failures that somebody ordered: a queue of faults, each with what it fits and how often it strikes, and the broken
 * answers themselves. Knows nothing of Stripe or of mail, and decides nothing at random: a test that wants chaos orders
 * it. The first fault that fits is used up first.
 */
import { z } from "zod";
import type { Later } from "./later.ts";

const HANG_MS_MAX = 12_000;
const FAULTS_MAX = 1_000;

/**
 * `answer`: refused before anything happens. `after_commit`: it happens, and the answer is an error, or without a status
 * a connection that breaks. `hang`: nothing happens and no answer comes. `cut`: it happens, and half the answer comes.
 */
export const faultFields = {
  mode: z.enum(["answer", "after_commit", "hang", "cut"]).default("answer"),
  status: z.int().min(200).max(599).optional(),
  body: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  times: z.int().min(1).default(1),
};
const faultSchema = z.object(faultFields);
export type Fault = z.infer<typeof faultSchema>;

export interface FaultQueue<Ordered extends Fault> {
  readonly add: (fault: Ordered) => boolean;
  /** Uses up one strike of the first fault that fits. */
  readonly take: (fits: (fault: Ordered) => boolean) => Ordered | null;
  readonly list: () => readonly Ordered[];
  readonly drop: (fits: (fault: Ordered) => boolean) => void;
}

export function faultQueue<Ordered extends Fault>(): FaultQueue<Ordered> {
  let queued: { readonly fault: Ordered; left: number }[] = [];
  return {
    add: (fault) => {
      if (queued.length >= FAULTS_MAX) return false;
      queued.push({ fault, left: fault.times });
      return true;
    },
    take: (fits) => {
      const found = queued.find(({ fault }) => fits(fault));
      if (found === undefined) return null;
      found.left -= 1;
      if (found.left === 0) queued = queued.filter((each) => each !== found);
      return found.fault;
    },
    list: () => queued.map(({ fault, left }) => ({ ...fault, times: left })),
    drop: (fits) => {
      queued = queued.filter(({ fault }) => !fits(fault));
    },
  };
}

/** Waits until the caller has gone, or for twelve seconds where that cannot be seen. */
export async function hang(signal: AbortSignal, wait: Later): Promise<Response> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener("abort", () => {
    resolve();
  });
  wait(HANG_MS_MAX, resolve);
  await promise;
  return new Response(null, { status: 504 });
}

/** Headers as if all were well, then a connection that breaks. */
export function brokenConnection(): Response {
  const body = new ReadableStream({
    pull: (controller) => {
      controller.error(new Error("The connection was cut by an ordered fault."));
    },
  });
  return new Response(body, { status: 200, headers: { "content-type": "application/json" } });
}

export async function halfOf(whole: Response): Promise<Response> {
  const text = await whole.text();
  const headers = new Headers(whole.headers);
  headers.delete("content-length");
  return new Response(text.slice(0, Math.floor(text.length / 2)), { status: whole.status, headers });
}
