/** How an effect waits in an outage: by the age of the trouble, spread out, never past its patience, and a daily quota until the next day. */
import { describe, expect, test } from "vitest";
import { after, instant, type Instant } from "../../src/domain/instant.ts";
import { outcomeOfMailFault } from "../../src/effects/mail-fault.ts";
import { nextTryInOutage } from "../../src/effects/outage.ts";
import type { RetryOutcome } from "../../src/effects/outcome.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../src/lib/duration.ts";

const BEGAN = instant(Date.UTC(2026, 10, 27, 10));
const DOWN: RetryOutcome = { kind: "retry", afterMs: null, reason: "down", isOutage: true };
const LATEST = 1 - Number.EPSILON;

/** When it is tried in an outage that never ends, hours from its beginning on. */
function triesOf(outcome: RetryOutcome, random: number): number[] {
  const tries: number[] = [];
  for (let at: Instant | null = BEGAN; at !== null && tries.length < 1_000; at = nextTryInOutage(outcome, BEGAN, at, random))
    tries.push((at - BEGAN) / HOUR_MS);
  return tries;
}

describe("an outage", () => {
  test("is outlasted for 48 hours, the last try at their end", () => {
    for (const random of [0, 0.5, LATEST]) {
      expect(triesOf(DOWN, random).at(-1)).toBe(48);
      expect(nextTryInOutage(DOWN, BEGAN, after(BEGAN, 48 * HOUR_MS), random)).toBeNull();
    }
  });

  test("is asked about after seconds at first, never more than an hour apart, and at most as long again as it has lasted", () => {
    const tries = triesOf(DOWN, LATEST);
    expect(tries[1]).toBeCloseTo((5 * SECOND_MS) / HOUR_MS, 5);
    for (const [index, at] of tries.entries()) {
      const before = tries[index - 1] ?? 0;
      expect(at - before).toBeLessThanOrEqual(Math.max(5 / 3_600, Math.min(1, before)) + 1e-6);
    }
    expect(triesOf(DOWN, 0.5).length).toBeLessThan(110);
  });

  test("is not asked about by all at once", () => {
    const at = after(BEGAN, 3 * HOUR_MS);
    const [soonest, latest] = [0, LATEST].map((random) => (nextTryInOutage(DOWN, BEGAN, at, random) ?? 0) - at);
    expect([soonest, latest]).toEqual([6 * MINUTE_MS, HOUR_MS]);
  });

  test("in which a mail may have gone out all the same sends at most 35 in 48 hours, an hour's tries among them", () => {
    const inDoubt = { ...DOWN, isInDoubt: true };
    expect(triesOf(inDoubt, 0.5).length).toBeLessThanOrEqual(35);
    expect(triesOf(inDoubt, 0.5).filter((at) => at < 3).length).toBeGreaterThan(8);
    expect(triesOf(inDoubt, 0.5).at(-1)).toBe(48);
  });

  test("whose end somebody named is not asked about before it, nor by all at that moment", () => {
    const named = { ...DOWN, afterMs: 10 * MINUTE_MS };
    expect(nextTryInOutage(named, BEGAN, BEGAN, 0)).toBe(after(BEGAN, 10 * MINUTE_MS));
    expect(nextTryInOutage(named, BEGAN, BEGAN, LATEST)).toBe(after(BEGAN, 20 * MINUTE_MS));
  });
});

describe("the fault of a mail", () => {
  test("that the day's quota is used up is heard once, and asked about in the first hour of the next UTC day", () => {
    const outcome = outcomeOfMailFault({ kind: "used_up", reason: "E_DAILY_LIMIT_EXCEEDED" }, BEGAN);
    expect(outcome).toEqual({ kind: "retry", afterMs: 14 * HOUR_MS, reason: "mail_E_DAILY_LIMIT_EXCEEDED", isOutage: true });
    const midnight = Date.UTC(2026, 10, 28);
    for (const random of [0, 0.5, LATEST]) {
      const next = nextTryInOutage(outcome as RetryOutcome, BEGAN, BEGAN, random) ?? 0;
      expect(next).toBeGreaterThanOrEqual(midnight);
      expect(next).toBeLessThanOrEqual(midnight + HOUR_MS);
    }
    const atMidnight = outcomeOfMailFault({ kind: "used_up", reason: "E_DAILY_LIMIT_EXCEEDED" }, instant(midnight));
    expect(atMidnight).toMatchObject({ afterMs: DAY_MS });
  });

  test("of the recipient's server is tried three times, one for good not again, one of a sender that is down as an outage", () => {
    expect(outcomeOfMailFault({ kind: "undelivered", reason: "R" }, BEGAN)).toMatchObject({ kind: "retry", triesMax: 3 });
    expect(outcomeOfMailFault({ kind: "undelivered", reason: "R" }, BEGAN)).not.toHaveProperty("isOutage");
    expect(outcomeOfMailFault({ kind: "rejected", reason: "R" }, BEGAN)).toEqual({ kind: "failed", reason: "mail_R" });
    for (const mayHaveBeenSent of [true, false]) {
      const outcome = outcomeOfMailFault({ kind: "retry_later", reason: "R", mayHaveBeenSent }, BEGAN);
      expect(outcome).toMatchObject({ kind: "retry", isOutage: true, isInDoubt: mayHaveBeenSent });
    }
  });
});
