/** The public look-up as its askers know it: recurring hours, forms of answer, the edge cache, and why a time is missing. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { EdgeCache } from "../../src/http/pipeline/edge-cache.ts";
import { dayAhead } from "../support/days.ts";
import { type Answer, apiWith, type Person, seenCoach, someone } from "./app-under-test.ts";
import { book, booked, euros, expectRefused, FRESH, sell, setTerms } from "./stories.ts";

/** What goes on after an answer is waited for, so that no test races the cache. */
const unfinished: Promise<unknown>[] = [];
const oneIsolate = () => new EdgeCache(caches.default, (work) => void unfinished.push(work), "https://booking.test");
const api = apiWith({ edgeCache: oneIsolate() });
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

// The clock stands still, so that no test sees midnight pass.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

type Query = Readonly<Record<string, string>>;

async function lookUp(coach: Pick<Person, "id">, query: Query, headers: Record<string, string> = {}, isolate = api): Promise<Answer> {
  const answer = await isolate("GET", `/booking/coach/${coach.id}/availability?${new URLSearchParams(query).toString()}`, { headers });
  await Promise.all(unfinished.splice(0));
  return answer;
}

async function setHours(coach: Person, hours: object): Promise<Answer> {
  return await api("PUT", `/coach/${coach.id}/availability`, { as: coach, body: { time_zone: "UTC", weekly: [], ...hours } });
}

const startsIn = (list: unknown) => (list as { starts_at: string }[]).map(({ starts_at: startsAt }) => startsAt);
const dateAhead = (days: number) => dayAhead(days, "00:00").slice(0, 10);
const theDay: Query = { start_date: dateAhead(3), end_date: dateAhead(3) };

