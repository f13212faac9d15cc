/** The page of a person's calendars: connecting and coming back, choosing, state and age in words, disconnecting. */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CALENDAR_PROVIDERS, type CalendarProviderName } from "../../src/domain/effect.ts";
import { Mailbox } from "../support/calendar-sim.ts";
import { call } from "../support/people.ts";
import { type Answer, apiWith, browserOf, type Browsing, type Person, seenCoach, someone } from "./app-under-test.ts";
import { setTerms } from "./stories.ts";

const api = apiWith();
const PATH = "/calendars";
const MARKUP = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

const wordsOf = ({ text }: Answer) =>
  text
    .replaceAll(/<head>.*<\/head>/gsu, " ")
    .replaceAll(/<[^>]+>/gu, " ")
    .replaceAll(/\s+/gu, " ");

/** Agrees at the provider to what the page asked for, and comes back with what it gave; resolves to where that leads. */
async function consent(browser: Browsing, provider: CalendarProviderName, mailbox: Mailbox): Promise<string | null> {
  const begun = await browser.see(`${PATH}/${provider}/connect`);
  expect([begun.status, begun.headers.get("Referrer-Policy")]).toEqual([303, "no-referrer"]);
  const asked = new URL(begun.headers.get("Location") ?? "").searchParams;
  const { code, iss } = await mailbox.admin<{ code: string; iss: string | null }>("consent", {
    account: mailbox.account,
    redirect_uri: asked.get("redirect_uri"),
    code_challenge: asked.get("code_challenge"),
    nonce: asked.get("nonce"),
    state: asked.get("state"),
    scopes: (asked.get("scope") ?? "").split(" "),
  });
  const brought = new URLSearchParams({ code, state: asked.get("state") ?? "", ...(iss === null ? {} : { iss }) });
  const cookie = (begun.headers.get("Set-Cookie") ?? "").split(";")[0] ?? "";
  const path = `/calendar/${provider}/callback?${brought.toString()}`;
  const back = await mailbox.whilePushing(async () => await call("GET", path, undefined, { cookie }));
  await back.body?.cancel();
  return back.headers.get("Location");
}

interface Connected {
  readonly coach: Person;
  readonly browser: Browsing;
  readonly mailbox: Mailbox;
}

async function connected(provider: CalendarProviderName = "google"): Promise<Connected> {
  const coach = await seenCoach(api);
  const browser = await browserOf(api, coach);
  const mailbox = new Mailbox(provider);
  expect(await consent(browser, provider, mailbox)).toBe(`/calendars?connected=${provider}`);
  return { coach, browser, mailbox };
}

async function connectionsOf(person: Person): Promise<readonly Record<string, unknown>[]> {
  return (await api("GET", "/calendar/connections", { as: person })).body["connections"] as Record<string, unknown>[];
}

/** As it stands in the record: `minutes` since it was last read. */
async function set(coach: Person, state: string, minutes: number): Promise<void> {
  await env.DB.prepare("UPDATE calendar_connections SET state = ?, synced_at = ? WHERE user_id = ?")
    .bind(state, Date.now() - minutes * 60_000, coach.id)
    .run();
}

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  test("is connected from the page and comes back to it, and is disconnected after a question", async () => {
    const { coach, browser, mailbox } = await connected(provider);
    const page = await browser.see(`${PATH}?connected=${provider}`);
    expect([page.status, page.headers.get("Cache-Control")]).toEqual([200, "no-store"]);
    expect(wordsOf(page)).toMatch(/(?:Google Calendar|Outlook) is connected\./u);
    expect(wordsOf(page)).toContain(mailbox.address);
    expect(wordsOf(page)).toContain("Your sessions are written into it.");

    const question = await browser.see(`${PATH}/${provider}/disconnect`);
    expect(wordsOf(question)).toMatch(/Disconnect (?:Google Calendar|Outlook)\?/u);
    expect(await connectionsOf(coach)).toHaveLength(1);
    const gone = await browser.submit(`${PATH}/${provider}/disconnect`, {});
    // Where the provider lets nobody but the owner withdraw the consent, the page says where.
    if (provider === "google") expect(gone.headers.get("Location")).toBe("/calendars?gone=google");
    else expect(wordsOf(gone)).toContain("Permissions of your account");
    expect(await connectionsOf(coach)).toEqual([]);
    expect(wordsOf(await browser.see(`${PATH}?gone=${provider}`))).toContain("is disconnected");
  });
});

describe("the list", () => {
  test("says what can be connected, to a coach with the desk around it, to a client without", async () => {
    const coach = await browserOf(api, await seenCoach(api));
    const page = await coach.see(PATH);
    for (const words of ["Google Calendar Not connected.", "Outlook Not connected.", "your times can still be booked"])
      expect(wordsOf(page)).toContain(words);
    expect(page.text).toContain('href="/desk/hours"');
    const client = wordsOf(await (await browserOf(api, await someone("client"))).see(PATH));
    expect(client).toContain("Connect Google Calendar");
    expect(client).not.toContain("If a connection is lost");
  });

  test("says state and age, and what the coach's setting makes of a connection that is lost", async () => {
    const { coach, browser } = await connected();
    await set(coach, "active", 5);
    expect(wordsOf(await browser.see(PATH))).toContain("Connected. Last read 5 minutes ago.");
    await set(coach, "active", 7 * 60);
    expect(wordsOf(await browser.see(PATH))).toContain("Out of date: last read 7 hours ago. We try again and again. Until then your times");
    await setTerms(api, coach, { on_connection_lost: "stop_booking" });
    await set(coach, "needs_reconnect", 5);
    const lost = await browser.see(PATH);
    expect(wordsOf(lost)).toContain("To be connected again: Google Calendar no longer lets us in.");
    expect(wordsOf(lost)).toContain("Until then none of your times can be booked.");
    expect(lost.text).toContain(">Connect Google Calendar again<");
  });

  test("says nothing of what an address claims and is not so, and nothing of a code that came to the wrong browser", async () => {
    const browser = await browserOf(api, await seenCoach(api));
    expect(wordsOf(await browser.see(`${PATH}?connected=google&gone=nothing`))).not.toContain("is connected");
    const handed = await browser.see(`${PATH}?provider=google&code=the-code&state=the-state`);
    expect(wordsOf(handed)).toContain("This browser did not begin connecting");
    expect(handed.text).not.toMatch(/the-code|the-state/u);
  });

  test("leads on from the page that ends a consent", async () => {
    const ended = await (await browserOf(api)).see("/calendar/google/callback");
    expect([ended.status, ended.text.includes('href="/calendars"')]).toEqual([400, true]);
  });
});

