import { expect, test } from "vitest";
import { playSeeded, worldOf } from "./adversary.ts";
import { DeciderSystem } from "./decider-system.ts";
import { shorten, tell } from "./game.ts";

/** One seed unless another is asked for: the gate is not a lottery. */
const seed = Number(process.env["SEED"] ?? 20_270_302);
const GAMES = Number(process.env["GAMES"] ?? 5_000);
const ACTS = 40;

async function firstComplaint(system: DeciderSystem, games: number, isExact: boolean): Promise<string | null> {
  for (let game = 0; game < games; game += 1) {
    const options = { seed, game, acts: ACTS };
    const verdict = await playSeeded(system, options, { isExact });
    if (verdict === null) continue;
    return `seed ${seed}, game ${game}\n${tell(await shorten(system, worldOf(options), verdict, { isExact }))}`;
  }
  return null;
}

test("5,000 games of 40 acts draw no complaint against the decider", { timeout: 300_000 }, async () => {
  // Of the processor, and not of the clock on the wall: others may be at work on the same machine.
  const began = process.cpuUsage();
  expect(await firstComplaint(new DeciderSystem(), GAMES, process.env["EXACT"] !== undefined)).toBeNull();
  const { user, system } = process.cpuUsage(began);
  const seconds = (user + system) / 1_000_000;
  console.log(`seed ${seed}: ${GAMES} games against the decider in ${seconds.toFixed(1)} s`);
  expect(seconds).toBeLessThan(30);
});
