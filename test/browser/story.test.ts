/**
 * What a new user does with `npm start`, in a real browser: connect a calendar and untick something, book, see the event
 * with its link, move it where its owner would, disconnect; sell, book what has a price, pay, read the mails, cancel in time
 * and late, ask for another time, let a booking lapse. Afterwards everything that the server has left on disk and said is
 * searched for what must never be there (S37, S54).
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO, DEMO_PEOPLE } from "../../scripts/demo-people.ts";
import type { Person } from "../../simulators/identity/tokens.ts";
import { LocalServer, until } from "../local/server.ts";
import { MAILS_GATHERED_MS } from "../../src/limits.ts";
import { bookingAt, dayAfter, freeTimes, send, type ShownCancellation, type ShownPayment } from "./api.ts";
import { book, card, moveInApp, pay, SEEN_MS_MAX, seen, sessionCard, shown, signIn, told } from "./app.ts";
import { acceptOutlook, allowGoogle, drag, eventAt, weekOf } from "./calendars.ts";
import { openBrowser } from "./chromium.ts";

const { COACH_LISBON, COACH_KOLKATA, COACH_NEW_YORK, COACH_EXAMPLE, SOFIA, DANIEL, HANA, LUCAS, ADMIN } = DEMO;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** How far ahead at least a session is that will start while the story is told. */
const SOON_MS_MIN = 30_000;
const QUESTION = { title: "One question", minutes: 15, price: "12.50" };
const HOUR = { title: "Presenting in America", minutes: 60 };
/** Gives everything back until two weeks before, half of it until a day before. */
const WORKSHOP = { title: "A workshop prepared for your team", minutes: 120 };
/** How the stand-ins' tokens and codes begin, of either provider: access, refresh, code. */
const TOKENS = /ya29\.a0|1\/\/0[\w-]{20}|4\/0A[\w-]{10}|EwB4A8l6BAAU|1\.AXoA|M\.C5_BAY/u;

let server: LocalServer;
let browser: Browser;
const answers: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([LocalServer.start("load", { withApp: true }), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});

async function enter(person: Person): Promise<Page> {
  return await signIn(browser, server, person, (text) => answers.push(text));
}

async function anotherTime(coach: Person, at: Date, minutes: number, from: string): Promise<Date> {
  const free = await freeTimes(server, coach, minutes, from);
  const other = free.find((time) => Math.abs(time.getTime() - at.getTime()) > minutes * MINUTE_MS);
  if (other === undefined) throw new Error(`no other time of ${coach.name} is free`);
  return other;
}

/** Opens the coach's hours, of every day, at the next minute that is far enough ahead; resolves to that instant. */
async function openSoon(coach: Person): Promise<Date> {
  const opensAt = new Date(Math.ceil((Date.now() + SOON_MS_MIN) / MINUTE_MS) * MINUTE_MS);
  const [date = "", time = ""] = opensAt.toISOString().split("T");
  const weekly = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, start: "00:00", end: "24:00" }));
  const overrides = [{ date, intervals: [{ start: time.slice(0, 5), end: "24:00" }] }];
  await send(server, coach, `PUT /coach/${coach.id}/availability`, { time_zone: "Etc/UTC", weekly, overrides });
  return opensAt;
}

/** Booked at the beginning of the story, so that its start comes while the rest is told. */
let unpaid: { readonly page: Page; readonly at: Date };

