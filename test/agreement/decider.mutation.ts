/** For `npm run mutation` only: a few of the games of `decider.test.ts`, because each change of the decider has to play them anew. */
import { expect, test } from "vitest";
import { playSeeded } from "./adversary.ts";
import { DeciderSystem } from "./decider-system.ts";
import { tell } from "./game.ts";

test("100 games of 40 acts draw no complaint against the decider", async () => {
  const system = new DeciderSystem();
  for (let game = 0; game < 100; game += 1) {
    const verdict = await playSeeded(system, { seed: 20_270_302, game, acts: 40 }, { isExact: false });
    expect(verdict === null ? null : tell(verdict)).toBeNull();
  }
});
