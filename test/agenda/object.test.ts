/**
 * The Durable Object around the agenda: its alarm, its eviction, and what reaches the caller when it dies. Here the
 * object itself runs, reached as the Worker reaches it.
 */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { submitToAgenda } from "../../src/clients/agenda-client.ts";
import { after, instant } from "../../src/domain/instant.ts";
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";
import { DISPATCH_PATIENCE_MS } from "../../src/limits.ts";
import { bookingsOf, createCommand, database, newClient, newCoach, rescheduleCommand, statusCommand } from "../support/agenda.ts";
import { faults } from "../support/worker.ts";
import { sweepOnce } from "../support/sweep.ts";

const agendas = env.COACH_AGENDA;

/** Ten o'clock UTC some days ahead: the object's alarms are set on the real clock and must not ring by themselves. */
function tomorrowAtTen(days = 3) {
  return instant(Math.ceil(Date.now() / DAY_MS) * DAY_MS + days * DAY_MS + 10 * HOUR_MS);
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => {
  faults.plan = null;
  vi.useRealTimers();
});

async function booked(coachId: string, startsAt = tomorrowAtTen()) {
  const command = createCommand(coachId, await newClient(), startsAt);
  const reply = await submitToAgenda(agendas, command);
  if (!reply.result.ok || reply.result.value.kind !== "booking") throw new Error("not booked");
  return { command, booking: reply.result.value.booking };
}

test("a pending booking lapses when its start passes, by alarm, and its time is free again", async () => {
  const coachId = await newCoach();
  const { booking } = await booked(coachId);
  vi.setSystemTime(booking.startsAt);
  expect(await runDurableObjectAlarm(agendas.getByName(coachId))).toBe(true);
  expect(await bookingsOf(coachId)).toMatchObject([{ status: "cancelled", cancelledBy: "system", cancelReason: "expired", revision: 2 }]);
  await runDurableObjectAlarm(agendas.getByName(coachId));
  expect(await bookingsOf(coachId)).toMatchObject([{ status: "cancelled", revision: 2 }]);
});

test("the alarm leaves what is not due and arms itself for the next", async () => {
  const coachId = await newCoach();
  const first = await booked(coachId, tomorrowAtTen(3));
  const second = await booked(coachId, tomorrowAtTen(4));
  vi.setSystemTime(first.booking.startsAt);
  await runDurableObjectAlarm(agendas.getByName(coachId));
  expect((await bookingsOf(coachId)).map(({ status }) => status)).toEqual(["cancelled", "pending"]);
  const armed = await runInDurableObject(agendas.getByName(coachId), (_object, state) => state.storage.getAlarm());
  expect(armed).toBe(second.booking.startsAt);
});

test("an alarm whose database fails arms itself again and lapses later", async () => {
  const coachId = await newCoach();
  const { booking } = await booked(coachId);
  vi.setSystemTime(booking.startsAt);
  faults.plan = { next: () => "before" };
  await runDurableObjectAlarm(agendas.getByName(coachId));
  expect(await bookingsOf(coachId)).toMatchObject([{ status: "pending" }]);
  faults.plan = null;
  expect(await runDurableObjectAlarm(agendas.getByName(coachId))).toBe(true);
  expect(await bookingsOf(coachId)).toMatchObject([{ status: "cancelled" }]);
});

test("effects that are due let a command go first, but not for long", async () => {
  const coachId = await newCoach();
  await booked(coachId);
  const agenda = agendas.getByName(coachId);
  const stateOf = async () =>
    (await database.get<{ state: string }>(sql`SELECT state FROM outbox WHERE coach_id = ${coachId} AND revision = 1 ORDER BY created_at`))
      ?.state;
  /** The alarm rings while a command is being decided. */
  const ringBusy = async (days: number): Promise<void> => {
    // Flags and not promises: a promise of one context does not wake another.
    const gate = { isHeld: false, isOpen: false };
    const turn = async (): Promise<void> => await new Promise((resolve) => setTimeout(resolve, 0));
    faults.plan = {
      next: () => null,
      pause: async () => {
        gate.isHeld = true;
        while (!gate.isOpen) await turn();
      },
    };
    const busy = booked(coachId, tomorrowAtTen(days));
    while (!gate.isHeld) await turn();
    const rung = runDurableObjectAlarm(agenda);
    await runInDurableObject(agenda, () => undefined);
    gate.isOpen = true;
    await Promise.all([busy, rung]);
    faults.plan = null;
  };
  await ringBusy(4);
  expect(await stateOf()).toBe("due");
  vi.setSystemTime(Date.now() + DISPATCH_PATIENCE_MS);
  await ringBusy(5);
  expect(await stateOf()).toBe("done");
});

