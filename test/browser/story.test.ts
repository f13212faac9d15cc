/**
 * What a new user does with `npm start`, in a real browser: connect a calendar and untick something, book, see the event
 * with its link, move it where its owner would, disconnect; book what has a price, pay, read the mails, cancel. Afterwards
 * everything that the server has left on disk and said is searched for what must never be there (S37, S54).
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO, DEMO_PEOPLE } from "../../scripts/demo-people.ts";
import type { Person } from "../../simulators/identity/tokens.ts";
import { LocalServer, until } from "../local/server.ts";
import { MAILS_GATHERED_MS } from "../../src/limits.ts";
import { card, SEEN_MS_MAX, seen, sessionCard, shown, signIn, subjects } from "./app.ts";
import { openBrowser } from "./chromium.ts";

const { COACH_LISBON, COACH_KOLKATA, COACH_NEW_YORK, SOFIA, DANIEL, HANA, ADMIN } = DEMO;
const DAY_MS = 86_400_000;
/** How the stand-ins' tokens and codes begin, of either provider: access, refresh, code. */
const TOKENS = /ya29\.a0|1\/\/0[\w-]{20}|4\/0A[\w-]{10}|EwB4A8l6BAAU|1\.AXoA|M\.C5_BAY/u;

let server: LocalServer;
let browser: Browser;
const answers: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([LocalServer.start(), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});

async function enter(person: Person): Promise<Page> {
  return await signIn(browser, server, person, (text) => answers.push(text));
}

/** Books the first time offered by that coach, in the app; resolves to when it is. */
async function book(page: Page, client: Person, coach: Person, firstDay = 1): Promise<Date> {
  const times = await freeTimes(coach, firstDay);
  const offered = card(page, coach.name)
    .getByRole("button", { name: /^Book / })
    .first();
  const label = await offered.innerText();
  const at = times.find((time) => label === `Book ${shown(time, client)}`);
  if (at === undefined) throw new Error(`${label} is not a time that the service offers`);
  await offered.click();
  await sessionCard(page, at, client).waitFor();
  return at;
}

async function freeTimes(coach: Person, firstDay = 1): Promise<Date[]> {
  const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
  const query = `start_date=${day(firstDay)}&end_date=${day(firstDay + 3)}&duration_minutes=60`;
  const answer = await server.http.send("GET", `/booking/coach/${coach.id}/availability?${query}`);
  const { available_slots: slots } = JSON.parse(answer.text) as { available_slots: { starts_at: string }[] };
  return slots.map(({ starts_at: at }) => new Date(at));
}

async function allowGoogle(page: Page, account: string, unticked: RegExp | null): Promise<void> {
  await page.getByRole("button", { name: "Connect Google Calendar" }).click();
  await page.getByLabel("E-mail address").fill(account);
  if (unticked !== null) await page.getByLabel(unticked).uncheck();
  await page.getByRole("button", { name: "Allow" }).click();
}

async function acceptOutlook(page: Page, account: string): Promise<void> {
  await page.getByRole("button", { name: "Connect Outlook" }).click();
  await page.getByLabel("E-mail address").fill(account);
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("link", { name: "Accept" }).click();
}

