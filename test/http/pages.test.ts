/** The pages that anybody sees: what they show, in which zone, what they never show as markup, and what they weigh. */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { compose } from "../../src/compose.ts";
import { dayAhead } from "../support/days.ts";
import { type Answer, apiWith, type Person, seenCoach, someone } from "./app-under-test.ts";
import { booked, euros, sell, setTerms } from "./stories.ts";

const api = apiWith();
const BROWSER = { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
const BYTES_MAX = 60 * 1024;
/** What a page must never show as it was typed. */
const MARKUP = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>&amp;`;

// The clock stands still, so that no test sees midnight or a month pass.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-12-02T10:00:00.000Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

async function see(path: string, status = 200): Promise<Answer> {
  const answer = await api("GET", path, { headers: BROWSER });
  expect([path, answer.status]).toEqual([path, status]);
  expect(answer.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
  expect(new TextEncoder().encode(answer.text).byteLength).toBeLessThan(BYTES_MAX);
  expect(answer.text).not.toContain('href="javascript');
  // Attributes are quoted, and a quotation mark in a text is an entity.
  expect(answer.text.replaceAll(/"[^"]*"/gu, '""')).not.toMatch(/<script|<style|<img|<[^>]*\s(?:style|on[a-z]+)=/u);
  return answer;
}

/** The words of a page, without its markup, entities as they are. */
const wordsOf = ({ text }: Answer) =>
  text
    .replaceAll(/<head>.*<\/head>|<select.*<\/select>/gsu, " ")
    .replaceAll(/<[^>]+>/gu, " ")
    .replaceAll(/\s+/gu, " ");
const timesOf = ({ text }: Answer) => [...text.matchAll(/<time datetime="([^"]+)">([^<]+)</gu)].map(([, iso, shown]) => `${iso} ${shown}`);
const daysOf = ({ text }: Answer) =>
  [...text.matchAll(/[?;]date=(\d{4}-\d\d-\d\d)(?![^"]*times=)[^"]*#times"/gu)].map(([, date]) => String(date));

/** How often the record is read for times. */
async function lookUpsOf(path: string): Promise<number> {
  const { reading } = compose(env);
  let lookUps = 0;
  const counted = apiWith({
    reading: (isFresh) => {
      lookUps += 1;
      return reading(isFresh);
    },
  });
  expect((await counted("GET", path, { headers: BROWSER })).status).toBe(200);
  return lookUps;
}

async function named(name: string): Promise<Person> {
  const coach = await someone("coach", { name });
  expect((await api("GET", `/coach/${coach.id}/availability`, { as: coach })).status).toBe(200);
  return coach;
}

async function setHours(coach: Person, hours: object): Promise<void> {
  expect((await api("PUT", `/coach/${coach.id}/availability`, { as: coach, body: { weekly: [], ...hours } })).status).toBe(200);
}

const weekdays = (start: string, end: string) => [1, 2, 3, 4, 5].map((weekday) => ({ weekday, start, end }));

describe("every page", () => {
  test("runs no script, loads nothing from elsewhere, stands in no frame, and is one that a browser may ask for again", async () => {
    const coach = await seenCoach(api);
    for (const path of ["/", "/book", `/book/${coach.id}`]) {
      const { headers, text } = await see(path);
      expect(headers.get("Content-Security-Policy")).toBe(
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(headers.get("X-Frame-Options")).toBe("DENY");
      expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
      expect(headers.get("Referrer-Policy")).toBe("same-origin");
      expect(headers.get("Cache-Control")).toBe("public, max-age=0, must-revalidate");
      expect(headers.get("Set-Cookie")).toBeNull();
      expect(text).toMatch(/^<!doctype html><html lang="en" dir="ltr">/u);
      expect([...text.matchAll(/<h1>/gu)]).toHaveLength(1);
      const ids = [...text.matchAll(/\sid="([^"]+)"/gu)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test("has the style sheet by the name of what it holds, kept for a year; no other name is a file", async () => {
    const href = /<link rel="stylesheet" href="(\/styles\/[0-9a-f]{16}\.css)"/u.exec((await see("/")).text)?.[1] ?? "";
    const style = await api("GET", href);
    expect([style.status, style.headers.get("Content-Type")]).toEqual([200, "text/css; charset=utf-8"]);
    expect(style.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
    expect(style.text).toContain("color-scheme: light dark");
    expect(style.text).not.toMatch(/url\(|@import/u);
    expect((await api("GET", "/styles/0000000000000000.css")).status).toBe(404);
  });

  test("is a page of the same frame where a consent ends", async () => {
    const ended = await see("/calendar/google/callback", 400);
    expect(wordsOf(ended)).toContain("Your calendar is not connected The link is too old or not whole. Begin again from the app.");
    expect(ended.headers.get("Content-Security-Policy")).toBe((await see("/")).headers.get("Content-Security-Policy"));
    expect([ended.headers.get("Cache-Control"), ended.headers.get("Referrer-Policy")]).toEqual(["no-store", "no-referrer"]);
  });

  test("leads a person on from the start", async () => {
    const { text } = await see("/");
    for (const href of ["/book", "https://app.test", "/docs"]) expect(text).toContain(`href="${href}"`);
  });
});

describe("the list of coaches", () => {
  test("is searched by a part of the name, in either case, wildcards taken as letters; nobody found is said, with a way on", async () => {
    const mark = crypto.randomUUID().slice(0, 8);
    const coach = await named(`Ada 100% ${mark}`);
    await named(`Ben ${mark}`);
    const found = await see(`/book?name=${encodeURIComponent(`ADA 100% ${mark}`)}`);
    expect(found.text).toContain(`href="/book/${coach.id}"`);
    expect(found.text).not.toContain(`Ben ${mark}`);
    expect(wordsOf(await see(`/book?name=${mark}`))).toContain(`2 coaches are called “${mark}”`);
    const nobody = await see(`/book?name=${encodeURIComponent(`%${mark}`)}`);
    expect(wordsOf(nobody)).toContain(`Nobody is called “%${mark}”`);
    expect(nobody.text).toContain(`<a href="/book">Show all coaches</a>`);
  });

  test("goes on over pages, and never asks for more than one", async () => {
    const mark = crypto.randomUUID().slice(0, 8);
    for (let index = 10; index < 32; index += 1) await named(`Coach ${mark} ${index}`);
    const first = await see(`/book?name=${mark}`);
    expect([...first.text.matchAll(/href="\/book\/[0-9a-f-]{36}"/gu)]).toHaveLength(20);
    expect(first.text).toContain(`href="/book?name=${mark}&amp;page=2">Next page`);
    const second = await see(`/book?name=${mark}&page=2`);
    expect(second.text).toContain(`Coach ${mark} 31`);
    expect(second.text).not.toContain("Next page");
    for (const page of ["0", "-1", "x", "999999999"]) expect((await see(`/book?name=${mark}&page=${page}`)).text).toContain(`${mark} 10`);
  });

  test("shows no deactivated coach", async () => {
    const coach = await named("Gone soon");
    const admin = await someone("admin");
    expect((await api("PUT", `/admin/users/${coach.id}`, { as: admin, body: { status: "inactive" } })).status).toBe(200);
    expect((await see("/book?name=Gone+soon")).text).not.toContain(coach.id);
    expect(wordsOf(await see(`/book/${coach.id}`, 404))).toContain("This coach cannot be booked");
  });
});

describe("a coach's page", () => {
  test("lists what is sold; one that is chosen has a month, and a day its times: what the look-up of the API says", async () => {
    const coach = await seenCoach(api);
    await setHours(coach, { time_zone: "America/New_York", weekly: weekdays("09:00", "12:00") });
    const first = await sell(api, coach, { title: "First talk", duration_minutes: 30 });
    await sell(api, coach, { title: "Deep work", duration_minutes: 60, price: euros(12_000), place: { kind: "in_person", city: "Lyon" } });
    const sold = await see(`/book/${coach.id}`);
    expect(wordsOf(sold)).toContain("First talk 30 minutes Free Video call Deep work 60 minutes €120.00 In person, Lyon");
    expect(daysOf(sold)).toEqual([]);

    const month = await see(`/book/${coach.id}?offer=${first}&month=2026-12`);
    const query = { start_date: "2026-12-01", end_date: "2026-12-31", offer_id: first, group_by: "day" };
    const listed = await api("GET", `/booking/coach/${coach.id}/availability?${new URLSearchParams(query).toString()}`);
    const days = listed.body["available_days"] as { date: string; available_slots: { starts_at: string }[] }[];
    expect(days.length).toBeGreaterThan(20);
    expect(daysOf(month)).toEqual(days.map(({ date }) => date));
    expect(month.text).toContain(`aria-label="Thursday, 3 December 2026, 6 times"`);

    const day = await see(`/book/${coach.id}?offer=${first}&date=2026-12-03`);
    expect(timesOf(day).map((time) => time.split(" ")[0])).toEqual(
      days.find(({ date }) => date === "2026-12-03")?.available_slots.map((slot) => slot.starts_at),
    );
    expect(timesOf(day)[0]).toBe("2026-12-03T14:00:00.000Z 09:00");
    expect(wordsOf(day)).toContain("Times are shown in the coach’s zone, New York (GMT-5).");
    expect(day.text).toContain(`<a href="/book/${coach.id}/at?offer=${first}&amp;start=2026-12-03T14%3A00%3A00.000Z">`);
  });

  test("shows times in the visitor's zone, on the visitor's day, beside the coach's; every link keeps the zone", async () => {
    const coach = await seenCoach(api);
    await setHours(coach, { time_zone: "America/New_York", weekly: weekdays("17:00", "19:00") });
    const path = `/book/${coach.id}?time_zone=Asia%2FTokyo`;
    const day = await see(`${path}&date=2026-12-04`);
    // 17:00 and 18:00 of Thursday in New York are Friday morning in Tokyo.
    expect(timesOf(day)).toEqual(["2026-12-03T22:00:00.000Z 07:00", "2026-12-03T23:00:00.000Z 08:00"]);
    expect(wordsOf(day)).toContain("Times are shown in Tokyo (GMT+9). The coach’s zone is New York (GMT-5).");
    expect(wordsOf(day)).toContain("07:00 17:00 for the coach");
    expect(day.text).toContain(`<option value="Asia/Tokyo" selected="">Tokyo</option>`);
    const links = [...day.text.matchAll(new RegExp(`href="(/book/${coach.id}[^"]*)"`, "gu"))].map(([, href]) => String(href));
    expect(links.length).toBeGreaterThan(10);
    for (const href of links) expect(href).toContain("time_zone=Asia%2FTokyo");
    expect(day.text).toContain(`<input type="hidden" name="date" value="2026-12-04"/>`);
  });

  test("offers only zones that it takes, and says which text is none", async () => {
    const coach = await seenCoach(api);
    const { text } = await see(`/book/${coach.id}`);
    const zones = [...text.matchAll(/<option value="([^"]+)"/gu)].map(([, zone]) => String(zone));
    expect(zones.length).toBeGreaterThan(300);
    for (const zone of zones.filter((_, index) => index % 25 === 0)) await see(`/book/${coach.id}?time_zone=${encodeURIComponent(zone)}`);
    const wrong = await see(`/book/${coach.id}?time_zone=${encodeURIComponent(MARKUP)}`, 400);
    expect(wordsOf(wrong)).toContain("There is a problem “&lt;script&gt;");
    expect(wordsOf(wrong)).toContain("is not a time zone");
  });

  test("a session that was taken is not shown any more", async () => {
    const [coach, client] = [await seenCoach(api), await someone("client")];
    await booked(api, client, coach, dayAhead(3, "09:00"));
    const day = await see(`/book/${coach.id}?date=2026-12-05`);
    expect(timesOf(day)[0]).toBe("2026-12-05T10:00:00.000Z 10:00");
    expect(timesOf(day)).toHaveLength(7);
  });

  test("says that there are no times, with a way on; that nothing is sold; that an offer is gone", async () => {
    const coach = await seenCoach(api);
    const offer = await sell(api, coach);
    await setHours(coach, { time_zone: "UTC" });
    const none = await see(`/book/${coach.id}`);
    expect(wordsOf(none)).toContain("No times are free in December 2026.");
    expect(none.text).toContain(`href="/book/${coach.id}?offer=${offer}&amp;month=2027-01" rel="next"`);
    expect(wordsOf(await see(`/book/${coach.id}?date=2026-12-09`))).toContain("No times are free on Wednesday, 9 December 2026.");
    expect((await api("DELETE", `/coach/${coach.id}/offers/${offer}`, { as: coach })).status).toBe(204);
    expect(wordsOf(await see(`/book/${coach.id}`))).toContain("There is nothing to book with this coach at the moment.");
    expect(wordsOf(await see(`/book/${coach.id}?offer=${offer}`))).toContain("That session is no longer offered.");
  });

  test("a month is bounded: nothing before today, nothing beyond the furthest horizon, and what makes no sense is passed over", async () => {
    const coach = await seenCoach(api);
    await setTerms(api, coach, { horizon_days: 730 });
    const past = await see(`/book/${coach.id}?date=2026-11-05`);
    expect([past.text.includes("December 2026</caption>"), past.text.includes(`rel="prev"`), timesOf(past)]).toEqual([true, false, []]);
    const far = await see(`/book/${coach.id}?month=2099-12`);
    expect([far.text.includes("December 2028</caption>"), far.text.includes(`rel="next"`)]).toEqual([true, false]);
    for (const query of ["month=2026-13", "month=x", "date=2026-02-30", "minutes=3", "offer=x", `date=${encodeURIComponent(MARKUP)}`]) {
      expect((await see(`/book/${coach.id}?${query}`)).text).toContain("December 2026</caption>");
    }
  });

  test("shows a month of a coach who begins every five minutes, and all of a day", async () => {
    const coach = await seenCoach(api);
    const weekly = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({
      weekday,
      start: "00:00",
      end: "24:00",
    }));
    await setHours(coach, { time_zone: "UTC", weekly });
    await setTerms(api, coach, { slot_step_minutes: 5 });
    // The last day of the month is whole: its sessions over midnight end in the next.
    const path = `/book/${coach.id}?date=2027-01-31&minutes=30&time_zone=Asia%2FKolkata`;
    const day = await see(path);
    expect(daysOf(day)).toHaveLength(31);
    const parts = [day];
    for (let part = 2; part <= 4; part += 1) parts.push(await see(`${path}&times=${String(part)}`));
    expect(parts.flatMap(timesOf)).toHaveLength(288);
    expect(new Set(parts.flatMap(timesOf)).size).toBe(288);
    const around = parts.map(({ text }) => [text.includes("Earlier times of this day"), text.includes("Later times of this day")]);
    expect(around).toEqual([
      [false, true],
      [true, true],
      [true, true],
      [true, false],
    ]);
    expect(timesOf(await see(`${path}&times=5`))).toEqual(timesOf(parts[3] ?? day));
    expect([await lookUpsOf(path), await lookUpsOf(`/book/${(await seenCoach(api)).id}`)]).toEqual([2, 1]);
  });
});