it("a coach sells something with a price, a client books it for right now, and is told that it is too late to pay", async () => {
  const coachPage = await enter(COACH_EXAMPLE);
  await coachPage.getByText("Sell something new").click();
  await coachPage.getByLabel("Title").fill(QUESTION.title);
  await coachPage.getByLabel("Minutes").fill(String(QUESTION.minutes));
  await coachPage.getByLabel("Price").fill(QUESTION.price);
  await coachPage.getByRole("button", { name: "Sell it" }).click();
  await card(coachPage, QUESTION.title).getByText("15 minutes · €12.50").waitFor();

  const page = await enter(LUCAS);
  const opensAt = await openSoon(COACH_EXAMPLE);
  const from = opensAt.toISOString().slice(0, 10);
  const at = await book(page, server, { client: LUCAS, coach: COACH_EXAMPLE, offer: QUESTION, from });
  expect(at).toEqual(opensAt);
  const session = sessionCard(page, at, LUCAS);
  await session.getByText(`pending, awaiting payment, lapses ${shown(at, LUCAS)}`).waitFor();
  expect(await bookingAt(server, LUCAS, at)).toMatchObject({
    status: "pending",
    offer_title: QUESTION.title,
    price: { amount_minor: 1_250, currency: "EUR" },
  });
  await session.getByRole("button", { name: "Pay" }).click();
  await page.getByText("Book again, and pay at once.").waitFor();
  unpaid = { page, at };
});

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
    const from = dayAfter(1);
    const at = await book(clientPage, server, { client, coach, from });
    await coachPage.reload();
    await sessionCard(coachPage, at, coach).getByRole("button", { name: "Confirm" }).click();

    const week = await weekOf(coachPage, server, account, at);
    const event = eventAt(week, `Session with ${client.name}`, at);
    await seen(week, event.getByRole("link", { name: link }), "the event with its link");
    await seen(clientPage, sessionCard(clientPage, at, client).getByRole("link", { name: "Meeting" }), "the link on the booking");

    const to = await anotherTime(coach, at, 60, from);
    await drag(event, to);
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
  const at = await book(page, server, { client: DANIEL, coach: COACH_NEW_YORK, offer: HOUR, from: dayAfter(3) });
  const session = sessionCard(page, at, DANIEL);
  await session.getByText("US$90.00", { exact: false }).first().waitFor();
  await session.getByRole("button", { name: "Pay" }).click();
  await page.getByRole("button", { name: "Try a card that is declined" }).click();
  await page.getByRole("link", { name: "Back to the checkout" }).click();
  await page.getByRole("button", { name: /^Pay / }).click();
  await seen(page, session.getByText("confirmed · paid"), "paid and confirmed");

  // The list is as old as the page, and the plan is made after the payment has been seen.
  const replanned = async (): Promise<boolean> => {
    await admin.reload();
    await admin.getByRole("heading", { name: "Given up" }).waitFor();
    return (await reminders()) > planned;
  };
  await until(replanned, SEEN_MS_MAX, "its reminders are planned");

  const mailbox = await page.context().newPage();
  await told(mailbox, server, DANIEL, [/^Requested: /, /^Payment received: /]);
  await mailbox
    .getByRole("link", { name: /^Requested: / })
    .first()
    .click();
  const letter = mailbox.frameLocator("iframe");
  await letter.getByText("West Africa").or(letter.getByText("GMT+1")).or(letter.getByText("UTC+01:00")).first().waitFor();
  expect(await mailbox.locator("textarea").last().inputValue()).toContain("METHOD:REQUEST");

  await session.getByRole("button", { name: "Cancel" }).click();
  await session.getByText("US$90.00 comes back to you: 100 % until 2 days before.").waitFor();
  await session.getByRole("button", { name: "Yes, cancel" }).click();
  await session.getByText("cancelled").waitFor();
  // That it is cancelled is told within two minutes of the first mail, with what else there is to tell.
  await told(mailbox, server, DANIEL, [/^Refund/]);
});

it("a late cancellation says what its step gives back, and gives back that", async () => {
  const page = await enter(DANIEL);
  const at = await book(page, server, { client: DANIEL, coach: COACH_NEW_YORK, offer: WORKSHOP, from: dayAfter(4) });
  const session = sessionCard(page, at, DANIEL);
  await pay(page, session);

  const holdsUntil = new Date(at.getTime() - DAY_MS);
  const { id, payment_id: paymentId } = await bookingAt(server, DANIEL, at);
  expect(await send<ShownCancellation>(server, DANIEL, `GET /booking/${id}/cancellation`)).toEqual({
    refund: { amount_minor: 12_000, currency: "USD" },
    refund_percent: 50,
    holds_until: holdsUntil.toISOString(),
  });
  await session.getByRole("button", { name: "Cancel" }).click();
  await session
    .getByText(`US$120.00 comes back to you: 50 % until 1 day before. It is as much until ${shown(holdsUntil, DANIEL)}.`)
    .waitFor();

  await session.getByRole("button", { name: "Yes, cancel" }).click();
  await seen(page, session.getByText("cancelled by client · paid · US$120.00 given back"), "half of it given back");
  const payment = await send<ShownPayment>(server, DANIEL, `GET /payments/${String(paymentId)}`);
  expect(payment).toMatchObject({ captured_minor: 24_000, refunded_minor: 12_000 });
});

