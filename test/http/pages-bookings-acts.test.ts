/** Acts on a session in its pages: done once for each form, at the terms and to the revision that the page has shown, or shown again. */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HOUR_MS } from "../../src/lib/duration.ts";
import { dayAhead } from "../support/days.ts";
import { ask, confirmed, history, move, offered, paid, parties, seen } from "./agreements.ts";
import { apiWith, browserOf, someone } from "./app-under-test.ts";
import { act, browserNow, browsers, doneAt, fieldsOf, see, wordsOf } from "./session-pages.ts";
import { booked, setTerms, wholeRecord } from "./stories.ts";

const api = apiWith();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("cancelling", () => {
  const POLICY = [
    { before_minutes: 2_880, refund_percent: 100 },
    { before_minutes: 1_440, refund_percent: 50 },
  ];

  test("says before what is given back and gives that; sent twice, it is one cancellation", async () => {
    const { coach, client } = await parties(api);
    await offered(api, coach, { cancellation_policy: POLICY });
    const id = await booked(api, client, coach, dayAhead(5, "10:00"));
    await paid(api, client, id);
    vi.setSystemTime(Date.parse(dayAhead(5, "10:00")) - 36 * HOUR_MS);
    const browser = await browserNow(api, client);
    const page = await see(browser, `/bookings/${id}/cancel`);
    expect(wordsOf(page)).toMatch(/You get €30\.00 back, to the card you paid with\. This holds until /u);
    expect(fieldsOf(page)).toMatchObject({ refund: "3000", percent: "50" });
    const fields = { ...fieldsOf(page), reason: "I am ill\r\nand sorry" };
    const first = await browser.submit(`/bookings/${id}/cancel`, fields);
    const before = await wholeRecord();
    const second = await browser.submit(`/bookings/${id}/cancel`, fields);
    expect([first, second].map(({ status, headers }) => [status, headers.get("Location")])).toEqual([
      [303, doneAt(id)],
      [303, doneAt(id)],
    ]);
    expect(await wholeRecord()).toEqual(before);
    expect(await seen(api, client, id)).toMatchObject({ status: "cancelled", cancel_reason: "I am ill\nand sorry" });
    const refund = await env.DB.prepare("SELECT refund_percent AS percent FROM bookings WHERE id = ?").bind(id).first();
    expect(refund).toEqual({ percent: 50 });
    const done = await see(browser, doneAt(id));
    expect(wordsOf(done)).toContain("The session is cancelled. The other side gets an email.");
    expect(wordsOf(done)).toContain("€30.00 is on its way back.");
    expect(wordsOf(await see(await browserNow(api, coach), doneAt(id)))).not.toContain("The session is cancelled. The other");
  });

  test("at worse terms than the page has shown is not done but shown again, whoever let the time pass", async () => {
    const { coach, client } = await parties(api);
    await offered(api, coach, { cancellation_policy: POLICY });
    const id = await booked(api, client, coach, dayAhead(5, "10:00"));
    await paid(api, client, id);
    const starts = Date.parse(dayAhead(5, "10:00"));
    vi.setSystemTime(starts - 48 * HOUR_MS);
    const browser = await browserNow(api, client);
    const page = await see(browser, `/bookings/${id}/cancel`);
    vi.setSystemTime(starts - 48 * HOUR_MS + 1);
    const before = await wholeRecord();
    const again = await browser.submit(`/bookings/${id}/cancel`, { ...fieldsOf(page), reason: "Typed" });
    expect([again.status, wordsOf(again).includes("Less is given back now")]).toEqual([412, true]);
    expect(wordsOf(again)).toContain("You get €30.00 back");
    expect(again.text).toContain("Typed</textarea>");
    // A form that says nothing of money has shown none.
    const { refund: _refund, percent: _percent, ...mute } = fieldsOf(again);
    expect((await browser.submit(`/bookings/${id}/cancel`, mute)).status).toBe(412);
    expect(await wholeRecord()).toEqual(before);
    expect((await browser.submit(`/bookings/${id}/cancel`, fieldsOf(again))).status).toBe(303);
  });

  test("by the coach gives all back, and of a request is called declining", async () => {
    const { coach, client } = await parties(api);
    await setTerms(api, coach, { approval_required: true });
    const id = await booked(api, client, coach, dayAhead(2, "10:00"));
    const browser = await browserOf(api, coach);
    const page = await see(browser, `/bookings/${id}/cancel`);
    expect(wordsOf(page)).toContain("Decline the session with A client");
    expect(wordsOf(page)).toContain("The session is free, so there is nothing to give back.");
    expect((await act(browser, `/bookings/${id}/cancel`, { reason: "Full" })).status).toBe(303);
    const told = wordsOf(await see(await browserOf(api, client), `/bookings/${id}`));
    for (const part of ["Cancelled by A coach", "Reason Full"]) expect(told).toContain(part);
  });

  test("of a session that was changed meanwhile is not done: the page shows it as it is now", async () => {
    const { coach, client } = await parties(api);
    const id = await booked(api, client, coach, dayAhead(2, "10:00"));
    const browser = await browserOf(api, client);
    const page = await see(browser, `/bookings/${id}/cancel`);
    await move(api, coach, id, dayAhead(4, "12:00"));
    const stale = await browser.submit(`/bookings/${id}/cancel`, fieldsOf(page));
    expect(stale.status).toBe(412);
    expect(wordsOf(stale)).toContain("This has been changed since you opened the page.");
    expect(wordsOf(stale)).toContain("12:00–13:00");
    expect(fieldsOf(stale)["revision"]).toBe("2");
    await api("DELETE", `/booking/${id}`, { as: coach });
    const over = await browser.submit(`/bookings/${id}/cancel`, fieldsOf(stale));
    expect([over.status, wordsOf(over).includes("Cancelled by A coach")]).toEqual([412, true]);
    expect(over.text).not.toContain('action="/bookings');
  });
});

