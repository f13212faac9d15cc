/**
 * Requests that no route takes: 308 to the same path without its last slash, 405 with `Allow` where the path is known
 * (RFC 9110 section 15.5.6), else 404. Reading never changes anything, so a GET where only writing is possible ends here
 * (S48). A browser outside of the API's paths is told in a page. A redirect never leaves the origin that was asked (S32).
 */
import type { Hono } from "hono";
import type { HttpEnv, RequestContext } from "./dependencies.ts";
import { noticeAnswer, wantsPage } from "./page.ts";
import { problemAnswer } from "./problem.ts";

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/** Reads the routes at the first request that needs them: by then all are registered. */
export function unmatched(app: Pick<Hono<HttpEnv>, "routes">): (c: RequestContext) => Promise<Response> {
  let known: readonly KnownPath[] | null = null;
  return async (c) => {
    const address = withoutLastSlash(c.req.url);
    if (address !== null) return c.body(null, 308, { Location: address });
    known ??= knownPathsOf(app.routes);
    const methods = known.filter(({ pattern }) => pattern.test(c.req.path)).flatMap((path) => [...path.methods]);
    // A route of this very method may have found that there is nothing under the address.
    const isNowhere = methods.length === 0 || methods.includes(c.req.method === "HEAD" ? "GET" : c.req.method);
    if (isNowhere && wantsPage(c)) return await noticeAnswer(c, "not_found");
    if (isNowhere) return problemAnswer(c, "not_found", "See /openapi.json for what there is.");
    const allow = [...new Set(methods.includes("GET") ? [...methods, "HEAD"] : methods)].sort().join(", ");
    if (wantsPage(c)) return await noticeAnswer(c, "wrong_method", { Allow: allow });
    return problemAnswer(c, "method_not_allowed", `Use one of: ${allow}.`, { headers: { Allow: allow } });
  };
}

/**
 * The path and query of an address without the slash at its end; null where it ends with none. A reference with exactly
 * one slash in front has neither scheme nor authority (RFC 3986 section 4.2), so it keeps the origin that was asked,
 * whatever the rest of the path says. The URL parser has turned backslashes into slashes and escaped control characters
 * before.
 */
function withoutLastSlash(address: string): string | null {
  const { pathname, search } = new URL(address);
  if (pathname === "/" || !pathname.endsWith("/")) return null;
  return `/${pathname
    .split("/")
    .filter((part) => part !== "")
    .join("/")}${search}`;
}

function knownPathsOf(routes: Hono<HttpEnv>["routes"]): KnownPath[] {
  const byPath = new Map<string, KnownPath>();
  for (const { method, path } of routes) {
    // What is registered for ALL is middleware: it takes every path and answers none.
    if (method === "ALL") continue;
    const pattern = new RegExp(`^${path.replaceAll(/[.]/gu, "\\.").replaceAll(/:[^/]+/gu, "[^/]+")}$`, "u");
    const known = byPath.get(path) ?? { pattern, methods: new Set() };
    byPath.set(path, known);
    known.methods.add(method);
  }
  return [...byPath.values()];
}
