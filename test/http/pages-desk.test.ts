/** The coach's desk: who sees it, what waits, the day and the week, booking for a client, the feed; and what it costs. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { openDatabase } from "../../src/database/open.ts";
import { countingD1 } from "../support/counting.ts";
import { bookingRows, dayAhead } from "../support/days.ts";
import { apiWith, browserOf, type Person, someone } from "./app-under-test.ts";
import { api, expectPage, locationOf, MARKUP, NOTES, unescaped, wordsOf } from "./booking-pages.ts";
import { addBusy, connectCalendar, desk, sentBy } from "./desk-pages.ts";
import { booked, euros, sell, setStatus, setTerms } from "./stories.ts";

const PAGES = [
  "/desk",
  "/desk/offers",
  "/desk/offers/new",
  "/desk/policy",
  "/desk/settings",
  "/desk/book",
  "/desk/book/at?client=00000000-0000-4000-8000-000000000000&start=2026-12-01T10:00:00Z",
  "/desk/feed",
];
const dateAhead = (days: number) => dayAhead(days, "00:00").slice(0, "YYYY-MM-DD".length);

describe("role by page", () => {
  test("S71: coaches alone see the desk; others are told, and nobody signed in is led to sign in and back", async () => {
    const { browser } = await desk();
    const others = [await browserOf(api, await someone("client")), await browserOf(api, await someone("admin"))];
    const nobody = await browserOf(api);
    for (const path of PAGES) {
      const answer = await browser.see(path);
      expect([path, [200, 400].includes(answer.status)]).toEqual([path, true]);
      for (const other of others) {
        const [seen, sent] = [await other.see(path), await other.submit(path, { key: crypto.randomUUID() })];
        // Pages that are looked at only take no form of anybody.
        expect([path, seen.status, [403, 405].includes(sent.status)]).toEqual([path, 403, true]);
        expect(seen.text).not.toContain("desk-nav");
      }
      const away = await nobody.see(path);
      expect([away.status, locationOf(away)]).toEqual([303, `/sign-in?to=${encodeURIComponent(path)}`]);
    }
  });

  test("a form of another site changes nothing", async () => {
    const { browser, coach } = await desk();
    for (const path of ["/desk/settings", "/desk/policy", "/desk/offers/new", "/desk/feed"]) {
      const answer = await browser.submit(
        path,
        { title: "x", duration: "60" },
        { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.test" },
      );
      expect([path, answer.status]).toEqual([path, 403]);
    }
    expect((await api("GET", `/coach/${coach.id}/offers`)).body).toEqual({ offers: [] });
  });
});

describe("what waits for the coach", () => {
  test("approvals with their deadline, and questions of clients, each with a way to answer; not what waits for the client", async () => {
    const [{ coach, browser }, client] = [await desk(), await someone("client", { name: "Ada Client" })];
    await setTerms(api, coach, { approval_required: true, approval_minutes: 600 });
    const free = await sell(api, coach, { title: "First talk" });
    const paid = await sell(api, coach, { title: "Paid talk", duration_minutes: 30, price: euros(5_000) });
    const asked = await booked(api, client, coach, dayAhead(3, "09:00"), { offer_id: free });
    const unpaid = await booked(api, client, coach, dayAhead(3, "11:00"), { offer_id: paid, duration_minutes: 30 });
    const moving = await booked(api, client, coach, dayAhead(4, "09:00"), { offer_id: free });
    expect((await setStatus(api, coach, moving, "confirmed")).status).toBe(200);
    const wish = { session_datetime: dayAhead(4, "14:00") };
    expect((await api("POST", `/booking/${moving}/move-request`, { as: client, body: wish })).status).toBeLessThan(300);
    const page = await browser.see("/desk");
    expectPage(page, 200);
    const waiting = page.text.slice(page.text.indexOf('id="waiting"'), page.text.indexOf('id="day"'));
    for (const href of [`/bookings/${asked}/confirm`, `/bookings/${asked}`, `/bookings/${moving}/move-request`])
      expect(waiting).toContain(`href="${href}"`);
    expect(waiting).not.toContain(unpaid);
    expect(wordsOf(page)).toMatch(/Ada Client would like a session on .*First talk · Answer by .*, or it lapses/u);
    expect(wordsOf(page)).toMatch(/Ada Client asks to move a session from .* to /u);
    expect((await setStatus(api, coach, asked, "confirmed")).status).toBe(200);
    expect((await browser.see("/desk")).text).not.toContain(`/bookings/${asked}/confirm`);
  });

  test("nothing waits: it is said; no hours, no offers and no calendar are said with a way on", async () => {
    const { coach, browser } = await desk();
    const page = await browser.see("/desk");
    expect(wordsOf(page)).toContain("Nothing waits for you.");
    expect(wordsOf(page)).toContain("You have no offers yet");
    expect(page.text).toContain('href="/desk/offers/new"');
    expect(page.text).toContain('href="/calendars"');
    expect(page.text).not.toContain("nobody can book");
    expect((await api("PUT", `/coach/${coach.id}/availability`, { as: coach, body: { time_zone: "UTC", weekly: [] } })).status).toBe(200);
    const offer = await sell(api, coach);
    expect((await api("DELETE", `/coach/${coach.id}/offers/${offer}`, { as: coach })).status).toBe(204);
    const bare = await browser.see("/desk");
    expect(wordsOf(bare)).toContain("You have no working hours");
    expect(wordsOf(bare)).toContain("All your offers are retired");
    expect(bare.text.match(/href="\/desk\/hours"/gu)?.length).toBe(2);
    await connectCalendar(coach.id, "needs_reconnect");
    expect(wordsOf(await browser.see("/desk"))).toContain("Your Google Calendar has to be connected again.");
  });
});

describe("the day and the week", () => {
  test("sessions and busy time in the coach's zone, told apart by words; of busy time nothing but whose calendar it is", async () => {
    const [{ coach, browser }, client] = [await desk(), await someone("client", { name: "Ada Client" })];
    expect(
      (
        await api("PUT", `/coach/${coach.id}/availability`, {
          as: coach,
          body: {
            time_zone: "Pacific/Auckland",
            weekly: [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, start: "00:00", end: "24:00" })),
          },
        })
      ).status,
    ).toBe(200);
    // 22:00 UTC of the one day is the next morning in Auckland, in winter and in summer.
    const id = await booked(api, client, coach, dayAhead(3, "22:00"));
    const connection = await connectCalendar(coach.id);
    await addBusy(coach.id, connection, dayAhead(4, "00:00"), dayAhead(4, "01:00"));
    await addBusy(coach.id, connection, dayAhead(4, "01:00"), dayAhead(4, "02:00"));
    const clock = (instant: string) =>
      new Intl.DateTimeFormat("en-GB", { timeZone: "Pacific/Auckland", hour: "2-digit", minute: "2-digit" }).format(Date.parse(instant));
    const page = await browser.see(`/desk?day=${dateAhead(4)}`);
    expectPage(page, 200);
    const day = page.text.slice(page.text.indexOf('id="day"'), page.text.indexOf('id="week"'));
    expect(day).toContain(`href="/bookings/${id}"`);
    expect(day).toContain(`${clock(dayAhead(3, "22:00"))}–${clock(dayAhead(3, "23:00"))}`);
    expect(day).toContain("Waits for you");
    // Pieces that touch are one stretch.
    expect(day).toContain(`${clock(dayAhead(4, "00:00"))}–${clock(dayAhead(4, "02:00"))}`);
    expect(day.match(/Busy \(Google Calendar\)/gu)).toHaveLength(1);
    expect(page.text).not.toMatch(/event-|secret@people|primary/u);
    // A cancelled session is gone, and another coach sees none of it.
    expect((await api("DELETE", `/booking/${id}`, { as: coach })).status).toBe(204);
    expect((await browser.see(`/desk?day=${dateAhead(4)}`)).text).not.toContain(id);
    expect((await (await desk()).browser.see(`/desk?day=${dateAhead(4)}`)).text).not.toContain("Busy (Google");
  });

  test("is turned week by week; a week that is none, or years away, is passed over or held", async () => {
    const { browser } = await desk();
    const mondays = async (query: string) => {
      const page = await browser.see(`/desk${query}`);
      expectPage(page, 200);
      return [...page.text.matchAll(/href="\/desk\?week=([\d-]+)&amp;day=\1#day"|href="\/desk\?week=([\d-]+)&day=\2#day"/gu)].map(
        ([, one, other]) => one ?? other,
      );
    };
    expect(await mondays("?week=2026-12-09")).toEqual(["2026-12-07"]);
    expect(await mondays("?day=2026-12-13")).toEqual(["2026-12-07"]);
    const present = await mondays("");
    for (const query of ["?week=x", "?week=2026-02-30", `?week=${encodeURIComponent(MARKUP)}`])
      expect(await mondays(query)).toEqual(present);
    expect(Number((await mondays("?week=2099-12-31"))[0]?.slice(0, 4))).toBeLessThan(2031);
    const page = await browser.see("/desk?week=2027-03-10");
    expect(page.text).toContain('href="/desk?week=2027-03-07#week" rel="prev"');
    expect(page.text).toContain('href="/desk?week=2027-03-15#week" rel="next"');
    expect(page.text).toContain('href="/desk#week"');
  });

  test("a full week of long names is one light page, says how much it leaves out, and takes one batch", async () => {
    const [{ coach }, client] = [await desk(), await someone("client", { name: `語${"語".repeat(90)}` })];
    await booked(api, client, coach, dayAhead(3, "09:00"));
    const monday = Date.parse("2027-06-07T00:00:00Z");
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 499)
       INSERT INTO bookings (id, coach_id, client_id, starts_at, ends_at, buffer_before_ms, buffer_after_ms, status, offer_title, cancellation_policy, revision, created_at, updated_at)
       SELECT lower(hex(randomblob(16))), ?1, ?2, ?3 + i * 1200000, ?3 + i * 1200000 + 1200000, 0, 0, 'confirmed', ?4, '[]', 1, 0, 0 FROM n`,
    )
      .bind(coach.id, client.id, monday, "題".repeat(80))
      .run();
    const connection = await connectCalendar(coach.id);
    for (let day = 0; day < 7; day += 1) {
      const at = (minutes: number) => new Date(monday + day * 86_400_000 + minutes * 60_000).toISOString();
      for (let hour = 0; hour < 24; hour += 1) await addBusy(coach.id, connection, at(hour * 60), at(hour * 60 + 30));
    }
    const counted = countingD1(env.DB);
    const browser = await browserOf(apiWith({ database: openDatabase(counted.d1) }), coach);
    const page = await browser.see("/desk?week=2027-06-07&day=2027-06-09");
    expectPage(page, 200);
    expect(page.text).toContain("more are not shown");
    // One trip recognises the session, the other is the page.
    expect(counted.roundTrips).toBe(2);
    // A window of nine days at most, and a row of another table for each.
    expect(counted.rowsRead).toBeLessThan(2_600);
    // Elsewhere, the full week costs nothing.
    const other = countingD1(env.DB);
    await (await browserOf(apiWith({ database: openDatabase(other.d1) }), coach)).see("/desk");
    expect([other.roundTrips, other.rowsRead < 120]).toEqual([2, true]);
  });

  test("S69: names and titles are never markup", async () => {
    const [{ coach, browser }, client] = [await desk(), await someone("client", { name: `N ${MARKUP}` })];
    await setTerms(api, coach, { approval_required: true });
    const offer = await sell(api, coach, { title: `T ${MARKUP}` });
    await booked(api, client, coach, dayAhead(3, "09:00"), { offer_id: offer });
    for (const path of [
      `/desk?day=${dateAhead(3)}`,
      "/desk/offers",
      `/desk/offers/${offer}`,
      "/desk/book",
      `/desk/book?client=${client.id}`,
    ]) {
      const page = await browser.see(path);
      expectPage(page, 200);
      expect([path, page.text.includes("&lt;script&gt;")]).toEqual([path, true]);
    }
    expectPage(await browser.see(`/desk/book?name=${encodeURIComponent(MARKUP)}`), 200);
  });
});

async function known(coach: Person, name: string): Promise<Person> {
  const client = await someone("client", { name });
  await booked(api, client, coach, dayAhead(3, name === "Ada Client" ? "09:00" : "10:00"));
  return client;
}

describe("booking for a client", () => {
  test("leads from client to time to a session that is confirmed at once, once only", async () => {
    const { coach, browser } = await desk();
    const [ada, ben] = [await known(coach, "Ada Client"), await known(coach, "Ben Client")];
    const stranger = await someone("client", { name: "A Stranger" });
    const list = await browser.see("/desk/book");
    for (const { id } of [ada, ben]) expect(list.text).toContain(`href="/desk/book?client=${id}"`);
    expect(list.text).not.toContain(stranger.id);
    const found = await browser.see("/desk/book?name=ada");
    expect([found.text.includes(ada.id), found.text.includes(ben.id)]).toEqual([true, false]);
    expect(wordsOf(await browser.see("/desk/book?name=zoe"))).toContain("None of your clients is called “zoe”.");
    const offer = await sell(api, coach, { title: "First talk" });
    const day = await browser.see(`/desk/book?client=${ada.id}&offer=${offer}&date=${dateAhead(4)}`);
    expectPage(day, 200);
    const hrefs = [...day.text.matchAll(/href="(\/desk\/book\/at\?[^"]+)"/gu)].map(([, href]) => unescaped(String(href)));
    expect(hrefs).toHaveLength(8);
    const at = String(hrefs[0]);
    const form = await browser.see(at);
    expectPage(form, 200);
    expect(wordsOf(form)).toContain("The session is confirmed at once, and Ada Client is told by mail.");
    const before = (await bookingRows(coach.id)).length;
    const fields = sentBy(form, { notes: NOTES });
    const [one, two] = await Promise.all([browser.submit(at, fields), browser.submit(at, fields)]);
    expect([one.status, two.status, locationOf(one)]).toEqual([303, 303, locationOf(two)]);
    const rows = await bookingRows(coach.id);
    expect(rows).toHaveLength(before + 1);
    expect(rows.at(-1)).toMatchObject({ client_id: ada.id, status: "confirmed", created_by: "coach", notes: NOTES, offer_id: offer });
    expect(locationOf(one)).toBe(`/bookings/${String(rows.at(-1)?.["id"])}`);
    const again = await browser.submit(at, { ...fields, key: crypto.randomUUID() });
    expectPage(again, again.status);
    expect([400, 409]).toContain(again.status);
    expect(unescaped(again.text)).toContain(NOTES);
    expect([...again.text.matchAll(/type="radio"[^>]* name="start"/gu)].length).toBeGreaterThan(0);
  });

  test("says that a priced session waits for the client's payment", async () => {
    const { coach, browser } = await desk();
    const ada = await known(coach, "Ada Client");
    const offer = await sell(api, coach, { price: euros(5_000) });
    const at = `/desk/book/at?client=${ada.id}&offer=${offer}&start=${encodeURIComponent(dayAhead(4, "09:00"))}`;
    expect(wordsOf(await browser.see(at))).toMatch(/Ada Client is asked to pay by .* 2\d{3}, \d\d:\d\d\./u);
  });

  test("not for strangers, nor for another coach's clients", async () => {
    const [{ coach, browser }, other] = [await desk(), await desk()];
    const theirs = await known(other.coach, "Ada Client");
    for (const id of [theirs.id, crypto.randomUUID()]) {
      const page = await browser.see(`/desk/book?client=${id}`);
      expect([page.status, wordsOf(page).includes("You cannot book for this client")]).toEqual([400, true]);
      const at = `/desk/book/at?client=${id}&start=${encodeURIComponent(dayAhead(4, "09:00"))}`;
      expect((await browser.see(at)).status).toBe(400);
      const sent = await browser.submit(at, { key: crypto.randomUUID(), start: dayAhead(4, "09:00"), notes: "" });
      expect([sent.status, wordsOf(sent).includes("This client has not booked with you yet")]).toEqual([400, true]);
    }
    expect(await bookingRows(coach.id)).toEqual([]);
    expect(wordsOf(await browser.see("/desk/book"))).toContain("Nobody has booked with you yet.");
  });
});

describe("the feed", () => {
  test("is made and renewed; the address is shown once and works, the one before does not", async () => {
    const { browser } = await desk();
    const page = await browser.see("/desk/feed");
    expectPage(page, 200);
    expect(wordsOf(page)).toContain("Make an address");
    const addressOf = (text: string) => /<pre[^>]*>\s*(https?:\/\/[^\s<]+)/u.exec(text)?.[1] ?? "";
    const first = await browser.submit("/desk/feed", sentBy(page));
    expectPage(first, 200);
    const path = (text: string) => addressOf(unescaped(text)).replace(/^https?:\/\/[^/]+/u, "");
    expect((await api("GET", path(first.text))).status).toBe(200);
    const seen = await browser.see("/desk/feed");
    expect([addressOf(seen.text), wordsOf(seen).includes("You have a feed.")]).toEqual(["", true]);
    const second = await browser.submit("/desk/feed", sentBy(seen));
    expect([(await api("GET", path(first.text))).status, (await api("GET", path(second.text))).status]).toEqual([404, 200]);
    expect(second.text).toContain('action="/desk/feed/end"');
    const ended = await browser.submit("/desk/feed/end", sentBy(seen));
    expect([ended.status, (await api("GET", path(second.text))).status]).toEqual([303, 404]);
    const after = await browser.see("/desk/feed?done=ended");
    expect(wordsOf(after)).toContain("The feed has ended.");
    expect(after.text).not.toContain("/desk/feed/end");
  });
});
