/** The worked examples through the real agenda, its record and Stripe's stand-in: those of the tree, or a file that the environment names. */
import { afterEach, beforeEach, expect, inject, test, vi } from "vitest";
import { examplesIn } from "./real/example.ts";
import { type Differences, differencesOf } from "./real/player.ts";

declare module "vitest" {
  interface TaskMeta {
    /** For the script that reports; null: the playing itself broke. */
    example?: { readonly id: string; readonly differences: Differences | null };
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

for (const example of examplesIn(inject("examples"))) {
  test(`${example.id}, ${example.what}`, async ({ task }) => {
    task.meta.example = { id: example.id, differences: null };
    const differences = await differencesOf(example);
    task.meta.example = { id: example.id, differences };
    expect(differences).toEqual({});
  });
}