test("a coach whose windows overlap to a start every minute has a month, too", async () => {
  const coach = await seenCoach(api);
  const weekly = [0, 1, 2, 3, 4, 5, 6].flatMap((weekday) =>
    [0, 1, 2, 3, 4].map((minute) => ({ weekday, start: `00:0${minute}`, end: "24:00" })),
  );
  await setHours(coach, { time_zone: "UTC", weekly });
  await setTerms(api, coach, { slot_step_minutes: 5 });
  const day = await see(`/book/${coach.id}?date=2027-01-30&minutes=15`);
  expect(daysOf(day)).toHaveLength(31);
});

describe("what people typed", () => {
  test("S70: names, titles, descriptions and what was searched for are never markup", async () => {
    const coach = await named(`N ${MARKUP}`);
    const offers = [
      await sell(api, coach, { title: `T ${MARKUP}`, description: `D ${MARKUP}`, place: { kind: "in_person", city: `C ${MARKUP}` } }),
    ];
    offers.push(await sell(api, coach, { title: "Another", duration_minutes: 30 }));
    for (const path of [`/book/${coach.id}`, `/book/${coach.id}?offer=${offers[0]}`, `/book?name=${encodeURIComponent(MARKUP)}`]) {
      const { text } = await see(path);
      expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
      expect(text).not.toContain("<img");
    }
  });

  test("fifty offers with long descriptions stay one light page; the whole text stands on the offer's own", async () => {
    const coach = await seenCoach(api);
    const offers: string[] = [];
    for (let index = 0; index < 50; index += 1) {
      offers.push(await sell(api, coach, { title: "ü".repeat(80), description: `${"語".repeat(1_990)} the end` }));
    }
    const all = await see(`/book/${coach.id}`);
    for (const offer of offers) expect(all.text).toContain(`offer=${offer}`);
    expect(all.text).not.toContain("the end");
    expect((await see(`/book/${coach.id}?offer=${offers[7]}`)).text).toContain("the end");
  });
});

