/**
 * The edge cache in front of public answers. An answer is kept under everything that shapes it, for
 * `LOOK_UP_KEPT_SECONDS`, with a strong entity tag that is a hash of its body; a request that knows the tag is answered
 * 304. Whoever names a version passes over older entries. Nothing is kept but what a success handed in: a refusal never
 * is. A kept answer can be out of date by its lifetime and no more, and cannot do harm: it promises nothing, and the
 * agenda decides on the primary.
 */
import { LOOK_UP_KEPT_SECONDS } from "../limits.ts";
import { REVALIDATED } from "./caching.ts";
import type { AppDependencies, RequestContext } from "./dependencies.ts";

/** An answer to keep: JSON, and the version it tells, where it tells one. */
export interface Keepable {
  readonly json: unknown;
  readonly version: number | null;
}

const VERSION = "X-Kept-Version";
/** Never resolved: the cache wants an address as its key. */
const ORIGIN = "https://look-up.invalid";

/** What shapes an answer, as the address it is kept under. Values are the validated ones, so spellings share an entry. */
export function cacheKey(path: string, parts: Readonly<Record<string, string | number | null | undefined>>): string {
  const given = Object.entries(parts).flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, String(value)]]));
  return `${ORIGIN}${path}?${new URLSearchParams(given).toString()}`;
}

/** The kept answer, or null where there is none that is new enough. */
export async function keptAnswer(
  c: RequestContext,
  deps: AppDependencies,
  key: string,
  minVersion: number | null,
): Promise<Response | null> {
  const kept = await deps.edgeCache.match(key);
  if (kept === undefined) return null;
  if (minVersion !== null && Number(kept.headers.get(VERSION) ?? -1) < minVersion) {
    await kept.body?.cancel();
    return null;
  }
  return answer(c, kept.body, kept.headers.get("ETag") ?? "");
}

/** Answers, and keeps the answer without making anybody wait for it. */
export async function keepAnswer(c: RequestContext, deps: AppDependencies, key: string, { json, version }: Keepable): Promise<Response> {
  const body = JSON.stringify(json);
  const etag = await etagOfBody(body);
  const headers = {
    "Content-Type": "application/json",
    "Cache-Control": `public, max-age=${String(LOOK_UP_KEPT_SECONDS)}`,
    ETag: etag,
    ...(version === null ? {} : { [VERSION]: String(version) }),
  };
  deps.afterwards(deps.edgeCache.put(key, new Response(body, { headers })));
  return answer(c, body, etag);
}

function answer(c: RequestContext, body: ReadableStream | string | null, etag: string): Response {
  const headers = { ...REVALIDATED, ETag: etag };
  if (matches(c.req.header("If-None-Match"), etag)) {
    if (body instanceof ReadableStream) void body.cancel();
    return new Response(null, { status: 304, headers });
  }
  return new Response(body, { headers: { ...headers, "Content-Type": "application/json" } });
}

/** RFC 9110 section 13.1.2: any of the list, compared weakly, because a proxy may have weakened ours. */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(",").some((one) => one.trim() === "*" || one.trim().replace(/^W\//u, "") === etag);
}

async function etagOfBody(body: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(body)), 0, 16);
  return `"${[...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("")}"`;
}
