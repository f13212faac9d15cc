/**
 * F6: after three hours of an outage of Google, Graph, the mail sender or Stripe, and after thirty, what waited comes through by itself
 * within an hour, once, and nobody had to do anything. The simulators are down; the clock is the test's.
 */
import { sql } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { HOUR_MS } from "../../src/lib/duration.ts";
import * as calendars from "../calendar-accounts/stage.ts";
import * as money from "../payments/scene.ts";
import { database } from "../support/agenda.ts";
import { settleAgenda, settleMails } from "../support/agenda-bell.ts";
import { endMailFaults, mailsTo, orderMailFault } from "../support/mailbox.ts";
import { person, type Person, seenCoach } from "../support/people.ts";
import { endStripeFaults, orderStripeFault, stripeSnapshot } from "../support/stripe-sim.ts";

const OUTAGES_HOURS = [3, 30] as const;
const ALWAYS = 100_000;
const TIMEOUT_MS = 300_000;

calendars.useCalendarClock();

interface Row {
  readonly kind: string;
  readonly state: string;
  readonly attempts: number;
  readonly last_fault: string | null;
}

async function rows(bookingId: string): Promise<Row[]> {
  return await database.all<Row>(sql`SELECT kind, state, attempts, last_fault FROM outbox
    WHERE booking_id = ${bookingId} AND kind NOT LIKE 'reminder:%' ORDER BY kind`);
}

/** Rings at each moment at which something is due, for so long; `follow` takes other clocks along. */
async function pass(hours: number, coachId: string, follow: () => Promise<void> = async () => await Promise.resolve()): Promise<void> {
  const until = Date.now() + hours * HOUR_MS;
  for (;;) {
    const next = await database.get<{ at: number | null }>(
      sql`SELECT min(due_at) AS at FROM outbox WHERE coach_id = ${coachId} AND state = 'due'`,
    );
    const at = next?.at ?? null;
    if (at === null || at > until) break;
    vi.setSystemTime(Math.max(Date.now(), at));
    await follow();
    await settleAgenda(coachId);
  }
  vi.setSystemTime(Math.max(Date.now(), until));
  await follow();
}

/** What an admin sees of a coach's effects that wait. */
async function waiting(coachId: string): Promise<readonly { kind: string; last_fault: string }[]> {
  const admin: Person = await person("admin");
  const answer = await admin.call("GET", "/admin/outbox?state=waiting&limit=100");
  const { effects } = await answer.json<{ effects: { coach_id: string; kind: string; last_fault: string }[] }>();
  return effects.filter(({ coach_id: id }) => id === coachId);
}

describe.each(OUTAGES_HOURS)("an outage of %i hours", (hours) => {
  test.each(CALENDAR_PROVIDERS)(
    "of %s: the event is written after it, once",
    async (provider) => {
      const stage = await calendars.scene(provider);
      const { mailbox, coach } = stage;
      const id = await calendars.book(stage, calendars.at(10));
      await calendars.settle(stage);
      await mailbox.admin("faults", { match: {}, status: 503, times: ALWAYS });
      expect((await coach.call("PATCH", `/booking/${id}/status`, { status: "confirmed" })).status).toBe(200);
      const follow = async () => await mailbox.followClock();
      await pass(hours, coach.id, follow);
      expect(await mailbox.events()).toEqual([]);
      expect(await waiting(coach.id)).toMatchObject([{ kind: `calendar:${coach.id}:${provider}` }]);
      await mailbox.clearFaults();
      await pass(1.1, coach.id, follow);
      expect(await mailbox.events()).toHaveLength(1);
      expect((await rows(id)).filter(({ state }) => state !== "done" && state !== "dropped")).toEqual([]);
      expect(await waiting(coach.id)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test(
    "of the mail sender: the mail leaves after it, once",
    async () => {
      const mark = crypto.randomUUID();
      const clientMail = `client-${mark}@people.test`;
      const coach = await seenCoach({ email: `coach-${mark}@people.test`, lifetime: "90d" });
      const client = await person("client", { email: clientMail, lifetime: "90d" });
      await orderMailFault({ to: clientMail, status: 503, times: ALWAYS });
      const asked = { coach_id: coach.id, session_datetime: calendars.at(10), duration_minutes: 60 };
      const { id } = await (await client.call("POST", "/booking", asked)).json<{ id: string }>();
      await settleMails(coach.id);
      await pass(hours, coach.id);
      expect(await mailsTo(clientMail)).toEqual([]);
      expect(await waiting(coach.id)).toMatchObject([{ kind: "mail:created:client", last_fault: "mail_status_503" }]);
      await endMailFaults(clientMail);
      await pass(1.1, coach.id);
      expect((await mailsTo(clientMail)).map(({ times }) => times)).toEqual([1]);
      expect(await rows(id)).toContainEqual({ kind: "mail:created:client", state: "done", attempts: 1, last_fault: null });
    },
    TIMEOUT_MS,
  );

  test(
    "of Stripe: the money goes back after it, once",
    async () => {
      const stage = await money.scene({ approval_minutes: 20_000 });
      const { coach, client } = stage;
      const id = await money.book(stage, money.at(20));
      await money.pay(stage, id);
      await settleMails(coach.id);
      await orderStripeFault({ mode: "answer", status: 503, scope: id, times: ALWAYS });
      expect((await client.call("DELETE", `/booking/${id}`)).status).toBe(204);
      const follow = async () => await money.pass(0, stage);
      await pass(hours, coach.id, follow);
      expect((await stripeSnapshot(id)).refunds).toEqual([]);
      expect(await waiting(coach.id)).toMatchObject([{ kind: "refund", last_fault: "payment_status_503" }]);
      await endStripeFaults(id);
      await pass(1.1, coach.id, follow);
      expect((await stripeSnapshot(id)).refunds.map(({ amount }) => amount)).toEqual([money.PRICE]);
      expect((await rows(id)).filter(({ state }) => state !== "done" && state !== "dropped")).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
