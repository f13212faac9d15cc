/** The app, the calendars' weeks and the mailbox as people see and use them: by what is written on buttons and cards. */
import type { Browser, Locator, Page } from "playwright-core";
import type { Person } from "../../simulators/identity/tokens.ts";
import { type LocalServer, until } from "../local/server.ts";
import { freeTimes } from "./api.ts";

export const SEEN_MS_MAX = 30_000;

/** A browser of somebody's own, signed in to the app. Every answer the service gives it goes to `onAnswer`. */
export async function signIn(browser: Browser, server: LocalServer, person: Person, onAnswer: (text: string) => void): Promise<Page> {
  const page = await (await browser.newContext({ locale: "en-GB", timezoneId: person.zoneinfo })).newPage();
  page.setDefaultTimeout(SEEN_MS_MAX);
  page.on("response", (response) => {
    if (!response.url().startsWith(server.local.workerUrl)) return;
    // Of a page that was left meanwhile there is no body to look at.
    response.text().then(onAnswer, () => undefined);
  });
  await page.goto(`${server.local.simulatorsUrl}/app`);
  await page.getByRole("button", { name: `Continue as ${person.name}` }).click();
  await page.getByText(`You are ${person.name}`).waitFor();
  return page;
}

/** Looks again until it is there, as somebody would who waits for it. */
export async function seen(page: Page, what: Locator, because: string, msMax = SEEN_MS_MAX): Promise<void> {
  await until(
    async () => {
      if (await what.first().isVisible()) return true;
      await page.reload();
      await page.locator("#content li, main > ul, main > p").first().waitFor();
      await page.waitForLoadState("networkidle");
      return await what.first().isVisible();
    },
    msMax,
    because,
  );
}

interface Wish {
  readonly client: Person;
  readonly coach: Person;
  /** Any of the coach's offers of an hour, where it is not named. */
  readonly offer?: { readonly title: string; readonly minutes: number };
  /** The first day that will do, in UTC. */
  readonly from: string;
}

/** Books the first time that the app offers; resolves to when it is. */
export async function book(page: Page, server: LocalServer, { client, coach, offer, from }: Wish): Promise<Date> {
  await page.getByLabel("Times from").fill(from);
  const [at] = await freeTimes(server, coach, offer?.minutes ?? 60, from);
  if (at === undefined) throw new Error(`the service offers no time of ${coach.name} from ${from} on`);
  await card(page, coach.name)
    .filter({ hasText: offer?.title ?? "60 minutes" })
    .getByRole("button", { name: `Book ${shown(at, client)}` })
    .click();
  await sessionCard(page, at, client).waitFor();
  return at;
}

/** From the session's card to the checkout, and back when it is confirmed. */
export async function pay(page: Page, session: Locator): Promise<void> {
  await session.getByRole("button", { name: "Pay" }).click();
  await page.getByRole("button", { name: /^Pay / }).click();
  await seen(page, session.getByText("confirmed · paid"), "paid and confirmed");
}

/** Asks the app for another time; where the other side has a say in it, that asks them. */
export async function moveInApp(session: Locator, to: Date, { zoneinfo }: Person): Promise<void> {
  await session.getByText("Another time").click();
  const wallTime = to.toLocaleString("sv-SE", { timeZone: zoneinfo }).replace(" ", "T").slice(0, 16);
  await session.getByLabel("New time").fill(wallTime);
  await session.getByRole("button", { name: "Move" }).click();
}

export function card(page: Page, text: string | RegExp): Locator {
  return page.locator("li.card").filter({ hasText: text });
}

/** The card of a session at that time; the cards of coaches offer times as well. */
export function sessionCard(page: Page, at: Date, reader: Person): Locator {
  return page.locator("li.card").filter({ has: page.locator("strong", { hasText: shown(at, reader) }) });
}

/** As the app writes it for somebody in that time zone. */
export function shown(at: Date, { zoneinfo }: Person): string {
  return at.toLocaleString("en-GB", { dateStyle: "full", timeStyle: "short", timeZone: zoneinfo });
}

/** Waits for mails with these subjects, `within` so many milliseconds. */
export async function told(
  page: Page,
  server: LocalServer,
  reader: Person,
  wanted: readonly RegExp[],
  within = SEEN_MS_MAX,
): Promise<void> {
  await until(
    async () => {
      const found = await subjects(page, server, reader);
      return wanted.every((one) => found.some((subject) => one.test(subject)));
    },
    within,
    `mails ${wanted.join(", ")}`,
  );
}

/** The subjects of all mails to somebody, read from the mailbox's page. */
async function subjects(page: Page, server: LocalServer, { email }: Person): Promise<string[]> {
  await page.goto(`${server.local.simulatorsUrl}/mailbox/?to=${encodeURIComponent(email)}`);
  return await page.locator("li.card strong").allInnerTexts();
}
