/** Rings the bells of tests: whatever an agenda has due now is done, and its outbox comes to rest. */
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { vi } from "vitest";
import { MAILS_GATHERED_MS } from "../../src/limits.ts";
import { database } from "./agenda.ts";

/** Needs a faked Date: each ring is a second later than the one before. */
export async function settleAgenda(coachId: string, rings = 12): Promise<void> {
  for (let ring = 0; ring < rings; ring += 1) {
    vi.setSystemTime(Date.now() + 1_000);
    await env.COACH_AGENDA.getByName(coachId).wake(coachId);
    await runDurableObjectAlarm(env.COACH_AGENDA.getByName(coachId));
    const due = await database.get<{ n: number }>(
      sql`SELECT count(*) AS n FROM outbox WHERE coach_id = ${coachId} AND state = 'due' AND due_at <= ${Date.now()}`,
    );
    if (due?.n === 0) return;
  }
  throw new Error("the outbox does not come to rest");
}

/** Lets what is gathered for one mail leave too: time passes. */
export async function settleMails(coachId: string): Promise<void> {
  await settleAgenda(coachId);
  vi.setSystemTime(Date.now() + MAILS_GATHERED_MS);
  await settleAgenda(coachId);
}
