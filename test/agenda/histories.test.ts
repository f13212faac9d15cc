/**
 * Model-based histories in workerd on the real D1: creations, confirmations, moves, cancellations, lapses, evictions,
 * two agendas at once, somebody at the database console, and faults of D1 before and after a commit, in an order that
 * fast-check chooses. To run one again: SEED=<seed> HISTORY=<path> npm test -- test/agenda/histories.test.ts
 */
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect, inject, test } from "vitest";
import { checkHistory, Violation } from "../support/check-history.ts";
import { type Breakage, type Plan, runHistory } from "../support/history.ts";

const half = fc.integer({ min: 0, max: 13 });
const twin = fc.boolean();
const which = fc.nat({ max: 5 });

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("create" as const),
      client: fc.nat({ max: 2 }),
      half,
      key: fc.option(fc.nat({ max: 2 })),
      twin,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("set_status" as const),
      to: fc.constantFrom("confirmed" as const, "cancelled" as const),
      which,
      by: fc.constantFrom("client" as const, "coach" as const),
      twin,
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("reschedule" as const), which, half, twin }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("lapse" as const), twin }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("evict" as const), twin }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("direct_sql" as const), half }) },
);

const plan: fc.Arbitrary<Plan> = fc.record({
  waves: fc.array(fc.record({ steps: fc.array(step, { minLength: 1, maxLength: 6 }), minutesLater: fc.constantFrom(0, 30, 150) }), {
    minLength: 1,
    maxLength: 4,
  }),
  faults: fc.array(
    fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom("before" as const, "after" as const) }),
    // Without `size` fast-check makes no list longer than ten.
    { maxLength: 40, size: "max" },
  ),
  buffers: fc.constantFrom([0, 0] as const, [15, 0] as const, [10, 30] as const),
});

const seed = Number(inject("seed") ?? "") || Math.trunc(Math.random() * 2 ** 31);
const path = inject("history");

function histories(breakage: Breakage = {}) {
  return fc.asyncProperty(plan, fc.scheduler(), async (drawn, scheduler) => {
    await checkHistory(await runHistory(drawn, scheduler, breakage), drawn);
  });
}

test("I1-I5, I8, I9, I11: 200 histories with faults, evictions and two agendas at once leave nothing wrong behind", async () => {
  console.log(`histories: seed ${seed}`);
  await fc.assert(histories(), { numRuns: 200, seed, ...(path === undefined ? {} : { path }) });
}, 180_000);

test("with the answer given before the commit, the histories find it", async () => {
  const verdict = await fc.check(histories({ answersBeforeCommit: true }), { numRuns: 200, seed, endOnFailure: true });
  expect(verdict.failed).toBe(true);
  expect(verdict.errorInstance).toBeInstanceOf(Violation);
}, 180_000);

test("with the overlap triggers dropped, the histories find it", async () => {
  const triggers = await env.DB.prepare(
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'bookings_overlap%'",
  ).all<{ name: string; sql: string }>();
  expect(triggers.results).toHaveLength(2);
  for (const { name } of triggers.results) await env.DB.prepare(`DROP TRIGGER ${name}`).run();
  try {
    const verdict = await fc.check(histories(), { numRuns: 200, seed, endOnFailure: true });
    expect(verdict.failed).toBe(true);
    expect(verdict.errorInstance).toMatchObject({ message: expect.stringMatching(/^I1:/u) as string });
  } finally {
    for (const trigger of triggers.results) await env.DB.prepare(trigger.sql).run();
  }
}, 180_000);