test("the cron sweep wakes an agenda whose alarm was lost", async () => {
  const coachId = await newCoach();
  const { booking } = await booked(coachId);
  await runInDurableObject(agendas.getByName(coachId), (_object, state) => state.storage.deleteAlarm());
  vi.setSystemTime(booking.startsAt);
  await sweepOnce({ wake: (id) => agendas.getByName(id).wake(id) });
  await runDurableObjectAlarm(agendas.getByName(coachId));
  expect(await bookingsOf(coachId)).toMatchObject([{ status: "cancelled", cancelReason: "expired" }]);
});

test("an evicted object goes on from the record alone", async () => {
  const coachId = await newCoach();
  const { booking } = await booked(coachId);
  await evictDurableObject(agendas.getByName(coachId));
  const reply = await submitToAgenda(agendas, statusCommand(booking, "confirmed", { id: coachId, role: "coach" }));
  expect(reply.result).toMatchObject({ ok: true, value: { booking: { status: "confirmed", revision: 2 } } });
});

test("I4: a commit hidden by a lost connection is answered as what it is, once", async () => {
  const coachId = await newCoach();
  let strikes = 0;
  faults.plan = { next: ({ writes }) => (writes && (strikes += 1) === 1 ? "after" : null) };
  const { booking } = await booked(coachId);
  expect(strikes).toBe(1);
  expect(await bookingsOf(coachId)).toEqual([booking]);
});

test("when D1 stays away the outcome is unknown, and nothing was written", async () => {
  const coachId = await newCoach();
  faults.plan = { next: () => "before" };
  const { result } = await submitToAgenda(agendas, createCommand(coachId, await newClient(), tomorrowAtTen()));
  expect(result).toEqual({ ok: false, problem: { tag: "outcome_unknown" } });
  faults.plan = null;
  expect(await bookingsOf(coachId)).toEqual([]);
});

/** Aborts the object once its next write has committed, and before anybody hears of it. */
function abortAfterCommit(coachId: string): { readonly count: () => number } {
  let [isWrite, aborts] = [false, 0];
  faults.plan = {
    next: ({ writes }) => {
      isWrite = writes;
      return null;
    },
    pause: async (moment) => {
      if (moment !== "answer" || !isWrite || aborts > 0) return;
      aborts += 1;
      await runInDurableObject(agendas.getByName(coachId), (_object, state) => state.abort("gone")).catch(() => undefined);
    },
  };
  return { count: () => aborts };
}

async function armedAt(coachId: string): Promise<number | null> {
  return await runInDurableObject(agendas.getByName(coachId), (_object, state) => state.storage.getAlarm());
}

test("an object that dies right after a commit has set its alarm before", async () => {
  const coachId = await newCoach();
  const aborts = abortAfterCommit(coachId);
  const { booking } = await booked(coachId);
  expect(aborts.count()).toBe(1);
  expect(await bookingsOf(coachId)).toEqual([booking]);
  expect(await armedAt(coachId)).toBe(booking.startsAt);
});

test.each([
  ["a confirmation", "confirmed", "coach"],
  ["a cancellation", "cancelled", "client"],
] as const)("I4: %s that committed before the object died is answered as what it is, once", async (_what, status, role) => {
  const coachId = await newCoach();
  const { booking } = await booked(coachId);
  const aborts = abortAfterCommit(coachId);
  const author = { id: role === "coach" ? coachId : booking.clientId, role };
  const { result, replayed } = await submitToAgenda(agendas, statusCommand(booking, status, author));
  expect(aborts.count()).toBe(1);
  expect(result).toMatchObject({ ok: true, value: { booking: { id: booking.id, status, revision: 2 } } });
  expect(replayed).toBe(false);
  expect(await bookingsOf(coachId)).toMatchObject([{ status, revision: 2 }]);
});

