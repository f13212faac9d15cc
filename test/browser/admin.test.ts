/**
 * People whom the first half of the stories does not know, by keyboard alone: an admin finds a booking by the beginning of its id, reads its story,
 * cancels a coach's sessions as they were shown, reads the figures and downloads a report, gives a part of a payment back, has a mail that
 * was refused tried again; a client books in Japanese, from page to mail to calendar file.
 */
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DEMO } from "../../scripts/demo-people.ts";
import type { Person } from "../../simulators/identity/tokens.ts";
import { LocalServer, until } from "../local/server.ts";
import { dayAfter, freeTimes, send, type ShownBooking, type ShownPayment } from "./api.ts";
import { seen, told } from "./app.ts";
import { openBrowser } from "./chromium.ts";
import { giveSessionOf } from "./session.ts";

const { ADMIN, COACH_EXAMPLE, COACH_NEW_YORK, DANIEL, HANA, LUCAS, YUKI } = DEMO;
const SEEN_MS_MAX = 30_000;
const TABS_MAX = 150;

let server: LocalServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([LocalServer.start(), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});

async function pageOf(person: Person, locale: string): Promise<Page> {
  const context = await browser.newContext({ locale, timezoneId: person.zoneinfo, baseURL: server.local.workerUrl, acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(SEEN_MS_MAX);
  await giveSessionOf(await context.newCDPSession(page), server, person);
  return page;
}

const FOCUSED = `(() => {
  const element = document.activeElement;
  return (element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent ?? "").trim();
})()`;

/** Presses Tab until the focus is on what is called so. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = [];
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    await page.keyboard.press("Tab");
    const label = await page.evaluate<string>(FOCUSED);
    if (name.test(label)) return;
    passed.push(label);
  }
  throw new Error(`no key leads to ${String(name)}, but to ${passed.join(" | ")}`);
}

async function follow(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name);
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
}

const words = async (page: Page) => await page.locator("main").innerText();

async function bookedBy(client: Person, daysOn: number, coach = COACH_EXAMPLE): Promise<ShownBooking> {
  const [at] = await freeTimes(server, coach, 60, dayAfter(daysOn));
  return await send<ShownBooking>(server, client, "POST /booking", {
    coach_id: coach.id,
    session_datetime: at?.toISOString(),
    duration_minutes: 60,
  });
}

it("an admin finds a booking by part of its id, reads its story, cancels a coach's period as shown, reads the figures, downloads a report", async () => {
  const { id } = await bookedBy(LUCAS, 8);
  const page = await pageOf(ADMIN, "en-GB");
  await page.goto("/");
  await follow(page, /^Administration$/u);
  expect(await page.locator("svg[role=img]").count()).toBeGreaterThan(0);
  await tabTo(page, /^As a table: Bookings made$/u);
  await page.keyboard.press("Enter");
  expect(await page.locator("details[open] table").first().isVisible()).toBe(true);

  await page.goto("/admin");
  await follow(page, /^Bookings$/u);
  await tabTo(page, /^Filter$/u);
  await page.keyboard.press("Enter");
  await tabTo(page, /^Beginning of the id/u);
  await page.keyboard.type(id.slice(0, 8));
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
  expect(page.url()).toContain(`id=${id.slice(0, 8)}`);
  expect(await words(page)).toContain(LUCAS.name);
  await page.goto(`/admin/bookings/${id}`);
  expect(await words(page)).toContain(id);

  await page.goto(`/admin/people/${COACH_EXAMPLE.id}/cancel?as=coach&from=${dayAfter(7)}&to=${dayAfter(11)}`);
  expect(await page.locator(`a[href="/admin/bookings/${id}"]`).count()).toBe(1);
  await follow(page, /^Cancel th(?:is|ese)/u);
  expect((await send<ShownBooking>(server, LUCAS, `GET /booking/${id}`)).status).toBe("cancelled");

  await page.goto("/admin/reports");
  await tabTo(page, /^Last day/u);
  await page.locator("#to").fill(dayAfter(12));
  await tabTo(page, /^Download sessions$/u);
  const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  const csv = readFileSync(await file.path(), "utf8");
  expect(csv.startsWith("\u{FEFF}booking_id,")).toBe(true);
  expect(csv.split("\r\n").find((line) => line.startsWith(id))).toContain("cancelled");
  await page.context().close();
});

const bookingOf = async (client: Person, id: string) => await send<ShownBooking>(server, client, `GET /booking/${id}`);

it("an admin gives a part of a payment back", async () => {
  const { id } = await bookedBy(DANIEL, 9, COACH_NEW_YORK);
  const checkout = await send<{ payment_id: string; checkout_url: string }>(server, DANIEL, "POST /payments/checkout", { booking_id: id });
  await fetch(checkout.checkout_url, { method: "POST", body: new URLSearchParams({ do: "pay" }), redirect: "manual" });
  await until(async () => (await bookingOf(DANIEL, id)).status === "confirmed", SEEN_MS_MAX, "paid and confirmed");

  const page = await pageOf(ADMIN, "en-GB");
  await page.goto(`/admin/bookings/${id}`);
  await follow(page, /^Give money back$/u);
  await tabTo(page, /^All that is left/u);
  await page.keyboard.press("ArrowDown");
  await tabTo(page, /^Amount of the part, in USD/u);
  await page.keyboard.type("12.50");
  await follow(page, /^Give it back$/u);
  expect(await words(page)).toContain("The refund has been ordered.");
  const payment = async () => await send<ShownPayment>(server, ADMIN, `GET /payments/${checkout.payment_id}`);
  await until(async () => (await payment()).refunded_minor === 1_250, SEEN_MS_MAX, "given back");
  await seen(page, page.getByText(/12\.50.*given back/u), "the refund in the booking's story");
  expect((await bookingOf(DANIEL, id)).status).toBe("confirmed");
  await page.context().close();
});

it("an admin has a mail that was refused tried again", async () => {
  const mailbox = `${server.local.simulatorsUrl}/mailbox`;
  await fetch(`${mailbox}/faults`, { method: "POST", body: JSON.stringify({ to: HANA.email, status: 400, times: 1 }) });
  const { id } = await bookedBy(HANA, 9);
  const givenUp = async () => {
    const { effects } = await send<{ effects: { booking_id: string | null }[] }>(server, ADMIN, "GET /admin/outbox?state=failed");
    return effects.filter((effect) => effect.booking_id === id).length;
  };
  await until(async () => (await givenUp()) === 1, SEEN_MS_MAX, "the mail is given up");
  const arrived = async () => {
    const answer = await fetch(`${mailbox}/messages?to=${encodeURIComponent(HANA.email)}`);
    const { messages } = await answer.json<{ messages: { text: string }[] }>();
    return messages.filter(({ text }) => text.includes(id)).length;
  };
  expect(await arrived()).toBe(0);

  const page = await pageOf(ADMIN, "en-GB");
  await page.goto("/admin");
  await follow(page, /^Effects$/u);
  await follow(page, /^Try again: Mail/u);
  await until(async () => (await arrived()) === 1, SEEN_MS_MAX, "the mail has come");
  expect(await givenUp()).toBe(0);
  await page.context().close();
});

it("a client in Japanese: the page, the mail and the calendar file", async () => {
  const [at] = await freeTimes(server, COACH_EXAMPLE, 60, dayAfter(15));
  const page = await pageOf(YUKI, "ja-JP");
  await page.goto(`/book/${COACH_EXAMPLE.id}/at?minutes=60&start=${encodeURIComponent(at?.toISOString() ?? "")}`);
  expect(await page.locator("html").getAttribute("lang")).toBe("ja");
  expect(await page.locator("h1").innerText()).toBe(`${COACH_EXAMPLE.name}さんのセッションを予約`);
  await follow(page, /^このセッションを予約する$/u);
  const { bookings } = await send<{ bookings: ShownBooking[] }>(server, YUKI, `GET /booking/client/${YUKI.id}?limit=100`);
  const id = bookings.find(({ session_datetime: start }) => start === at?.toISOString())?.id ?? "";
  expect(bookings.map((booking) => booking.id)).toContain(id);

  const mailbox = await page.context().newPage();
  await told(mailbox, server, YUKI, [/セッション/u]);
  const file = await page.context().request.get(`${server.local.workerUrl}/bookings/${id}/invite.ics`, {
    headers: {
      Cookie: (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; "),
      "Accept-Language": "ja-JP",
    },
  });
  expect(file.status()).toBe(200);
  expect((await file.text()).replaceAll("\r\n ", "")).toMatch(/SUMMARY[^\r\n]*セッション/u);
  await page.context().close();
});
