import { describe, expect, test } from "vitest";
import { MISDEEDS } from "./eleven.ts";
import { playActs, tell } from "./game.ts";
import { ELEVEN } from "./guards.ts";
import { Machine } from "./machine.ts";
import { ReferenceSystem } from "./reference-system.ts";
import { EXAMPLES } from "./worked-examples.ts";

test("the file holds all 39 worked examples", () => {
  expect(EXAMPLES).toHaveLength(39);
});

describe("a worked example", () => {
  test.each(EXAMPLES.map((example) => [example.id, example.what, example] as const))(
    "%s, %s: the judge's own answer",
    (_id, _what, example) => {
      const machine = new Machine(example.world);
      const before = machine.show()[0]?.revision ?? 0;
      for (const { act, refused } of example.acts) expect(machine.play(act)).toEqual(refused === null ? [] : [refused]);
      const stands = machine.show()[0];
      const instants = { session_datetime: stands?.session_datetime ?? 0, expires_at: stands?.expires_at ?? null };
      const told = {
        ...stands,
        ...Object.fromEntries(Object.entries(instants).map(([name, at]) => [name, at === null ? null : isoOf(at)])),
      };
      expect({ ...told, revision_added: (stands?.revision ?? 0) - before }).toMatchObject(example.expected);
    },
  );

  test.each(EXAMPLES.map((example) => [example.id, example] as const))("%s: no invariant is broken by it", async (_id, { world, acts }) => {
    const verdict = await playActs(
      new ReferenceSystem(),
      world,
      acts.map(({ act }) => act),
      { isExact: true },
    );
    expect(verdict === null ? null : tell(verdict)).toBeNull();
  });
});

describe("an act at the head of the agreement, on a system that permits it", () => {
  test("all eleven are played", () => {
    expect(MISDEEDS.map(({ guard }) => guard)).toEqual(expect.arrayContaining([...ELEVEN]));
  });

  test.each(MISDEEDS.map((misdeed) => [misdeed.guard, misdeed.what, misdeed] as const))(
    "%s: the judge finds %s",
    async (guard, _what, misdeed) => {
      const system = new ReferenceSystem(guard);
      let standing = system.begin(misdeed.world);
      for (const act of misdeed.acts) standing = system.play(act).bookings;
      expect(misdeed.gain(standing), "the misdeed was done").toBe(true);
      const verdict = await playActs(system, misdeed.world, misdeed.acts, { isExact: false });
      expect(misdeed.rules, verdict === null ? "" : tell(verdict)).toContain(verdict?.complaint.rule);
    },
  );

  test.each(MISDEEDS.map((misdeed) => [misdeed.guard, misdeed.what, misdeed] as const))(
    "%s: kept, %s draws no complaint",
    async (_guard, _what, misdeed) => {
      const verdict = await playActs(new ReferenceSystem(), misdeed.world, misdeed.acts, { isExact: true });
      expect(verdict === null ? null : tell(verdict)).toBeNull();
    },
  );
});

const isoOf = (at: number): string => new Date(at).toISOString().replace(".000Z", "Z");
