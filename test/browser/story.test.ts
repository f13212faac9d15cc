/**
 * Stories of people on the service's own pages, in a real browser, told from `npm start` on: connect a calendar and untick something, book, see
 * the event with its link, move it where its owner would, disconnect; sell, book what has a price, pay, read the mails, cancel in time and
 * late, ask for another time, let a booking lapse. Afterwards everything that the server has left on disk and said is searched for what must
 * never be there (S37, S54).
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
import { book, bookingIn, chooseTime, chooseWhoToBe, enter, moveTo, openPage, pay, SEEN_MS_MAX, seen, shown, told } from "./app.ts";
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
  [server, browser] = await Promise.all([LocalServer.start(), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});

const enterAs = async (person: Person): Promise<Page> => await enter({ browser, server, onAnswer: (text) => answers.push(text) }, person);

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
let unpaid: { readonly page: Page; readonly at: Date; readonly id: string };

it("a coach sells something with a price, a client books it for right now, and is told that it is too late to pay", async () => {
  const coachPage = await enterAs(COACH_EXAMPLE);
  await coachPage.goto("/desk/offers");
  await coachPage.getByRole("link", { name: "Make an offer" }).click();
  await coachPage.getByLabel("Title", { exact: true }).fill(QUESTION.title);
  await coachPage.getByLabel("Length in minutes").fill(String(QUESTION.minutes));
  await coachPage.getByLabel("Price", { exact: true }).fill(QUESTION.price);
  await coachPage.getByLabel("Currency").selectOption("EUR");
  await coachPage.getByRole("button", { name: "Make the offer" }).click();
  await coachPage.getByText("€12.50").first().waitFor();

  const page = await enterAs(LUCAS);
  const opensAt = await openSoon(COACH_EXAMPLE);
  const from = opensAt.toISOString().slice(0, 10);
  const at = await book(page, server, { coach: COACH_EXAMPLE, offer: QUESTION, from }, LUCAS);
  expect(at).toEqual(opensAt);
  const id = bookingIn(page);
  expect(await bookingAt(server, LUCAS, at)).toMatchObject({
    id,
    status: "pending",
    offer_title: QUESTION.title,
    price: { amount_minor: 1_250, currency: "EUR" },
  });
  await page.goto(`/bookings/${id}`);
  await page
    .getByText(/^Waiting for payment until/u)
    .first()
    .waitFor();
  await page.goto(`/bookings/${id}/pay`);
  await page.getByRole("button", { name: "Pay €12.50" }).click();
  await page.getByText("It is too late to pay for this booking.").waitFor();
  unpaid = { page, at, id };
});

const ANY_LENGTH = 60;
const CALENDARS = [
  { name: "Google Calendar", coach: COACH_LISBON, client: SOFIA, connect: allowGoogle, link: /https:\/\/meet\.google\.com\//u },
  { name: "Outlook", coach: COACH_KOLKATA, client: HANA, connect: acceptOutlook, link: /https:\/\/teams\.microsoft\.com\//u },
];
const OFFERS = new Map([
  [COACH_LISBON.id, { title: "Session by video", minutes: ANY_LENGTH }],
  [COACH_KOLKATA.id, { title: "Working with teams in India", minutes: ANY_LENGTH }],
]);

it("a permission that was unticked is named, and nothing is connected", async () => {
  const page = await enterAs(COACH_LISBON);
  await page.goto("/calendars");
  await allowGoogle(page, "unticked@calendars.test", /events on calendars you own/u);
  await page.getByText("Some of the permissions were left out").first().waitFor();
  await page.goto("/calendars");
  await page
    .getByRole("link", { name: "Connect Google Calendar" })
    .or(page.getByRole("button", { name: "Connect Google Calendar" }))
    .waitFor();
});

describe.each(CALENDARS)("$name", ({ name, coach, client, connect, link }) => {
  const account = `${coach.id}@calendars.test`;

  it("connected, a session stands in it with its link, follows it when its owner moves it, and it is disconnected", async () => {
    const coachPage = await enterAs(coach);
    await coachPage.goto("/calendars");
    const returned = coachPage.waitForRequest(/[?&]code=/u);
    await connect(coachPage, account, null);
    expect(decodeURIComponent((await returned).url())).toMatch(TOKENS);
    await coachPage.goto("/calendars");
    await seen(coachPage, coachPage.getByText(/Connected\. Last read/u), "the calendar was read");

    const clientPage = await enterAs(client);
    const from = dayAfter(1);
    const at = await book(clientPage, server, { coach, offer: OFFERS.get(coach.id) ?? { title: null, minutes: ANY_LENGTH }, from }, client);
    const id = bookingIn(clientPage);
    await coachPage.goto("/bookings");
    await coachPage.goto(`/bookings/${id}`);
    await coachPage.getByRole("link", { name: /^(?:Approve|Confirm)$/u }).click();
    await coachPage.getByRole("button", { name: /^(?:Approve|Confirm) the session$/u }).click();
    await coachPage.getByText("The session is confirmed.").waitFor();

    const week = await weekOf(coachPage, server, account, at);
    const event = eventAt(week, `Session with ${client.name}`, at);
    await seen(week, event.getByRole("link", { name: link }), "the event with its link");
    await clientPage.goto(`/bookings/${id}`);
    await seen(clientPage, clientPage.getByRole("link", { name: link }), "the link on the booking");

    const to = await anotherTime(coach, at, ANY_LENGTH, from);
    await drag(event, to);
    await seen(clientPage, clientPage.getByText(shown(to, client)), "the booking moved with its event");

    await coachPage.goto("/calendars");
    await coachPage.getByRole("link", { name: `Disconnect ${name}` }).click();
    await coachPage.getByRole("button", { name: "Disconnect" }).click();
    await coachPage.getByText(`${name} is disconnected`).first().waitFor();
  });
});

it("a session that costs something: declined, paid, confirmed, reminders planned, told by mail, cancelled, refunded", async () => {
  const reminders = async (): Promise<number> => {
    const { effects } = await send<{ effects: { kind: string }[] }>(server, ADMIN, "GET /admin/outbox?limit=100&state=due");
    return effects.filter(({ kind }) => kind.startsWith("reminder")).length;
  };
  const planned = await reminders();
  const page = await enterAs(DANIEL);
  // Far enough ahead: its policy gives all of it back until two days before.
  await book(page, server, { coach: COACH_NEW_YORK, offer: HOUR, from: dayAfter(3) }, DANIEL);
  const id = bookingIn(page);
  await page.getByRole("button", { name: "Pay US$90.00" }).click();
  await page.getByRole("button", { name: "Try a card that is declined" }).click();
  await page.getByRole("link", { name: "Back to the checkout" }).click();
  await page.getByRole("button", { name: /^Pay /u }).click();
  await seen(page, page.getByRole("heading", { name: "Your session is booked" }), "paid and confirmed");
  await until(async () => (await reminders()) > planned, SEEN_MS_MAX, "its reminders are planned");

  const mailbox = await page.context().newPage();
  await told(mailbox, server, DANIEL, [/^Requested: /u, /^Payment received: /u]);
  await mailbox
    .getByRole("link", { name: /^Requested: /u })
    .first()
    .click();
  const letter = mailbox.frameLocator("iframe");
  await letter.getByText("West Africa").or(letter.getByText("GMT+1")).or(letter.getByText("UTC+01:00")).first().waitFor();
  expect(await mailbox.locator("textarea").last().inputValue()).toContain("METHOD:REQUEST");

  await page.goto(`/bookings/${id}`);
  await page.getByRole("link", { name: "Cancel the session" }).click();
  await page.getByText("You get US$90.00 back, to the card you paid with.").waitFor();
  await page.getByRole("button", { name: "Cancel the session" }).click();
  await page.getByText("The session is cancelled.").waitFor();
  // That it is cancelled is told within two minutes of the first mail, with what else there is to tell.
  await told(mailbox, server, DANIEL, [/^Refund/u]);
});

it("a late cancellation says what its step gives back, and gives back that", async () => {
  const page = await enterAs(DANIEL);
  const at = await book(page, server, { coach: COACH_NEW_YORK, offer: WORKSHOP, from: dayAfter(4) }, DANIEL);
  await pay(page);

  const holdsUntil = new Date(at.getTime() - DAY_MS);
  const { id, payment_id: paymentId } = await bookingAt(server, DANIEL, at);
  expect(await send<ShownCancellation>(server, DANIEL, `GET /booking/${id}/cancellation`)).toEqual({
    refund: { amount_minor: 12_000, currency: "USD" },
    refund_percent: 50,
    holds_until: holdsUntil.toISOString(),
  });
  await page.goto(`/bookings/${id}/cancel`);
  await page.getByText("You get US$120.00 back, to the card you paid with.").waitFor();
  await page
    .getByText(/This holds until/u)
    .filter({ hasText: shown(holdsUntil, DANIEL) })
    .waitFor();

  await page.getByRole("button", { name: "Cancel the session" }).click();
  await seen(page, page.getByText("US$120.00 has been given back."), "half of it given back");
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
  let id: string;

  beforeAll(async () => {
    coachPage = await enterAs(COACH_NEW_YORK);
    await coachPage.goto("/calendars");
    await allowGoogle(coachPage, account, null);
    // Somebody in Tokyo, who chose a time of New York in her own zone.
    clientPage = await openPage({ browser, server, onAnswer: (text) => answers.push(text) }, HANA);
    at = await chooseTime(clientPage, server, { coach: COACH_NEW_YORK, offer: HOUR, from }, { ...HANA, zoneinfo: COACH_NEW_YORK.zoneinfo });
    await chooseWhoToBe(clientPage, HANA);
    await clientPage.getByText(shown(at, HANA)).first().waitFor();
    await clientPage.getByText(shown(at, COACH_NEW_YORK)).first().waitFor();
    await clientPage.getByRole("button", { name: "Book and go on to pay US$90.00" }).click();
    await clientPage.getByRole("heading", { name: "Pay for your session" }).waitFor();
    id = bookingIn(clientPage);
    await pay(clientPage);
    week = await weekOf(coachPage, server, account, at);
    await seen(week, eventAt(week, title, at), "the event of the session");
  });

  /** As the record, the client's page and the calendar have it. */
  async function expectMoved(to: Date): Promise<void> {
    await clientPage.getByText(shown(to, HANA)).first().waitFor();
    await seen(week, eventAt(week, title, to), "the event at the new time");
    const booking = await bookingAt(server, HANA, to);
    expect(booking).toMatchObject({ status: "confirmed", price: { amount_minor: 9_000, currency: "USD" }, move_request: null });
    // A move that the coach asked for takes nothing from what the client can get back.
    const preview = await send<ShownCancellation>(server, HANA, `GET /booking/${booking.id}/cancellation`);
    expect(preview).toMatchObject({ refund: { amount_minor: 9_000, currency: "USD" }, refund_percent: 100 });
  }

  async function expectAsked(to: Date): Promise<void> {
    await clientPage.goto("/bookings");
    const question = clientPage.getByRole("link", { name: /^Answer by .* may it be moved to/u }).filter({ hasText: shown(to, HANA) });
    await seen(clientPage, question, "the client is asked");
    const booking = await bookingAt(server, HANA, at);
    expect(booking).toMatchObject({ status: "confirmed", move_request: { session_datetime: to.toISOString(), asked_by: "coach" } });
  }

  async function accept(to: Date): Promise<void> {
    await clientPage.getByRole("link", { name: /^Answer by/u }).click();
    await clientPage.getByRole("button", { name: "Accept the new time" }).click();
    await clientPage.getByText("The session has been moved.").waitFor();
    await expectMoved(to);
    at = to;
  }

  it("the coach asks for another time, the client accepts, and it moves", async () => {
    const to = await anotherTime(COACH_NEW_YORK, at, 60, from);
    await moveTo(coachPage, id, to, COACH_NEW_YORK, "Ask for this time");
    await coachPage.getByText("Your question has been sent.").waitFor();
    await expectAsked(to);
    await accept(to);
  });

  it("the coach drags it in the calendar: it is put back, the client is asked and accepts, and it moves", async () => {
    const to = await anotherTime(COACH_NEW_YORK, at, 60, from);
    await drag(eventAt(week, title, at), to);
    await expectAsked(to);
    await seen(week, eventAt(week, title, at), "the event put back");
    await told(await coachPage.context().newPage(), server, COACH_NEW_YORK, [/^Calendar conflict: /u]);
    await accept(to);
  });
});

