/** Counts of data points as Analytics Engine answers them: what is asked, what is counted, and that no failure is ever a count. */
import { describe, expect, test, vi } from "vitest";
import { instant } from "../../src/domain/instant.ts";
import { POINT_EVENTS, POINT_RANGES, stretchesOf } from "../../src/domain/point-counts.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { countPoints, POINT_ANSWER_BYTES_MAX } from "../../src/providers/point-counts.ts";
import { ACCOUNT, AnalyticsSim, SIM_FAULTS } from "../support/analytics-sim.ts";

const NOW = Date.UTC(2026, 10, 28, 9, 40);

function stage(account = ACCOUNT as { readonly accountId: string; readonly token: string }) {
  const sim = new AnalyticsSim(() => NOW);
  const options = { ...account, addressOf: (address: string) => address, fetch: sim.fetch, now: () => instant(NOW) };
  return {
    sim,
    ask: async (...asked: [(typeof POINT_EVENTS)[number], (typeof POINT_RANGES)[number]]) => await countPoints(options, ...asked),
  };
}

test("a point that stands for many counts as many, in the stretch of its time, well and wrong apart", async () => {
  const { sim, ask } = stage();
  sim.write({ event: "sync", provider: "google", fault: null, ms: 5 }, 30 * MINUTE_MS, 40);
  sim.write({ event: "sync", provider: "outlook", fault: null, ms: 5 }, 35 * MINUTE_MS);
  sim.write({ event: "sync", provider: "google", fault: "retry_later", ms: 5 }, 3 * HOUR_MS);
  sim.write({ event: "sync", provider: "google", fault: null, ms: 5 }, 30 * HOUR_MS);
  sim.write({ event: "group", outcome: "settled", commands: 1, ms: 5 }, MINUTE_MS);
  const day = await ask("sync", "day");
  if (!day.ok) throw new Error(day.problem);
  expect(day.value).toEqual([
    { at: Date.UTC(2026, 10, 28, 9), outcome: "well", times: 41 },
    { at: Date.UTC(2026, 10, 28, 6), outcome: "wrong", times: 1 },
  ]);
  const stretches = stretchesOf("day", instant(NOW), day.value);
  expect(stretches).toHaveLength(24);
  expect(stretches.at(-1)).toEqual({ at: Date.UTC(2026, 10, 28, 9), well: 41, wrong: 0 });
  expect(stretches.at(-4)).toEqual({ at: Date.UTC(2026, 10, 28, 6), well: 0, wrong: 1 });
  const week = await ask("sync", "week");
  const inWeek = stretchesOf("week", instant(NOW), week.ok ? week.value : []);
  expect([inWeek.length, inWeek.reduce((sum, { well, wrong }) => sum + well + wrong, 0)]).toEqual([28, 43]);
});

test("each event and range is one fixed query, which the API takes", async () => {
  const { sim, ask } = stage();
  for (const event of POINT_EVENTS) for (const range of POINT_RANGES) expect((await ask(event, range)).ok).toBe(true);
  expect(new Set(sim.asked).size).toBe(POINT_EVENTS.length * POINT_RANGES.length);
});

test.each([
  ["another token", { ...ACCOUNT, token: "another" }, "status_401"],
  ["another account", { ...ACCOUNT, accountId: "f".repeat(32) }, "status_404"],
])("with %s nothing is counted", async (_what, account, problem) => {
  expect(await stage(account).ask("group", "day")).toEqual({ ok: false, problem });
});

describe("no failure is a count", () => {
  test.each(Object.keys(SIM_FAULTS) as (keyof typeof SIM_FAULTS)[])("%s", async (fault) => {
    const { sim, ask } = stage();
    sim.order("group", fault);
    const answer = await ask("group", "day");
    expect(answer.ok).toBe(false);
    if (!answer.ok) expect(answer.problem).toMatch(/^[a-z0-9_]+$/u);
    expect((await ask("sync", "day")).ok).toBe(true);
  });

  test("an answer of one byte more than the bound, however sound", async () => {
    const frame = JSON.stringify({ data: [], rows: 0, more: "" }).length;
    const answered = async (bytes: number) => {
      const body = JSON.stringify({ data: [], rows: 0, more: "x".repeat(bytes - frame) });
      const fetch = async () => await Promise.resolve(new Response(body));
      return (await countPoints({ ...ACCOUNT, addressOf: String, fetch, now: () => instant(NOW) }, "group", "day")).ok;
    };
    expect([await answered(POINT_ANSWER_BYTES_MAX), await answered(POINT_ANSWER_BYTES_MAX + 1)]).toEqual([true, false]);
  });

  test("no answer within five seconds", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const { sim, ask } = stage();
      sim.order("group", "slow");
      const answer = ask("group", "day");
      await vi.advanceTimersByTimeAsync(4_999);
      expect(sim.asked).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(1);
      expect(await answer).toEqual({ ok: false, problem: "timed_out" });
    } finally {
      vi.useRealTimers();
    }
  });
});
