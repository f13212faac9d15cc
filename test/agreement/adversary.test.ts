import { describe, expect, test } from "vitest";
import { playSeeded, worldOf } from "./adversary.ts";
import { playActs, shorten, tell } from "./game.ts";
import { ELEVEN, FURTHER, type Guard } from "./guards.ts";
import { ReferenceSystem } from "./reference-system.ts";

/** One seed unless another is asked for: the gate is not a lottery. */
const seed = Number(process.env["SEED"] ?? 20_270_301);
const ACTS = 40;

/** The number of the first game with a complaint, and the complaint as a person would read it; null where there is none. */
async function firstComplaint(games: number, isExact: boolean, ...broken: Guard[]): Promise<string | null> {
  const system = new ReferenceSystem(...broken);
  const mode = { isExact };
  for (let game = 0; game < games; game += 1) {
    const options = { seed, game, acts: ACTS };
    const verdict = await playSeeded(system, options, mode);
    if (verdict === null) continue;
    const shortest = await shorten(system, worldOf(options), verdict, mode);
    // The same acts must be nothing to complain of where the rule is kept, or the judge would be at fault.
    const kept = broken.length === 0 ? null : await playActs(new ReferenceSystem(), worldOf(options), verdict.acts, mode);
    expect(kept === null ? null : tell(kept)).toBeNull();
    return `seed ${seed}, game ${game}\n${tell(shortest)}`;
  }
  return null;
}

test("5,000 games of 40 acts draw no complaint where the agreement is kept, well below 30 s", { timeout: 60_000 }, async () => {
  const began = performance.now();
  expect(await firstComplaint(5_000, false)).toBeNull();
  const seconds = (performance.now() - began) / 1_000;
  console.log(`seed ${seed}: 5,000 games in ${seconds.toFixed(1)} s`);
  expect(seconds).toBeLessThan(30);
});

test("the exact judge agrees with the system it is made of", { timeout: 60_000 }, async () => {
  expect(await firstComplaint(500, true)).toBeNull();
});

describe("one rule forgotten is found by the invariants within 2,000 games", () => {
  test.each([...ELEVEN, ...FURTHER])("%s", { timeout: 60_000 }, async (guard) => {
    const found = await firstComplaint(2_000, false, guard);
    expect(found, `seed ${seed}`).not.toBeNull();
    if (process.env["TELL"] !== undefined) console.log(`${guard}: ${found}`);
  });
});
