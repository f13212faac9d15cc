/** Pages of a person's sessions: for whom they are, what they show, and that no other site's page sends their forms. */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { routes } from "../../src/contract/document.ts";
import { HOUR_MS } from "../../src/lib/duration.ts";
import { dayAhead } from "../support/days.ts";
import { ask, confirmed, offered, paid, parties } from "./agreements.ts";
import { type Answer, apiWith, browserOf, seenCoach, someone } from "./app-under-test.ts";
import { act, browserNow, browsers, doneAt, fieldsOf, see, wordsOf } from "./session-pages.ts";
import { booked, setTerms, wholeRecord } from "./stories.ts";

const api = apiWith();
/** What a page must never show as it was typed. */
const MARKUP = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>&amp;`;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("S71: a page about a session", () => {
  const PAGES = ["", "/cancel", "/confirm", "/complete", "/move", "/move-request"];
  const FOR_ADMINS = new Set(["", "/cancel"]);

  test("is for its parties, of an admin for looking and cancelling, for others as one that there is not, and nobody is led to sign in", async () => {
    const people = await parties(api);
    const id = await booked(api, people.client, people.coach, dayAhead(2, "10:00"));
    const { client, coach, admin } = await browsers(api, people);
    const strangers = [await browserOf(api, await someone("client")), await browserOf(api, await seenCoach(api))];
    const nobody = await browserOf(api);
    const before = await wholeRecord();
    for (const page of PAGES) {
      const path = `/bookings/${id}${page}`;
      for (const browser of [client, coach]) await see(browser, path);
      await see(admin, path, FOR_ADMINS.has(page) ? 200 : 403);
      const absent = await see(strangers[0] ?? nobody, `/bookings/${crypto.randomUUID()}${page}`, 404);
      for (const stranger of strangers) expect(wordsOf(await see(stranger, path, 404))).toContain(wordsOf(absent).slice(-80));
      await see(client, `/bookings/not-an-id${page}`, 404);
      const led = await nobody.see(path);
      expect([led.status, led.headers.get("Location")]).toEqual([303, `/sign-in?to=${encodeURIComponent(path)}`]);
      if (page === "") continue;
      const form = { key: crypto.randomUUID(), revision: "1", refund: "0", percent: "0", answer: "decline", start: dayAhead(3, "10:00") };
      for (const stranger of strangers) expect((await stranger.submit(path, form)).status).toBe(404);
      expect((await nobody.submit(path, form)).status).toBe(303);
      if (!FOR_ADMINS.has(page)) expect((await admin.submit(path, form)).status).toBe(403);
    }
    expect(await wholeRecord()).toEqual(before);
  });

  test("of an admin offers a cancellation and nothing else, and all is given back by it", async () => {
    const people = await parties(api);
    await offered(api, people.coach, { cancellation_policy: [] });
    const id = await booked(api, people.client, people.coach, dayAhead(2, "10:00"));
    await paid(api, people.client, id);
    const { admin } = await browsers(api, people);
    const page = await see(admin, `/bookings/${id}`);
    expect([...page.text.matchAll(/href="\/bookings\/[0-9a-f-]{36}\/([a-z.-]+)"/gu)].map(([, to]) => to)).toEqual(["cancel"]);
    expect(wordsOf(await see(admin, `/bookings/${id}/cancel`))).toContain("The client gets €60.01 back");
    expect((await act(admin, `/bookings/${id}/cancel`)).headers.get("Location")).toBe(doneAt(id));
    expect(wordsOf(await see(await browserNow(api, people.client), `/bookings/${id}`))).toContain("Cancelled by an administrator");
    expect(wordsOf(await see(admin, "/bookings"))).toContain("Administrators have no sessions of their own");
  });
});

describe("S66: a form from elsewhere", () => {
  /** Every form of a page: what the router takes by POST and the contract does not have. */
  const OF_THE_API = new Set(routes.map(({ method, path }) => `${method.toUpperCase()} ${path}`));
  const FORMS = api.served
    .filter((route) => route.startsWith("POST ") && !OF_THE_API.has(route))
    .map((route) => route.slice("POST ".length));

  test("is one of these", () => {
    expect(FORMS).toEqual(
      expect.arrayContaining(["/bookings/{id}/cancel", "/bookings/{id}/move", "/bookings/{id}/confirm", "/bookings/{id}/move-request"]),
    );
  });

  test.each(FORMS)("is turned away at %s and changes nothing, whoever is signed in", async (path) => {
    const people = await parties(api);
    const id = await booked(api, people.client, people.coach, dayAhead(2, "10:00"));
    const filled = path.replace("{coach}", people.coach.id).replaceAll(/\{[^}]+\}/gu, id);
    const fields = {
      key: crypto.randomUUID(),
      revision: "1",
      refund: "0",
      percent: "0",
      start: dayAhead(3, "10:00"),
      answer: "withdraw",
    };
    const { client, coach, admin } = await browsers(api, people);
    const before = await wholeRecord();
    for (const browser of [client, coach, admin]) {
      const elsewhere = [
        { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.test" },
        { "Sec-Fetch-Site": "same-site", Origin: "https://other.booking.test" },
        { "Sec-Fetch-Site": "", Origin: "null" },
        { "Sec-Fetch-Site": "" },
      ];
      for (const headers of elsewhere) {
        const answer = await browser.submit(filled, fields, headers);
        expect([path, headers, answer.status]).toEqual([path, headers, 403]);
        expect(wordsOf(answer)).toContain("This form did not come from our page");
      }
    }
    expect(await wholeRecord()).toEqual(before);
  });
});

describe("the list of sessions", () => {
  test("has those to come, the soonest first, those behind, the latest first, and what waits for the reader before all", async () => {
    const people = await parties(api);
    const { coach, client } = people;
    const late = await booked(api, client, coach, dayAhead(5, "10:00"));
    const soon = await booked(api, client, coach, dayAhead(2, "10:00"));
    const off = await booked(api, client, coach, dayAhead(3, "10:00"));
    await confirmed(api, coach, late);
    await ask(api, client, late, dayAhead(6, "10:00"));
    await api("DELETE", `/booking/${off}`, { as: client });
    const pages = await browsers(api, people);
    const order = ({ text }: Answer) =>
      [...text.matchAll(/<a href="\/bookings\/([0-9a-f-]{36})[^"]*"><time/gu)].map(([, id]) => String(id));
    const mine = await see(pages.client, "/bookings");
    expect(order(mine)).toEqual([soon, late]);
    expect(wordsOf(mine)).not.toContain("Needs you");
    expect(wordsOf(mine)).toContain("Confirmed. You asked to move it to");
    const theirs = await see(pages.coach, "/bookings");
    expect(order(theirs)).toEqual([soon, late]);
    expect(wordsOf(theirs)).toMatch(/Needs you Confirm or decline by .* Answer by .*: may it be moved to .* Coming/u);
    expect(theirs.text).toContain(`href="/bookings/${late}/move-request"`);
    expect(theirs.text).toContain('href="/desk"');
    const past = await see(pages.client, "/bookings?show=past");
    expect(order(past)).toEqual([off]);
    expect(wordsOf(past)).toContain("Cancelled by you");
    await confirmed(api, coach, soon);
    const endsAt = Date.parse(dayAhead(2, "11:00"));
    vi.setSystemTime(endsAt - 1);
    expect(order(await see(await browserNow(api, client), "/bookings"))).toEqual([soon, late]);
    vi.setSystemTime(endsAt);
    expect(order(await see(await browserNow(api, client), "/bookings"))).toEqual([late]);
    expect(order(await see(await browserNow(api, client), "/bookings?show=past"))).toEqual([off, soon]);
  });

  test("says of an unpaid session by when to pay it, to its client alone", async () => {
    const people = await parties(api);
    await offered(api, people.coach);
    const id = await booked(api, people.client, people.coach, dayAhead(2, "10:00"));
    const pages = await browsers(api, people);
    const mine = await see(pages.client, "/bookings");
    expect(wordsOf(mine)).toMatch(/Needs you Pay by /u);
    expect(mine.text).toContain(`href="/bookings/${id}/pay"`);
    expect(wordsOf(await see(pages.coach, "/bookings"))).not.toContain("Needs you");
    expect(wordsOf(await see(pages.coach, "/bookings"))).toContain("Waiting for payment until");
  });

  test("goes on over pages and shows no other's session", async () => {
    const { coach, client, admin } = await parties(api);
    const other = await someone("client");
    await api("GET", "/me", { as: client });
    await api("GET", "/me", { as: other });
    for (let day = 2; day < 5; day += 1) {
      for (let hour = 9; hour < 17; hour += 1) {
        const clientId = hour === 9 ? other.id : client.id;
        await booked(api, admin, coach, dayAhead(day, `${String(hour).padStart(2, "0")}:00`), { client_id: clientId });
      }
    }
    const browser = await browserOf(api, client);
    const count = ({ text }: Answer) => [...text.matchAll(/<a href="\/bookings\/[0-9a-f-]{36}"><time/gu)].length;
    const first = await see(browser, "/bookings");
    expect(count(first)).toBe(20);
    expect(first.text).toContain('href="/bookings?page=2" rel="next"');
    const second = await see(browser, "/bookings?page=2");
    expect(count(second)).toBe(1);
    expect(second.text).not.toContain('rel="next"');
    expect(wordsOf(await see(browser, "/bookings?page=3"))).toContain("This page of the list is empty");
    for (const page of ["0", "-1", "x", "999999999"]) expect(count(await see(browser, `/bookings?page=${page}`))).toBe(20);
    expect(count(await see(await browserOf(api, coach), "/bookings?page=2"))).toBe(4);
  });

  test("is read by an index", async () => {
    const plan = async (where: string) => {
      const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN SELECT * FROM bookings AS booking WHERE ${where}`).all<{
        detail: string;
      }>();
      return results.map(({ detail }) => detail).join("; ");
    };
    const coming = "booking.status IN ('pending', 'confirmed') AND booking.starts_at > 5 AND booking.ends_at > 6";
    for (const side of ["client", "coach"]) {
      expect(await plan(`booking.${side}_id = 'x' AND ${coming} ORDER BY booking.starts_at, booking.id LIMIT 21`)).toContain(
        `by_${side} (${side}_id=? AND starts_at>?)`,
      );
      const past = await plan(`booking.${side}_id = 'x' AND NOT (${coming}) ORDER BY booking.starts_at DESC, booking.id DESC LIMIT 21`);
      expect(past).toContain(`bookings_by_${side} (${side}_id=?)`);
      expect(past).not.toContain("TEMP B-TREE");
    }
  });

  test("is empty with a way on, and keeps the zone that was chosen in its links", async () => {
    const client = await someone("client", { zoneinfo: "Asia/Tokyo" });
    const browser = await browserOf(api, client);
    const empty = await see(browser, "/bookings");
    expect(wordsOf(empty)).toContain("You have no sessions ahead.");
    expect(empty.text).toContain('class="button" href="/book"');
    expect(wordsOf(empty)).toContain("Times are shown in Tokyo (GMT+9)");
    const coach = await seenCoach(api);
    const id = await booked(api, client, coach, dayAhead(2, "10:00"));
    expect(wordsOf(await see(browser, "/bookings"))).toContain(", 19:00–20:00");
    const chosen = await see(browser, "/bookings?time_zone=Pacific%2FAuckland");
    expect(chosen.text).toContain(`href="/bookings/${id}?time_zone=Pacific%2FAuckland"`);
    expect(wordsOf(await see(browser, "/bookings?time_zone=Nowhere%2FTown", 400))).toContain("“Nowhere/Town” is not a time zone");
  });
});

