/**
 * The queue of one agenda, with the clock and the database's answer in the test's hands: who is turned away, when, and that
 * nothing is written for them.
 */
import { afterEach, expect, test, vi } from "vitest";
import type { AgendaReply, CreateCommand, IdempotencyClaim } from "../../src/domain/command.ts";
import { after } from "../../src/domain/instant.ts";
import { at, bookingsOf, createCommand, handMadeAgenda, MONDAY, newClient, newCoach } from "../support/agenda.ts";
import type { FaultPlan } from "../support/faults.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** An agenda whose database answers nothing before `open` is called. */
async function held() {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const plan: FaultPlan = { next: () => null, pause: async () => await opened };
  const clock = { now: MONDAY };
  const coachId = await newCoach();
  const { agenda } = await handMadeAgenda(clock, plan);
  return { coachId, clock, agenda, open };
}

async function wish(coachId: string, hour: number, claim: IdempotencyClaim | null = null): Promise<CreateCommand> {
  return createCommand(coachId, await newClient(), at(hour), claim);
}

const outcome = ({ result }: AgendaReply) => (result.ok ? "ok" : result.problem.tag);

function claimOf(fingerprint = "one"): IdempotencyClaim {
  return { principal: "somebody", method: "POST", route: "/booking", key: crypto.randomUUID(), fingerprint };
}

test.each([
  [10_000, "ok", 3],
  [10_001, "busy", 1],
])(
  "a command that has waited %i ms when its group is cut is answered %s, and what is under way is awaited",
  async (ms, expected, standing) => {
    const { coachId, clock, agenda, open } = await held();
    const first = agenda.submit(await wish(coachId, 9));
    const waiting = [agenda.submit(await wish(coachId, 10)), agenda.submit(await wish(coachId, 11))];
    clock.now = after(MONDAY, ms);
    open();
    expect(outcome(await first)).toBe("ok");
    expect((await Promise.all(waiting)).map(outcome)).toEqual([expected, expected]);
    expect(await bookingsOf(coachId)).toHaveLength(standing);
  },
);

test("a second request with a key that is in flight is told so after two seconds, and the first is answered once", async () => {
  const { coachId, agenda, open } = await held();
  const [command, another] = [await wish(coachId, 9, claimOf()), await wish(coachId, 10, claimOf())];
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const told: string[] = [];
  const first = agenda.submit(command);
  const second = agenda.submit({ ...command, commandId: crypto.randomUUID(), bookingId: crypto.randomUUID() });
  void second.then((reply) => told.push(outcome(reply)));
  const unrelated = agenda.submit(another);
  await vi.advanceTimersByTimeAsync(1_999);
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(told).toEqual(["idempotency_in_flight"]);
  vi.useRealTimers();
  open();
  expect([outcome(await first), outcome(await unrelated)]).toEqual(["ok", "ok"]);
  expect((await bookingsOf(coachId)).map(({ id }) => id)).toEqual([command.bookingId, another.bookingId]);
  // The key answers again once the first is through.
  const again = await agenda.submit({ ...command, commandId: crypto.randomUUID(), requestId: crypto.randomUUID() });
  expect([outcome(again), again.replayed]).toEqual(["ok", true]);
});

test("the queue takes 4,096 that wait, and turns the next away at once", async () => {
  const { coachId, clock, agenda, open } = await held();
  const command = await wish(coachId, 9);
  const first = agenda.submit(command);
  const waiting = Array.from({ length: 4_096 }, async () => await agenda.submit({ ...command, bookingId: crypto.randomUUID() }));
  expect(outcome(await agenda.submit(command))).toBe("busy");
  // Those in the queue have not been answered; they are let go by their age, so that nothing has to be decided for them.
  expect(await Promise.race([waiting[4_095], Promise.resolve("waits")])).toBe("waits");
  clock.now = after(MONDAY, 60_000);
  open();
  expect(outcome(await first)).toBe("ok");
  expect(new Set((await Promise.all(waiting)).map(outcome))).toEqual(new Set(["busy"]));
  expect(await bookingsOf(coachId)).toHaveLength(1);
});
