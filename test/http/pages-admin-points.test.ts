/** Figures over time on the page of health: drawn where they can be read, told as unread where they cannot, and how to connect them where nobody has. */
import { describe, expect, test } from "vitest";
import { POINT_EVENTS } from "../../src/domain/point-counts.ts";
import { readConfig } from "../../src/config.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { ACCOUNT, AnalyticsSim } from "../support/analytics-sim.ts";
import { LOCAL_BINDINGS } from "../support/bindings.ts";
import { apiWith, browserOf, config, someone } from "./app-under-test.ts";
import { expectPage, wordsOf } from "./booking-pages.ts";

const UNREAD = "This cannot be read now";
const connected = { ...config, dataPoints: "analytics", analytics: ACCOUNT } as const;

async function stage(settings: Partial<typeof config> = connected) {
  const sim = new AnalyticsSim(Date.now);
  const browser = await browserOf(apiWith({ config: { ...config, ...settings }, fetch: sim.fetch }), await someone("admin"));
  return { sim, see: async (query = "") => await browser.see(`/admin/health${query}`) };
}

test("each figure is a chart with its sums, its definition and its table, over the last day or the last seven", async () => {
  const { sim, see } = await stage();
  sim.write({ event: "group", outcome: "settled", commands: 3, ms: 9 }, MINUTE_MS, 1_200);
  sim.write({ event: "group", outcome: "failed", commands: 1, ms: 9 }, 2 * HOUR_MS);
  sim.write({ event: "group", outcome: "settled", commands: 1, ms: 9 }, 50 * HOUR_MS, 30);
  sim.write({ event: "dispatch", fault: null, effects: 2, again: 0, failed: 0, ms: 9 }, MINUTE_MS);
  sim.write({ event: "refusal", status: 404, code: "not_found", method: "GET", ms: 1 }, MINUTE_MS, 7);
  sim.write({ event: "refusal", status: 503, code: "unavailable", method: "GET", ms: 1 }, MINUTE_MS, 2);
  const day = await see();
  expectPage(day, 200);
  const words = wordsOf(day);
  for (const sum of [
    "Settled: 1,200. Failed: 1.",
    "All done: 1. With a fault: 0.",
    "Read whole: 0.",
    "Refused: 7. Fault of the service: 2.",
  ])
    expect(words).toContain(sum);
  expect(words).not.toContain(UNREAD);
  expect(day.text.match(/<svg role="img"/gu)).toHaveLength(POINT_EVENTS.length);
  expect(day.text).toContain('<a href="/admin/health?range=day#points" aria-current="true">');
  const week = await see("?range=week");
  expectPage(week, 200);
  expect(wordsOf(week)).toContain("Settled: 1,230. Failed: 1.");
});

test("an address asks for one of two ranges and nothing of it comes into a query", async () => {
  const { sim, see } = await stage();
  expectPage(await see(`?range=${encodeURIComponent("week' OR 1=1 --")}&event=secret`), 200);
  expect(sim.asked).toHaveLength(POINT_EVENTS.length);
  for (const query of sim.asked) expect(query).toMatch(/INTERVAL '1' DAY GROUP BY/u);
});

describe("what cannot be read", () => {
  test("is said of that figure, is never none, hides no other and holds back no part of the health", async () => {
    const { sim, see } = await stage();
    sim.write({ event: "sync", provider: "google", fault: null, ms: 9 }, MINUTE_MS);
    sim.order("group", "status_500");
    sim.order("dispatch", "no_json");
    sim.order("refusal", "status_429");
    const page = await see();
    expectPage(page, 200);
    const words = wordsOf(page);
    expect(words.match(new RegExp(UNREAD, "gu"))).toHaveLength(3);
    expect(words).toContain("Read whole: 1.");
    for (const none of ["Settled:", "All done:", "Refused:"]) expect(words).not.toContain(none);
    expect(words).toContain("Reading the database");
  });

  test("with a token that is not accepted is all of it, and no page or log holds the token", async () => {
    const token = "a-token-that-has-ended";
    const { see } = await stage({ ...connected, analytics: { ...ACCOUNT, token } });
    const page = await see();
    expect(wordsOf(page).match(new RegExp(UNREAD, "gu"))).toHaveLength(POINT_EVENTS.length);
    expect(page.text).not.toContain(token);
  });
});

test.each([
  [{ dataPoints: "analytics", analytics: null }, "are not connected to this page yet"],
  [{ dataPoints: "log", analytics: ACCOUNT }, "go to the log of this service"],
  [{ dataPoints: "off", analytics: ACCOUNT }, "DATA_POINTS is off"],
] as const)("where nothing is to be read nobody is asked, and the page says why: %o", async (settings, sentence) => {
  const { sim, see } = await stage(settings);
  const page = await see();
  expectPage(page, 200);
  expect(wordsOf(page)).toContain(sentence);
  expect(page.text).toContain('href="/docs/guides/operations#figures"');
  expect(page.text).not.toContain("<svg");
  expect(sim.asked).toEqual([]);
});

describe("the settings", () => {
  const read = (given: Record<string, string>) => readConfig({ ...LOCAL_BINDINGS, ...given }).analytics;

  test("are both there, or neither", () => {
    expect(read({})).toBeNull();
    expect(read({ ANALYTICS_ACCOUNT_ID: "", ANALYTICS_TOKEN: "none" })).toBeNull();
    expect(read({ ANALYTICS_ACCOUNT_ID: ACCOUNT.accountId, ANALYTICS_TOKEN: ACCOUNT.token })).toEqual(ACCOUNT);
    expect(() => read({ ANALYTICS_ACCOUNT_ID: ACCOUNT.accountId })).toThrow("set both of ANALYTICS_ACCOUNT_ID and ANALYTICS_TOKEN");
    expect(() => read({ ANALYTICS_TOKEN: ACCOUNT.token })).toThrow("set both of");
  });

  test.each(["../../user/tokens", ACCOUNT.accountId.slice(1), ACCOUNT.accountId.toUpperCase()])("refuse the account '%s'", (accountId) => {
    expect(() => read({ ANALYTICS_ACCOUNT_ID: accountId, ANALYTICS_TOKEN: ACCOUNT.token })).toThrow("ANALYTICS_ACCOUNT_ID");
  });
});