describe("choosing", () => {
  test("shows what counts now, saves what differs and no more, and keeps what was ticked where it is refused", async () => {
    const { coach, browser } = await connected();
    const path = `${PATH}/google/choose`;
    const { calendars } = (await api("GET", "/calendar/google/calendars", { as: coach })).body as {
      calendars: { id: string; name: string }[];
    };
    // Has been read: calendars that begin to count anew would make all of the coach's time unknown until they are.
    await env.DB.prepare("UPDATE calendar_connections SET busy_until = ? WHERE user_id = ?")
      .bind(Date.now() + 86_400_000, coach.id)
      .run();
    const [before = {}] = await connectionsOf(coach);
    expect(before["busy_until"]).not.toBeNull();
    const blocking = before["blocking_calendars"] as string[];
    const page = await browser.see(path);
    expect(page.status).toBe(200);
    for (const { name } of calendars) expect(wordsOf(page)).toContain(name);
    expect([...page.text.matchAll(/<input type="checkbox" name="reads [^"]+" checked/gu)]).toHaveLength(blocking.length);

    const as = Object.fromEntries(blocking.map((id) => [`reads ${id}`, "on"]));
    const writes = `into ${String(before["event_calendar"])}`;
    expect((await browser.submit(path, { ...as, writes })).headers.get("Location")).toBe("/calendars?changed=1");
    expect(await connectionsOf(coach)).toEqual([before]);

    expect((await browser.submit(path, { writes: "nowhere" })).status).toBe(303);
    expect(await connectionsOf(coach)).toMatchObject([{ blocking_calendars: [], event_calendar: null }]);
    expect(wordsOf(await browser.see(`${PATH}?changed=1`))).toMatch(/None of its calendars blocks your time.*not written into it/u);

    const refused = await browser.submit(path, { ...as, writes: "into a calendar that is gone" });
    expect([refused.status, wordsOf(refused).includes("That calendar is gone")]).toEqual([400, true]);
    expect([...refused.text.matchAll(/<input type="checkbox" name="reads [^"]+" checked/gu)]).toHaveLength(Object.keys(as).length);
    const none = await browser.submit(path, as);
    expect([none.status, wordsOf(none).includes("Choose where your sessions are written")]).toEqual([400, true]);
    expect(await connectionsOf(coach)).toMatchObject([{ blocking_calendars: [], event_calendar: null }]);
  });

  test("a provider that does not answer is said, with the status of the API", async () => {
    const { browser, mailbox } = await connected();
    await mailbox.admin("faults", { match: { method: "GET", path: "calendarList" }, status: 500, times: 5, body: "oops" });
    const answer = await browser.see(`${PATH}/google/choose`);
    expect([answer.status, wordsOf(answer).includes("does not answer at the moment")]).toEqual([503, true]);
    await mailbox.clearFaults();
  });

  test("what is not connected is not chosen from, nor disconnected; what is no provider is no page", async () => {
    const browser = await browserOf(api, await seenCoach(api));
    for (const act of ["choose", "disconnect"]) {
      expect((await browser.see(`${PATH}/outlook/${act}`)).status).toBe(404);
      expect((await browser.submit(`${PATH}/outlook/${act}`, { writes: "nowhere" })).status).toBe(404);
    }
    for (const act of ["connect", "choose", "disconnect"]) expect((await browser.see(`${PATH}/proton/${act}`)).status).toBe(404);
  });
});

describe("the pages themselves", () => {
  test("S66: forms that another site's page sent change nothing", async () => {
    const { coach, browser } = await connected();
    const before = await connectionsOf(coach);
    const headers = { "Sec-Fetch-Site": "cross-site", Origin: "https://elsewhere.test" };
    for (const act of ["choose", "disconnect"]) {
      expect((await browser.submit(`${PATH}/google/${act}`, { writes: "nowhere" }, headers)).status).toBe(403);
    }
    expect(await connectionsOf(coach)).toEqual(before);
  });

  test("S69: markup in a field stays text", async () => {
    const { browser } = await connected();
    const answer = await browser.submit(`${PATH}/google/choose`, { writes: MARKUP, [`reads ${MARKUP}`]: "on" });
    expect([answer.status, /<img|<script>/u.test(answer.text)]).toEqual([400, false]);
  });

  test("S71: they are for clients and coaches; nobody is led to sign in and back", async () => {
    const admin = await browserOf(api, await someone("admin"));
    for (const path of [PATH, `${PATH}/google/connect`, `${PATH}/google/choose`, `${PATH}/google/disconnect`]) {
      expect((await admin.see(path)).status).toBe(403);
      expect((await (await browserOf(api)).see(path)).headers.get("Location")).toBe(`/sign-in?to=${encodeURIComponent(path)}`);
    }
  });
});
