/**
 * The page of a coach's hours: what it shows, what it saves and what it leaves alone, how a stale page and a fault are told, and that its preview
 * is what the look-up says afterwards.
 */
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { dropRuleField } from "../../src/pages/hours/fields.ts";
import { type Answer, apiWith, type Browsing, browserOf, type Person, seenCoach, someone } from "./app-under-test.ts";
import { FRESH, sell, setTerms } from "./stories.ts";

const api = apiWith();
const PATH = "/desk/hours";
/** Uncompressed; on the wire it is a tenth. */
const BYTES_MAX = 64 * 1_024;
const MARKUP = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>&amp;`;

// A Wednesday. The clock stands still, so that no test sees midnight pass.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-12-02T10:00:00.000Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

const unescaped = (text: string) =>
  text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const attribute = (tag: string, name: string) => {
  const found = new RegExp(`\\s${name}="([^"]*)"`, "u").exec(tag)?.[1];
  return found === undefined ? undefined : unescaped(found);
};

/** What a browser would send of the form as it came, without a button. */
function fieldsOf({ text }: Answer): Record<string, string> {
  const form = /<form method="post" action="\/desk\/hours".*?<\/form>/su.exec(text)?.[0] ?? "";
  const inputs = [...form.matchAll(/<input[^>]*>/gu)].flatMap(([tag]) => {
    const isOff = /type="(?:checkbox|radio)"/u.test(tag) && !/\schecked/u.test(tag);
    const name = attribute(tag, "name");
    return isOff || name === undefined ? [] : [[name, attribute(tag, "value") ?? "on"] as const];
  });
  const selects = [...form.matchAll(/<select[^>]*\sname="([^"]+)".*?<\/select>/gsu)].map(([whole, name]) => {
    const options = [...whole.matchAll(/<option([^>]*)>([^<]*)</gu)];
    const [, attributes = "", label = ""] = options.find(([, tag]) => tag?.includes("selected")) ?? options[0] ?? [];
    return [String(name), attribute(attributes, "value") ?? label] as const;
  });
  return Object.fromEntries([...inputs, ...selects]);
}

const wordsOf = ({ text }: Answer) =>
  text
    .replaceAll(/<head>.*<\/head>|<select.*?<\/select>/gsu, " ")
    .replaceAll(/<[^>]+>/gu, " ")
    .replaceAll(/\s+/gu, " ");
const faultOf = ({ text }: Answer, field: string) => new RegExp(`<a href="#${field}">([^<]+)</a>`, "u").exec(text)?.[1];

/** The preview's days with their times, as they are shown. */
function previewOf({ text }: Answer): Record<string, string> {
  const days = [...text.matchAll(/<li><strong>([^<]+)<\/strong><span[^>]*>([^<]+)</gu)];
  return Object.fromEntries(days.map(([, day, times]) => [String(day), String(times)]));
}

interface Desk {
  readonly coach: Person;
  readonly browser: Browsing;
  readonly see: (query?: string) => Promise<Answer>;
  /** Fills in the form as it stands, and presses a button. */
  readonly send: (act: string, fields?: Record<string, string>, from?: Answer) => Promise<Answer>;
  readonly hours: () => Promise<Record<string, unknown>>;
}

async function desk(hours: object = { time_zone: "Etc/UTC", weekly: [{ weekday: 1, start: "09:00", end: "12:00" }] }): Promise<Desk> {
  const coach = await seenCoach(api);
  const put = await api("PUT", `/coach/${coach.id}/availability`, { as: coach, body: hours });
  expect([put.status, put.text]).toEqual([200, put.text]);
  const browser = await browserOf(api, coach);
  const see = async (query = "") => await browser.see(`${PATH}${query}`);
  return {
    coach,
    browser,
    see,
    send: async (act, fields = {}, from) => await browser.submit(PATH, { ...fieldsOf(from ?? (await see())), ...fields, act }),
    hours: async () => (await api("GET", `/coach/${coach.id}/availability`, { as: coach })).body,
  };
}

