/** The service's own pages and the mailbox as people see and use them: by what is written on links and buttons. */
import type { Browser, Locator, Page } from "playwright-core";
import type { Person } from "../../simulators/identity/tokens.ts";
import { type LocalServer, until } from "../local/server.ts";
import { freeTimes } from "./api.ts";

export const SEEN_MS_MAX = 30_000;

interface Entering {
  readonly browser: Browser;
  readonly server: LocalServer;
  /** Every answer that the service gives. */
  readonly onAnswer: (text: string) => void;
}

/** A browser of somebody's own in the person's time zone, not signed in. */
export async function openPage({ browser, server, onAnswer }: Entering, { zoneinfo }: Pick<Person, "zoneinfo">): Promise<Page> {
  const page = await (await browser.newContext({ locale: "en-GB", timezoneId: zoneinfo, baseURL: server.local.workerUrl })).newPage();
  page.setDefaultTimeout(SEEN_MS_MAX);
  page.on("response", (response) => {
    if (!response.url().startsWith(server.local.workerUrl)) return;
    // Of a page that was left meanwhile there is no body to look at.
    response.text().then(onAnswer, () => undefined);
  });
  return page;
}

/** At the identity provider's page. */
export async function chooseWhoToBe(page: Page, person: Person): Promise<void> {
  await page.getByRole("link", { name: `Continue as ${person.name}` }).click();
  await page.locator("header").getByText(person.name).waitFor();
}

/** A browser of somebody's own, signed in. */
export async function enter(entering: Entering, person: Person): Promise<Page> {
  const page = await openPage(entering, person);
  await page.goto("/");
  await page.getByRole("link", { name: "Sign in", exact: true }).click();
  await chooseWhoToBe(page, person);
  return page;
}

/** Looks again until it is there, as somebody would who waits for it. */
export async function seen(page: Page, what: Locator, because: string, msMax = SEEN_MS_MAX): Promise<void> {
  await until(
    async () => {
      if (await what.first().isVisible()) return true;
      await page.reload();
      await page.locator("h1").first().waitFor();
      return await what.first().isVisible();
    },
    msMax,
    because,
  );
}

export interface Wish {
  readonly coach: Person;
  /** The length, of a coach who sells every length; or one of the coach's offers. */
  readonly offer: { readonly title: string | null; readonly minutes: number };
  /** The first day that will do, in UTC. */
  readonly from: string;
}

/** From the coach's page to the form of the first time that is free. */
export async function chooseTime(page: Page, server: LocalServer, { coach, offer, from }: Wish, reader: Person): Promise<Date> {
  let at: Date | undefined;
  // Until a calendar has been read for the first time, none of its owner's times is free.
  await until(
    async () => {
      [at] = await freeTimes(server, coach, offer.minutes, from);
      return at !== undefined;
    },
    SEEN_MS_MAX,
    `a time of ${coach.name} from ${from} on`,
  );
  if (at === undefined) throw new Error("no time");
  await page.goto(`/book/${coach.id}`);
  // A coach's only offer is chosen already.
  if (offer.title !== null && (await page.getByRole("heading", { name: offer.title }).count()) === 0) {
    await page.getByRole("link", { name: offer.title }).click();
  }
  await goToDay(page, dateIn(at, reader.zoneinfo));
  await page.locator(`a:has(time[datetime="${at.toISOString()}"])`).click();
  return at;
}

/** Follows the months to the day, and the day to its times. */
async function goToDay(page: Page, date: string): Promise<void> {
  const day = page.locator(`table.month a[href*="date=${date}"]`);
  await page.locator("table.month").waitFor();
  for (let months = 0; !(await day.isVisible()) && months < 3; months += 1) {
    const month = page.url();
    await page.locator('a[rel="next"]').first().click();
    // A click does not wait until the next page is there, and this one has no such day.
    await page.waitForURL(({ href }) => href !== month);
  }
  await day.click();
}

/** Books the first time that is free, as somebody who is signed in; resolves to when it is, and leaves the page at what follows. */
export async function book(page: Page, server: LocalServer, wish: Wish, reader: Person): Promise<Date> {
  const at = await chooseTime(page, server, wish, reader);
  await page.getByRole("button", { name: /^Book (?:this session|and go on to pay)/u }).click();
  await page.waitForURL(/\/bookings\/[0-9a-f-]{36}/u);
  return at;
}

/** From the page of paying to the checkout, and back when it is confirmed. */
export async function pay(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Pay / }).click();
  await page.getByRole("button", { name: "Try a card that is declined" }).waitFor();
  await page.getByRole("button", { name: /^Pay / }).click();
  await seen(page, page.getByRole("heading", { name: "Your session is booked" }), "paid and confirmed");
}

/** The id of the booking that a page is about. */
export function bookingIn(page: Page): string {
  return /\/bookings\/([0-9a-f-]{36})/u.exec(page.url())?.[1] ?? "";
}

/** Chooses another time on the page of moving, and sends what its button says. */
export async function moveTo(page: Page, bookingId: string, to: Date, { zoneinfo }: Person, button: string): Promise<void> {
  await page.goto(`/bookings/${bookingId}/move`);
  await goToDay(page, dateIn(to, zoneinfo));
  await page.locator(`a:has(time[datetime="${to.toISOString()}"])`).click();
  await page.getByRole("button", { name: button }).click();
}

function dateIn(at: Date, timeZone: string): string {
  return at.toLocaleDateString("sv-SE", { timeZone });
}

/** A card on a page of the stand-ins. */
export function card(page: Page, text: string | RegExp): Locator {
  return page.locator("li.card").filter({ hasText: text });
}

/** As pages write a moment for somebody in that time zone. */
export function shown(at: Date, { zoneinfo }: Person): RegExp {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: zoneinfo, day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
  const of = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
  return new RegExp(`\\b${String(of["day"])} ${String(of["month"])}.*${String(of["hour"])}:${String(of["minute"])}`, "u");
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
