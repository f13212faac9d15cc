/** The health of the service on an admin's page: well, one figure in alarm, a part that gives no answer, and the cost of a look. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/database/open.ts";
import { HEALTH_PARTS } from "../../src/domain/health.ts";
import { LANGUAGES } from "../../src/domain/language.ts";
import { MINUTE_MS } from "../../src/lib/duration.ts";
import { countingInto, noCounts } from "../support/counting.ts";
import { faultyD1 } from "../support/faults.ts";
import { apiWith, browserOf, counting, morning, record, seenCoach, sessionOf, someone } from "./app-under-test.ts";
import { expectPage, wordsOf } from "./booking-pages.ts";
import { booked } from "./stories.ts";
import { useWellRecord } from "./well.ts";

const PATH = "/admin/health";
const WELL = "All is well";
const UNKNOWN = "Unknown: no answer, so it counts as an alarm";
const api = apiWith();

/** An admin whom the record knows already: the first page of a person writes the profile. */
async function knownAdmin() {
  const admin = await someone("admin");
  await (await browserOf(api, admin)).see("/admin/hand");
  return admin;
}

async function seen(call = api) {
  const page = await (await browserOf(call, await knownAdmin())).see(PATH);
  return { page, words: wordsOf(page) };
}

useWellRecord();

test("all well is said first, then each part with its figure and both thresholds; the look leaves nothing", async () => {
  const before = await record();
  const { page, words } = await seen();
  expectPage(page, 200);
  expect(await record()).toEqual(before);
  expect(words).toContain(WELL);
  for (const word of ["In alarm", "Needs a look", "Unknown"]) expect(words).not.toContain(word);
  expect(page.text.match(/<h3>/gu)).toHaveLength(HEALTH_PARTS.length);
  const thresholds = ["500 milliseconds", "3,000 milliseconds", "6 gigabytes", "8 gigabytes", "10 minutes", "5 calendars", "15 minutes"];
  for (const threshold of thresholds) expect(words).toContain(threshold);
  expect(page.text).toMatch(/<a href="\/admin\/health" aria-current="page">/u);
});

test("an effect that is late needs a look, then is in alarm: it comes first, says so in words, and leads to the effects and the guide", async () => {
  const [coach, client] = [await seenCoach(api), await someone("client")];
  await booked(api, client, coach, morning());
  const dueAgo = async (minutes: number) => {
    await env.DB.prepare("UPDATE outbox SET due_at = ?1")
      .bind(Date.now() - minutes * MINUTE_MS)
      .run();
    return await seen();
  };
  const warned = await dueAgo(11);
  expectPage(warned.page, 200);
  expect(warned.words).toContain("The service works. One figure has reached a threshold");
  expect(warned.words).toMatch(/Delay of the oldest effect that is due Needs a look Measured 11 minutes/u);
  const failing = await dueAgo(31);
  expectPage(failing.page, 200);
  expect(failing.words).toContain("One part needs help now");
  expect(failing.words).toMatch(/Delay of the oldest effect that is due In alarm Measured 31 minutes/u);
  for (const { page, words } of [warned, failing]) {
    expect(words).not.toContain(WELL);
    expect(page.text.indexOf("Delay of the oldest")).toBeLessThan(page.text.indexOf("Reading the database"));
    expect(page.text).toContain('href="/admin/effects?state=due"');
    expect(page.text).toContain('href="/docs/guides/operations#a-provider-is-down"');
  }
});

test("a part that gives no answer is unknown, an alarm, and never well; the others stand beside it", async () => {
  const broken = new Proxy(env.KEPT, { get: () => () => Promise.reject(new Error("the store is away: key k1")) });
  const { page, words } = await seen(apiWith({ kept: broken }));
  expectPage(page, 200);
  expect(words).toContain("One part needs help now");
  expect(words).toMatch(new RegExp(`Time since the audit trail was anchored ${UNKNOWN} needs a look from`, "u"));
  expect(words).not.toContain(WELL);
  expect(page.text).not.toContain("away");
  expect(words.match(/ Well Measured/gu)).toHaveLength(HEALTH_PARTS.length - 1);
});

test("a database that takes no writes is unknown in its writing and well in its reading", async () => {
  const database = openDatabase(faultyD1(env.DB, { next: ({ writes }) => (writes ? "before" : null) }));
  const { words } = await seen(apiWith({ database }));
  expect(words).toContain(`Writing to the database ${UNKNOWN}`);
  expect(words).toMatch(/Reading the database Well Measured/u);
  expect(words).not.toContain(WELL);
});

test("a database that does not answer at all is told as a page that is not there for now, and never as well", async () => {
  const database = openDatabase(faultyD1(env.DB, { next: () => "before" }));
  const { page, words } = await seen(apiWith({ database }));
  expect(page.status).toBe(503);
  expect(words).not.toContain(WELL);
});

test("a look takes a bounded number of trips and is counted as a write of the person, before the database is asked", async () => {
  const counts = noCounts();
  const admin = await knownAdmin();
  const writeRate = counting(1);
  const browser = await browserOf(apiWith({ database: openDatabase(countingInto(env.DB, counts)), writeRate }), admin);
  expectPage(await browser.see(PATH), 200);
  expect(counts.roundTrips).toBeLessThanOrEqual(6);
  const before = counts.roundTrips;
  expect((await browser.see(PATH)).status).toBe(429);
  expect(counts.roundTrips - before).toBe(1);
  expect([...writeRate.keys]).toEqual([[admin.id, 2]]);
});

test.each(LANGUAGES)("is drawn in %s", async (language) => {
  const cookie = `__Host-session=${await sessionOf(await someone("admin"), Date.now(), 0, language)}`;
  const page = await api("GET", PATH, { headers: { Accept: "text/html", Cookie: cookie, "Accept-Language": language } });
  expectPage(page, 200);
  expect(page.text).toMatch(new RegExp(`<html lang="${language}`, "u"));
  expect(page.text.match(/<h3>/gu)).toHaveLength(HEALTH_PARTS.length);
});
