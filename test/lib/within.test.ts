import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { within } from "../../src/lib/within.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a call that has ended, well or not, leaves no timer behind", async () => {
  expect(await within(1_000, async () => await Promise.resolve("answer"))).toBe("answer");
  await expect(within(1_000, async () => await Promise.reject(new Error("lost")))).rejects.toThrow("lost");
  expect(vi.getTimerCount()).toBe(0);
});

test("a call that takes too long is aborted at the bound, and not before", async () => {
  const reasons: unknown[] = [];
  const never = within(
    1_000,
    async (signal) =>
      await new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          reasons.push(signal.reason);
          reject(new Error("given up"));
        });
      }),
  );
  const ended = expect(never).rejects.toThrow("given up");
  vi.advanceTimersByTime(999);
  expect(reasons).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(reasons).toEqual([expect.objectContaining({ name: "TimeoutError" })]);
  await ended;
});