describe("no page", () => {
  test("a browser outside of the API's paths is told in a page, with a way on; the API keeps its problem documents", async () => {
    for (const path of ["/nothing", "/book/x", `/book/${crypto.randomUUID()}`, "/book/x/y", "/styles/x"]) {
      const { text, headers } = await see(path, 404);
      expect(text).toContain(`<a class="button" href="/book">`);
      expect([headers.get("Cache-Control"), headers.get("Vary")?.split(", ")[0]]).toEqual(["no-store", "Accept"]);
    }
    for (const [path, options] of [
      ["/nothing", {}],
      ["/booking/x/y/z", { headers: BROWSER }],
      [`/coach/${crypto.randomUUID()}`, { headers: BROWSER }],
      ["/docs/x", { headers: BROWSER }],
    ] as const) {
      const answer = await api("GET", path, options);
      expect([path, answer.status, answer.headers.get("Content-Type")]).toEqual([path, 404, "application/problem+json"]);
    }
  });

  test("an address that leads to nothing is 404, where a route of the same form found nothing as well", async () => {
    const address = "/calendar/nobody/callback?code=x&state=y";
    expect((await api("GET", address)).body["code"]).toBe("not_found");
    expect((await api.fetch(new Request(`https://booking.test${address}`, { method: "HEAD" }))).status).toBe(404);
    expect((await api("POST", address)).status).toBe(405);
  });

  test("a method that a page does not take is 405 with Allow, in a page for browsers", async () => {
    const answer = await api("POST", "/book", { headers: BROWSER });
    expect([answer.status, answer.headers.get("Allow"), answer.headers.get("Content-Type")]).toEqual([
      405,
      "GET, HEAD",
      "text/html; charset=utf-8",
    ]);
    expect((await api("POST", "/book")).body["code"]).toBe("method_not_allowed");
  });

  test("a fault is a page without anything of the fault in it; one of the database says when to come back", async () => {
    for (const [error, status, words, retryAfter] of [
      [new TypeError("secret"), 500, "It is our fault", null],
      [new Error("Network connection lost. secret"), 503, "The record of bookings does not answer", "2"],
    ] as const) {
      const answer = await apiWith({ auditKeys: () => Promise.reject(error) })("GET", "/book", { headers: BROWSER });
      expect([answer.status, answer.headers.get("Retry-After"), answer.text.includes("secret")]).toEqual([status, retryAfter, false]);
      expect(wordsOf(answer)).toContain(words);
    }
  });
});