const CALENDARS = [
  { name: "Google Calendar", coach: COACH_LISBON, client: SOFIA, connect: allowGoogle, link: /https:\/\/meet\.google\.com\// },
  { name: "Outlook", coach: COACH_KOLKATA, client: HANA, connect: acceptOutlook, link: /https:\/\/teams\.microsoft\.com\// },
];

it("a permission that was unticked is named, and nothing is connected", async () => {
  const page = await enter(COACH_LISBON);
  await allowGoogle(page, "unticked@calendars.test", /events on calendars you own/);
  await page.getByText(/calendar\.events\.owned/).waitFor();
  await card(page, "Google Calendar").getByText("not connected").waitFor();
});

describe.each(CALENDARS)("$name", ({ name, coach, client, connect, link }) => {
  const account = `${coach.id}@calendars.test`;

  it("connected, a session stands in it with its link, follows it when its owner moves it, and it is disconnected", async () => {
    const coachPage = await enter(coach);
    const returned = coachPage.waitForRequest(/[?&]code=/u);
    await connect(coachPage, account, null);
    expect(decodeURIComponent((await returned).url())).toMatch(TOKENS);
    await seen(coachPage, card(coachPage, name).getByText(`${account} · read `), "the calendar was read");

    const clientPage = await enter(client);
    const at = await book(clientPage, client, coach);
    await coachPage.reload();
    await sessionCard(coachPage, at, coach).getByRole("button", { name: "Confirm" }).click();

    const week = await coachPage.context().newPage();
    await week.goto(`${server.local.simulatorsUrl}/providers/__sim/`);
    await week.getByRole("link", { name: account }).click();
    const event = card(week, `Session with ${client.name}`).filter({ hasText: at.toISOString().slice(11, 16) });
    await seen(week, event.getByRole("link", { name: link }), "the event with its link");
    await seen(clientPage, sessionCard(clientPage, at, client).getByRole("link", { name: "Meeting" }), "the link on the booking");

    const others = (await freeTimes(coach)).filter((time) => Math.abs(time.getTime() - at.getTime()) > 3_600_000);
    const to = others[0];
    if (to === undefined) throw new Error("no other time is free");
    await event.getByText("Change").click();
    await event.getByLabel("New start").fill(to.toISOString().slice(0, 16));
    await event.getByRole("button", { name: "Move" }).click();
    await seen(clientPage, sessionCard(clientPage, to, client).getByText("confirmed"), "the booking moved with its event");
    expect(await sessionCard(clientPage, at, client).count()).toBe(0);

    await coachPage.reload();
    await card(coachPage, name).getByRole("button", { name: "Disconnect" }).click();
    await card(coachPage, name).getByText("not connected").waitFor();
  });
});

it("a session that costs something: declined, paid, confirmed, reminders planned, told by mail, cancelled, refunded", async () => {
  const admin = await enter(ADMIN);
  await admin.getByRole("heading", { name: "Given up" }).waitFor();
  const reminders = async (): Promise<number> => await card(admin, "reminder").count();
  const planned = await reminders();
  const page = await enter(DANIEL);
  // Far enough ahead: its policy gives all of it back until two days before.
  const at = await book(page, DANIEL, COACH_NEW_YORK, 3);
  const session = sessionCard(page, at, DANIEL);
  await session.getByRole("button", { name: "Pay" }).click();
  await page.getByRole("button", { name: "Try a card that is declined" }).click();
  await page.getByRole("link", { name: "Back to the checkout" }).click();
  await page.getByRole("button", { name: /^Pay / }).click();
  await seen(page, session.getByText("confirmed · paid"), "paid and confirmed");

  await admin.reload();
  await until(async () => (await reminders()) > planned, SEEN_MS_MAX, "its reminders are planned");

  const mailbox = await page.context().newPage();
  const told = async (wanted: readonly RegExp[], within = SEEN_MS_MAX): Promise<void> =>
    await until(
      async () => {
        const found = await subjects(mailbox, server, DANIEL);
        return wanted.every((one) => found.some((subject) => one.test(subject)));
      },
      within,
      `mails ${wanted.join(", ")}`,
    );
  await told([/^Requested: /, /^Payment received: /]);
  await mailbox
    .getByRole("link", { name: /^Requested: / })
    .first()
    .click();
  const letter = mailbox.frameLocator("iframe");
  await letter.getByText("West Africa").or(letter.getByText("GMT+1")).or(letter.getByText("UTC+01:00")).first().waitFor();
  expect(await mailbox.locator("textarea").last().inputValue()).toContain("METHOD:REQUEST");

  await session.getByRole("button", { name: "Cancel" }).click();
  await session.getByText("cancelled").waitFor();
  await told([/^Refund/]);
  // What followed the first mail within two minutes leaves as one.
  await told([/^Cancelled: /], MAILS_GATHERED_MS + SEEN_MS_MAX);
}, 400_000);

describe("afterwards", () => {
  function filesUnder(folder: string): string[] {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  }

  it("S37: no token in D1, KV, the objects' storage, or any answer", async () => {
    await server.stop();
    expect(answers.length).toBeGreaterThan(20);
    expect(answers.filter((text) => TOKENS.test(text))).toEqual([]);
    // What the stand-ins keep for themselves, the two of them are the providers, is not the service's.
    const files = filesUnder(server.local.dataDir).filter((path) => !path.startsWith(server.local.simulatorsDir));
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((path) => TOKENS.test(readFileSync(path, "latin1")))).toEqual([]);
  });

  it("S54: the service's log holds no token, address, name, code or secret", () => {
    const lines = readFileSync(join(server.local.logsDir, "worker.log"), "utf8");
    expect(lines.length).toBeGreaterThan(100);
    expect(TOKENS.exec(lines)).toBeNull();
    expect(/eyJ[\w-]{10}|sk_test_|whsec_|[?&]code=/u.exec(lines)).toBeNull();
    const personal = DEMO_PEOPLE.flatMap(({ email, name: of }) => [email, of]).concat("@calendars.test");
    expect(personal.filter((text) => lines.includes(text))).toEqual([]);
  });
});
