/** However much is due, an alarm sends D1 no more queries than the platform allows an invocation: what is left is done in the next. */
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { EFFECTS_PER_CLAIM_MAX } from "../../src/limits.ts";
import { WEBHOOK_TURN_MS, WEBHOOKS_MAX } from "../../src/limits/webhooks.ts";
import { at, scene, useMoneyClock } from "../payments/scene.ts";
import { database } from "../support/agenda.ts";
import { settleAgenda } from "../support/agenda-bell.ts";
import { mailsTo } from "../support/mailbox.ts";
import { person } from "../support/people.ts";

useMoneyClock();
afterEach(async () => {
  await database.run(sql`DELETE FROM webhook_endpoints`);
});

const MANY = EFFECTS_PER_CLAIM_MAX;
/** A booking that is confirmed at once is two. */
const EVENTS = 2 * MANY;

test("a claim full of bookings that are confirmed at once is told to as many endpoints as there may be, each event once", async () => {
  const [admin, stage] = [await person("admin", { lifetime: "9d" }), await scene({ auto_confirm: true }, null as never)];
  const names = Array.from({ length: WEBHOOKS_MAX }, () => crypto.randomUUID());
  for (const name of names)
    expect((await admin.call("POST", "/admin/webhooks", { url: `https://market.test/hooks/${name}` })).status).toBe(201);
  for (let index = 0; index < MANY; index += 1) {
    const body = { coach_id: stage.coach.id, session_datetime: at(2 + index), duration_minutes: 60 };
    expect((await (await person("client")).call("POST", "/booking", body)).status).toBe(201);
  }
  // A later event of a booking waits a moment for the earlier one.
  for (let turn = 0; turn < 4; turn += 1) {
    vi.setSystemTime(Date.now() + WEBHOOK_TURN_MS);
    await settleAgenda(stage.coach.id, 40);
  }
  const told = async (name: string) =>
    (await (await fetch(`https://market.test/messages/${name}`)).json<{ messages: unknown[] }>()).messages.length;
  expect(await Promise.all(names.map(told))).toEqual(names.map(() => EVENTS));
  const { results } = await env.DB.prepare(
    "SELECT state, attempts, count(*) AS n FROM outbox WHERE coach_id = ? AND kind LIKE 'webhook%' GROUP BY 1, 2",
  )
    .bind(stage.coach.id)
    .all();
  expect(results).toEqual([{ state: "done", attempts: 1, n: WEBHOOKS_MAX * EVENTS }]);
  expect(await mailsTo(stage.coachMail)).toHaveLength(MANY);
});
