/**
 * One request to a calendar provider and its answer: bounded in time and size, following no redirect, and with the
 * failures that both providers share sorted. It retries nothing and knows no provider's words. What decides about a
 * failure is whether the call was to change something: a write whose answer was lost may have happened (`unknown`), a
 * read is simply asked again. A body that is no JSON (a proxy's HTML page, a cut answer) is `undefined`, never thrown.
 */
import { z } from "zod";
import { type Instant, instant } from "../domain/instant.ts";
import { DAY_MS, SECOND_MS } from "../lib/duration.ts";
import { ok, refused, type Result } from "../lib/result.ts";
import { within } from "../lib/within.ts";
import type { AddressMap } from "../lib/address-map.ts";
import type { ProviderFault, ProviderResult } from "./port.ts";

/** From the first byte sent to the last byte read. */
export const PROVIDER_CALL_TIMEOUT_MS = 10 * SECOND_MS;
/** Far more than a page of events with the fields we ask for. @internal */
export const PROVIDER_ANSWER_BYTES_MAX = 8 * 1024 * 1024;
/** A provider that names a later time is asked again then all the same. */
const RETRY_AFTER_MS_MAX = DAY_MS;

/** What a client is made with. */
export interface ProviderOptions {
  readonly addressOf: AddressMap;
  /** `fetch`, or what stands in for it. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly now: () => Instant;
  readonly timeoutMs?: number;
  readonly answerBytesMax?: number;
}

type Effect = "read" | "write";

export interface ProviderRequest {
  /** Said apart from the method, because some reads are a POST. */
  readonly effect: Effect;
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** The provider's real address with its query; it is mapped here and nowhere else. */
  readonly address: string;
  readonly accessToken: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of a body. */
  readonly text?: string;
}

export interface ProviderAnswer {
  readonly effect: Effect;
  readonly status: number;
  readonly isSuccess: boolean;
  /** Whether the request named a version with `If-Match`. */
  readonly isConditional: boolean;
  /** From `Retry-After`, in seconds or as a date; null where there is none that can be read. */
  readonly retryAfterMs: number | null;
  /** The parsed JSON; undefined where there is no body, or none that can be read. */
  readonly body: unknown;
}

/** A fault is answered only where there is no status to go by, or where a success broke off before its end. */
export async function callProvider(options: ProviderOptions, request: ProviderRequest): Promise<ProviderResult<ProviderAnswer>> {
  return await within(options.timeoutMs ?? PROVIDER_CALL_TIMEOUT_MS, async (signal) => await answerTo(request, options, signal));
}

async function answerTo(
  request: ProviderRequest,
  // Called bare: workerd's fetch refuses to be called as a method of something else.
  { addressOf, fetch: send, now, answerBytesMax = PROVIDER_ANSWER_BYTES_MAX }: ProviderOptions,
  signal: AbortSignal,
): Promise<ProviderResult<ProviderAnswer>> {
  const { effect } = request;
  const hasBody = request.body !== undefined;
  let response: Response;
  try {
    response = await unlessAborted(
      signal,
      send(addressOf(request.address), {
        method: request.method,
        headers: {
          authorization: `Bearer ${request.accessToken}`,
          accept: "application/json",
          ...(hasBody && { "content-type": "application/json" }),
          ...request.headers,
        },
        body: hasBody ? JSON.stringify(request.body) : (request.text ?? null),
        redirect: "manual",
        signal,
      }),
    );
  } catch {
    return refused(lost(effect, signal.aborted ? "timed_out" : "unreachable"));
  }
  const text = await textOf(response, signal, answerBytesMax);
  // The status of a refusal says enough without its body.
  if (!text.ok && response.ok) {
    return refused(
      text.problem === "too_large" && effect === "read" ? { kind: "rejected", reason: "answer_too_large" } : lost(effect, text.problem),
    );
  }
  return ok({
    effect,
    status: response.status,
    isSuccess: response.ok,
    isConditional: new Headers(request.headers).has("If-Match"),
    retryAfterMs: retryAfterMs(response.headers.get("Retry-After"), now()),
    body: text.ok ? parsedJson(text.value) : undefined,
  });
}

/** The body of a success as the schema reads it. Anything else in its place says nothing about what happened. */
export function bodyOf<Schema extends z.ZodType>(answer: ProviderAnswer, schema: Schema): ProviderResult<z.output<Schema>> {
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return ok(parsed.data);
  // One thing that came whole and makes no sense will make none the next time it is read.
  const isUnreadable = answer.effect === "read" && named.safeParse(answer.body).success;
  return refused(isUnreadable ? { kind: "rejected", reason: "unreadable_event" } : lost(answer.effect, "no_sound_answer"));
}

const named = z.object({ id: z.string() });

/** What both providers mean by a status; null for one that only the provider's own words explain. */
export function faultOfStatus({ effect, status, isConditional, retryAfterMs: afterMs }: ProviderAnswer): ProviderFault | null {
  if (status === 401) return { kind: "unauthorized" };
  // Exchange gives an event another version by itself, and refuses what named none (ErrorIrresolvableConflict).
  if (status === 412) return isConditional ? { kind: "stale" } : { kind: "retry_later", afterMs, reason: "conflict" };
  if (status === 429) return { kind: "retry_later", afterMs, reason: "too_many_requests" };
  if (status === 503) return { kind: "retry_later", afterMs, reason: "unavailable" };
  // A gateway that gave up may have handed the call on; a redirect or a 408 comes from something in between as well.
  if (status >= 500 || status === 408 || (status >= 300 && status < 400)) return lost(effect, `status_${String(status)}`, afterMs);
  return null;
}

/** There was no answer that can be relied on. */
export function lost(effect: Effect, reason: string, afterMs: number | null = null): ProviderFault {
  return effect === "write" ? { kind: "unknown", reason } : { kind: "retry_later", afterMs, reason };
}

/** RFC 9110 section 10.2.3: whole seconds or an HTTP date. */
function retryAfterMs(header: string | null, now: Instant): number | null {
  if (header === null) return null;
  const text = header.trim();
  const waitMs = /^\d+$/u.test(text) ? Number(text) * SECOND_MS : instant(Date.parse(text)) - now;
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), RETRY_AFTER_MS_MAX);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The whole body, as long as it comes in time and is not too large. */
async function textOf(
  response: Response,
  signal: AbortSignal,
  bytesMax: number,
): Promise<Result<string, "timed_out" | "cut_off" | "too_large">> {
  if (response.body === null) return ok("");
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  try {
    for (;;) {
      const piece = await unlessAborted(signal, reader.read());
      if (piece.done) return ok(text + decoder.decode());
      bytes += piece.value.byteLength;
      if (bytes > bytesMax) {
        letGo(reader);
        return refused("too_large");
      }
      text += decoder.decode(piece.value, { stream: true });
    }
  } catch {
    letGo(reader);
    return refused(signal.aborted ? "timed_out" : "cut_off");
  }
}

/** Not awaited: a stream that hangs may hang in its cancelling too. */
function letGo(reader: ReadableStreamDefaultReader<Uint8Array>): void {
  reader.cancel().catch(() => undefined);
}

/** The bound holds even where what is awaited does not listen to the signal. */
async function unlessAborted<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => {
    reject(new Error("aborted"));
  };
  signal.addEventListener("abort", stop);
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
