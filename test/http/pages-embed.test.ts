/** A coach's times in a frame on another site's page: for whom it opens, that it knows nobody, and where a return address may lead (S68, S70). */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readConfig } from "../../src/config.ts";
import { readReturnAddress, wayBack } from "../../src/http/pipeline/return-origin.ts";
import { safeReturnPath } from "../../src/lib/return-path.ts";
import { LOCAL_BINDINGS } from "../support/bindings.ts";
import { apiWith, browserOf, config, seenCoach, someone } from "./app-under-test.ts";
import { euros, sell, setTerms } from "./stories.ts";

const api = apiWith();
const closed = apiWith({ config: { ...config, embedOrigins: [] } });
const BROWSER = { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
const BYTES_MAX = 60 * 1024;
const SCRIPT_BYTES_MAX = 5 * 1024;
const FRAMED_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-12-02T10:00:00.000Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

const frame = async (path: string, headers: Readonly<Record<string, string>> = {}) =>
  await api("GET", `/embed/${path}`, { headers: { ...BROWSER, ...headers } });
const hrefsOf = (text: string) => [...text.matchAll(/<a [^>]*href="([^"]*)"/gu)].map(([, href]) => String(href).replaceAll("&amp;", "&"));

describe("who may hold the frame", () => {
  test("S68: the listed origins, exactly; every other page of the service stands in no frame", async () => {
    const coach = await seenCoach(api);
    const framed = await frame(coach.id);
    expect(framed.status).toBe(200);
    expect(framed.headers.get("Content-Security-Policy")).toBe(`${FRAMED_POLICY} https://app.test https://shop.test:8443`);
    expect(framed.headers.get("X-Frame-Options")).toBeNull();
    for (const path of [`/book/${coach.id}`, "/embed", "/embed.js", "/", "/embed/x", `/embed/${crypto.randomUUID()}`, "/docs", "/health"]) {
      const { headers } = await api("GET", path, { headers: BROWSER });
      expect([path, headers.get("X-Frame-Options")]).toEqual([path, "DENY"]);
      expect(headers.get("Content-Security-Policy")).toContain("frame-ancestors 'none'");
    }
  });

  test("S68: where no origin is listed, no page", async () => {
    const coach = await seenCoach(api);
    const { headers } = await closed("GET", `/embed/${coach.id}`, { headers: BROWSER });
    expect(headers.get("Content-Security-Policy")).toBe(`${FRAMED_POLICY} 'none'`);
    expect(headers.get("X-Frame-Options")).toBe("DENY");
    expect((await closed("GET", "/embed", { headers: BROWSER })).text).toContain("No site may show the times yet.");
  });

  test("S68: what is no origin, or says more than one, stops the service at its start", () => {
    const read = (origins: string) => readConfig({ ...LOCAL_BINDINGS, EMBED_ORIGINS: origins }).embedOrigins;
    expect([read(""), read(" https://a.test  http://127.0.0.1:8788 ")]).toEqual([[], ["https://a.test", "http://127.0.0.1:8788"]]);
    for (const wrong of [
      "*",
      "https://*.a.test",
      "https:",
      "a.test",
      "https://a.test/",
      "https://a.test/x",
      "https://A.test",
      "https://a.test:443",
      "https://a.test;script-src",
      "https://a@b.test",
      "https://a.test:99999",
      "https://[::1]",
      "data:x",
      "'self'",
      "null",
    ]) {
      expect(() => read(wrong)).toThrow("configuration: EMBED_ORIGINS: must be origins");
    }
  });
});

describe("the frame", () => {
  test("never asks who one is: no cookie is set, and a session that is sent along changes no byte", async () => {
    const coach = await seenCoach(api);
    const signedIn = await browserOf(api, await someone("client", { name: "Sofia Known" }));
    const [stranger, known] = [await frame(coach.id), await signedIn.see(`/embed/${coach.id}`)];
    expect(known.text).toBe(stranger.text);
    expect(known.text).not.toContain("Sofia Known");
    for (const { headers } of [stranger, known]) {
      expect([headers.get("Set-Cookie"), headers.get("Cache-Control")]).toEqual([null, "public, max-age=0, must-revalidate"]);
    }
    expect((await signedIn.see(`/book/${coach.id}`)).text).toContain("Sofia Known");
  });

  test("has the offers of one coach, and their times; its links stay in it, and nothing else of the service is a link", async () => {
    const coach = await seenCoach(api);
    const first = await sell(api, coach, { title: "First talk", duration_minutes: 30 });
    await sell(api, coach, { title: "Deep work", duration_minutes: 60, price: euros(12_000) });
    const sold = await frame(`${coach.id}?time_zone=Asia%2FTokyo&theme=dark`);
    expect(sold.text).toContain(`data-theme="dark"`);
    expect(hrefsOf(sold.text)).toContain(`?offer=${first}&time_zone=Asia%2FTokyo&theme=dark`);
    expect(sold.text).not.toContain("<nav");
    const month = await frame(`${coach.id}?offer=${first}&time_zone=Asia%2FTokyo&theme=dark&month=2026-12`);
    expect(hrefsOf(month.text).length).toBeGreaterThan(20);
    for (const href of hrefsOf(month.text)) expect(href).toMatch(/^\?.*time_zone=Asia%2FTokyo&theme=dark/u);
    expect(month.text).toContain(`<form method="get" action="/embed/${coach.id}"`);
    expect(month.text).toContain(`<input type="hidden" name="theme" value="dark"/>`);
    expect(month.text).not.toContain("_top");
  });

  test("a time that is chosen is told by the page, and Continue leads the whole window on with it", async () => {
    const coach = await seenCoach(api);
    const offer = await sell(api, coach);
    const query = `offer=${offer}&date=2026-12-04&time_zone=Asia%2FKolkata`;
    const day = await frame(`${coach.id}?${query}`);
    expect(hrefsOf(day.text)).toContain(
      `?offer=${offer}&date=2026-12-04&start=2026-12-04T09%3A00%3A00.000Z&time_zone=Asia%2FKolkata#onward`,
    );
    expect(day.text).not.toContain("data-start");
    const chosen = await frame(`${coach.id}?${query}&start=2026-12-04T09:00:00.000Z`);
    expect(chosen.text).toContain(`data-start="2026-12-04T09:00:00.000Z" data-offer="${offer}"`);
    expect(chosen.text).toContain(`aria-current="true"><time datetime="2026-12-04T09:00:00.000Z">14:30</time>`);
    expect(chosen.text).toContain(
      `<a class="button" href="/book/${coach.id}/at?offer=${offer}&amp;start=2026-12-04T09%3A00%3A00.000Z&amp;time_zone=Asia%2FKolkata" target="_top">Continue</a>`,
    );
    for (const start of ["2026-12-04T09:10:00.000Z", "2026-12-05T09:00:00.000Z", "x", "%3Cscript%3E"]) {
      expect((await frame(`${coach.id}?${query}&start=${start}`)).text).not.toMatch(/data-start|Continue|<script>/u);
    }
  });

  test("of a coach who sells every length tells the length along, and no offer", async () => {
    const coach = await seenCoach(api);
    const { text } = await frame(`${coach.id}?minutes=30&date=2026-12-04&start=2026-12-04T09:30:00.000Z`);
    expect(text).toContain(`href="/book/${coach.id}/at?minutes=30&amp;start=2026-12-04T09%3A30%3A00.000Z&amp;time_zone=UTC"`);
    expect(text).not.toContain("data-offer");
  });

  test("what people typed is never markup, and a page of a day's 288 times in another zone is light", async () => {
    const markup = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`;
    const coach = await someone("coach", { name: markup });
    const weekly = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, start: "00:00", end: "24:00" }));
    expect((await api("PUT", `/coach/${coach.id}/availability`, { as: coach, body: { time_zone: "UTC", weekly } })).status).toBe(200);
    await setTerms(api, coach, { slot_step_minutes: 5 });
    const path = `${coach.id}?date=2027-01-31&minutes=30&time_zone=Asia%2FKolkata&theme=light&times=`;
    const { text } = await frame(`${path}2`);
    expect(hrefsOf(text).filter((href) => /times=2&start=.*#onward$/u.test(href))).toHaveLength(72);
    expect(hrefsOf(text).filter((href) => /times=[13]&.*#times$/u.test(href))).toHaveLength(2);
    expect(new TextEncoder().encode(text).byteLength).toBeLessThan(BYTES_MAX);
    expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    const attributesAside = text.replaceAll(/"[^"]*"/gu, '""');
    expect([...attributesAside.matchAll(/<script[^>]*>/gu)].map(([tag]) => tag)).toEqual([`<script type="" src="">`]);
    expect(attributesAside).not.toMatch(/<style|<img|<[^>]*\s(?:style|on[a-z]+)=/u);
    const zone = await frame(`${coach.id}?time_zone=${encodeURIComponent(markup)}`);
    expect([zone.status, zone.text.includes("is not a time zone"), zone.text.includes("<img")]).toEqual([400, true, false]);
  });

  test("has its script by the name of what it holds", async () => {
    const coach = await seenCoach(api);
    const href = /<script type="module" src="([^"]+)"/u.exec((await frame(coach.id)).text)?.[1] ?? "";
    const script = await api("GET", href);
    expect([script.status, script.headers.get("Content-Type")]).toEqual([200, "text/javascript; charset=utf-8"]);
    expect(script.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
    expect(script.text).not.toMatch(/cookie|localStorage|fetch|eval|innerHTML/u);
  });
});

describe("the element's script", () => {
  test("runs on any site's page, is kept an hour and asked for by its tag, and is small", async () => {
    const script = await api("GET", "/embed.js");
    expect([script.status, script.headers.get("Content-Type")]).toEqual([200, "text/javascript; charset=utf-8"]);
    expect(script.headers.get("Cache-Control")).toBe("public, max-age=3600");
    expect(script.headers.get("Cross-Origin-Resource-Policy")).toBe("cross-origin");
    expect([script.headers.get("Access-Control-Allow-Origin"), script.headers.get("Set-Cookie")]).toEqual([null, null]);
    expect(new TextEncoder().encode(script.text).byteLength).toBeLessThan(SCRIPT_BYTES_MAX);
    expect(script.text).not.toMatch(/cookie|localStorage|fetch|eval|innerHTML/u);
    const again = await api("GET", "/embed.js", { headers: { "If-None-Match": script.headers.get("ETag") ?? "" } });
    expect([again.status, again.text, again.headers.get("Cross-Origin-Resource-Policy")]).toEqual([304, "", "cross-origin"]);
  });
});

describe("the page to copy", () => {
  test("shows the lines as text, for the coach that is named, and the sites where they work", async () => {
    const id = crypto.randomUUID();
    const { text, headers } = await api("GET", `/embed?coach=${id}`, { headers: BROWSER });
    expect(text).toContain("&lt;script src=&quot;https://booking.test/embed.js&quot; async&gt;&lt;/script&gt;");
    expect(text).toContain(`&lt;culturebridge-booking coach=&quot;${id}&quot;&gt;`);
    for (const origin of config.embedOrigins) expect(text).toContain(`<code>${origin}</code>`);
    expect(text).not.toContain("<script");
    expect(headers.get("Content-Security-Policy")).not.toContain("script-src");
    const typed = await api("GET", `/embed?coach=${encodeURIComponent(`"><script>`)}`, { headers: BROWSER });
    expect(typed.text).toContain("coach=&quot;ID-OF-THE-COACH&quot;");
    expect(typed.text).not.toContain("<script");
  });
});

describe("return addresses", () => {
  const ORIGINS = ["https://app.test", "http://127.0.0.1:8788", "https://shop.test:8443"];

  test.each([
    ["https://app.test/page?x=1#part", "https://app.test/page?x=1#part"],
    ["https://app.test", "https://app.test/"],
    ["HTTPS://APP.TEST/Page", "https://app.test/Page"],
    ["https://app.test:443/", "https://app.test/"],
    ["https://shop.test:8443/a/../b", "https://shop.test:8443/b"],
    ["http://127.0.0.1:8788/embed-demo", "http://127.0.0.1:8788/embed-demo"],
    ["https://app.test/\\evil.test", "https://app.test//evil.test"],
  ])("S70: %s leads to a listed origin", (text, href) => {
    expect(readReturnAddress(text, ORIGINS)?.href).toBe(href);
  });

  test.each([
    "",
    "/",
    "//evil.test",
    "//app.test",
    "\\\\app.test",
    "https:app.test",
    "https:/app.test",
    "https:///app.test",
    "https:\\\\app.test",
    " https://app.test",
    "https://app.test.evil.com",
    "https://app.testevil.com",
    "https://evil.com/https://app.test",
    "https://app.test@evil.com",
    "https://evil.com\\@app.test",
    "https://user@app.test",
    "https://user:word@app.test/",
    "https://:word@app.test/",
    "http://app.test",
    "https://app.test:8443",
    "https://shop.test",
    "https://app.test./",
    "https://sub.app.test",
    "https://аpp.test",
    "https://127.0.0.1:8788",
    "http://127.1:8789",
    "javascript:alert(1)",
    "javascript://app.test/%0aalert(1)",
    "data:text/html,x",
    "blob:https://app.test/1",
    "ftp://app.test",
    "ws://app.test",
    "null",
    `https://app.test/${"x".repeat(300)}`,
    // Short once it is written anew; so long a text is not even taken apart.
    `https://app.test/${"./".repeat(150)}`,
    `https://app.test/?${"/".repeat(120)}`,
  ])("S70: %j is passed over", (text) => {
    expect(readReturnAddress(text, ORIGINS)).toBeNull();
  });

  test("S70: nothing is an address where no origin is listed, and none is needed", () => {
    expect([readReturnAddress("https://app.test", []), readReturnAddress(undefined, ORIGINS)]).toEqual([null, null]);
  });

  test("the longest address comes through sign-in with the longest choice", () => {
    const longest = readReturnAddress(`https://app.test/${"x".repeat(300 - encodeURIComponent("https://app.test/").length)}`, ORIGINS);
    const zone = Intl.supportedValuesOf("timeZone").reduce((one, other) => (other.length > one.length ? other : one));
    const choice = { offer: crypto.randomUUID(), start: "2026-12-04T09:00:00.000Z", time_zone: zone, return: longest?.href ?? "" };
    expect(encodeURIComponent(choice.return)).toHaveLength(300);
    expect(safeReturnPath(`/book/${crypto.randomUUID()}/at?${new URLSearchParams(choice).toString()}`)).not.toBeNull();
  });

  test("the way back names the booking and its status, in the place of the site's own parameters of these names", () => {
    const to = readReturnAddress("https://app.test/p?a=1&booking=old&status=x&status=y#z", ORIGINS);
    expect(to === null ? null : wayBack(to, { id: "b-1", status: "pending" })).toEqual({
      href: "https://app.test/p?a=1&booking=b-1&status=pending#z",
      host: "app.test",
    });
  });
});
