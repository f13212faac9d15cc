/**
 * S71, over every page that the router serves, new ones too: a page is either on the list of those for anybody, or nobody sees it without
 * signing in; the desk is for coaches.
 */
import { describe, expect, test } from "vitest";
import { routes } from "../../src/contract/document.ts";
import { apiWith, browserOf, type Browsing, seenCoach, someone } from "./app-under-test.ts";

const api = apiWith();

/** What each shows is everybody's, or is proved by something else than a session. */
const FOR_ANYBODY: ReadonlySet<string> = new Set([
  "GET /",
  "GET /styles/{name}",
  "GET /scripts/{name}",
  "GET /book",
  "GET /book/{coach}",
  "GET /embed",
  "GET /embed.js",
  "GET /embed/script/{name}",
  "GET /embed/{coach}",
  "GET /sign-in",
  "GET /sign-in/callback",
  "POST /sign-out",
  "POST /language",
  "GET /calendar/{provider}/callback",
  "GET /openapi.json",
]);
/** The reference and the list of problems, with their files. */
const OF_THE_REFERENCE = /^GET \/docs(?:\/|$)/u;

const OF_THE_API = new Set(routes.map(({ method, path }) => `${method.toUpperCase()} ${path}`));
const PAGES = api.served.filter((route) => !OF_THE_API.has(route));
const OWN = PAGES.filter((route) => !FOR_ANYBODY.has(route) && !OF_THE_REFERENCE.test(route));
const OF_THE_DESK = OWN.filter((route) => / \/desk(?:\/|$)/u.test(route));
const OF_ADMINS = OWN.filter((route) => / \/admin(?:\/|$)/u.test(route));

async function visit(browser: Browsing, route: string) {
  const [method = "", path = ""] = route.split(" ");
  const filled = path.replaceAll(/\{[^}]+\}/gu, crypto.randomUUID());
  return { filled, answer: method === "GET" ? await browser.see(filled) : await browser.submit(filled, {}) };
}

test("S71: there are such pages, and each that is for anybody is served", () => {
  expect(OWN).toEqual(expect.arrayContaining(["GET /bookings", "POST /bookings/{id}/cancel", "GET /desk", "GET /admin"]));
  expect(PAGES).toEqual(expect.arrayContaining([...FOR_ANYBODY].filter((route) => !OF_THE_API.has(route))));
});

describe("S71: a page that is not for anybody", () => {
  test.each(OWN)("leads who is not signed in to sign in, and back: %s", async (route) => {
    const { filled, answer } = await visit(await browserOf(api), route);
    expect([answer.status, answer.headers.get("Location")]).toEqual([303, `/sign-in?to=${encodeURIComponent(filled)}`]);
    expect(answer.text).toBe("");
  });

  test("is closed to somebody who was deactivated", async () => {
    const coach = await seenCoach(api);
    const browser = await browserOf(api, coach);
    expect((await api("PUT", `/admin/users/${coach.id}`, { as: await someone("admin"), body: { status: "inactive" } })).status).toBe(200);
    for (const route of OWN) {
      const { answer } = await visit(browser, route);
      expect([route, answer.status]).toEqual([route, 403]);
      expect(answer.text).toContain("Your account has been closed");
    }
  });

  test.each(OF_THE_DESK)("of the desk is for coaches: %s", async (route) => {
    for (const role of ["client", "admin"] as const) {
      const { answer } = await visit(await browserOf(api, await someone(role)), route);
      expect([role, answer.status]).toEqual([role, 403]);
    }
  });

  test.each(OF_ADMINS)("of admins is for them alone: %s", async (route) => {
    for (const role of ["client", "coach"] as const) {
      const { answer } = await visit(await browserOf(api, await someone(role)), route);
      expect([role, answer.status]).toEqual([role, 403]);
    }
  });
});
