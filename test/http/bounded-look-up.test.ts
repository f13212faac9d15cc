/** Look-ups that ask for much (S55-S57): what an answer holds at most, what it is counted as, and what it leaves behind. */
import { env } from "cloudflare:workers";
import { listDurableObjectIds } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openApiDocument } from "../../src/contract/document.ts";
import { EdgeCache } from "../../src/http/pipeline/edge-cache.ts";
import { addressKey } from "../../src/http/pipeline/address-key.ts";
import { dayAhead } from "../support/days.ts";
import { apiWith, counting, seenCoach, type Answer, type Person } from "./app-under-test.ts";
import { setTerms } from "./stories.ts";

const api = apiWith();
const date = (days: number) => dayAhead(days, "00:00").slice(0, 10);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Open all day, a slot every five minutes. */
async function alwaysOpen(timeZone = "UTC"): Promise<Person> {
  const coach = await seenCoach(api);
  const weekly = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, start: "00:00", end: "24:00" }));
  await api("PUT", `/coach/${coach.id}/availability`, { as: coach, body: { time_zone: timeZone, weekly } });
  await setTerms(api, coach, { slot_step_minutes: 5 });
  return coach;
}

async function several(count: number): Promise<Person[]> {
  const coaches: Person[] = [];
  for (let index = 0; index < count; index += 1) coaches.push(await alwaysOpen());
  return coaches;
}

interface Listed {
  readonly available_slots: readonly { readonly starts_at: string }[];
}

const startsIn = ({ available_slots: slots }: Listed) => slots.map((slot) => slot.starts_at);
const ofOne = async (coach: Person, start: string, end: string) =>
  await api("GET", `/booking/coach/${coach.id}/availability?start_date=${start}&end_date=${end}`);
const ofSeveral = async (coaches: readonly Person[], query: string, call = api) =>
  await call("GET", `/availability?coach_ids=${coaches.map(({ id }) => id).join(",")}&${query}`);
const coachesIn = ({ body }: Answer) => body["coaches"] as Listed[];

describe("S56: an answer ends with the last whole day that fits", () => {
  test("of one coach: 62 days at a step of five minutes are seventeen days, and the rest from there on", async () => {
    const coach = await alwaysOpen();
    const answers: string[] = [];
    let [next, pages]: [string | null, number] = [date(1), 0];
    while (next !== null) {
      const answer = await ofOne(coach, next, date(62));
      expect(answer.status).toBe(200);
      expect(answer.text.length).toBeLessThanOrEqual(400_000);
      const starts = startsIn(answer.body as unknown as Listed);
      if (pages === 0) expect([starts.length, answer.body["next_start_date"]]).toEqual([17 * 288, date(18)]);
      answers.push(...starts);
      next = answer.body["next_start_date"] as string | null;
      expect(answer.body["complete"]).toBe(next === null);
      pages += 1;
    }
    expect(pages).toBe(4);
    // The session of an hour that begins in the last hour would end after the range.
    const first = Date.parse(`${date(1)}T00:00:00Z`);
    const expected = Array.from({ length: 62 * 288 - 11 }, (_, step) => new Date(first + step * 300_000).toISOString());
    expect(answers).toEqual(expected);
  });

  test("of twenty coaches the first day is whole, however many slots it has", async () => {
    const coaches = await several(20);
    const answer = await ofSeveral(coaches, `start_date=${date(1)}&end_date=${date(14)}`);
    expect([answer.status, answer.body["complete"], answer.body["next_start_date"]]).toEqual([200, false, date(2)]);
    expect(coachesIn(answer).map((one) => startsIn(one).length)).toEqual(coaches.map(() => 288));
    expect(coachesIn(answer).every((one) => !("complete" in one))).toBe(true);
    expect(answer.text.length).toBeLessThanOrEqual(470_000);
    const rest = await ofSeveral(coaches, `start_date=${date(14)}&end_date=${date(14)}&group_by=day`);
    expect([rest.status, rest.body["complete"], rest.body["next_start_date"]]).toEqual([200, true, null]);
  });

  test("of coaches in zones a day apart, a date is each one's own, and an instant that ends the range ends it for all", async () => {
    const coaches = [await alwaysOpen("Pacific/Kiritimati"), await alwaysOpen("Etc/GMT+12")];
    const end = dayAhead(13, "11:00");
    const found = coaches.map((): string[] => []);
    let next: string | null = dayAhead(1, "11:00");
    let pages = 0;
    while (next !== null) {
      const answer = await ofSeveral(coaches, `start_date=${next}&end_date=${end}`);
      expect([answer.status, pages < 9]).toEqual([200, true]);
      for (const [index, one] of coachesIn(answer).entries()) found[index]?.push(...startsIn(one));
      next = answer.body["next_start_date"] as string | null;
      pages += 1;
    }
    const expected = Array.from({ length: 12 * 288 - 11 }, (_, step) =>
      new Date(Date.parse(dayAhead(1, "11:00")) + step * 300_000).toISOString(),
    );
    expect(pages).toBeGreaterThan(1);
    for (const starts of found) expect(starts).toEqual(expected);
    // In Kiritimati the day after is over before this range begins; elsewhere it is not.
    const mixed = await ofSeveral(coaches, `start_date=${date(13)}&end_date=${dayAhead(13, "12:30")}&duration_minutes=15`);
    expect([mixed.status, coachesIn(mixed).map((one) => startsIn(one).length > 0)]).toEqual([200, [true, true]]);
    const one = await ofSeveral(coaches, `start_date=${date(13)}&end_date=${dayAhead(13, "11:00")}&duration_minutes=15`);
    expect([one.status, coachesIn(one).map((of) => startsIn(of).length > 0)]).toEqual([200, [true, false]]);
    const none = await ofSeveral(coaches, `start_date=${date(13)}&end_date=${dayAhead(12, "09:00")}`);
    expect([none.status, none.body["code"]]).toEqual([400, "validation_failed"]);
    expect(none.body["errors"]).toMatchObject([{ pointer: "/end_date" }]);
  });

  test("more than fourteen days of several coaches are refused at their place, before anything is read or counted", async () => {
    const untouched = () => {
      throw new Error("nothing is to be read");
    };
    const rate = counting(1_000);
    const call = apiWith({ reading: untouched, lookUpRate: rate });
    const nobody = Array.from({ length: 20 }, () => ({ id: crypto.randomUUID(), token: "" }));
    for (const days of [15, 62, 63]) {
      const answer = await ofSeveral(nobody, `start_date=${date(1)}&end_date=${date(days)}`, call);
      expect([days, answer.status, answer.body["code"]]).toEqual([days, 400, "validation_failed"]);
      expect(answer.body["errors"]).toEqual([{ pointer: "/end_date", detail: "must lie at most 14 days after start_date" }]);
    }
    expect(rate.keys.size).toBe(0);
    // Where a date meets an instant only the zone can tell.
    const coach = await seenCoach(api);
    const mixed = await ofSeveral([coach], `start_date=${date(1)}&end_date=${dayAhead(15, "00:01")}`);
    expect([mixed.status, mixed.body["errors"]]).toEqual([400, [{ pointer: "/end_date", detail: "The range must span at most 14 days." }]]);
  });
});

