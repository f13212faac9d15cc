import { describe, expect, test } from "vitest";
import { AGREEMENT, type Agreement, type GuardName } from "../../src/domain/agreement/guards.ts";
import { type Act, DAY, HOUR, SECOND } from "./acts.ts";
import { playSeeded, worldOf } from "./adversary.ts";
import { DeciderSystem } from "./decider-system.ts";
import { playActs, shorten, tell } from "./game.ts";
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
  // Every answer is held to the exact machine too.
  expect(await firstComplaint(new DeciderSystem(), GAMES, true)).toBeNull();
  const { user, system } = process.cpuUsage(began);
  const seconds = (user + system) / 1_000_000;
  console.log(`seed ${seed}: ${GAMES} games against the decider in ${seconds.toFixed(1)} s`);
  expect(seconds).toBeLessThan(30);
});

test("a capture in a session that there is not tells of no money: what was found at the end of the first was held", async () => {
  const world = worldOf({ seed: 2, game: 616, acts: 0 });
  const at = world.now;
  const [client, coach] = ["client-1", "coach-1"] as const;
  const on = { booking: "b1", by: "stripe", do: "capture" } as const;
  const acts: readonly Act[] = [
    { at, by: client, do: "create", booking: "b1", coach, client, to: at + 35 * DAY, offer: "coach-1-offer-0" },
    { at, by: client, do: "checkout", booking: "b1" },
    { ...on, at: at + SECOND, session: 0, hook: "held" },
    { ...on, at: at + HOUR, session: 1, hook: "now" },
  ];
  const verdict = await playActs(new DeciderSystem(), world, acts, { isExact: true });
  expect(verdict === null ? null : tell(verdict)).toBeNull();
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