/** Day -> times, of the look-up of the API over the days that the preview shows. */
async function lookedUp({ id }: Person, zone: string): Promise<Record<string, string>> {
  const query = { start_date: "2026-12-02", end_date: "2026-12-16", duration_minutes: "60", time_zone: zone, ...FRESH };
  const answer = await api("GET", `/booking/coach/${id}/availability?${new URLSearchParams(query).toString()}`);
  const starts = (answer.body["available_slots"] as { starts_at: string }[]).map(({ starts_at: at }) => new Date(at));
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options });
  const day = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const clock = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const days = Object.groupBy(starts, (at) => day.format(at));
  const shown = Object.entries(days).map(([date, times = []]) => {
    const left = times.length - 24;
    return [
      date,
      `${times
        .slice(0, 24)
        .map((at) => clock.format(at))
        .join(" ")}${left > 0 ? ` ${String(left)} more` : ""}`,
    ];
  });
  return Object.fromEntries(shown);
}

const withTimes = (preview: Record<string, string>) =>
  Object.fromEntries(Object.entries(preview).filter(([, times]) => times !== "no times"));

const EVERY_SECOND_TUESDAY = { "rule-often": "2", "rule-day-2": "on", "rule-from": "18", "rule-until": "21:00" };

describe("the week", () => {
  test("is shown in fields, with an empty row more, and saved as it stands: what was not touched stays", async () => {
    const { see, send, hours } = await desk({
      time_zone: "Europe/Lisbon",
      weekly: [
        { weekday: 1, start: "14:00", end: "24:00" },
        { weekday: 1, start: "09:00", end: "12:00" },
      ],
      recurrences: [
        { rrule: "FREQ=YEARLY;BYMONTH=1;BYDAY=1MO", dtstart: "2026-12-01", start: "18:00", end: "21:00", exdates: ["2027-01-04"] },
      ],
      overrides: [
        { date: "2026-12-24", until: "2026-12-26", intervals: [] },
        { date: "2020-01-01", intervals: [{ start: "10:00", end: "11:00" }] },
      ],
    });
    const page = await see();
    expect(page.status).toBe(200);
    expect(fieldsOf(page)).toMatchObject({
      "w1-0-from": "09:00",
      "w1-0-until": "12:00",
      "w1-1-from": "14:00",
      "w1-1-until": "24:00",
      "w1-2-from": "",
      "w2-0-from": "",
      time_zone: "Europe/Lisbon",
    });
    const before = await hours();
    const saved = await send("save");
    expect([saved.status, saved.headers.get("Location")]).toEqual([303, "/desk/hours?saved=1&minutes=60"]);
    const after = await hours();
    expect(after).toEqual({ ...before, weekly: (before["weekly"] as object[]).toReversed() });
    expect(wordsOf(await see("?saved=1"))).toContain("Saved. The times that result");
  });

  test("takes times as people write them, in any row", async () => {
    const { send, hours } = await desk();
    const fields = {
      "w1-0-from": "",
      "w1-0-until": "",
      "w3-0-from": "9",
      "w3-0-until": "1230",
      "w3-7-from": " 14.15 ",
      "w3-7-until": "24:00",
    };
    expect((await send("save", fields)).status).toBe(303);
    expect((await hours())["weekly"]).toEqual([
      { weekday: 3, start: "09:00", end: "12:30" },
      { weekday: 3, start: "14:15", end: "24:00" },
    ]);
  });

  test.each([
    [{ "w2-0-from": "9", "w2-0-until": "" }, "w2-0-until", "Tuesday: write both times"],
    [{ "w2-0-from": "25:00", "w2-0-until": "26" }, "w2-0-from", "Tuesday: write a time of day"],
    [{ "w2-0-from": "18:00", "w2-0-until": "02:00" }, "w2-0-until", "Tuesday: the end must come after the start"],
    [{ "w1-1-from": "11:00", "w1-1-until": "13:00" }, "w1-1-from", "Monday: these hours overlap"],
    [{ time_zone: "Mars/Base" }, "time_zone", "Choose a time zone"],
  ])("%j is told beside the field, what was typed stays, and nothing is saved", async (fields, field, words) => {
    const { send, hours } = await desk();
    const before = await hours();
    const answer = await send("save", { ...fields, "day-date": "2026-12-24" });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("<title>Error: Your hours");
    expect(faultOf(answer, field)).toContain(words);
    expect(answer.text).toContain(`id="${field}"`);
    expect(fieldsOf(answer)).toMatchObject({ ...fields, "day-date": "2026-12-24" });
    expect(wordsOf(answer)).toContain("Mend what is marked to see what results.");
    expect(await hours()).toEqual(before);
  });

  test("windows that touch are no overlap; more than a week may have are too many", async () => {
    const { send } = await desk();
    expect((await send("save", { "w1-1-from": "12:00", "w1-1-until": "13:00" })).status).toBe(303);
    const many = Object.fromEntries(
      Array.from({ length: 101 }, (_, row) => [
        [`w2-${String(row)}-from`, `${String(Math.floor(row / 10) + 2)}:${String((row % 10) * 5).padStart(2, "0")}`],
        [`w2-${String(row)}-until`, `${String(Math.floor(row / 10) + 2)}:${String((row % 10) * 5 + 5).padStart(2, "0")}`],
      ]).flat(),
    );
    const answer = await send("save", many);
    expect([answer.status, wordsOf(answer).includes("more than 100 windows")]).toEqual([400, true]);
  });
});