describe("S57: what is asked is counted", () => {
  test("once for each coach, named twice or not", async () => {
    const coaches = [await seenCoach(api), await seenCoach(api), await seenCoach(api)];
    const rate = counting(7);
    const call = apiWith({ lookUpRate: rate });
    const query = `start_date=${date(1)}&end_date=${date(1)}`;
    const statuses: number[] = [];
    for (let times = 0; times < 3; times += 1) statuses.push((await ofSeveral(coaches, query, call)).status);
    expect(statuses).toEqual([200, 200, 429]);
    const again = counting(100);
    await ofSeveral([...coaches, ...coaches], query, apiWith({ lookUpRate: again }));
    expect([...again.keys.values()]).toEqual([3]);
  });

  test.each([
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::FFFF:c000:0201", "192.0.2.1"],
    ["0:0:0:0:0:ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:0DB8:0000:0000:ffff:ffff:ffff:ffff", "2001:db8:0:0::/64"],
    ["2001:db8:0:1::", "2001:db8:0:1::/64"],
    ["2001:db8::1:0:0:0:1", "2001:db8:0:1::/64"],
    ["::1", "0:0:0:0::/64"],
    ["64:ff9b::192.0.2.1", "64:ff9b:0:0::/64"],
    ["", "unknown"],
    ["2001:db8", "unknown"],
    ["2001:db8::1::2", "unknown"],
    ["1:2:3:4:5:6:7:8:9", "unknown"],
    ["1:2:3:4:5:6:7::8", "unknown"],
    ["300.0.2.1", "unknown"],
    ["2001:db8::zz", "unknown"],
    [undefined, "unknown"],
  ])("the address %s counts as %s", (address, key) => {
    expect(addressKey(address)).toBe(key);
  });

  test("by the /64 of an IPv6 address: another address of the subscriber's helps nobody", async () => {
    const coach = await seenCoach(api);
    const call = apiWith({ lookUpRate: counting(3) });
    const ask = async (address: string, forwarded: string) => {
      const headers = { "CF-Connecting-IP": address, "X-Forwarded-For": forwarded };
      const query = `start_date=${date(1)}&end_date=${date(1)}`;
      return (await call("GET", `/booking/coach/${coach.id}/availability?${query}`, { headers })).status;
    };
    const statuses: number[] = [];
    for (const last of ["1", "2", "ffff:ffff:ffff:ffff", "4"])
      statuses.push(await ask(`2001:db8:0:7:${last.includes(":") ? "" : ":"}${last}`, last));
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect(await ask("2001:db8:0:8::1", "2001:db8:0:7::1")).toBe(200);
  });

  /** A constant, and what providers send: that has a limit of its own (`meters.test.ts`). */
  const UNCOUNTED = ["/health", "/calendar/google/notifications", "/calendar/outlook/notifications", "/calendar/outlook/lifecycle"];
  const PROVED = [...UNCOUNTED, "/payments/webhook", "/calendar/{provider}/callback"];

  test("every public reading is counted for its address", async () => {
    const coach = await seenCoach(api);
    const open = Object.entries(openApiDocument().paths ?? {}).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { security }]: [string, { security?: unknown[] }]) =>
        security?.length === 0 && !PROVED.includes(path) ? [[method.toUpperCase(), path] as const] : [],
      ),
    );
    expect(open.length).toBeGreaterThanOrEqual(5);
    for (const [method, path] of open) {
      const call = apiWith({ lookUpRate: counting(0) });
      const query = `?start_date=${date(1)}&end_date=${date(1)}&coach_ids=${coach.id}`;
      const answer = await call(method, path.replaceAll(/\{(?:coach_)?id\}/gu, coach.id) + (path.endsWith("vailability") ? query : ""));
      expect([method, path, answer.status, answer.headers.get("Retry-After")]).toEqual([method, path, 429, "60"]);
    }
  });
});

