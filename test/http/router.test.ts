/** The router that keeps what it found: the same routes as Hono's, and nothing kept for what a caller makes up. */
import { TrieRouter } from "hono/router/trie-router";
import { expect, test } from "vitest";
import { KeepingRouter } from "../../src/http/pipeline/router.ts";

const ROUTES = [
  ["ALL", "*"],
  ["GET", "/booking"],
  ["POST", "/booking"],
  ["GET", "/booking/availability"],
  ["GET", "/booking/:id"],
] as const;

function routerOf(router: TrieRouter<string>): TrieRouter<string> {
  for (const [method, path] of ROUTES) router.add(method, path, `${method} ${path}`);
  return router;
}

test("finds what Hono's trie finds, the first time and again", () => {
  const [keeping, trie] = [routerOf(new KeepingRouter()), routerOf(new TrieRouter())];
  for (const method of ["GET", "POST", "PUT", "MADE-UP"]) {
    for (const path of ["/booking", "/booking/availability", "/booking/x", "/nothing", "/"]) {
      for (let time = 0; time < 2; time += 1) expect(keeping.match(method, path)).toEqual(trie.match(method, path));
    }
  }
});

test("keeps a path without parameters under a method that has routes, and forgets it when a route is added", () => {
  const router = routerOf(new KeepingRouter());
  const isKept = (method: string, path: string) => router.match(method, path) === router.match(method, path);
  expect(isKept("POST", "/booking")).toBe(true);
  expect([isKept("MADE-UP", "/booking"), isKept("POST", "/made/up"), isKept("GET", "/booking/x")]).toEqual([false, false, false]);
  router.add("POST", "/booking", "another");
  expect(router.match("POST", "/booking")[0]).toHaveLength(3);
});
