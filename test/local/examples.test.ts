/**
 * The three calls that people try first, against `npm start` as it is: book, see what is free, have the session written
 * into one's own calendar. Once from here, and once as the README has them in Python, where Python is.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ROOT } from "../../scripts/local.ts";
import { LocalServer } from "./server.ts";

const COACH = "323e4567-e89b-12d3-a456-426614174000";
const COMMAND_MS_MAX = 30_000;
const README_ADDRESS = "http://127.0.0.1:8787";

let server: LocalServer;

beforeAll(async () => {
  server = await LocalServer.start("standard");
}, 90_000);

afterAll(async () => server?.dispose(), 30_000);

function token(...args: string[]): string {
  const printed = execFileSync("npm", ["run", "-s", "token", "--", ...args], {
    cwd: ROOT,
    env: server.env,
    timeout: COMMAND_MS_MAX,
    encoding: "utf8",
  });
  expect(printed).toMatch(/^\S+\n$/u);
  return printed.trim();
}

function dayAhead(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

async function send(
  method: string,
  path: string,
  bearer: string | null,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${server.local.workerUrl}${path}`, {
    method,
    headers: { ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }), "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json<Record<string, unknown>>() };
}

it.each([
  ["google", /^https:\/\/meet\.google\.com\//u, 2],
  ["outlook", /^https:\/\/teams\.microsoft\.com\//u, 3],
] as const)("book, look up, write into one's own %s calendar", { timeout: 60_000 }, async (provider, link, days) => {
  const client = token("--role", "client");
  const booked = await send("POST", "/booking", client, {
    coach_id: COACH,
    session_datetime: `${dayAhead(days)}T14:00:00Z`,
    duration_minutes: 60,
    notes: "Looking forward to our session",
  });
  expect([booked.status, booked.body["id"]]).toEqual([201, expect.stringMatching(/^[0-9a-f-]{36}$/u)]);

  const query = `start_date=${dayAhead(days)}T00:00:00Z&end_date=${dayAhead(days + 1)}T00:00:00Z&duration_minutes=60`;
  const free = await send("GET", `/booking/coach/${COACH}/availability?${query}`, null);
  expect([free.status, (free.body["available_slots"] as unknown[]).length]).toEqual([200, 7]);

  const asked = { booking_id: booked.body["id"], calendar_type: provider, timezone: "America/New_York" };
  const synced = await send("POST", "/calendar/sync-booking", client, { ...asked, access_token: token("--provider", provider) });
  expect([synced.status, synced.body["meeting_link"]]).toEqual([200, expect.stringMatching(link)]);
  expect(synced.body["meeting_link_pending"]).toBe(false);
});

it("the README's Python prints an id, a count and a link", { timeout: 60_000 }, (context) => {
  if (spawnSync("python3", ["--version"]).error !== undefined) context.skip("there is no Python here");
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const script = /```python\n([^`]+)```/u.exec(readme)?.[1] ?? "";
  expect(script).toContain(README_ADDRESS);
  const folder = mkdtempSync(join(tmpdir(), "examples-"));
  try {
    writeFileSync(join(folder, "examples.py"), script.replaceAll(README_ADDRESS, server.local.workerUrl));
    // The library that people use, or as much of it as the examples need.
    const hasRequests = spawnSync("python3", ["-c", "import requests"]).status === 0;
    if (!hasRequests) writeFileSync(join(folder, "requests.py"), readFileSync(join(import.meta.dirname, "requests-stand-in.py")));
    const env = {
      ...server.env,
      CLIENT_TOKEN: token("--role", "client"),
      GOOGLE_TOKEN: token("--provider", "google", "--email", "py@example.com"),
    };
    const printed = execFileSync("python3", [join(folder, "examples.py")], { cwd: folder, env, timeout: COMMAND_MS_MAX, encoding: "utf8" });
    expect(printed).toMatch(/^[0-9a-f-]{36}\n[1-8]\nhttps:\/\/meet\.google\.com\/[a-z-]+\n$/u);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("a token that the provider turns down is refused, and leaves no trace in the history", { timeout: 60_000 }, async () => {
  const client = token("--role", "client");
  const made = { coach_id: COACH, session_datetime: `${dayAhead(5)}T10:00:00Z`, duration_minutes: 60 };
  const { id } = (await send("POST", "/booking", client, made)).body;
  const asked = { booking_id: id, calendar_type: "google", access_token: "ya29.nothing" };
  const refused = await send("POST", "/calendar/sync-booking", client, asked);
  expect([refused.status, refused.body["code"]]).toEqual([400, "provider_token_refused"]);
  const { history } = (await send("GET", `/booking/${String(id)}/history`, client)).body;
  expect((history as { action: string }[]).map(({ action }) => action)).toEqual(["created"]);
});

it("--provider refuses what it does not know", () => {
  for (const args of [
    ["--provider", "yahoo"],
    ["--provider", "google", "--role", "client"],
  ]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "scripts/token.ts"), ...args], {
      env: server.env,
      encoding: "utf8",
    });
    expect([status, stdout, stderr]).toEqual([2, "", expect.stringContaining("--provider google|outlook")]);
  }
});