/** Tells under which keys it was asked, and keeps as the real one does. */
class SeenKeys extends EdgeCache {
  readonly keys = new Set<string>();

  override async find(...asked: Parameters<EdgeCache["find"]>): ReturnType<EdgeCache["find"]> {
    this.keys.add(asked[0]);
    return await super.find(...asked);
  }
}

test("S56: the order, case and spelling of parameters give no new entry of the cache", async () => {
  const coaches = [await seenCoach(api), await seenCoach(api)] as const;
  const ids = coaches.map(({ id }) => id);
  const range = [`start_date=${dayAhead(1, "00:00")}`, `end_date=${dayAhead(2, "00:00")}`];
  const shifted = `start_date=${dayAhead(1, "02:00").replace("Z", "%2B02:00")}`;
  const spellings = (form: readonly string[]) => [
    [...range, ...form].join("&"),
    [...form, ...range].toReversed().join("&"),
    [...form, shifted, `end_date=${dayAhead(2, "00:00").replace(".000Z", "z").replace("T", "t")}`].join("&"),
    [...form, ...range, "duration_minutes=60"].join("&"),
    [...form, ...range, "duration_minutes=0060", "unknown=1"].join("&"),
  ];
  const one = new SeenKeys(caches.default, () => undefined, "https://booking.test");
  for (const id of [ids[0] ?? "", (ids[0] ?? "").toUpperCase()]) {
    for (const query of spellings(["time_zone=UTC"])) {
      const answer = await apiWith({ edgeCache: one })("GET", `/booking/coach/${id}/availability?${query}`);
      expect([query, answer.status]).toEqual([query, 200]);
    }
  }
  expect(one.keys.size).toBe(1);
  const both = new SeenKeys(caches.default, () => undefined, "https://booking.test");
  for (const text of [ids.join(","), ids.join(",").toUpperCase(), [...ids, ids[0]].join("%2C")]) {
    for (const query of spellings([`coach_ids=${text}`])) {
      const answer = await apiWith({ edgeCache: both })("GET", `/availability?${query}`);
      expect([query, answer.status]).toEqual([query, 200]);
    }
  }
  expect(both.keys.size).toBe(1);
});

test("S55: an anonymous reading makes no object and writes nothing that lasts", async () => {
  const coach = await seenCoach(api);
  const tables = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf*'").all<{
    name: string;
  }>();
  const everything = async () => ({
    rows: await env.DB.batch(tables.results.map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`))).then((all) =>
      all.map(({ results }) => results),
    ),
    agendas: (await listDurableObjectIds(env.COACH_AGENDA)).length,
    accounts: (await listDurableObjectIds(env.CALENDAR_ACCOUNT)).length,
    kept: [(await env.KEPT.list()).keys, (await env.TOKENS.list()).keys],
  });
  const before = await everything();
  const unknown = crypto.randomUUID();
  for (const id of [coach.id, unknown]) {
    const query = `start_date=${date(1)}&end_date=${date(2)}`;
    for (const path of [
      `/booking/coach/${id}/availability?${query}`,
      `/booking/coach/${id}/availability?${query}&min_version=7`,
      `/availability?coach_ids=${id}&${query}`,
      "/coach",
      `/coach/${id}`,
      `/coach/${id}/calendar.ics?key=guess`,
      "/health",
      "/openapi.json",
    ]) {
      const { status } = await api("GET", path);
      expect([path, [200, 404].includes(status)]).toEqual([path, true]);
    }
  }
  expect(await everything()).toEqual(before);
});