describe("recurring hours", () => {
  test("every second Tuesday and the first Monday of the month, without the dates taken out, can be booked and shown again", async () => {
    const [coach, client] = [await seenCoach(api), await someone("client")];
    const recurrences = [
      { rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", dtstart: "2026-01-06", start: "09:00", end: "11:00", exdates: [] as string[] },
      { rrule: "FREQ=MONTHLY;BYDAY=1MO", dtstart: "2026-01-01", start: "18:00", end: "19:00", exdates: [] as string[] },
    ];
    await setHours(coach, { recurrences });
    const range = { start_date: dateAhead(1), end_date: dateAhead(60), ...FRESH };
    const starts = startsIn((await lookUp(coach, range)).body["available_slots"]);
    // Computed once more, plainly.
    const expected: string[] = [];
    for (let day = Date.parse(dateAhead(1)); day <= Date.parse(dateAhead(60)); day += DAY_MS) {
      const date = new Date(day);
      const text = date.toISOString().slice(0, 10);
      const weeks = Math.round((day - Date.parse("2026-01-06")) / DAY_MS) / 7;
      if (date.getUTCDay() === 2 && weeks % 2 === 0) expected.push(`${text}T09:00:00.000Z`, `${text}T10:00:00.000Z`);
      if (date.getUTCDay() === 1 && date.getUTCDate() <= 7) expected.push(`${text}T18:00:00.000Z`);
    }
    expect(starts).toEqual(expected);
    await booked(api, client, coach, starts[0] ?? "");
    await expectRefused(async () => await book(api, client, coach, dayAhead(1, "03:00")), 400, "outside_hours");

    const taken = (starts[1] ?? "").slice(0, 10);
    const without = recurrences.map((rule) => ({ ...rule, exdates: [taken] }));
    expect((await setHours(coach, { recurrences: without })).status).toBe(200);
    const shown = await api("GET", `/coach/${coach.id}/availability`, { as: coach });
    expect(shown.body["recurrences"]).toEqual(without);
    expect(startsIn((await lookUp(coach, range)).body["available_slots"])).toEqual(
      expected.filter((start) => start !== starts[0] && !start.startsWith(taken)),
    );
  });

  test.each([
    ["FREQ=SECONDLY", "rrule"],
    ["FREQ=HOURLY;INTERVAL=4", "rrule"],
    ["FREQ=DAILY;BYHOUR=9,10", "rrule"],
    ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "rrule"],
    ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "rrule"],
    ["FREQ=DAILY;COUNT=5;UNTIL=20300101", "rrule"],
    ["FREQ=DAILY;COUNT=0", "rrule"],
    ["FREQ=WEEKLY;BYDAY=1MO", "rrule"],
    ["FREQ=DAILY\r\nRDATE:20300101", "rrule"],
    ["INTERVAL=2", "rrule"],
    ["", "rrule"],
    ["FREQ=DAILY;".repeat(2_000), "rrule"],
  ])("%j is refused at its place", async (rrule, field) => {
    const coach = await seenCoach(api);
    const rule = { rrule: "FREQ=DAILY", dtstart: "2027-01-04", start: "09:00", end: "10:00" };
    const answer = await expectRefused(
      async () => await setHours(coach, { recurrences: [rule, { ...rule, rrule }] }),
      400,
      "validation_failed",
    );
    expect((answer.body["errors"] as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([`/recurrences/1/${field}`]);
  });

  test("a rule is validated whole", async () => {
    const coach = await seenCoach(api);
    const rule = { rrule: "FREQ=DAILY", dtstart: "2027-01-04", start: "09:00", end: "10:00" };
    for (const [fields, pointer] of [
      [{ dtstart: "2027-02-30" }, "/recurrences/0/dtstart"],
      [{ start: "10:00" }, "/recurrences/0/start"],
      [{ exdates: ["2027-01-04", "tomorrow"] }, "/recurrences/0/exdates/1"],
      [{ exdates: Array.from({ length: 401 }, () => "2027-01-04") }, "/recurrences/0/exdates"],
      [{ duration: 60 }, "/recurrences/0/duration"],
    ] as const) {
      const ask = async () => await setHours(coach, { recurrences: [{ ...rule, ...fields }] });
      const answer = await expectRefused(ask, 400, "validation_failed", pointer);
      expect((answer.body["errors"] as { pointer: string }[]).map((error) => error.pointer)).toEqual([pointer]);
    }
    const many = async () => await setHours(coach, { recurrences: Array.from({ length: 21 }, () => rule) });
    await expectRefused(many, 400, "validation_failed");
  });
});

describe("forms of answer", () => {
  test("grouped by day, a slot stands under its day in the zone asked", async () => {
    const coach = await seenCoach(api);
    await setHours(coach, { weekly: [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, start: "22:00", end: "24:00" })) });
    const range = { start_date: dateAhead(3), end_date: dateAhead(4), time_zone: "Asia/Tokyo" };
    const plain = await lookUp(coach, { ...range, ...FRESH });
    const grouped = await lookUp(coach, { ...range, ...FRESH, group_by: "day" });
    expect(Object.keys(grouped.body)).not.toContain("available_slots");
    const days = grouped.body["available_days"] as { date: string; available_slots: unknown }[];
    // 22:00 and 23:00 UTC are the next morning in Tokyo.
    expect(days.map(({ date, available_slots: slots }) => [date, startsIn(slots)])).toEqual([
      [dateAhead(3), [dayAhead(2, "22:00"), dayAhead(2, "23:00")]],
      [dateAhead(4), [dayAhead(3, "22:00"), dayAhead(3, "23:00")]],
    ]);
    expect(days.flatMap(({ available_slots: slots }) => slots)).toEqual(plain.body["available_slots"]);
    expect((await lookUp(coach, { ...range, group_by: "week" })).body["code"]).toBe("validation_failed");
  });

  test("several coaches are answered in one call, in the order asked; those of whom there is nothing to list are named", async () => {
    const [early, late, priced, gone, client, admin] = [
      await seenCoach(api),
      await seenCoach(api),
      await seenCoach(api),
      await seenCoach(api),
      await someone("client"),
      await someone("admin"),
    ];
    const unknown = crypto.randomUUID();
    await setHours(late, { weekly: [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, start: "20:00", end: "21:00" })) });
    await sell(api, priced, { duration_minutes: 30, price: euros(100) });
    expect((await api("PUT", `/admin/users/${gone.id}`, { as: admin, body: { status: "inactive" } })).status).toBe(200);
    await booked(api, client, early, dayAhead(3, "09:00"));
    const ids = [late.id, unknown, early.id, priced.id, gone.id, late.id];
    const answer = await api("GET", `/availability?${new URLSearchParams({ coach_ids: ids.join(","), ...theDay }).toString()}`);
    expect(answer.status).toBe(200);
    expect(answer.body["not_listed"]).toEqual([
      { coach_id: unknown, code: "coach_not_found" },
      { coach_id: priced.id, code: "duration_not_offered" },
      { coach_id: gone.id, code: "coach_not_found" },
    ]);
    const single = [await lookUp(late, { ...theDay, ...FRESH }), await lookUp(early, { ...theDay, ...FRESH })];
    const withoutPage = ({ body: { complete, next_start_date: next, ...rest } }: Answer) => [complete, next, rest];
    expect(single.map(withoutPage)).toEqual((answer.body["coaches"] as object[]).map((coach) => [true, null, coach]));
    expect([answer.body["complete"], answer.body["next_start_date"]]).toEqual([true, null]);
    expect(startsIn(single[1]?.body["available_slots"])).not.toContain(dayAhead(3, "09:00"));
  });

  test("too many coaches, none, and what is no id are 400, each in its place", async () => {
    const many = Array.from({ length: 21 }, () => crypto.randomUUID()).join(",");
    for (const coachIds of [many, "", "me", `${crypto.randomUUID()},`]) {
      const answer = await api("GET", `/availability?${new URLSearchParams({ coach_ids: coachIds, ...theDay }).toString()}`);
      expect([coachIds, answer.status, answer.body["code"]]).toEqual([coachIds, 400, "validation_failed"]);
    }
    expect((await api("GET", `/availability?coach_ids=${crypto.randomUUID()}`)).body["code"]).toBe("validation_failed");
    const days = async (count: number) => {
      const range = `start_date=${dateAhead(1)}&end_date=${dateAhead(count)}`;
      return await api("GET", `/availability?coach_ids=${crypto.randomUUID()}&${range}`);
    };
    expect((await days(14)).status).toBe(200);
    const tooLong = await days(15);
    expect([tooLong.status, tooLong.body["code"]]).toEqual([400, "validation_failed"]);
    expect(tooLong.body["errors"]).toEqual([{ pointer: "/end_date", detail: "must lie at most 14 days after start_date" }]);
  });
});

