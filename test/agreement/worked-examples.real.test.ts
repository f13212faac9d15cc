/** The worked examples through the real agenda, its record and Stripe's stand-in: those of the tree, or a file that the environment names. */
import { afterEach, beforeEach, expect, inject, test, vi } from "vitest";
import { examplesIn } from "./real/example.ts";
import { differencesOf } from "./real/player.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

test.each(examplesIn(inject("examples")).map((example) => [example.id, example.what, example] as const))(
  "%s, %s",
  async (id, _what, example) => {
    expect(await differencesOf(example), id).toEqual({});
  },
);