describe("confirming", () => {
  test("is the coach's, once for each form; a price that is not paid is waived only where the coach ticks it", async () => {
    const { coach, client } = await parties(api);
    await offered(api, coach);
    const id = await booked(api, client, coach, dayAhead(2, "10:00"));
    const browser = await browserOf(api, coach);
    const path = `/bookings/${id}/confirm`;
    const page = await see(browser, path);
    expect(wordsOf(page)).toContain("It has not been paid: €60.01. If you go on, the client has it for nothing.");
    const refused = await browser.submit(path, fieldsOf(page));
    expect([refused.status, wordsOf(refused).includes("This session is paid for first")]).toEqual([400, true]);
    const fields = { ...fieldsOf(refused), waive: "on" };
    for (let sent = 0; sent < 2; sent += 1) expect((await browser.submit(path, fields)).headers.get("Location")).toBe(doneAt(id));
    expect(await seen(api, client, id)).toMatchObject({ status: "confirmed", price_waived: true, revision: 2 });
    expect(wordsOf(await see(browser, doneAt(id)))).toContain("You · Confirmed, and the price waived");
    expect(wordsOf(await see(await browserOf(api, client), `/bookings/${id}`))).toContain("€60.01, which the coach has waived");
  });
});

describe("moving", () => {
  const moveAt = (id: string, startsAt: string) => `/bookings/${id}/move?start=${encodeURIComponent(startsAt)}`;

  test("leads from a month over a day's times to a form; the own time counts as free, and it is moved once", async () => {
    const { coach, client } = await parties(api);
    const id = await booked(api, client, coach, dayAhead(2, "10:00"));
    await setTerms(api, coach, { slot_step_minutes: 30 });
    await booked(api, await someone("client"), coach, dayAhead(2, "12:00"));
    const browser = await browserOf(api, client);
    const date = dayAhead(2, "10:00").slice(0, 10);
    const day = await see(browser, `/bookings/${id}/move?date=${date}`);
    const times = [...day.text.matchAll(/<time datetime="[^"]*T(\d\d:\d\d)[^"]*">\d\d:\d\d<\/time>/gu)].map(([, time]) => time);
    expect(times).toEqual(["09:00", "09:30", "10:30", "11:00", "13:00", "13:30", "14:00", "14:30", "15:00", "15:30", "16:00"]);
    const path = /href="(\/bookings\/[0-9a-f-]{36}\/move\?start=[^"]+10%3A30[^"]*)"/u.exec(day.text)?.[1] ?? "";
    const form = await see(browser, path);
    expect(wordsOf(form)).toContain("10:30–11:30");
    for (let sent = 0; sent < 2; sent += 1) {
      const moved = await browser.submit(`/bookings/${id}/move`, fieldsOf(form));
      expect([moved.status, moved.headers.get("Location")]).toEqual([303, doneAt(id)]);
    }
    expect(await seen(api, client, id)).toMatchObject({ session_datetime: dayAhead(2, "10:30"), moves: 1, revision: 2 });
    expect(wordsOf(await see(browser, doneAt(id)))).toContain("The session has been moved.");
  });

  test("to a time that is taken shows those close by, of which one can be chosen", async () => {
    const { coach, client } = await parties(api);
    const id = await booked(api, client, coach, dayAhead(2, "10:00"));
    const browser = await browserOf(api, client);
    const form = await see(browser, moveAt(id, dayAhead(3, "10:00")));
    await booked(api, await someone("client"), coach, dayAhead(3, "10:00"));
    const taken = await browser.submit(`/bookings/${id}/move`, fieldsOf(form));
    expect([taken.status, wordsOf(taken).includes("That time has just been taken.")]).toEqual([400, true]);
    const other = /type="radio"[^>]*value="([^"]+)"/u.exec(taken.text)?.[1] ?? "";
    const unchosen = await browser.submit(`/bookings/${id}/move`, fieldsOf(taken));
    expect([unchosen.status, wordsOf(unchosen).includes("Choose a time.")]).toEqual([400, true]);
    expect((await browser.submit(`/bookings/${id}/move`, { ...fieldsOf(taken), start: other })).status).toBe(303);
    expect((await seen(api, client, id))["session_datetime"]).toBe(other);
  });

  test("says what a later cancellation gives back after it, where that is less", async () => {
    const { coach, client } = await parties(api);
    await offered(api, coach, { cancellation_policy: [{ before_minutes: 2_880, refund_percent: 100 }] });
    const id = await booked(api, client, coach, dayAhead(5, "10:00"));
    await paid(api, client, id);
    const less = "By moving it now, you get nothing back if you cancel later.";
    expect(wordsOf(await see(await browserOf(api, client), moveAt(id, dayAhead(6, "10:00"))))).not.toContain(less);
    vi.setSystemTime(Date.parse(dayAhead(5, "10:00")) - 47 * HOUR_MS);
    const browser = await browserNow(api, client);
    expect(wordsOf(await see(browser, moveAt(id, dayAhead(6, "10:00"))))).toContain(less);
    expect((await act(browser, moveAt(id, dayAhead(6, "10:00")))).status).toBe(303);
    expect(await seen(api, client, id)).toMatchObject({ refund_cap_percent: 0 });
    expect(wordsOf(await see(browser, `/bookings/${id}/cancel`))).toContain("Nothing is given back.");
  });

  test("that the other side has to agree to is asked for and answered, each once; a form that moves never asks", async () => {
    const people = await parties(api);
    const { coach, client } = people;
    const id = await booked(api, client, coach, dayAhead(4, "10:00"));
    const pages = await browsers(api, people);
    const direct = fieldsOf(await see(pages.client, moveAt(id, dayAhead(5, "10:00"))));
    await setTerms(api, coach, { move_notice_minutes: 0 });
    await confirmed(api, coach, id);
    await env.DB.prepare("UPDATE bookings SET approval_required = 1 WHERE id = ?").bind(id).run();
    const refused = await pages.client.submit(`/bookings/${id}/move`, { ...direct, revision: "2" });
    expect([refused.status, fieldsOf(refused)["how"]]).toEqual([400, "ask"]);
    expect(wordsOf(refused)).toContain("The coach has to agree to another time. Ask for it.");
    for (let sent = 0; sent < 2; sent += 1) {
      const asked = await pages.client.submit(`/bookings/${id}/move`, fieldsOf(refused));
      expect(asked.headers.get("Location")).toBe(doneAt(id));
    }
    expect(wordsOf(await see(pages.client, doneAt(id)))).toContain("Your question has been sent.");
    expect(wordsOf(await see(pages.client, `/bookings/${id}/move`))).toContain("Another time has been asked for already.");
    const question = await see(pages.coach, `/bookings/${id}/move-request`);
    expect(wordsOf(question)).toContain("A client asks to move the session.");
    for (let sent = 0; sent < 2; sent += 1) {
      const accepted = await pages.coach.submit(`/bookings/${id}/move-request`, { ...fieldsOf(question), answer: "accept" });
      expect(accepted.headers.get("Location")).toBe(doneAt(id));
    }
    expect(await seen(api, client, id)).toMatchObject({ session_datetime: dayAhead(5, "10:00"), move_request: null, moves: 1 });
    expect((await history(api, client, id)).map(({ action }) => action)).toEqual(["created", "confirmed", "move_asked", "rescheduled"]);
  });

  test("is declined and withdrawn; an answer to a question that was asked anew meanwhile answers nothing", async () => {
    const people = await parties(api);
    const { coach, client } = people;
    const id = await booked(api, client, coach, dayAhead(4, "10:00"));
    await confirmed(api, coach, id);
    const pages = await browsers(api, people);
    const path = `/bookings/${id}/move-request`;
    await ask(api, client, id, dayAhead(5, "10:00"));
    const seenBefore = fieldsOf(await see(pages.coach, path));
    expect((await act(pages.client, path, { answer: "withdraw" })).status).toBe(303);
    await ask(api, client, id, dayAhead(6, "10:00"));
    const before = await wholeRecord();
    for (const answer of ["accept", "decline"]) {
      const stale = await pages.coach.submit(path, { ...seenBefore, key: crypto.randomUUID(), answer });
      expect([answer, stale.status]).toEqual([answer, 412]);
      expect(wordsOf(stale)).toContain("This has been changed since you opened the page.");
    }
    expect((await pages.coach.submit(path, { ...fieldsOf(await see(pages.coach, path)) })).status).toBe(400);
    expect(await wholeRecord()).toEqual(before);
    expect((await pages.coach.submit(path, { ...fieldsOf(await see(pages.coach, path)), answer: "withdraw" })).status).toBe(403);
    expect((await act(pages.coach, path, { answer: "decline" })).headers.get("Location")).toBe(doneAt(id));
    expect(wordsOf(await see(pages.coach, doneAt(id)))).toContain("You declined the other time.");
    expect((await history(api, client, id)).map(({ action }) => action).slice(2)).toEqual([
      "move_asked",
      "move_withdrawn",
      "move_asked",
      "move_declined",
    ]);
  });
});
