/** Pages of a person's sessions: for whom they are, what they show, and acts that are done once, at the terms that the page has shown. */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { routes } from "../../src/contract/document.ts";
import { HOUR_MS } from "../../src/lib/duration.ts";
import { dayAhead } from "../support/days.ts";
import { ask, confirmed, history, move, offered, paid, parties, seen } from "./agreements.ts";
import { type Answer, apiWith, browserOf, type Browsing, type Person, seenCoach, someone } from "./app-under-test.ts";
import { booked, setTerms, wholeRecord } from "./stories.ts";

const api = apiWith();
const BYTES_MAX = 60 * 1024;
/** What a page must never show as it was typed. */
const MARKUP = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>&amp;`;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** The words of a page, without its markup, entities as they are. */
const wordsOf = ({ text }: Answer) =>
  text
    .replaceAll(/<head>.*<\/head>|<select.*<\/select>/gsu, " ")
    .replaceAll(/<[^>]+>/gu, " ")
    .replaceAll(/\s+/gu, " ");

/** The fields that the one form of a page that changes something would send, as they stand. */
function fieldsOf({ text }: Answer): Record<string, string> {
  const form = /<form method="post" action="\/bookings.*?<\/form>/su.exec(text)?.[0] ?? "";
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/gu)];
  return Object.fromEntries(hidden.map(([, name, value]) => [String(name), String(value)]));
}

async function see(browser: Browsing, path: string, status = 200): Promise<Answer> {
  const answer = await browser.see(path);
  expect([path, answer.status]).toEqual([path, status]);
  expect(answer.headers.get("Cache-Control")).toBe("no-store");
  expect(new TextEncoder().encode(answer.text).byteLength).toBeLessThan(BYTES_MAX);
  expect([...answer.text.matchAll(/<h1>/gu)]).toHaveLength(1);
  expect(answer.text.replaceAll(/"[^"]*"/gu, '""')).not.toMatch(/<script|<style|<img|<[^>]*\s(?:style|on[a-z]+)=/u);
  const ids = [...answer.text.matchAll(/\sid="([^"]+)"/gu)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  return answer;
}

/** Opens the page of an act and sends its form, with what a person adds. */
async function act(browser: Browsing, path: string, added: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const page = await see(browser, path);
  return await browser.submit(path, { ...fieldsOf(page), ...added });
}

interface Browsers {
  readonly client: Browsing;
  readonly coach: Browsing;
  readonly admin: Browsing;
}

async function browsers(people: Readonly<Record<keyof Browsers, Person>>): Promise<Browsers> {
  return {
    client: await browserOf(api, people.client),
    coach: await browserOf(api, people.coach),
    admin: await browserOf(api, people.admin),
  };
}

/** The moment of the last thing done moves the clock along, so a session begins anew. */
async function browserNow(person: Person): Promise<Browsing> {
  return await browserOf(api, person, Date.now());
}

const doneAt = (id: string) => `/bookings/${id}?done=1`;

describe("S71: a page about a session", () => {
  const PAGES = ["", "/cancel", "/confirm", "/complete", "/move", "/move-request"];
  const FOR_ADMINS = new Set(["", "/cancel"]);

  test("is for its parties, of an admin for looking and cancelling, for others as one that there is not, and nobody is led to sign in", async () => {
    const people = await parties(api);
    const id = await booked(api, people.client, people.coach, dayAhead(2, "10:00"));
    const { client, coach, admin } = await browsers(people);
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
    const { admin } = await browsers(people);
    const page = await see(admin, `/bookings/${id}`);
    expect([...page.text.matchAll(/href="\/bookings\/[0-9a-f-]{36}\/([a-z.-]+)"/gu)].map(([, to]) => to)).toEqual(["cancel"]);
    expect(wordsOf(await see(admin, `/bookings/${id}/cancel`))).toContain("The client gets €60.01 back");
    expect((await act(admin, `/bookings/${id}/cancel`)).headers.get("Location")).toBe(doneAt(id));
    expect(wordsOf(await see(await browserNow(people.client), `/bookings/${id}`))).toContain("Cancelled by an administrator");
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
    const { client, coach, admin } = await browsers(people);
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
    const pages = await browsers(people);
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
    vi.setSystemTime(Date.parse(dayAhead(2, "11:00")));
    expect(order(await see(await browserNow(client), "/bookings?show=past"))).toEqual([off, soon]);
  });

  test("says of an unpaid session by when to pay it, to its client alone", async () => {
    const people = await parties(api);
    await offered(api, people.coach);
    const id = await booked(api, people.client, people.coach, dayAhead(2, "10:00"));
    const pages = await browsers(people);
    const mine = await see(pages.client, "/bookings");
    expect(wordsOf(mine)).toMatch(/Needs you Pay by /u);
    expect(mine.text).toContain(`href="/bookings/${id}/pay"`);
    expect(wordsOf(await see(pages.coach, "/bookings"))).not.toContain("Needs you");
    expect(wordsOf(await see(pages.coach, "/bookings"))).toContain("Waiting for payment until");
  });

  test("goes on over pages, is one query however many there are, and shows no other's session", async () => {
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
    const pages = await browsers(people);
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
    expect(offers(await see(await browserNow(client), `/bookings/${id}`))).toEqual(["invite.ics"]);
    expect(wordsOf(await see(await browserNow(client), `/bookings/${id}/cancel`))).toContain("The session has begun");
    vi.setSystemTime(Date.now() + HOUR_MS);
    expect(offers(await see(await browserNow(coach), `/bookings/${id}`))).toEqual(["complete", "cancel", "invite.ics"]);
    expect((await act(await browserNow(coach), `/bookings/${id}/complete`)).headers.get("Location")).toBe(doneAt(id));
    expect(offers(await see(await browserNow(coach), `/bookings/${id}`))).toEqual(["invite.ics"]);
  });

  test("shows the way into the meeting from an hour before until the end", async () => {
    const { coach, client } = await parties(api);
    await offered(api, coach, { price: null, place: { kind: "link", link: "https://meet.example/room" } });
    const id = await booked(api, client, coach, dayAhead(2, "10:00"));
    await confirmed(api, coach, id);
    const joins = async () => {
      const browser = await browserNow(client);
      return [await see(browser, "/bookings"), await see(browser, `/bookings/${id}`)].map(({ text }) => />\s*Join\s*<\/a>/u.test(text));
    };
    expect(await joins()).toEqual([false, false]);
    vi.setSystemTime(Date.parse(dayAhead(2, "09:00")));
    expect(await joins()).toEqual([true, true]);
    vi.setSystemTime(Date.now() + 2 * HOUR_MS);
    expect(await joins()).toEqual([false, false]);
  });
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
    const browser = await browserNow(client);
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
    expect(wordsOf(await see(await browserNow(coach), doneAt(id)))).not.toContain("The session is cancelled. The other");
  });

  test("at worse terms than the page has shown is not done but shown again, whoever let the time pass", async () => {
    const { coach, client } = await parties(api);
    await offered(api, coach, { cancellation_policy: POLICY });
    const id = await booked(api, client, coach, dayAhead(5, "10:00"));
    await paid(api, client, id);
    const starts = Date.parse(dayAhead(5, "10:00"));
    vi.setSystemTime(starts - 48 * HOUR_MS);
    const browser = await browserNow(client);
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
    const browser = await browserNow(client);
    expect(wordsOf(await see(browser, moveAt(id, dayAhead(6, "10:00"))))).toContain(less);
    expect((await act(browser, moveAt(id, dayAhead(6, "10:00")))).status).toBe(303);
    expect(await seen(api, client, id)).toMatchObject({ refund_cap_percent: 0 });
    expect(wordsOf(await see(browser, `/bookings/${id}/cancel`))).toContain("Nothing is given back.");
  });

  test("that the other side has to agree to is asked for and answered, each once; a form that moves never asks", async () => {
    const people = await parties(api);
    const { coach, client } = people;
    const id = await booked(api, client, coach, dayAhead(4, "10:00"));
    const pages = await browsers(people);
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
    const pages = await browsers(people);
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
