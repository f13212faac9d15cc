/**
 * One call to Graph as its handlers see it: who calls, what the address and the `Prefer` header ask for, and the forms
 * an answer may take. Nothing here knows an event. The surprising part is the id: without `IdType="ImmutableId"` a
 * mailbox speaks of the same event under another id, as the real one does, so a client that forgets the header even
 * once does not recognize its own event.
 */
import type { Account, World } from "../core/world.ts";

export const GRAPH_URL = "https://graph.microsoft.com/v1.0";
const IMMUTABLE_PREFIX = "AAkALg";
const MUTABLE_PREFIX = "AAMkAG";

export interface Prefer {
  readonly immutableIds: boolean;
  /** As the header names it, after Windows or IANA. */
  readonly timeZone: string;
  readonly pageSize: number | null;
  readonly textBodies: boolean;
}

export interface GraphCall {
  readonly world: World;
  readonly account: Account;
  readonly url: URL;
  readonly prefer: Prefer;
  readonly ifMatch: string | null;
  /** The JSON body; undefined where there is none, or none that can be read. */
  readonly body: unknown;
}

export function readPrefer(header: string | null): Prefer {
  const parts = new Map<string, string>();
  for (const part of (header ?? "").split(",")) {
    const [name = "", value = ""] = part.split("=", 2);
    parts.set(name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/u, "$1"));
  }
  const pageSize = Number(parts.get("odata.maxpagesize"));
  return {
    immutableIds: parts.get("idtype")?.toLowerCase() === "immutableid",
    timeZone: parts.get("outlook.timezone") ?? "UTC",
    pageSize: Number.isInteger(pageSize) && pageSize > 0 ? pageSize : null,
    textBodies: parts.get("outlook.body-content-type")?.toLowerCase() === "text",
  };
}

export function newEventId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(45));
  return `${IMMUTABLE_PREFIX}AAAAAAHYQDEapmEc${btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")}`;
}

export function idGivenOut(id: string, prefer: Pick<Prefer, "immutableIds">): string {
  return !prefer.immutableIds && id.startsWith(IMMUTABLE_PREFIX) ? MUTABLE_PREFIX + id.slice(IMMUTABLE_PREFIX.length) : id;
}

/** Either kind of id is understood, whatever the header says. */
export function idTakenIn(id: string): string {
  return id.startsWith(MUTABLE_PREFIX) ? IMMUTABLE_PREFIX + id.slice(MUTABLE_PREFIX.length) : id;
}

export function answer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  const contentType = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";
  return new Response(JSON.stringify(body), { status, headers: { "content-type": contentType, "cache-control": "private", ...headers } });
}

export function errorText(code: string, message: string, more: Readonly<Record<string, unknown>> = {}): string {
  const requestId = crypto.randomUUID();
  return JSON.stringify({ error: { code, message, innerError: { "request-id": requestId, "client-request-id": requestId, ...more } } });
}

export function graphError(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(errorText(code, message), { status, headers: { "content-type": "application/json", ...headers } });
}

export function notFound(): Response {
  return graphError(404, "ErrorItemNotFound", "There is no such item in this mailbox.");
}
