/**
 * A coach's hours in a real browser: by keyboard alone the week is changed in its picture and "every second Tuesday" is set, and the times change
 * before anything is saved; a mouse draws and drags; without a script the same form does it.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DEMO } from "../../scripts/demo-people.ts";
import { LocalServer } from "../local/server.ts";
import { send } from "./api.ts";
import { openBrowser } from "./chromium.ts";
import { giveSessionOf } from "./session.ts";

const COACH = DEMO.COACH_EXAMPLE;
const SEEN_MS_MAX = 30_000;
const TABS_MAX = 200;

let server: LocalServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([LocalServer.start(), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});

interface Hours {
  readonly weekly: readonly { readonly weekday: number; readonly start: string; readonly end: string }[];
  readonly recurrences: readonly { readonly rrule: string; readonly start: string; readonly end: string }[];
}

const saved = async () => await send<Hours>(server, COACH, `GET /coach/${COACH.id}/availability`);

/** On the page of the coach's hours, which are 09:00-17:00 on every day. */
async function open(hasScript = true): Promise<{ readonly page: Page; readonly faults: readonly string[] }> {
  const weekly = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, start: "09:00", end: "17:00" }));
  await send(server, COACH, `PUT /coach/${COACH.id}/availability`, { time_zone: "Etc/UTC", weekly });
  const context = await browser.newContext({ javaScriptEnabled: hasScript, locale: "en-GB", viewport: { width: 1280, height: 1000 } });
  const page = await context.newPage();
  page.setDefaultTimeout(SEEN_MS_MAX);
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("pageerror", (error) => {
    faults.push(error.message);
  });
  await giveSessionOf(await context.newCDPSession(page), server, COACH);
  await page.goto(`${server.local.workerUrl}/desk/hours`);
  return { page, faults };
}

const FOCUSED = `(() => {
  const element = document.activeElement;
  const label = element.labels?.[0]?.textContent ?? element.textContent;
  return element.getAttribute("aria-label") ?? label ?? "";
})()`;
const focused = async (page: Page) => await page.evaluate<string>(FOCUSED);