describe("a session's page", () => {
  test("S69: shows notes, reason and names as text", async () => {
    const { coach, client } = await parties(api);
    await offered(api, coach, { title: `T ${MARKUP}`.slice(0, 80), price: null });
    const person = await someone("client", { name: MARKUP });
    const id = await booked(api, person, coach, dayAhead(2, "10:00"), { notes: MARKUP });
    const [mine, theirs] = [await browserOf(api, person), await browserOf(api, coach)];
    for (const browser of [mine, theirs]) {
      for (const path of ["/bookings", `/bookings/${id}`, `/bookings/${id}/cancel`, `/bookings/${id}/move`, `/bookings/${id}/confirm`]) {
        expect((await see(browser, path)).text).not.toContain("<img");
      }
    }
    expect((await see(theirs, `/bookings/${id}`)).text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    const again = await mine.submit(`/bookings/${id}/cancel`, {
      ...fieldsOf(await see(mine, `/bookings/${id}/cancel`)),
      reason: MARKUP.repeat(20),
    });
    expect([again.status, again.text.includes("<img")]).toEqual([400, false]);
    expect(wordsOf(again)).toContain("The reason is too long.");
    expect((await act(mine, `/bookings/${id}/cancel`, { reason: MARKUP })).status).toBe(303);
    const told = await see(theirs, `/bookings/${id}`);
    expect(told.text).toContain("&lt;img src=x onerror=alert(2)&gt;");
    expect(client.id).not.toBe(person.id);
  });

  test("has what was agreed, both zones, and each other's address once it is confirmed", async () => {
    const coach = await seenCoach(api);
    await offered(api, coach, {
      place: { kind: "in_person", city: "Lyon", address: "Rue 1" },
      cancellation_policy: [
        { before_minutes: 2_880, refund_percent: 100 },
        { before_minutes: 1_440, refund_percent: 50 },
      ],
    });
    const client = await someone("client", { zoneinfo: "Asia/Tokyo" });
    const id = await booked(api, client, coach, dayAhead(5, "10:00"), { notes: "About my talk" });
    const mine = await browserOf(api, client);
    const waiting = await see(mine, `/bookings/${id}`);
    expect(wordsOf(waiting)).toMatch(/Waiting for payment until .* Pay €60\.01/u);
    expect(wordsOf(waiting)).toContain("As long as it is not confirmed, everything is given back.");
    expect(waiting.text).not.toContain(`${coach.id}@people.test`);
    expect(waiting.text).not.toContain("Rue 1");
    await paid(api, client, id);
    const agreed = wordsOf(await see(mine, `/bookings/${id}`));
    for (const part of [
      "An hour",
      "Confirmed",
      "19:00–20:00",
      "For A coach",
      "10:00–11:00",
      "Rue 1, Lyon",
      "€60.01, paid",
      "Your notes About my talk",
    ])
      expect(agreed).toContain(part);
    expect(agreed).toMatch(
      /You cancel by .*: you get everything back, €60\.01\. You cancel by .*: you get 50 % back, €30\.00\. After that: nothing\./u,
    );
    expect(agreed).toContain(`${coach.id}@people.test`);
    expect(agreed).toMatch(/You · Booked .* You · Opened the payment page .* Automatically · Paid, and so confirmed/u);
    const theirs = wordsOf(await see(await browserOf(api, coach), `/bookings/${id}`));
    for (const part of ["Notes of A client", "For A client", "Ask for another time"]) expect(theirs).toContain(part);
  });

  test("offers the acts that would be granted now, and each of the others says why not", async () => {
    const people = await parties(api);
    const { client, coach } = people;
    await setTerms(api, coach, { approval_required: true });
    const id = await booked(api, client, coach, dayAhead(2, "10:00"));
    const offers = ({ text }: Answer) => [...text.matchAll(/href="\/bookings\/[0-9a-f-]{36}\/([a-z.-]+)"/gu)].map(([, to]) => to);
    const pages = await browsers(api, people);
    expect(offers(await see(pages.client, `/bookings/${id}`))).toEqual(["move", "cancel", "invite.ics"]);
    expect(offers(await see(pages.coach, `/bookings/${id}`))).toEqual(["confirm", "move", "cancel", "invite.ics"]);
    expect(wordsOf(await see(pages.client, `/bookings/${id}/confirm`))).toContain("The coach has to approve this session first.");
    expect(wordsOf(await see(pages.client, `/bookings/${id}/complete`))).toContain("That cannot be done with this session any more.");
    expect(wordsOf(await see(pages.client, `/bookings/${id}/move-request`))).toContain(
      "That question has been answered, or it has lapsed.",
    );
    await confirmed(api, coach, id);
    expect(wordsOf(await see(pages.client, `/bookings/${id}/move`))).toContain("The coach has to agree to another time. Ask for it.");
    await ask(api, client, id, dayAhead(3, "10:00"));
    expect(offers(await see(pages.client, `/bookings/${id}`))).toEqual(["move-request", "cancel", "invite.ics"]);
    expect(offers(await see(pages.coach, `/bookings/${id}`))).toEqual(["move-request", "move", "cancel", "invite.ics"]);
    vi.setSystemTime(Date.parse(dayAhead(2, "10:00")));
    expect(offers(await see(await browserNow(api, client), `/bookings/${id}`))).toEqual(["invite.ics"]);
    expect(wordsOf(await see(await browserNow(api, client), `/bookings/${id}/cancel`))).toContain("The session has begun");
    vi.setSystemTime(Date.now() + HOUR_MS);
    expect(offers(await see(await browserNow(api, coach), `/bookings/${id}`))).toEqual(["complete", "cancel", "invite.ics"]);
    expect((await act(await browserNow(api, coach), `/bookings/${id}/complete`)).headers.get("Location")).toBe(doneAt(id));
    expect(offers(await see(await browserNow(api, coach), `/bookings/${id}`))).toEqual(["invite.ics"]);
  });

  test("shows the way into the meeting from an hour before until the end", async () => {
    const { coach, client } = await parties(api);
    await offered(api, coach, { price: null, place: { kind: "link", link: "https://meet.example/room" } });
    const id = await booked(api, client, coach, dayAhead(2, "10:00"));
    await confirmed(api, coach, id);
    const joins = async () => {
      const browser = await browserNow(api, client);
      return [await see(browser, "/bookings"), await see(browser, `/bookings/${id}`)].map(({ text }) => />\s*Join\s*<\/a>/u.test(text));
    };
    expect(await joins()).toEqual([false, false]);
    vi.setSystemTime(Date.parse(dayAhead(2, "09:00")));
    expect(await joins()).toEqual([true, true]);
    vi.setSystemTime(Date.now() + 2 * HOUR_MS);
    expect(await joins()).toEqual([false, false]);
  });
});