describe("dates of a coach's own zone", () => {
  // In zones as far from UTC as there are: the first two hours of a day, or its last two, lie on another date in UTC. Two,
  // because the nearest session beyond what is read is always read as well.
  test.each([
    ["Pacific/Kiritimati", "the first hours", [dayAhead(2, "10:00"), dayAhead(2, "11:00")]],
    ["Pacific/Kiritimati", "the last hours", [dayAhead(3, "08:00"), dayAhead(3, "09:00")]],
    ["Etc/GMT+12", "the first hours", [dayAhead(3, "12:00"), dayAhead(3, "13:00")]],
    ["Etc/GMT+12", "the last hours", [dayAhead(4, "10:00"), dayAhead(4, "11:00")]],
  ])("of %s: %s of a day, once taken, are not offered again", async (zone, _when, taken) => {
    const [coach, client] = [await someone("coach", { zoneinfo: zone }), await someone("client")];
    const weekly = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, start: "00:00", end: "24:00" }));
    expect((await setHours(coach, { time_zone: zone, weekly })).status).toBe(200);
    const starts = async () => startsIn((await lookUp(coach, { ...theDay, ...FRESH })).body["available_slots"]);
    const all = await starts();
    expect([all.length, taken.every((start) => all.includes(start))]).toEqual([24, true]);
    for (const start of taken) await booked(api, client, coach, start);
    expect(await starts()).toEqual(all.filter((start) => !taken.includes(start)));
  });
});

