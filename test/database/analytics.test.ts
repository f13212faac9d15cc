/** With 100,000 bookings over a year, every figure of the analytics is what a naive recount of the rows says. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { fillYear } from "../../bench/year.ts";
import { instant } from "../../src/domain/instant.ts";
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";
import { apiWith, type Person, someone } from "../http/app-under-test.ts";
import { type Asked, localIn, readRows, recount, stretchOf } from "./analytics-oracle.ts";

const BOOKINGS = 100_000;
const COACHES = 60;
const NOW = Math.floor(Date.now() / 1_000) * 1_000;
const YEAR_STARTS = Math.floor((NOW - 200 * DAY_MS) / HOUR_MS) * HOUR_MS;

const api = apiWith({ now: () => instant(NOW) });
let admin: Person;
let rows: Awaited<ReturnType<typeof readRows>>;

beforeAll(async () => {
  await fillYear(env.DB, { bookings: BOOKINGS, coaches: COACHES, startsAt: YEAR_STARTS });
  admin = await someone("admin");
  rows = await readRows();
}, 300_000);

const dayAt = (days: number): string => new Date(YEAR_STARTS + days * DAY_MS).toISOString().slice(0, 10);

interface Body {
  readonly intervals: readonly { from: string; bookings_made: Record<string, number>; sessions: Record<string, number> }[];
  readonly lead_time: Readonly<Record<string, number>>;
  readonly cancellations: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly lapsed: Readonly<Record<string, number>>;
  readonly moves: Readonly<Record<string, number>>;
  readonly money: readonly (Readonly<Record<string, number>> & {
    readonly currency: string;
    readonly intervals: readonly Readonly<Record<string, number>>[];
  })[];
  readonly busiest_hours: readonly (readonly number[])[];
  readonly coaches: readonly {
    coach_id: string;
    name: string | null;
    booked_minutes: number;
    cancellations: number;
    offered_minutes: number | null;
  }[];
  readonly total: number;
}

async function ask(asked: Asked, offset = 0): Promise<Body> {
  const query = new URLSearchParams({ ...asked, offset: String(offset) }).toString();
  const answer = await api("GET", `/admin/analytics?${query}`, { as: admin });
  expect([answer.status, answer.text.slice(0, 300)]).toEqual([200, answer.text.slice(0, 300)]);
  return answer.body as unknown as Body;
}

/** The answer under the recount's names. */
function told(body: Body, { interval }: Asked): Record<string, number> {
  const figures: [string, number][] = [];
  const put = (prefix: string, values: Readonly<Record<string, number>>) => {
    for (const [name, count] of Object.entries(values)) figures.push([`${prefix}|${name}`, count]);
  };
  for (const { from, bookings_made: made, sessions } of body.intervals) {
    put(`made|${stretchOf(interval, from)}`, made);
    put(`sessions|${stretchOf(interval, from)}`, sessions);
  }
  const { bookings = 0, lower_quartile_hours = 0, median_hours = 0, upper_quartile_hours = 0 } = body.lead_time;
  put("lead", { bookings, 1: lower_quartile_hours, 2: median_hours, 3: upper_quartile_hours });
  for (const [role, bands] of Object.entries(body.cancellations)) put(`cancelled|${role}`, bands);
  put("lapsed", body.lapsed);
  put("moves", body.moves);
  for (const { currency, intervals, ...sums } of body.money) {
    const short = (amounts: Readonly<Record<string, number>>) =>
      Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name.replace("_minor", ""), amount]));
    put(`money|${currency}`, short(sums));
    expect(intervals).toHaveLength(body.intervals.length);
    for (const [place, amounts] of intervals.entries())
      put(`money|${currency}|${stretchOf(interval, body.intervals[place]?.from ?? "")}`, short(amounts));
  }
  for (const [weekday, hours] of body.busiest_hours.entries())
    for (const [hour, count] of hours.entries()) figures.push([`hour|${String(weekday)}|${String(hour)}`, count]);
  for (const { coach_id: id, booked_minutes: booked, cancellations } of body.coaches) put(`coach|${id}`, { booked, cancellations });
  return Object.fromEntries(figures.filter(([, amount]) => amount !== 0));
}

function withoutOwn(tally: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(tally).filter(([name]) => !name.startsWith("own|")));
}

describe(`with ${String(BOOKINGS)} bookings`, () => {
  test.each<Asked>([
    { from: dayAt(0), to: dayAt(365), interval: "month", time_zone: "Europe/Lisbon" },
    { from: dayAt(0), to: dayAt(365), interval: "day", time_zone: "America/St_Johns" },
    { from: dayAt(-40), to: dayAt(325), interval: "week", time_zone: "Pacific/Chatham" },
    { from: dayAt(150), to: dayAt(210), interval: "day", time_zone: "UTC" },
    { from: dayAt(200), to: dayAt(200), interval: "month", time_zone: "Asia/Kathmandu" },
  ])("$interval by $interval in $time_zone every figure equals the recount", async (asked) => {
    const pages = [await ask(asked), await ask(asked, 50)];
    const figures = Object.assign({}, ...pages.map((body) => told(body, asked))) as Record<string, number>;
    const expected = withoutOwn(recount(rows, asked, NOW));
    expect(Object.keys(expected).length).toBeGreaterThan(60);
    expect(figures).toEqual(expected);
    expect(pages.map(({ coaches, total }) => [coaches.length, total])).toEqual([
      [50, COACHES],
      [10, COACHES],
    ]);
  });

  test("hours offered are those of today's rules, and told only of ranges that begin today or later", async () => {
    const asked: Asked = { from: dayAt(201), to: dayAt(214), interval: "week", time_zone: "Europe/Lisbon" };
    const [there, here] = [localIn("Asia/Kathmandu"), localIn("Europe/Lisbon")];
    let minutes = 0;
    for (let quarter = YEAR_STARTS; quarter < YEAR_STARTS + 230 * DAY_MS; quarter += 15 * 60_000) {
      const { date } = here(quarter);
      if (date < asked.from || date > asked.to) continue;
      const { weekday, hour, minute } = there(quarter);
      const at = hour * 60 + minute;
      const isOpen = (weekday === 0 && at >= 540 && at < 1020) || (weekday === 2 && at >= 1200) || (weekday === 5 && at < 75);
      if (isOpen) minutes += 15;
    }
    expect(minutes).toBeGreaterThan(1_000);
    const body = await ask(asked);
    const offered = new Set(body.coaches.map(({ offered_minutes: each }) => each));
    expect(offered).toEqual(new Set([0, minutes]));
    const past = await ask({ ...asked, from: dayAt(199) });
    expect(new Set(past.coaches.map(({ offered_minutes: each }) => each))).toEqual(new Set([null]));
  });
});
