/**
 * Of one provider bookings (40; `npm run soak` asks for 500) made, moved and cancelled at random while the owner fills, moves and clears
 * the calendars, and three in ten calls to the provider go wrong: statuses, hangs, cut answers, errors after the act. Each time the faults stop
 * and a sync has passed, the look-up offers exactly what a judge with a list of its own finds free, and no session was granted on time that the
 * service had been told is taken (I21). Once the outbox has drained, each calendar holds exactly the sessions that take place, each once, at its
 * time (I6). SEED replays a run.
 */
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, inject, vi } from "vitest";
import { dice } from "../../simulators/kit/seeded-random.ts";
import { submitToAgenda } from "../../src/clients/agenda-client.ts";
import type { CalendarProviderName } from "../../src/domain/effect.ts";
import { after, instant } from "../../src/domain/instant.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { bookingsOf, createCommand, database, newClient, rescheduleCommand, statusCommand } from "../support/agenda.ts";
import { settleAgenda } from "../support/agenda-bell.ts";
import { Mailbox } from "../support/calendar-sim.ts";
import { type Person, seenCoach } from "../support/people.ts";
import { accountCalls } from "../support/worker.ts";
import { meets, OwnersTime, type Stretch } from "./owners-time.ts";

const BOOKINGS = Math.ceil((Number(inject("lives") ?? "") || 80) / 2);
const SLOTS = Math.max(60, BOOKINGS * 2);
const HOURS_A_DAY = 8;
/** The days that the owner's hand and the judge look at; fewer than a look-up answers at once. */
const JUDGED_DAYS = 10;
const CHECKS = Math.max(5, Math.ceil(BOOKINGS / 30));
const FAULTS = { probability: 0.3, kinds: ["429", "500", "503", "hang", "cut", "after_commit", "412"] };