it("a time that somebody else takes meanwhile is said, nothing that was typed is lost, and the nearest one is booked", async () => {
  const wish = { coach: COACH_LISBON, offer: { title: "Short call", minutes: 30 }, from: dayAfter(5) };
  const [slow, quick] = [await enterAs(SOFIA), await enterAs(LUCAS)];
  const at = await chooseTime(slow, server, wish, SOFIA);
  await slow.getByLabel("Notes for the coach (optional)").fill("I typed this <b>before</b> it was gone.");
  expect(await book(quick, server, wish, LUCAS)).toEqual(at);
  await slow.getByRole("button", { name: "Book this session" }).click();
  await slow.getByRole("alert").getByText("That time has just been taken.").waitFor();
  expect(await slow.getByLabel("Notes for the coach (optional)").inputValue()).toBe("I typed this <b>before</b> it was gone.");
  await slow.getByRole("radio").first().check();
  await slow.getByRole("button", { name: "Book this session" }).click();
  await slow.getByText("I typed this <b>before</b> it was gone.").waitFor();
});

it("what nobody paid for has lapsed at its start", async () => {
  const { page, at, id } = unpaid;
  await page.goto(`/bookings/${id}`);
  const lapsed = page.getByText("Not confirmed in time, so it does not take place");
  await seen(page, lapsed, "the lapse", Math.max(0, at.getTime() - Date.now()) + SEEN_MS_MAX);
  const booking = await bookingAt(server, LUCAS, at);
  expect(booking).toMatchObject({ status: "cancelled", cancelled_by: "system", cancel_reason: "expired", payment_id: null });
  await told(await page.context().newPage(), server, LUCAS, [/^Not confirmed: /u], MAILS_GATHERED_MS + SEEN_MS_MAX);
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
