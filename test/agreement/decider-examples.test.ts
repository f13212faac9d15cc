/** The worked examples of the agreement through the decider alone: the answer to each act, and what stands after the last. */
import { expect, test } from "vitest";
import { DeciderSystem } from "./decider-system.ts";
import { EXAMPLES } from "./worked-examples.ts";

const isoOf = (at: number | null | undefined): string | null =>
  typeof at === "number" ? new Date(at).toISOString().replace(".000Z", "Z") : null;

test.each(EXAMPLES.map((example) => [example.id, example.what, example] as const))("%s, %s", (_id, _what, { world, acts, expected }) => {
  const system = new DeciderSystem();
  const [before] = system.begin(world);
  let [stands] = [before];
  for (const { act, refused } of acts) {
    const played = system.play(act);
    expect(played.accepted ? null : played.code).toBe(refused);
    [stands] = played.bookings;
  }
  const told = {
    ...stands,
    session_datetime: isoOf(stands?.session_datetime),
    expires_at: isoOf(stands?.expires_at),
    revision_added: (stands?.revision ?? 0) - (before?.revision ?? 0),
  };
  expect(told).toMatchObject(expected);
});