describe("the edge cache", () => {
  test("an answer carries a tag, and who knows it is told 304", async () => {
    const [coach, client] = [await seenCoach(api), await someone("client")];
    const first = await lookUp(coach, theDay);
    const etag = first.headers.get("ETag") ?? "";
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/u);
    expect(first.headers.get("Cache-Control")).toBe("public, max-age=0, must-revalidate");
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const again = await lookUp(coach, theDay, { "If-None-Match": known });
      expect([known, again.status, again.text, again.headers.get("ETag")]).toEqual([known, 304, "", etag]);
    }
    expect((await lookUp(coach, theDay, { "If-None-Match": '"other"' })).status).toBe(200);
    await booked(api, client, coach, dayAhead(3, "10:00"));
    const changed = await lookUp(coach, { ...theDay, ...FRESH }, { "If-None-Match": etag });
    expect([changed.status, changed.headers.get("ETag") === etag]).toEqual([200, false]);
  });

  test("a listing may be seconds old; who names the version of an own change passes over it, and so does everybody after", async () => {
    const [coach, client] = [await seenCoach(api), await someone("client")];
    const before = await lookUp(coach, theDay);
    const answer = await book(api, client, coach, dayAhead(3, "10:00"));
    const version = String(answer.body["availability_version"]);
    expect((await lookUp(coach, theDay)).text).toBe(before.text);
    const own = await lookUp(coach, { ...theDay, min_version: version });
    expect(startsIn(own.body["available_slots"])).not.toContain(dayAhead(3, "10:00"));
    expect(Number(own.body["availability_version"])).toBeGreaterThanOrEqual(Number(version));
    expect((await lookUp(coach, theDay)).text).toBe(own.text);
    // The stale listing could not hurt: what it still showed is refused.
    await expectRefused(async () => await book(api, client, coach, dayAhead(3, "10:00")), 400, "slot_taken");
  });

  test("an answer is good for five seconds and not a moment longer", async () => {
    const [coach, client] = [await seenCoach(api), await someone("client")];
    const before = await lookUp(coach, theDay);
    await booked(api, client, coach, dayAhead(3, "10:00"));
    vi.advanceTimersByTime(4_999);
    expect((await lookUp(coach, theDay)).text).toBe(before.text);
    // The copy at the location is as old as the one in the isolate.
    vi.advanceTimersByTime(1);
    expect(startsIn((await lookUp(coach, theDay)).body["available_slots"])).not.toContain(dayAhead(3, "10:00"));
  });

  test("what is asked again is shared with the other isolates of the location", async () => {
    const [coach, client] = [await seenCoach(api), await someone("client")];
    const others = apiWith({ edgeCache: oneIsolate() });
    const first = await lookUp(coach, theDay, {}, others);
    // Both have asked, and asked again; five seconds later one reads anew and the other takes it over.
    for (const isolate of [api, others]) for (let times = 0; times < 2; times += 1) await lookUp(coach, theDay, {}, isolate);
    await booked(api, client, coach, dayAhead(3, "10:00"));
    vi.advanceTimersByTime(5_000);
    const anew = await lookUp(coach, theDay);
    expect(anew.text).not.toBe(first.text);
    await booked(api, client, coach, dayAhead(3, "11:00"));
    expect((await lookUp(coach, theDay, {}, others)).text).toBe(anew.text);
  });

  test("everything that shapes an answer is part of what it is kept under", async () => {
    const [coach, other] = [await seenCoach(api), await seenCoach(api)];
    const queries: Query[] = [
      theDay,
      { ...theDay, end_date: dateAhead(4) },
      { ...theDay, duration_minutes: "30" },
      { ...theDay, time_zone: "Asia/Tokyo" },
      { ...theDay, group_by: "day" },
    ];
    const answers = new Set<string>();
    for (const query of queries) answers.add((await lookUp(coach, query)).text);
    answers.add((await lookUp(other, theDay)).text);
    expect(answers.size).toBe(queries.length + 1);
  });

  test("of several coaches as well", async () => {
    const [coach, other] = [await seenCoach(api), await seenCoach(api)];
    const base = { ...theDay, coach_ids: coach.id };
    const queries: Query[] = [
      base,
      { ...base, end_date: dateAhead(4) },
      { ...base, start_date: dateAhead(2) },
      { ...base, duration_minutes: "30" },
      { ...base, time_zone: "Asia/Tokyo" },
      { ...base, group_by: "day" },
      { ...base, coach_ids: other.id },
      { ...base, coach_ids: `${coach.id},${other.id}` },
      { ...base, coach_ids: `${other.id},${coach.id}` },
    ];
    const ask = async (query: Query) => {
      const { text } = await api("GET", `/availability?${new URLSearchParams(query).toString()}`);
      await Promise.all(unfinished.splice(0));
      return text;
    };
    const answers: string[] = [];
    for (const query of queries) answers.push(await ask(query));
    expect(new Set(answers).size).toBe(queries.length);
    // Each is kept under its own name: a booking is not seen in any of them for five seconds.
    await booked(api, await someone("client"), coach, dayAhead(3, "10:00"));
    for (const [index, query] of queries.entries()) expect(await ask(query)).toBe(answers[index]);
  });

  test("a refusal is never kept", async () => {
    const coach = await someone("coach");
    expect((await lookUp(coach, theDay)).status).toBe(404);
    await api("GET", `/coach/${coach.id}/availability`, { as: coach });
    expect((await lookUp(coach, theDay)).status).toBe(200);
  });
});