/** Makes the clock the test's, for both files. */
export function useChaosClock(): void {
  beforeEach(() => {
    // A provider that hangs is told by the same code, only sooner.
    accountCalls.timeoutMs = 1_000;
    vi.useFakeTimers({ toFake: ["Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

export async function playChaos(provider: CalendarProviderName): Promise<void> {
  const seed = Number(inject("seed") ?? "") || Math.trunc(Math.random() * 2 ** 31);
  const roll = dice(seed);
  const coach = await seenCoach({ email: `coach-${crypto.randomUUID()}@people.test`, lifetime: "90d" });
  expect((await coach.call("PATCH", `/coach/${coach.id}/settings`, { auto_confirm: true, reminder_minutes: [] })).status).toBe(200);
  const mailbox = new Mailbox(provider);
  const firstDayAt = Math.ceil(Date.now() / DAY_MS) * DAY_MS + 2 * DAY_MS;
  const owner = new OwnersTime(mailbox, roll, firstDayAt, JUDGED_DAYS);
  const second = await owner.settle();
  expect((await mailbox.connect(coach)).status).toBe(200);
  const connection = `/calendar/${provider}/connection`;
  const listed = await coach.call("GET", "/calendar/connections");
  const { connections } = await listed.json<{ connections: { blocking_calendars: string[] }[] }>();
  const blocking = [...(connections[0]?.blocking_calendars ?? []), second];
  expect((await coach.call("PATCH", connection, { blocking_calendars: blocking })).status).toBe(200);
  await mailbox.ring(coach);
  await mailbox.admin("push", { drop: true });
  // A call that hangs does so in real time, which the test's clock leaves behind: it must not count against those that follow.
  // A refresh whose answer is lost takes the only token with it, unless the used one still works, as Microsoft's does.
  await mailbox.admin("settings", { usedRefreshTokensLive: true, concurrentMax: 10_000 });
  await mailbox.admin("faults/chaos", { ...FAULTS, seed });

  const first = after(instant(firstDayAt), 9 * HOUR_MS);
  const slotAt = (slot: number) => after(first, Math.floor(slot / HOURS_A_DAY) * DAY_MS + (slot % HOURS_A_DAY) * HOUR_MS);
  const anySlot = () => slotAt(Math.floor(roll() * SLOTS));
  const author = { id: coach.id, role: "coach" } as const;
  const clients = await Promise.all(Array.from({ length: 20 }, async () => await newClient()));
  const counted = new Map([["create", 0]]);
  /** What the service has been told blocks. */
  let told: readonly Stretch[] = [];
  const check = async (): Promise<void> => {
    await mailbox.clearFaults();
    // Past the longest wait after a failure, so that the next ring reads.
    vi.setSystemTime(Date.now() + 70 * MINUTE_MS);
    await mailbox.followClock();
    await settleAgenda(coach.id, 60);
    await mailbox.ring(coach);
    told = owner.busy();
    const sessions = (await bookingsOf(coach.id)).filter(({ status }) => status === "confirmed");
    const hours = Array.from({ length: JUDGED_DAYS * HOURS_A_DAY }, (_, slot) => slotAt(slot));
    const free = hours.filter((startsAt) => {
      const stretch = { startsAt, endsAt: startsAt + HOUR_MS };
      return !told.some((taken) => meets(taken, stretch)) && !sessions.some((session) => meets(session, stretch));
    });
    expect([seed, counted.get("create"), await offeredOf(coach, firstDayAt)]).toEqual([
      seed,
      counted.get("create"),
      free.map((startsAt) => new Date(startsAt).toISOString()),
    ]);
    await mailbox.admin("faults/chaos", { ...FAULTS, seed: seed + (counted.get("create") ?? 0) });
  };
  let checks = 0;
  while ((counted.get("create") ?? 0) < BOOKINGS) {
    const standing = (await bookingsOf(coach.id)).filter(({ status }) => status === "confirmed");
    const commands = Array.from({ length: 12 }, () => {
      const kind = roll();
      const booking = standing[Math.floor(roll() * standing.length)];
      if (booking === undefined || kind < 0.55)
        return createCommand(coach.id, clients[Math.floor(roll() * clients.length)] ?? "", anySlot());
      return kind < 0.8 ? rescheduleCommand(booking, anySlot(), author) : statusCommand(booking, "cancelled", author);
    });
    const replies = await Promise.all(commands.map(async (command) => await submitToAgenda(env.COACH_AGENDA, command)));
    const stillTaken = told.filter((one) => owner.busy().some((other) => one.startsAt === other.startsAt && one.endsAt === other.endsAt));
    for (const [index, { result }] of replies.entries()) {
      const command = commands[index];
      const what = result.ok ? (command?.kind ?? "create") : "refused";
      counted.set(what, (counted.get(what) ?? 0) + 1);
      if (!result.ok || command?.kind !== "create") continue;
      const granted = { startsAt: command.startsAt, endsAt: command.startsAt + HOUR_MS };
      expect([seed, stillTaken.filter((taken) => meets(taken, granted))]).toEqual([seed, []]);
    }
    for (let acts = 0; acts < 8; acts += 1) await owner.act();
    if ((counted.get("create") ?? 0) >= (BOOKINGS / CHECKS) * (checks + 1)) {
      checks += 1;
      await check();
    }
    if (roll() < 0.5) await settleAgenda(coach.id, 2).catch(() => undefined);
    if (roll() < 0.2) await mailbox.ring(coach);
    vi.setSystemTime(Date.now() + Math.floor(roll() * 20_000));
    await mailbox.followClock();
  }

  await mailbox.clearFaults();
  for (let rounds = 0; rounds < 12; rounds += 1) {
    vi.setSystemTime(Date.now() + 70 * MINUTE_MS);
    await mailbox.followClock();
    await settleAgenda(coach.id, 60);
  }
  const left = await database.all<{ kind: string; state: string; last_fault: string }>(
    sql`SELECT kind, state, last_fault FROM outbox WHERE coach_id = ${coach.id} AND state IN ('due', 'failed')`,
  );
  expect([seed, left]).toEqual([seed, []]);
  const wanted = (await bookingsOf(coach.id))
    .filter(({ status }) => status === "confirmed")
    .map(({ startsAt }) => new Date(startsAt).toISOString());
  const events = (await mailbox.events()).filter(({ title }) => title.startsWith("Session with"));
  expect([seed, events.map(({ starts_at: at }) => at).sort()]).toEqual([seed, wanted.sort()]);
  console.log(
    `chaos, ${provider}: seed ${String(seed)}: ${JSON.stringify(Object.fromEntries(counted))}, ${String(events.length)} events at the end, ` +
      `by hand ${JSON.stringify(Object.fromEntries(owner.acts))}, ${String(checks)} checks`,
  );
}

/** The starts of an hour that the look-up offers on the judged days. */
async function offeredOf(coach: Person, firstDayAt: number): Promise<string[]> {
  const [from, to] = [firstDayAt, firstDayAt + (JUDGED_DAYS - 1) * DAY_MS].map((at) => new Date(at).toISOString().slice(0, 10));
  const path = `/booking/coach/${coach.id}/availability?start_date=${String(from)}&end_date=${String(to)}&duration_minutes=60`;
  const answer = await (await coach.call("GET", path)).json<{ available_slots: { starts_at: string }[] }>();
  return answer.available_slots.map(({ starts_at: startsAt }) => new Date(startsAt).toISOString());
}
