/**
 * What follows from an act without anybody's doing: the alarm, the sweep and Stripe's hooks, over and over until nothing is left that
 * is due. The clock stands still meanwhile.
 */
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { database } from "../../support/agenda.ts";
import { deliver, webhook, webhooksOf } from "../../support/stripe-sim.ts";
import { sweepOnce } from "../../support/sweep.ts";

const ROUNDS_MAX = 12;

interface Scene {
  readonly people: { readonly coach: { readonly id: string } };
  readonly bookingId: string;
}

const handed = new Set<string>();

/** Hooks that Stripe has sent about the booking and that were not handed on before. */
async function handOn(bookingId: string): Promise<number> {
  const fresh = (await webhooksOf(bookingId)).filter(({ id }) => !handed.has(id));
  for (const { id } of fresh) {
    handed.add(id);
    const answer = await deliver(await webhook(id));
    if (answer.status !== 200) throw new Error(`a hook was answered ${String(answer.status)}: ${await answer.text()}`);
  }
  return fresh.length;
}

async function ring(coachId: string): Promise<void> {
  const agenda = env.COACH_AGENDA.getByName(coachId);
  await agenda.wake(coachId);
  await runDurableObjectAlarm(agenda);
}

async function dueOf(coachId: string): Promise<number> {
  const due = await database.get<{ n: number }>(sql`SELECT
    (SELECT count(*) FROM outbox WHERE coach_id = ${coachId} AND state = 'due' AND due_at <= ${Date.now()})
    + (SELECT count(*) FROM bookings WHERE coach_id = ${coachId} AND status = 'pending' AND expires_at <= ${Date.now()})
    + (SELECT count(*) FROM bookings WHERE coach_id = ${coachId} AND status = 'confirmed' AND completes_at <= ${Date.now()}) AS n`);
  return due?.n ?? 0;
}

/** Time has passed: what is due is done by the sweep and the alarm. */
export async function catchUp(scene: Scene): Promise<void> {
  const wake = async (id: string): Promise<void> => await env.COACH_AGENDA.getByName(id).wake(id);
  await sweepOnce({ wake });
  await settle(scene);
}

/** An act was done: what it brings about is carried out. */
export async function settle({ people: { coach }, bookingId }: Scene): Promise<void> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const hooks = await handOn(bookingId);
    await ring(coach.id);
    if (hooks + (await dueOf(coach.id)) === 0) {
      const sent = await webhooksOf(bookingId);
      if (sent.every(({ id }) => handed.has(id))) return;
    }
  }
  throw new Error("what follows does not come to an end");
}