describe("explain", () => {
  async function explained(coach: Person, query: Query = {}): Promise<Answer> {
    const asked = new URLSearchParams({ date: dateAhead(3), ...query }).toString();
    return await api("GET", `/booking/coach/${coach.id}/availability/explain?${asked}`, { as: coach });
  }

  interface Candidate {
    readonly starts_at: string;
    readonly reason: string | null;
  }

  test("I11: every listed slot books, and every other candidate is refused for the reason that explain gives", async () => {
    const [coach, client] = [await seenCoach(api), await someone("client")];
    await setTerms(api, coach, { slot_step_minutes: 30, buffer_after_minutes: 15, notice_minutes_min: 3 * 24 * 60, horizon_days: 30 });
    await booked(api, client, coach, dayAhead(4, "12:00"));
    const reasons = new Set<string>();
    for (const days of [1, 4, 40]) {
      const date = dateAhead(days);
      const candidates = (await explained(coach, { date })).body["candidates"] as Candidate[];
      expect(candidates).toHaveLength(16);
      const listed = startsIn((await lookUp(coach, { start_date: date, end_date: date, ...FRESH })).body["available_slots"]);
      expect(candidates.filter(({ reason }) => reason === null).map(({ starts_at: startsAt }) => startsAt)).toEqual(listed);
      for (const { starts_at: startsAt, reason } of candidates) {
        if (reason !== null) {
          await expectRefused(async () => await book(api, client, coach, startsAt), 400, reason, startsAt);
          reasons.add(reason);
        } else {
          // Each for itself: given back, so that the next one finds the day as it was explained.
          const id = await booked(api, client, coach, startsAt);
          expect((await api("DELETE", `/booking/${id}`, { as: client })).status).toBe(204);
        }
      }
    }
    expect(reasons).toEqual(new Set(["notice_too_short", "slot_taken", "outside_hours", "beyond_horizon"]));
  });

  test("a full day says so, a deactivated coach is shown as one, and a duration that is not offered is refused", async () => {
    const [coach, client, admin] = [await seenCoach(api), await someone("client"), await someone("admin")];
    await setTerms(api, coach, { sessions_per_day_max: 1 });
    await booked(api, client, coach, dayAhead(3, "12:00"));
    const full = await explained(coach);
    const byReason = Map.groupBy(full.body["candidates"] as Candidate[], ({ reason }) => reason);
    expect([...byReason].map(([reason, list]) => [reason, list.length])).toEqual([
      ["day_full", 7],
      ["slot_taken", 1],
    ]);
    expect(full.body).toMatchObject({ coach_active: true, date: dateAhead(3), time_zone: "UTC", duration_minutes: 60 });
    await sell(api, coach, { duration_minutes: 30, price: euros(100) });
    expect((await explained(coach)).body["code"]).toBe("duration_not_offered");
    expect((await api("PUT", `/admin/users/${coach.id}`, { as: admin, body: { status: "inactive" } })).status).toBe(200);
    const path = `/booking/coach/${coach.id}/availability/explain?date=${dateAhead(3)}&duration_minutes=30`;
    expect((await api("GET", path, { as: admin })).body["coach_active"]).toBe(false);
    const nobody = `/booking/coach/${crypto.randomUUID()}/availability/explain?date=${dateAhead(3)}`;
    expect((await api("GET", nobody, { as: admin })).body["code"]).toBe("coach_not_found");
    expect((await api("GET", `${path.split("?")[0] ?? ""}?date=2027-02-30`, { as: admin })).body["code"]).toBe("validation_failed");
  });

  test("a day is the coach's unless another zone is named", async () => {
    const coach = await someone("coach", { zoneinfo: "Pacific/Auckland" });
    const hours = await api("GET", `/coach/${coach.id}/availability`, { as: coach });
    expect(hours.body["time_zone"]).toBe("Pacific/Auckland");
    const [own, elsewhere] = [await explained(coach), await explained(coach, { time_zone: "America/Los_Angeles" })];
    for (const { body } of [own, elsewhere]) expect(body["candidates"]).toHaveLength(8);
    const first = ({ body }: Answer) => Date.parse((body["candidates"] as Candidate[])[0]?.starts_at ?? "");
    // The local day in Los Angeles holds the nine o'clock of Auckland's following day.
    expect(first(elsewhere) - first(own)).toBeGreaterThanOrEqual(DAY_MS - 120 * MINUTE_MS);
  });
});
