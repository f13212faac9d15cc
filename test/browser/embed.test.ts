/**
 * A coach's times on another site's page, in a real browser: the frame of a listed origin shows, grows, works by keyboard and leads the whole
 * window on; for an origin that is not listed, and without script, the link inside of the element stays.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DEMO } from "../../scripts/demo-people.ts";
import { LocalServer } from "../local/server.ts";
import { openBrowser } from "./chromium.ts";

const COACH = DEMO.COACH_LISBON;
const SEEN_MS_MAX = 30_000;
const TABS_MAX = 60;

let server: LocalServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([LocalServer.start(), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});

interface Opened {
  readonly page: Page;
  readonly faults: readonly string[];
}

async function open(address: string, hasScript = true): Promise<Opened> {
  const context = await browser.newContext({
    javaScriptEnabled: hasScript,
    timezoneId: "Asia/Tokyo",
    viewport: { width: 390, height: 800 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(SEEN_MS_MAX);
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  await page.goto(address);
  return { page, faults };
}

const demo = (query = "", host = "127.0.0.1") => `http://${host}:${String(server.local.simPort)}/embed-demo${query}`;
const framed = (page: Page) => page.frameLocator("culturebridge-booking iframe");
const link = (page: Page) => page.getByRole("link", { name: `Book a session with ${COACH.name}` });
const heard = async (page: Page, name: string) => (await page.locator("#heard li").allInnerTexts()).filter((text) => text.startsWith(name));

/** Presses Tab until something of the frame has the focus that looks like this; then Enter. */
async function enterByKeyboard(page: Page, what: RegExp): Promise<void> {
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    await page.keyboard.press("Tab");
    const focus = await page
      .frames()
      .find((frame) => frame.parentFrame() !== null)
      ?.evaluate("document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''");
    if (typeof focus !== "string" || !what.test(focus)) continue;
    await page.keyboard.press("Enter");
    return;
  }
  throw new Error(`nothing like ${String(what)} was reached by keyboard`);
}

async function expectWholeFrame(page: Page): Promise<void> {
  await expect
    .poll(async () => await framed(page).locator("html").evaluate("document.documentElement.scrollHeight - innerHeight"), {
      timeout: SEEN_MS_MAX,
    })
    .toBe(0);
}

test("of a listed origin: shows, grows without a scroll bar of its own, works by keyboard, and Continue leads the whole window", async () => {
  const { page, faults } = await open(demo());
  await framed(page)
    .getByRole("heading", { name: `Times of ${COACH.name}` })
    .waitFor();
  await expect.poll(async () => await heard(page, "ready")).toHaveLength(1);
  expect(await link(page).isVisible()).toBe(false);
  await expectWholeFrame(page);

  await enterByKeyboard(page, /^Session by video/u);
  // Few days of this month may be left: the next has times in any case.
  await framed(page).getByRole("heading", { name: "Days with times" }).waitFor();
  await expectWholeFrame(page);
  await enterByKeyboard(page, /^On to /u);
  await framed(page).locator(".month a").first().waitFor();
  await enterByKeyboard(page, /\d times?$/u);
  await framed(page).locator(".times a").first().waitFor();
  await expectWholeFrame(page);
  await enterByKeyboard(page, /^\d\d:\d\d/u);
  await framed(page).getByRole("link", { name: "Continue" }).waitFor();
  await expectWholeFrame(page);
  await expect.poll(async () => await heard(page, "chosen")).toHaveLength(1);
  const [told = ""] = await heard(page, "chosen");
  const { offer, start } = JSON.parse(told.slice("chosen ".length)) as { offer: string; start: string };
  expect(new Set(await heard(page, "resize")).size).toBeGreaterThan(2);

  // Signing in sets one, on the way that begins here.
  expect([faults, await page.context().cookies()]).toEqual([[], []]);

  const onward = page.waitForRequest((request) => request.isNavigationRequest() && request.frame() === page.mainFrame());
  await enterByKeyboard(page, /^Continue$/u);
  const address = new URL((await onward).url());
  expect([address.origin, address.pathname]).toEqual([server.local.workerUrl, `/book/${COACH.id}/at`]);
  expect(Object.fromEntries(address.searchParams)).toEqual({ offer, start, time_zone: "Asia/Tokyo", return: demo() });
});

test("somebody signs in, books, and comes back to the page, which is told of it", async () => {
  const { page } = await open(demo());
  await framed(page).getByRole("link", { name: "Session by video" }).click();
  await framed(page)
    .getByRole("link", { name: /^On to / })
    .click();
  await framed(page).locator(".month a").nth(9).click();
  await framed(page).locator(".times a").first().click();
  await framed(page).getByRole("link", { name: "Continue" }).click();
  await page.getByRole("link", { name: `Continue as ${DEMO.SOFIA.name}` }).click();
  await page.getByRole("button", { name: "Book this session" }).click();
  await page.getByRole("link", { name: `Back to ${new URL(demo()).host}` }).click();
  await expect.poll(async () => await heard(page, "booked")).toHaveLength(1);
  const [told = ""] = await heard(page, "booked");
  expect(told).toMatch(/^booked \{"booking":"[0-9a-f-]{36}","status":"(?:pending|confirmed)"\}$/u);
  expect(page.url().startsWith(`${demo()}?booking=`)).toBe(true);
});

test("what other windows say is passed over, and another coach gives the frame anew", async () => {
  const { page } = await open(demo());
  await expect.poll(async () => await heard(page, "ready")).toHaveLength(1);
  const told = await heard(page, "resize");
  await page.evaluate("postMessage({ type: 'culturebridge:size', height: 9000 }, '*')");
  await page.evaluate("postMessage({ type: 'culturebridge:chosen', offer: null, start: '2026-12-01T09:00:00.000Z' }, '*')");
  await page.evaluate(`document.querySelector("culturebridge-booking").setAttribute("coach", ${JSON.stringify(DEMO.COACH_KOLKATA.id)})`);
  await framed(page)
    .getByRole("heading", { name: `Times of ${DEMO.COACH_KOLKATA.name}` })
    .waitFor();
  await expect.poll(async () => await heard(page, "ready")).toHaveLength(2);
  expect([(await heard(page, "resize")).slice(0, told.length), await heard(page, "chosen")]).toEqual([told, []]);
  expect(await heard(page, 'resize {"height":9000}')).toEqual([]);
});

test("S68: of an origin that is not listed: the browser shows nothing of it, and the link stays", async () => {
  const { page, faults } = await open(demo("", "localhost"));
  await expect.poll(() => faults.join("\n"), { timeout: SEEN_MS_MAX }).toContain("frame-ancestors");
  expect(await link(page).isVisible()).toBe(true);
  await expect.poll(async () => await page.locator("culturebridge-booking iframe").count(), { timeout: SEEN_MS_MAX }).toBe(0);
  expect([await heard(page, ""), await link(page).isVisible()]).toEqual([[], true]);
});

test("without script it is a link", async () => {
  const { page } = await open(demo(), false);
  await link(page).click();
  expect(page.url()).toBe(`${server.local.workerUrl}/book/${COACH.id}`);
});

test("a visitor who comes back is told of once, where the address has the form of it", async () => {
  const booking = crypto.randomUUID();
  const { page } = await open(demo(`?booking=${booking}&status=confirmed&x=1`));
  await expect.poll(async () => await heard(page, "booked")).toEqual([`booked {"booking":"${booking}","status":"confirmed"}`]);
  await page.goto(demo(`?booking=${booking}x&status=confirmed`));
  await expect.poll(async () => await heard(page, "ready")).toHaveLength(1);
  expect(await heard(page, "booked")).toEqual([]);
});