/** Presses Tab until what has the focus is called so. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    await page.keyboard.press("Tab");
    if ((await focused(page)).trim() === name) return;
  }
  throw new Error(`no key leads to ${name}`);
}

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

const said = async (page: Page) => await page.locator("#grid [role=status]").textContent();
const monday = async (page: Page) =>
  await page.locator('[data-day="1"] input').evaluateAll((fields) =>
    fields
      .map((field) => (field as unknown as { value: string }).value)
      .join(" ")
      .trim(),
  );

test("by keyboard alone the picture of the week is worked, and writes into the fields that are sent", async () => {
  const { page, faults } = await open();
  await tabTo(page, "Monday, 09:00 to 17:00");
  await press(page, "ArrowDown", "ArrowDown");
  expect([await focused(page), await said(page), await monday(page)]).toEqual([
    "Monday, 09:30 to 17:30",
    "Monday, 09:30 to 17:30",
    "09:30 17:30",
  ]);
  await press(page, "Shift+ArrowUp", "Shift+ArrowLeft");
  expect(await monday(page)).toBe("09:15 17:15");
  await press(page, "Enter");
  expect([await said(page), await focused(page)]).toEqual(["Added: Monday, 17:15 to 18:15", "Monday, 17:15 to 18:15"]);
  // Into the hours before it, or of another day, it does not go.
  await press(page, "ArrowUp");
  expect(await said(page)).toContain("That is not possible");
  await press(page, "ArrowRight");
  expect(await focused(page)).toBe("Tuesday, 17:15 to 18:15");
  await press(page, "ArrowLeft", "Shift+Tab", "Delete");
  expect([await said(page), await focused(page), await monday(page)]).toEqual([
    "Removed: Monday, 09:15 to 17:15",
    "Add hours on Monday",
    "17:15 18:15",
  ]);
  await press(page, "Enter");
  expect(await monday(page)).toBe("09:00 10:00 17:15 18:15");
  // A field that is typed in changes the picture.
  await tabTo(page, "Monday 1, from");
  await page.keyboard.type("8");
  await page.getByRole("button", { name: "Monday, 08:00 to 10:00" }).waitFor();
  await tabTo(page, "Save");
  await press(page, "Enter");
  await page.getByText("Saved. The times that result").waitFor();
  expect((await saved()).weekly.filter(({ weekday }) => weekday === 1)).toEqual([
    { weekday: 1, start: "08:00", end: "10:00" },
    { weekday: 1, start: "17:15", end: "18:15" },
  ]);
  expect(faults).toEqual([]);
});

test("by keyboard alone every second Tuesday from 18 to 21 is set, and its times are seen before it is saved", async () => {
  const { page, faults } = await open();
  await tabTo(page, "How often");
  await press(page, "ArrowDown", "ArrowDown");
  await tabTo(page, "Tuesday");
  await press(page, "Space");
  await tabTo(page, "From");
  await page.keyboard.type("18");
  await tabTo(page, "Until");
  await page.keyboard.type("21");
  await page.locator("#preview").getByText("18:00 19:00 20:00").waitFor();
  expect(await page.locator("#preview-status").textContent()).toContain("Nothing is saved yet");
  expect((await saved()).recurrences).toEqual([]);
  await press(page, "Enter");
  await page.getByText("Saved. The times that result").waitFor();
  await page.getByText(/^Every second Tuesday, 18:00–21:00, from /u).waitFor();
  await page.locator("#preview").getByText("18:00 19:00 20:00").waitFor();
  expect((await saved()).recurrences).toMatchObject([{ rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", start: "18:00", end: "21:00" }]);
  expect(faults).toEqual([]);
});

test("with a mouse hours are drawn, dragged to another day and made longer at their edge", async () => {
  const { page, faults } = await open();
  const block = (name: string) => page.getByRole("button", { name, exact: true });
  const drag = async (from: { x: number; y: number }, to: { x: number; y: number }) => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
    await page.mouse.move(to.x, to.y);
    await page.mouse.up();
  };
  const box = async (name: string) => {
    const found = await block(name).boundingBox();
    if (found === null) throw new Error(`${name} is not seen`);
    return found;
  };
  await page.evaluate("document.querySelector('#grid').scrollIntoView()");
  const first = await box("Monday, 09:00 to 17:00");
  const perHour = first.height / 8;
  const x = first.x + first.width / 2;
  await drag({ x, y: first.y + 8.5 * perHour }, { x, y: first.y + 10 * perHour });
  await block("Monday, 17:30 to 19:00").waitFor();
  const drawn = await box("Monday, 17:30 to 19:00");
  const sunday = await box("Sunday, 09:00 to 17:00");
  await drag({ x, y: drawn.y + drawn.height / 2 }, { x: sunday.x + sunday.width / 2, y: drawn.y + drawn.height / 2 + perHour });
  await block("Sunday, 18:30 to 20:00").waitFor();
  const moved = await box("Sunday, 18:30 to 20:00");
  const edge = { x: moved.x + moved.width / 2, y: moved.y + moved.height - 3 };
  await drag(edge, { x: edge.x, y: edge.y + perHour });
  await block("Sunday, 18:30 to 21:00").waitFor();
  expect(await monday(page)).toBe("09:00 17:00");
  await page.locator("#preview").getByText("19:30").first().waitFor();
  expect(faults).toEqual([]);
});

test("without a script the same form previews and saves", async () => {
  const { page, faults } = await open(false);
  expect(await page.locator("#grid").isVisible()).toBe(false);
  await page.getByLabel("Monday 2, from").fill("18:00");
  await page.getByLabel("Monday 2, until").fill("24:00");
  await page.getByRole("button", { name: "Preview" }).click();
  await page.getByText("Nothing is saved yet").waitFor();
  expect(await page.getByLabel("Monday 2, until").inputValue()).toBe("24:00");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved. The times that result").waitFor();
  expect((await saved()).weekly.filter(({ weekday }) => weekday === 1)).toEqual([
    { weekday: 1, start: "09:00", end: "17:00" },
    { weekday: 1, start: "18:00", end: "24:00" },
  ]);
  expect(faults).toEqual([]);
});
