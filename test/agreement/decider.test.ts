import { describe, expect, test } from "vitest";
import { AGREEMENT, type Agreement, type GuardName } from "../../src/domain/agreement/guards.ts";
import { playSeeded, worldOf } from "./adversary.ts";
import { DeciderSystem } from "./decider-system.ts";
import { shorten, tell } from "./game.ts";
import type { ELEVEN } from "./guards.ts";

/** One seed unless another is asked for: the gate is not a lottery. */
const seed = Number(process.env["SEED"] ?? 20_270_302);
const GAMES = Number(process.env["GAMES"] ?? 5_000);
const ACTS = 40;

const allowing = (name: GuardName): Agreement => ({ ...AGREEMENT, guards: { ...AGREEMENT.guards, [name]: () => null } });
const ruling = (rules: Partial<Agreement["rules"]>): Agreement => ({ ...AGREEMENT, rules: { ...AGREEMENT.rules, ...rules } });

/** The eleven acts at the head of the agreement: the agreement without the one guard or rule that forbids each. */
const FORGETFUL: Readonly<Record<(typeof ELEVEN)[number], Agreement>> = {
  "length keeps its price": allowing("keeps_its_price"),
  "own moves lower the cap": ruling({ capAfterMove: ({ refundCapPercent }) => refundCapPercent }),
  "the clock is asked": allowing("before_start"),
  "a priced move needs the client": allowing("costs_nothing"),
  "the caps count every state": allowing("under_unpaid_cap"),
  "approval binds moves": allowing("moves_unapproved"),
  "the price is copied": allowing("paid_or_waived"),
  "one capture stands": ruling({ causeOfReturn: () => null }),
  "refunds by hand count": ruling({ stillToGiveBack: (targetMinor) => targetMinor }),
  "deadlines survive moves": ruling({ deadlineAfterMove: ({ expiresAt }, startsAt) => (expiresAt === null ? null : startsAt) }),
  "the same time is no change": ruling({ movesNothing: () => false }),
};

/** The rules of which any may be named, by the act that they forbid. */
const NAMED: Readonly<Record<(typeof ELEVEN)[number], readonly string[]>> = {
  "length keeps its price": ["I15"],
  "own moves lower the cap": ["I15"],
  "the clock is asked": ["I15", "S6"],
  "a priced move needs the client": ["I16"],
  "the caps count every state": ["I18"],
  "approval binds moves": ["S6"],
  "the price is copied": ["I14"],
  "one capture stands": ["I17"],
  "refunds by hand count": ["I15", "I16", "I17"],
  "deadlines survive moves": ["S4"],
  "the same time is no change": ["S6"],
};

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

describe("the agreement without one guard or rule is found out within 2,000 games", () => {
  test.each(Object.entries(FORGETFUL))("%s", { timeout: 120_000 }, async (name, agreement) => {
    const found = (await firstComplaint(new DeciderSystem(agreement), 2_000, false)) ?? "nothing";
    const [, complaint = ""] = found.split("\n");
    if (process.env["TELL"] !== undefined) console.log(`${name}: ${found}`);
    const rules: Readonly<Record<string, readonly string[]>> = NAMED;
    expect(rules[name], found).toContain(complaint.split(":")[0]);
  });
});
