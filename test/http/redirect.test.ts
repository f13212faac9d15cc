/** A path with a last slash: 308 to the same path without it, on the origin that was asked and on no other (S32). */
import { expect, test } from "vitest";
import { apiWith, morning, seenCoach, someone } from "./app-under-test.ts";

const ORIGIN = "https://booking.test";
const api = apiWith();

async function locationOf(path: string, init: RequestInit = {}): Promise<{ status: number; location: string | null }> {
  const response = await api.fetch(new Request(`${ORIGIN}${path}`, { redirect: "manual", ...init }));
  return { status: response.status, location: response.headers.get("Location") };
}

test.each([
  ["/health/", "/health"],
  ["/coach/?limit=1&offset=0", "/coach?limit=1&offset=0"],
  ["/booking///", "/booking"],
  ["//booking//coach//x//", "/booking/coach/x"],
  ["//", "/"],
  ["/no/such/path/", "/no/such/path"],
])("%s leads to %s", async (path, wanted) => {
  expect(await locationOf(path)).toEqual({ status: 308, location: wanted });
});

test("a path without a last slash is not redirected, whatever runs of slashes it holds", async () => {
  expect((await locationOf("//health")).status).toBe(404);
  expect((await locationOf("/health")).status).toBe(200);
});

test("the redirect keeps method and body: a booking sent to the path with a slash is made at the path without", async () => {
  const coach = await seenCoach(api);
  const client = await someone("client");
  const init = {
    method: "POST",
    headers: { Authorization: `Bearer ${client.token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ coach_id: coach.id, session_datetime: morning(), duration_minutes: 60 }),
  };
  const { status, location } = await locationOf("/booking/", init);
  expect([status, location]).toEqual([308, "/booking"]);
  expect((await api.fetch(new Request(new URL(String(location), ORIGIN), init))).status).toBe(201);
});

test.each([
  "//evil.test/",
  "///evil.test//",
  "/https:evil.test/",
  "/https://evil.test/",
  "/https:/evil.test/",
  "/\\evil.test/",
  "/\\\\evil.test/",
  "\\\\evil.test/",
  "/\\/evil.test/",
  "/%2f/evil.test/",
  "/%2F%2Fevil.test/",
  "/%5cevil.test/",
  "/%5C%5Cevil.test/",
  "/.//evil.test/",
  "/..//evil.test/",
  "/%2e//evil.test/",
  "/%2e%2e//evil.test/",
  "/x/..//evil.test/",
  "/\t/evil.test/",
  "/\n/evil.test/",
  "/%09/evil.test/",
  "/%0d%0aLocation:%20https://evil.test/",
  "/user@evil.test/",
  "//user:pass@evil.test/",
  "/@evil.test/",
  "/javascript:alert(1)/",
  "/data:text/html,x/",
  "//evil.test/?next=//evil.test/",
  "/;//evil.test/",
  "/\u2028//evil.test/",
])("S32: %j stays on this service's own origin", async (path) => {
  const { status, location } = await locationOf(path);
  expect(status).toBe(308);
  const target = new URL(String(location), ORIGIN);
  expect([target.origin, target.username]).toEqual([ORIGIN, ""]);
  expect(location).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/u);
  // The target is no redirect again.
  expect((await api.fetch(new Request(target, { redirect: "manual" }))).status).not.toBe(308);
});