test("I4: a move that committed before the object died is answered as what it is, once", async () => {
  const coachId = await newCoach();
  const { booking } = await booked(coachId);
  const aborts = abortAfterCommit(coachId);
  const startsAt = after(booking.startsAt, HOUR_MS);
  const { result } = await submitToAgenda(agendas, rescheduleCommand(booking, startsAt, { id: booking.clientId, role: "client" }));
  expect(aborts.count()).toBe(1);
  expect(result).toMatchObject({ ok: true, value: { booking: { startsAt, revision: 2 } } });
  expect(await bookingsOf(coachId)).toMatchObject([{ startsAt, revision: 2 }]);
});

test("after an alarm that dispatched what was due, the object wakes for the next effect by itself", async () => {
  const coachId = await newCoach();
  const { booking } = await booked(coachId);
  await submitToAgenda(agendas, statusCommand(booking, "confirmed", { id: coachId, role: "coach" }));
  await agendas.getByName(coachId).wake(coachId);
  await runDurableObjectAlarm(agendas.getByName(coachId));
  const waiting = await database.all<{ kind: string; due_at: number }>(
    sql`SELECT kind, due_at FROM outbox WHERE coach_id = ${coachId} AND state = 'due' ORDER BY due_at`,
  );
  expect(waiting).toEqual([
    { kind: "reminder:1440", due_at: booking.startsAt - DAY_MS },
    { kind: "reminder:60", due_at: booking.startsAt - HOUR_MS },
  ]);
  expect(await armedAt(coachId)).toBe(booking.startsAt - DAY_MS);
});

test("an object that is aborted between commit and answer is asked again under the same id", async () => {
  const coachId = await newCoach();
  const stub = agendas.getByName(coachId);
  let hasAborted = false;
  faults.plan = {
    next: ({ writes }) => {
      if (writes && !hasAborted) {
        hasAborted = true;
        void runInDurableObject(stub, (_object, state) => state.abort("gone")).catch(() => undefined);
      }
      return null;
    },
  };
  const { booking } = await booked(coachId);
  expect(hasAborted).toBe(true);
  expect(await bookingsOf(coachId)).toEqual([booking]);
});

test("an object that the platform turns away as overloaded is not asked again, and the caller is told to come back", async () => {
  let asked = 0;
  const overloaded = {
    getByName: () => ({
      submit: () => {
        asked += 1;
        return Promise.reject(Object.assign(new Error("Durable Object is overloaded. Too many requests queued."), { overloaded: true }));
      },
    }),
  } as unknown as typeof agendas;
  const command = createCommand(await newCoach(), await newClient(), tomorrowAtTen());
  expect(await submitToAgenda(overloaded, command)).toEqual({
    result: { ok: false, problem: { tag: "busy" } },
    requestId: command.requestId,
    replayed: false,
  });
  expect(asked).toBe(1);
});

test("a command of a newer version is put off and not taken for a fault of ours", async () => {
  const coachId = await newCoach();
  const command = { ...createCommand(coachId, await newClient(), tomorrowAtTen()), kind: "from_the_future" } as unknown as Parameters<
    typeof submitToAgenda
  >[1];
  expect((await submitToAgenda(agendas, command)).result).toEqual({ ok: false, problem: { tag: "busy" } });
  expect(await bookingsOf(coachId)).toEqual([]);
});

test("alarms whose work fails come back later each time, none at the same moment as another's, and a success begins anew", async () => {
  const coachId = await newCoach();
  await booked(coachId);
  const dice = vi.spyOn(Math, "random");
  const ringAt = async (random: number): Promise<number> => {
    dice.mockReturnValue(random);
    await runDurableObjectAlarm(agendas.getByName(coachId));
    const armed = await runInDurableObject(agendas.getByName(coachId), (_object, state) => state.storage.getAlarm());
    return Number(armed) - Date.now();
  };
  faults.plan = { next: () => "before" };
  expect([await ringAt(0), await ringAt(0.5), await ringAt(1)]).toEqual([3_000, 33_000, 120_000]);
  faults.plan = null;
  await ringAt(0);
  faults.plan = { next: () => "before" };
  expect(await ringAt(1)).toBe(30_000);
  dice.mockRestore();
});