describe("rules", () => {
  test("every second Tuesday is added from the form, told in words, gives times, and is taken away", async () => {
    const { see, send, hours, coach } = await desk({ time_zone: "Etc/UTC", weekly: [] });
    const preview = await send("preview", { ...EVERY_SECOND_TUESDAY, "rule-starts": "2026-12-03" });
    expect([preview.status, (await hours())["recurrences"]]).toEqual([200, []]);
    expect(withTimes(previewOf(preview))).toEqual({ "Tuesday, 8 December 2026": "18:00 19:00 20:00" });
    expect(wordsOf(preview)).toContain("Nothing is saved yet. 1 day has times, 3 times in all.");
    // What was typed is still there to be saved.
    expect((await send("save", {}, preview)).status).toBe(303);
    expect((await hours())["recurrences"]).toEqual([
      { rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", dtstart: "2026-12-08", start: "18:00", end: "21:00", exdates: [] },
    ]);
    expect(await lookedUp(coach, "Etc/UTC")).toEqual(withTimes(previewOf(preview)));
    const page = await see();
    expect(wordsOf(page)).toContain("Every second Tuesday, 18:00–21:00, from 8 December 2026");
    expect(fieldsOf(page)["rule-often"]).toBe("");
    const dropped = await send("save", {
      [dropRuleField({ rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", dtstart: "2026-12-08", startMinute: 1080, endMinute: 1260, exdates: [] })]:
        "on",
    });
    expect([dropped.status, (await hours())["recurrences"]]).toEqual([303, []]);
  });

  test("monthly on the last Friday, with an end", async () => {
    const { send, hours } = await desk();
    const fields = { "rule-often": "month-1", "rule-day-5": "on", "rule-from": "9", "rule-until": "10", "rule-ends": "2027-06-30" };
    expect((await send("save", fields)).status).toBe(303);
    expect((await hours())["recurrences"]).toMatchObject([{ rrule: "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270630", dtstart: "2026-12-04" }]);
  });

  test("every so many weeks", async () => {
    const { send, hours } = await desk();
    const fields = { ...EVERY_SECOND_TUESDAY, "rule-often": "n", "rule-interval": "6", "rule-day-1": "on" };
    expect((await send("save", fields)).status).toBe(303);
    expect((await hours())["recurrences"]).toMatchObject([{ rrule: "FREQ=WEEKLY;INTERVAL=6;BYDAY=MO,TU", dtstart: "2026-12-07" }]);
  });

  test.each([
    [{ "rule-day-2": "on" }, "rule-often", "Choose how often"],
    [{ "rule-often": "2", "rule-from": "9", "rule-until": "10" }, "rule-day-1", "Choose a weekday"],
    [{ ...EVERY_SECOND_TUESDAY, "rule-often": "month1", "rule-day-3": "on" }, "rule-day-1", "Choose one weekday"],
    [{ ...EVERY_SECOND_TUESDAY, "rule-often": "n" }, "rule-interval", "Write a whole number of weeks"],
    [{ ...EVERY_SECOND_TUESDAY, "rule-from": "", "rule-until": "" }, "rule-from", "Write from when until when"],
    [{ ...EVERY_SECOND_TUESDAY, "rule-starts": "2026-02-30" }, "rule-starts", "Choose a date that exists"],
    [{ ...EVERY_SECOND_TUESDAY, "rule-ends": "2026-12-03" }, "rule-ends", "comes before the first day"],
  ])("%j is told beside the field", async (fields, field, words) => {
    const { send, hours } = await desk();
    const before = await hours();
    const answer = await send("save", fields);
    expect([answer.status, faultOf(answer, field)]).toEqual([400, expect.stringContaining(words)]);
    expect(fieldsOf(answer)).toMatchObject(fields);
    expect(await hours()).toEqual(before);
  });

  test("those that the form cannot express are shown as they are written, and survive a save untouched", async () => {
    const rules = ["FREQ=DAILY;INTERVAL=3;COUNT=40", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270101T120000Z"].map(
      (rrule) => ({
        rrule,
        dtstart: "2026-12-01",
        start: "18:00",
        end: "21:00",
        exdates: ["2026-12-04"],
      }),
    );
    const { see, send, hours } = await desk({ time_zone: "Etc/UTC", weekly: [], recurrences: rules });
    for (const { rrule } of rules) expect(wordsOf(await see())).toContain(`Rule ${rrule}, 18:00–21:00`);
    expect((await send("save", { ...EVERY_SECOND_TUESDAY, "w1-0-from": "9", "w1-0-until": "10" })).status).toBe(303);
    expect(((await hours())["recurrences"] as object[]).slice(0, 3)).toEqual(rules);
    expect((await hours())["recurrences"]).toHaveLength(4);
  });
});

describe("days off and other hours", () => {
  test("are added for a day or a stretch, shown, and taken away", async () => {
    const { see, send, hours } = await desk();
    expect((await send("save", { "day-date": "2026-12-24", "day-until": "2026-12-26" })).status).toBe(303);
    const other = {
      "day-date": "2026-12-07",
      "day-kind": "other",
      "day-0-from": "10",
      "day-0-until": "11",
      "day-2-from": "15",
      "day-2-until": "16",
    };
    expect((await send("save", other)).status).toBe(303);
    expect((await hours())["overrides"]).toEqual([
      { date: "2026-12-24", until: "2026-12-26", intervals: [] },
      {
        date: "2026-12-07",
        intervals: [
          { start: "10:00", end: "11:00" },
          { start: "15:00", end: "16:00" },
        ],
      },
    ]);
    const page = await see();
    expect(wordsOf(page)).toMatch(/7 December 2026: 10:00–11:00, 15:00–16:00.*24 December 2026 to 26 December 2026: off/u);
    expect(previewOf(page)["Monday, 7 December 2026"]).toBe("10:00 15:00");
    expect((await send("save", { "drop-day 2026-12-24 2026-12-26": "on" })).status).toBe(303);
    expect((await hours())["overrides"]).toMatchObject([{ date: "2026-12-07" }]);
  });

  test.each([
    [{ "day-until": "2026-12-26" }, "day-date", "Choose the day that is meant"],
    [{ "day-date": "2026-12-24", "day-until": "2026-12-20" }, "day-until", "The last day comes before the first"],
    [{ "day-date": "2026-12-24", "day-until": "2028-12-24" }, "day-until", "366 days at most"],
    [{ "day-date": "2026-12-24", "day-kind": "other" }, "day-0-from", "Write the other hours"],
    [{ "day-date": "2026-12-24", "day-0-from": "9", "day-0-until": "10" }, "day-kind", "There are hours below"],
    [{ "day-date": "tomorrow" }, "day-date", "Choose a date that exists"],
  ])("%j is told beside the field", async (fields, field, words) => {
    const { send } = await desk();
    const answer = await send("save", fields);
    expect([answer.status, faultOf(answer, field)]).toEqual([400, expect.stringContaining(words)]);
    expect(fieldsOf(answer)).toMatchObject(fields);
  });

  test("many are shown a page at a time; what is ticked on one page stays ticked on the next, and those that are over go on request", async () => {
    const dates = Array.from({ length: 60 }, (_, day) => new Date(Date.UTC(2026, 11, 10 + day)).toISOString().slice(0, 10));
    const overrides = [{ date: "2026-11-01", intervals: [] }, ...dates.map((date) => ({ date, intervals: [] }))];
    const { send, hours } = await desk({ time_zone: "Etc/UTC", weekly: [], overrides });
    const first = `drop-day ${String(dates[0])} ${String(dates[0])}`;
    const second = await send("later", { [first]: "on", "rule-from": "typed" });
    expect(wordsOf(second)).toContain("21 to 40 of 60");
    const third = await send("later", {}, second);
    expect(wordsOf(third)).toContain("41 to 60 of 60");
    expect(fieldsOf(third)).toMatchObject({ [first]: "on", "rule-from": "typed" });
    expect((await send("save", { "rule-from": "", "drop-past": "on" }, third)).status).toBe(303);
    expect((await hours())["overrides"]).toEqual(dates.slice(1).map((date) => ({ date, intervals: [] })));
  });
});

describe("the preview", () => {
  const minutes = (step: number) => fc.integer({ min: 0, max: 1440 / step }).map((count) => count * step);
  const text = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  const window = fc.tuple(minutes(15), minutes(15)).filter(([from, until]) => from < until);
  const typed = fc.record({
    zone: fc.constantFrom("Etc/UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"),
    week: fc.array(fc.option(window), { minLength: 7, maxLength: 7 }),
    rule: fc.option(fc.tuple(fc.constantFrom("1", "2", "month2"), fc.integer({ min: 0, max: 6 }), window)),
    off: fc.option(fc.integer({ min: 2, max: 15 })),
  });

  test("of typed hours saves nothing, and is what the look-up says once they are saved", async () => {
    await fc.assert(
      fc.asyncProperty(typed, async ({ zone, week, rule, off }) => {
        const { send, hours, coach } = await desk({ time_zone: "Etc/UTC", weekly: [] });
        await setTerms(api, coach, { notice_minutes_min: 120, buffer_after_minutes: 15 });
        const fields: Record<string, string> = { time_zone: zone };
        for (const [day, span] of week.entries()) {
          if (span === null) continue;
          fields[`w${String(day)}-0-from`] = text(span[0]);
          fields[`w${String(day)}-0-until`] = text(span[1]);
        }
        if (rule !== null) {
          const [often, day, [from, until]] = rule;
          Object.assign(fields, {
            "rule-often": often,
            [`rule-day-${String(day)}`]: "on",
            "rule-from": text(from),
            "rule-until": text(until),
          });
        }
        if (off !== null) fields["day-date"] = `2026-12-${String(off).padStart(2, "0")}`;
        const preview = await send("preview", fields);
        expect([preview.status, await hours()]).toMatchObject([200, { weekly: [], recurrences: [], overrides: [] }]);
        expect((await send("save", {}, preview)).status).toBe(303);
        const listed = await lookedUp(coach, zone);
        // Of the day that follows the last one shown, the range may hold some.
        const shown = previewOf(preview);
        const within = Object.fromEntries(Object.entries(listed).filter(([day]) => day in shown));
        expect(withTimes(shown)).toEqual(within);
      }),
      { numRuns: 12 },
    );
  });

  test("is of another length, or of a month, where that is chosen, and of what the coach sells", async () => {
    const { coach, see } = await desk();
    expect(previewOf(await see("?minutes=90"))["Monday, 7 December 2026"]).toBe("09:00 10:30");
    const month = previewOf(await see("?month=2027-02"));
    expect([Object.keys(month).length, withTimes(month)["Monday, 22 February 2027"]]).toEqual([28, "09:00 10:00 11:00"]);
    await sell(api, coach, { duration_minutes: 45 });
    expect(previewOf(await see())["Monday, 7 December 2026"]).toBe("09:00 09:45 10:30 11:15");
    expect(wordsOf(await see("?minutes=60"))).toContain("You offer no session");
    // What makes no sense is passed over.
    for (const query of ["?month=2027-13", "?month=1999-01", "?minutes=7", "?days-page=99"]) expect((await see(query)).status).toBe(200);
  });
});

describe("why a day looks as it does", () => {
  test("each start with the first reason against it, in words", async () => {
    const { coach, see } = await desk();
    await setTerms(api, coach, { slot_step_minutes: 30 });
    const client = await someone("client");
    const booking = { coach_id: coach.id, session_datetime: "2026-12-07T10:00:00Z", duration_minutes: 60 };
    expect((await api("POST", "/booking", { as: client, body: booking })).status).toBe(201);
    const words = wordsOf(await see("?explain=2026-12-07"));
    expect(words).toContain("Why Monday, 7 December 2026 looks like this");
    expect(words).toContain("09:00 can be booked");
    expect(words).toContain("09:30 another session");
    expect(words).toContain("11:00 can be booked 11:30 outside the hours");
    expect(wordsOf(await see("?explain=2026-12-08"))).toContain("You have no hours on this day");
    expect((await see()).text).toContain('href="/desk/hours?explain=2026-12-07&amp;minutes=60"');
  });
});

describe("a page that is stale", () => {
  test("says what differs, keeps what was typed, saves nothing, and saves when it is sent again", async () => {
    const { coach, see, send, hours } = await desk();
    const old = await see();
    const meanwhile = {
      time_zone: "Etc/UTC",
      weekly: [{ weekday: 1, start: "08:00", end: "10:00" }],
      overrides: [{ date: "2026-12-25", intervals: [] }],
    };
    expect((await api("PUT", `/coach/${coach.id}/availability`, { as: coach, body: meanwhile })).status).toBe(200);
    const stale = await send("save", { "w2-0-from": "9", "w2-0-until": "10" }, old);
    expect(stale.status).toBe(412);
    expect(wordsOf(stale)).toContain("Your hours were changed while this page was open");
    expect(wordsOf(stale)).toContain("Monday: saved is 08:00–10:00, here is 09:00–12:00.");
    expect(wordsOf(stale)).toContain("Tuesday: saved is no hours, here is 09:00–10:00.");
    expect((await hours())["weekly"]).toEqual(meanwhile.weekly);
    expect(fieldsOf(stale)).toMatchObject({ "w1-0-from": "09:00", "w2-0-from": "9" });
    expect((await send("save", {}, stale)).status).toBe(303);
    expect(await hours()).toMatchObject({ weekly: [{ weekday: 1, start: "09:00" }, { weekday: 2 }], overrides: meanwhile.overrides });
  });

  test("a double click saves once", async () => {
    const { coach, see, browser } = await desk();
    const fields = { ...fieldsOf(await see()), "w2-0-from": "9", "w2-0-until": "10", act: "save" };
    const answers = [await browser.submit(PATH, fields), await browser.submit(PATH, fields)];
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    const { headers } = await api("GET", `/coach/${coach.id}/availability`, { as: coach });
    expect(headers.get("ETag")).toBe('"3"');
  });
});

describe("the page itself", () => {
  test("S66: a form that another site's page sent changes nothing", async () => {
    const { browser, see, hours } = await desk();
    const fields = { ...fieldsOf(await see()), "w2-0-from": "9", "w2-0-until": "10", act: "save" };
    const before = await hours();
    for (const headers of [{ "Sec-Fetch-Site": "cross-site", Origin: "https://elsewhere.test" }, { "Sec-Fetch-Site": "same-site" }]) {
      expect((await browser.submit(PATH, fields, headers)).status).toBe(403);
    }
    expect(await hours()).toEqual(before);
  });

  test("S69: markup in every field stays text", async () => {
    const { send, see } = await desk();
    const names = Object.keys(fieldsOf(await see())).filter((name) => !["key", "revision"].includes(name));
    const answer = await send("save", Object.fromEntries(names.map((name) => [name, MARKUP])));
    expect([answer.status, answer.text.includes("<img"), answer.text.includes("<script>")]).toEqual([400, false, false]);
    expect(fieldsOf(answer)["w1-0-from"]).toBe(MARKUP);
  });

  test("S71: it is for coaches; nobody is led to sign in and back", async () => {
    for (const role of ["client", "admin"] as const) {
      const browser = await browserOf(api, await someone(role));
      expect([(await browser.see(PATH)).status, (await browser.submit(PATH, { act: "save" })).status]).toEqual([403, 403]);
    }
    const nobody = await browserOf(api);
    expect((await nobody.see(`${PATH}?minutes=30`)).headers.get("Location")).toBe("/sign-in?to=%2Fdesk%2Fhours%3Fminutes%3D30");
  });

  test("has a policy of its own, and its script under the name of what it holds", async () => {
    const { see } = await desk();
    const page = await see();
    expect(page.headers.get("Content-Security-Policy")).toContain("script-src 'self'; connect-src 'self'");
    expect(page.headers.get("Cache-Control")).toBe("no-store");
    const href = /<script type="module" src="(\/scripts\/[0-9a-f]{16}\.js)"/u.exec(page.text)?.[1] ?? "";
    const script = await api("GET", href);
    expect([script.status, script.headers.get("Content-Type")]).toEqual([200, "text/javascript; charset=utf-8"]);
    expect(script.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
    expect(new TextEncoder().encode(script.text).byteLength).toBeLessThan(12 * 1024);
    expect(script.text).not.toMatch(/innerHTML|eval|import/u);
    expect((await api("GET", "/scripts/0000000000000000.js")).status).toBe(404);
    expect((await (await browserOf(api)).see("/")).headers.get("Content-Security-Policy")).not.toContain("script-src");
  });

  test("is light with all that a coach may have, and every id stands once", async () => {
    const weekly = Array.from({ length: 100 }, (_, index) => {
      const [hour, half] = [Math.floor(index / 7) + 6, index % 7];
      return { weekday: half, start: `${String(hour).padStart(2, "0")}:00`, end: `${String(hour).padStart(2, "0")}:30` };
    });
    const rrule = `FREQ=MONTHLY;BYMONTHDAY=${Array.from({ length: 50 }, (_, day) => String((day % 28) + 1)).join(",")}`
      .slice(0, 199)
      .replace(/,\d*$/u, "");
    const exdates = Array.from({ length: 400 }, (_, day) => new Date(Date.UTC(2027, 0, 1 + day)).toISOString().slice(0, 10));
    const recurrences = Array.from({ length: 20 }, () => ({ rrule, dtstart: "2026-12-01", start: "00:00", end: "05:00", exdates }));
    const intervals = Array.from({ length: 24 }, (_, hour) => ({
      start: `${String(hour).padStart(2, "0")}:00`,
      end: `${String(hour).padStart(2, "0")}:30`,
    }));
    const overrides = exdates.map((date) => ({ date, intervals }));
    const { coach, see } = await desk({
      time_zone: "America/Argentina/ComodRivadavia",
      weekly,
      recurrences: recurrences.slice(0, 3),
      overrides: [],
    });
    // The body of the API is bounded, so not all of it goes in at once.
    const { status, text } = await api("PUT", `/coach/${coach.id}/availability`, {
      as: coach,
      body: {
        time_zone: "America/Argentina/ComodRivadavia",
        weekly,
        recurrences: recurrences.map((one) => ({ ...one, exdates: exdates.slice(0, 20) })),
        overrides: overrides.slice(0, 26),
      },
    });
    expect([status, text]).toEqual([200, text]);
    await setTerms(api, coach, { slot_step_minutes: 15 });
    const page = await see("?minutes=15");
    expect(page.status).toBe(200);
    expect(new TextEncoder().encode(page.text).byteLength).toBeLessThan(BYTES_MAX);
    const ids = [...page.text.matchAll(/\sid="([^"]+)"/gu)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test("hours of the record that the service takes no longer are told of in the page's language", async () => {
  const { coach, send } = await desk();
  const overrides = JSON.stringify([{ date: "2026-12-10", until: "2026-12-09", intervals: [] }]);
  await env.DB.prepare("UPDATE coach_profiles SET hours = json_set(hours, '$.overrides', json(?)) WHERE coach_id = ?")
    .bind(overrides, coach.id)
    .run();
  const answer = await send("save", { "w2-0-from": "9", "w2-0-until": "10" });
  expect(answer.status).toBe(400);
  expect(wordsOf(answer)).toContain("These hours cannot be kept: something does not fit in your days off and other hours.");
});
