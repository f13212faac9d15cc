/**
 * Failures on order, by account: a queue of single faults, matched by method and path, and a seeded dice for chaos. A
 * fault can strike before the call, after it was carried out (the caller cannot know), never answer, or cut the answer
 * off. It knows no provider: what an error of a status looks like is asked of the provider's simulator. A reset
 * connection is an answer whose body breaks: pure web APIs offer nothing closer.
 */
import { dice } from "../../kit/seeded-random.ts";
import type { AccountKey } from "./world.ts";

export const FAULT_MODES = ["answer", "after_commit", "hang", "cut"] as const;
export type FaultMode = (typeof FAULT_MODES)[number];

/** "412" strikes changes of events alone: a conflict that nobody caused. It comes only where it is named. */
export const CHAOS_KINDS = ["429", "500", "503", "hang", "cut", "after_commit", "412"] as const;
type ChaosKind = (typeof CHAOS_KINDS)[number];

export interface Fault {
  /** `path`: a piece of `/HOST/PATH?QUERY`. */
  readonly match: { readonly method?: string | undefined; readonly path?: string | undefined };
  readonly mode: FaultMode;
  /** null: 503 for `answer`, a reset connection for `after_commit`. */
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;
  /** null: the provider's own words for the status. */
  readonly body: string | null;
  readonly times: number;
}

export interface Chaos {
  readonly probability: number;
  readonly seed: number;
  readonly kinds: readonly ChaosKind[];
}

export type FaultBody = (status: number) => { readonly contentType: string; readonly text: string };

const HANG_MS_MAX = 12_000;
const FAULTS_PER_ACCOUNT_MAX = 200;

function chaosFault(kind: ChaosKind): Fault {
  const plain: Fault = { match: {}, mode: "answer", status: null, headers: {}, body: null, times: 1 };
  if (kind === "hang" || kind === "cut" || kind === "after_commit") return { ...plain, mode: kind };
  return { ...plain, status: Number(kind), headers: kind === "429" ? { "retry-after": "1" } : {} };
}

export class Faults {
  readonly #queues = new Map<AccountKey, { fault: Fault; left: number }[]>();
  readonly #chaos = new Map<AccountKey, { readonly chaos: Chaos; readonly roll: () => number }>();

  add(account: AccountKey, fault: Fault): void {
    const queue = this.#queues.get(account) ?? [];
    if (queue.length >= FAULTS_PER_ACCOUNT_MAX) throw new Error("too many faults are queued for this account");
    queue.push({ fault, left: fault.times });
    this.#queues.set(account, queue);
  }

  /** null ends it. */
  setChaos(account: AccountKey, chaos: Chaos | null): void {
    if (chaos === null) this.#chaos.delete(account);
    else this.#chaos.set(account, { chaos, roll: dice(chaos.seed) });
  }

  clear(account: AccountKey | null): void {
    if (account === null) {
      this.#queues.clear();
      this.#chaos.clear();
      return;
    }
    this.#queues.delete(account);
    this.#chaos.delete(account);
  }

  pending(account: AccountKey): readonly (Fault & { readonly left: number })[] {
    return (this.#queues.get(account) ?? []).map(({ fault, left }) => ({ ...fault, left }));
  }

  /** The fault that strikes this call, used up once; ordered ones come before chance. */
  take(account: AccountKey, method: string, path: string): Fault | null {
    const queue = this.#queues.get(account) ?? [];
    const index = queue.findIndex(
      ({ fault: { match } }) => (match.method ?? method).toUpperCase() === method && path.includes(match.path ?? ""),
    );
    const found = queue[index];
    if (found !== undefined) {
      found.left -= 1;
      if (found.left <= 0) queue.splice(index, 1);
      return found.fault;
    }
    const random = this.#chaos.get(account);
    if (random === undefined || random.roll() >= random.chaos.probability) return null;
    const kind = random.chaos.kinds[Math.floor(random.roll() * random.chaos.kinds.length)];
    return kind === undefined || (kind === "412" && method !== "PATCH") ? null : chaosFault(kind);
  }
}

/** Holds until the caller goes away, or twelve seconds have passed. */
async function hang(signal: AbortSignal): Promise<Response> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, HANG_MS_MAX);
  signal.addEventListener("abort", () => {
    resolve();
  });
  if (!signal.aborted) await promise;
  clearTimeout(timer);
  return new Response("the simulator was told not to answer", { status: 504 });
}

function reset(): Response {
  const body = new ReadableStream({
    start: (controller) => {
      controller.error(new Error("the simulator was told to break the connection"));
    },
  });
  return new Response(body, { status: 200, headers: { "content-type": "application/json" } });
}

function errorAnswer(fault: Fault, status: number, faultBody: FaultBody): Response {
  const inOwnWords = faultBody(status);
  const contentType = fault.body?.trimStart().startsWith("<") === true ? "text/html" : inOwnWords.contentType;
  return new Response(fault.body ?? inOwnWords.text, { status, headers: { "content-type": contentType, ...fault.headers } });
}

export async function strike(
  fault: Fault,
  signal: AbortSignal,
  faultBody: FaultBody,
  carryOut: () => Promise<Response>,
): Promise<Response> {
  switch (fault.mode) {
    case "answer":
      return errorAnswer(fault, fault.status ?? 503, faultBody);
    case "hang":
      return await hang(signal);
    case "cut": {
      const whole = await carryOut();
      const text = await whole.text();
      const headers = new Headers(whole.headers);
      headers.delete("content-length");
      // A 204 may not have a body at all: what was cut off there is the whole answer.
      return text === "" ? reset() : new Response(text.slice(0, Math.floor(text.length / 2)), { status: whole.status, headers });
    }
    default:
      // After it was carried out the caller is told something else.
      await carryOut();
      return fault.status === null ? reset() : errorAnswer(fault, fault.status, faultBody);
  }
}
