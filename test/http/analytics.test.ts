/** Who may ask for the analytics, and what of a question is refused before anything is counted. */
import { expect, test } from "vitest";
import { apiWith, seenCoach, someone } from "./app-under-test.ts";

const api = apiWith();
const asked = (query: Readonly<Record<string, string>>): string => `/admin/analytics?${new URLSearchParams(query).toString()}`;
const WEEK = { from: "2026-11-02", to: "2026-11-08" };

test("the analytics are for admins: anybody else is refused, whatever is asked", async () => {
  const [coach, client, admin] = [await seenCoach(api), await someone("client"), await someone("admin")];
  for (const as of [coach, client]) {
    for (const path of [asked(WEEK), asked({ from: "nonsense" })]) {
      const answer = await api("GET", path, { as });
      expect([answer.status, answer.body["code"]]).toEqual([403, "forbidden"]);
    }
  }
  expect((await api("GET", asked(WEEK))).status).toBe(401);
  expect((await api("GET", asked(WEEK), { as: admin })).status).toBe(200);
});

test.each([
  [{ to: "2026-11-08" }, "/from"],
  [{ from: "2026-11-02" }, "/to"],
  [{ ...WEEK, from: "2026-02-30" }, "/from"],
  [{ ...WEEK, from: "2026-11-02T00:00:00Z" }, "/from"],
  [{ from: "2026-11-08", to: "2026-11-07" }, "/to"],
  [{ from: "2026-01-01", to: "2027-01-02" }, "/to"],
  [{ ...WEEK, interval: "hour" }, "/interval"],
  [{ ...WEEK, time_zone: "Mars/Olympus" }, "/time_zone"],
  [{ ...WEEK, time_zone: "+01:00" }, "/time_zone"],
  [{ ...WEEK, offset: "-1" }, "/offset"],
  [{ ...WEEK, offset: "100001" }, "/offset"],
])("refuses %o", async (query, pointer) => {
  const answer = await api("GET", asked(query), { as: await someone("admin") });
  expect([answer.status, answer.body["code"]]).toEqual([400, "validation_failed"]);
  expect((answer.body["errors"] as { pointer: string }[]).map(({ pointer: at }) => at)).toEqual([pointer]);
});

test("366 days are answered, by week and in UTC where nothing else is said; of nothing every figure is none", async () => {
  const answer = await api("GET", asked({ from: "2024-01-01", to: "2024-12-31" }), { as: await someone("admin") });
  expect(answer.body).toMatchObject({
    interval: "week",
    time_zone: "UTC",
    offset: 0,
    limit: 50,
    money: [],
    lapsed: { unpaid: 0, unanswered: 0 },
  });
  const intervals = answer.body["intervals"] as { from: string; to: string }[];
  expect([intervals.length, intervals[0], intervals.at(-1)]).toEqual([
    53,
    expect.objectContaining({ from: "2024-01-01", to: "2024-01-07" }),
    expect.objectContaining({ from: "2024-12-30", to: "2024-12-31" }),
  ]);
  expect(answer.body["lead_time"]).toEqual({ bookings: 0, lower_quartile_hours: null, median_hours: null, upper_quartile_hours: null });
});