describe("a session with a price, in its coach's Google Calendar", () => {
  const account = `${COACH_NEW_YORK.id}@calendars.test`;
  const title = `Session with ${HANA.name}`;
  const from = dayAfter(3);
  let coachPage: Page;
  let clientPage: Page;
  let week: Page;
  let at: Date;

  beforeAll(async () => {
    coachPage = await enter(COACH_NEW_YORK);
    await allowGoogle(coachPage, account, null);
    clientPage = await enter(HANA);
    at = await book(clientPage, server, { client: HANA, coach: COACH_NEW_YORK, offer: HOUR, from });
    await pay(clientPage, sessionCard(clientPage, at, HANA));
    week = await weekOf(coachPage, server, account, at);
    await seen(week, eventAt(week, title, at), "the event of the session");
  });

  /** As the record, the client's page and the calendar have it. */
  async function expectMoved(to: Date): Promise<void> {
    await sessionCard(clientPage, to, HANA).getByText("confirmed · paid").waitFor();
    await seen(week, eventAt(week, title, to), "the event at the new time");
    const booking = await bookingAt(server, HANA, to);
    expect(booking).toMatchObject({ status: "confirmed", price: { amount_minor: 9_000, currency: "USD" }, move_request: null });
    // What the coach asked for takes nothing from what the client can get back.
    const preview = await send<ShownCancellation>(server, HANA, `GET /booking/${booking.id}/cancellation`);
    expect(preview).toMatchObject({ refund: { amount_minor: 9_000, currency: "USD" }, refund_percent: 100 });
  }

  async function expectAsked(to: Date): Promise<void> {
    const question = sessionCard(clientPage, at, HANA).getByText(`Your coach asks to move it to ${shown(to, HANA)}.`);
    await seen(clientPage, question, "the client is asked");
    const booking = await bookingAt(server, HANA, at);
    expect(booking).toMatchObject({ status: "confirmed", move_request: { session_datetime: to.toISOString(), asked_by: "coach" } });
  }

  async function accept(to: Date): Promise<void> {
    await sessionCard(clientPage, at, HANA).getByRole("button", { name: "Accept" }).click();
    await expectMoved(to);
    at = to;
  }

  it("the coach asks in the app to move it, the client accepts, and it moves", async () => {
    const to = await anotherTime(COACH_NEW_YORK, at, 60, from);
    await coachPage.reload();
    await moveInApp(sessionCard(coachPage, at, COACH_NEW_YORK), to, COACH_NEW_YORK);
    await coachPage.getByText("Your client has been asked.").waitFor();
    await expectAsked(to);
    await accept(to);
  });

  it("the coach drags it in the calendar: it is put back, the client is asked and accepts, and it moves", async () => {
    const to = await anotherTime(COACH_NEW_YORK, at, 60, from);
    await drag(eventAt(week, title, at), to);
    await expectAsked(to);
    await seen(week, eventAt(week, title, at), "the event put back");
    await told(await coachPage.context().newPage(), server, COACH_NEW_YORK, [/^Calendar conflict: /]);
    await accept(to);
  });
});

it("what nobody paid for has lapsed at its start", async () => {
  const { page, at } = unpaid;
  const lapsed = sessionCard(page, at, LUCAS).getByText("cancelled by system: expired");
  await seen(page, lapsed, "the lapse", Math.max(0, at.getTime() - Date.now()) + SEEN_MS_MAX);
  const booking = await bookingAt(server, LUCAS, at);
  expect(booking).toMatchObject({ status: "cancelled", cancelled_by: "system", cancel_reason: "expired", payment_id: null });
  await told(await page.context().newPage(), server, LUCAS, [/^Not confirmed: /], MAILS_GATHERED_MS + SEEN_MS_MAX);
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
