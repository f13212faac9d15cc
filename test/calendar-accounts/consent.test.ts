/**
 * Connecting a calendar, by everybody who should not succeed: states used twice, of others, too old; consents that leave
 * something out; callbacks in the wrong browser (S28-S34). And where the tokens are afterwards: nowhere in plain text (S37).
 */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { MINUTE_MS } from "../../src/lib/duration.ts";
import { database } from "../support/agenda.ts";
import { Mailbox } from "../support/calendar-sim.ts";
import { call, person, type Person, seenCoach } from "../support/people.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function connectionsOf(owner: Person): Promise<unknown[]> {
  return (await (await owner.call("GET", "/calendar/connections")).json<{ connections: unknown[] }>()).connections;
}

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  const path = `/calendar/${provider}/exchange-token`;

  async function code(owner: Person, withheld: readonly string[] = []) {
    const { code: given, state, iss } = await new Mailbox(provider).consent(owner, withheld);
    return { code: given, state, ...(iss === null ? {} : { iss }) };
  }

  async function refused(answer: Response, codeOfProblem: string): Promise<void> {
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: codeOfProblem }]);
  }

  test("S28: of the same state in fifty callbacks at once exactly one succeeds", async () => {
    const coach = await seenCoach();
    const body = await code(coach);
    const answers = await Promise.all(Array.from({ length: 50 }, async () => await coach.call("POST", path, body)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) await refused(answer, "consent_used");
    expect(await connectionsOf(coach)).toHaveLength(1);
  });

  test("S29: a state of another user or provider, or older than ten minutes, links nothing", async () => {
    const [coach, stranger] = [await seenCoach(), await seenCoach()];
    await refused(await stranger.call("POST", path, await code(coach)), "consent_invalid");
    const other = provider === "google" ? "outlook" : "google";
    await refused(await coach.call("POST", `/calendar/${other}/exchange-token`, await code(coach)), "consent_invalid");
    const old = await code(coach);
    vi.setSystemTime(Date.now() + 11 * MINUTE_MS);
    await refused(await coach.call("POST", path, old), "consent_invalid");
    const forged = await code(coach);
    await refused(await coach.call("POST", path, { ...forged, state: `${forged.state.slice(0, -3)}abc` }), "consent_invalid");
    expect([...(await connectionsOf(coach)), ...(await connectionsOf(stranger))]).toEqual([]);
  });

  test("S30: a code that goes with another verifier, or an issuer that is not the provider's, fails", async () => {
    const coach = await seenCoach();
    const [mine, other] = [await code(coach), await code(coach)];
    await refused(await coach.call("POST", path, { ...mine, code: other.code }), "consent_invalid");
    const again = await code(coach);
    await refused(await coach.call("POST", path, { ...again, iss: "https://evil.example" }), "consent_invalid");
    expect(await connectionsOf(coach)).toEqual([]);
  });

  test("S31: a callback with an error or without a code is a harmless page", async () => {
    const coach = await seenCoach();
    for (const query of ["", "?error=access_denied", "?state=x", "?code=c", "?error=access_denied&state=x", "?code=c&state=%00"]) {
      const answer = await call("GET", `/calendar/${provider}/callback${query}`);
      expect([query, answer.status < 500, answer.status === 200]).toEqual([query, true, false]);
      await answer.body?.cancel();
    }
    expect(await connectionsOf(coach)).toEqual([]);
  });

  test("an account without a calendar is told so, and not that its provider is away", async () => {
    const coach = await seenCoach();
    const mailbox = new Mailbox(provider);
    const body =
      provider === "google"
        ? { error: { code: 403, message: "m", errors: [{ domain: "global", reason: "notACalendarUser" }] } }
        : { error: { code: "MailboxNotEnabledForRESTAPI", message: "m" } };
    const match = { method: "GET", path: provider === "google" ? "calendarList" : "/me/calendars" };
    await mailbox.admin("faults", { match, status: provider === "google" ? 403 : 404, body: JSON.stringify(body) });
    const answer = await mailbox.connect(coach);
    expect(await mailbox.pendingFaults()).toEqual([]);
    await refused(answer, "account_without_calendar");
    expect(await connectionsOf(coach)).toEqual([]);
  });

  test("S32: a return path that leads anywhere else is refused", async () => {
    const coach = await seenCoach();
    for (const evil of ["//evil", "https:evil", "\\evil", "/%2f/evil", "https://a@evil", "/a/../b", "javascript:alert(1)"]) {
      const answer = await coach.call("GET", `/calendar/${provider}/auth-url?return_path=${encodeURIComponent(evil)}`);
      await refused(answer, "return_path_refused");
    }
    expect((await coach.call("GET", `/calendar/${provider}/auth-url?return_path=/done`)).status).toBe(200);
  });

  test("S33: fewer scopes than are needed connect nothing, and the answer says which", async () => {
    const coach = await seenCoach();
    const missing = provider === "google" ? "https://www.googleapis.com/auth/calendar.freebusy" : "Calendars.ReadWrite";
    const answer = await coach.call("POST", path, await code(coach, [missing]));
    const problem = await answer.json<{ code: string; detail: string }>();
    expect([answer.status, problem.code]).toEqual([400, "scopes_missing"]);
    expect(problem.detail).toContain(missing);
    expect(await connectionsOf(coach)).toEqual([]);
  });

  test("S34: the hosted page finishes for the browser that began, and hands any other on without linking", async () => {
    const coach = await seenCoach();
    const started = await coach.call("GET", `/calendar/${provider}/auth-url`);
    const cookie = started.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^__Host-calendar-consent=.*HttpOnly.*Secure/u);
    const asked = new URL((await started.json<{ auth_url: string }>()).auth_url).searchParams;
    const mailbox = new Mailbox(provider);
    const given = await mailbox.admin<{ code: string; iss: string | null }>("consent", {
      account: mailbox.account,
      redirect_uri: asked.get("redirect_uri"),
      code_challenge: asked.get("code_challenge"),
      nonce: asked.get("nonce"),
      state: asked.get("state"),
      scopes: (asked.get("scope") ?? "").split(" "),
    });
    const query = new URLSearchParams({
      code: given.code,
      state: asked.get("state") ?? "",
      ...(given.iss === null ? {} : { iss: given.iss }),
    });
    for (const headers of [{}, { cookie: "__Host-calendar-consent=somebody-else" }] as Record<string, string>[]) {
      const elsewhere = await call("GET", `/calendar/${provider}/callback?${query.toString()}`, undefined, headers);
      expect([elsewhere.status, new URL(elsewhere.headers.get("location") ?? "").origin]).toEqual([303, "https://app.test"]);
      await elsewhere.body?.cancel();
    }
    expect(await connectionsOf(coach)).toEqual([]);
    const own = await call("GET", `/calendar/${provider}/callback?${query.toString()}`, undefined, { cookie: cookie.split(";")[0] ?? "" });
    expect([own.status, own.headers.get("referrer-policy")]).toEqual([200, "no-referrer"]);
    expect(await own.text()).toContain("Your calendar is connected");
    expect(await connectionsOf(coach)).toHaveLength(1);
  });

  test("S37: no plaintext token in KV, D1, the object's storage, logs or answers", async () => {
    const logged: string[] = [];
    for (const method of ["log", "error", "warn"] as const) {
      vi.spyOn(console, method).mockImplementation((...values: unknown[]) => void logged.push(values.map(String).join(" ")));
    }
    const coach = await seenCoach();
    const mailbox = new Mailbox(provider);
    const answered: string[] = [await (await mailbox.connect(coach)).text()];
    await mailbox.admin("expire");
    await mailbox.ring(coach);
    answered.push(await (await coach.call("GET", "/calendar/connections")).text());
    const texts = [...logged, ...answered];
    for (const { name } of (await env.TOKENS.list()).keys) texts.push((await env.TOKENS.get(name)) ?? "");
    const tables = await database.all<{ name: string }>(
      sql`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'`,
    );
    for (const { name } of tables) texts.push(JSON.stringify(await database.all(sql.raw(`SELECT * FROM "${name}"`))));
    const account = env.CALENDAR_ACCOUNT.getByName(`${coach.id}:${provider}`);
    const stored = await runInDurableObject(account, async (_object, state) => [...(await state.storage.list())]);
    texts.push(JSON.stringify(stored));
    expect(JSON.stringify(stored)).toContain("tokens");
    // How the simulators' tokens begin: access, refresh and code, of either provider.
    for (const text of texts) expect(text).not.toMatch(/ya29\.a0|1\/\/0[\w-]{20}|4\/0A|EwB4A8l6BAAU|1\.AXoA|M\.C5_BAY/u);
  });
});

test("an admin connects no calendar", async () => {
  const admin = await person("admin");
  expect((await admin.call("GET", "/calendar/google/auth-url")).status).toBe(403);
});
