/**
 * One thing at a time for each booking: the lock by itself, and the account's object with two who ask for one booking's
 * event at once, who are sent the same event and make it once.
 */
import { describe, expect, test } from "vitest";
import { CallGate } from "../../src/calendar-accounts/context.ts";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { KeyedLocks } from "../../src/lib/keyed-locks.ts";
import { ACCOUNT_CALLS_AT_ONCE_MAX } from "../../src/limits.ts";
import { accountOf, at, book, creates, scene, useCalendarClock } from "./stage.ts";

useCalendarClock();

/** Until everything that can go on has gone on. */
async function turn(): Promise<void> {
  for (let n = 0; n < 20; n += 1) await Promise.resolve();
}

describe("the lock of a booking", () => {
  test("lets the next in when the one before has ended, in order, and another booking at once", async () => {
    const locks = new KeyedLocks();
    const said: string[] = [];
    const ends = new Map<string, () => void>();
    const hold = async (bookingId: string, name: string): Promise<void> =>
      await locks.hold(bookingId, async () => {
        said.push(`${name} in`);
        const { promise, resolve } = Promise.withResolvers<void>();
        ends.set(name, resolve);
        await promise;
        said.push(`${name} out`);
      });
    const all = [hold("b1", "first"), hold("b1", "second"), hold("b1", "third"), hold("b2", "other")];
    await turn();
    expect(said).toEqual(["first in", "other in"]);
    for (const name of ["first", "second", "third", "other"]) {
      ends.get(name)?.();
      await turn();
    }
    await Promise.all(all);
    expect(said).toEqual(["first in", "other in", "first out", "second in", "second out", "third in", "third out", "other out"]);
  });

  test("is given back by who fails, and the failure is theirs alone", async () => {
    const locks = new KeyedLocks();
    const failing = locks.hold("b1", () => Promise.reject(new Error("D1 is away")));
    const next = locks.hold("b1", () => Promise.resolve("done"));
    await expect(failing).rejects.toThrow("D1 is away");
    expect(await next).toBe("done");
  });
});

test("the gate lets three calls through at a time, in order, and a failed one makes room", async () => {
  const gate = new CallGate();
  const [began, ends]: [number[], (() => void)[]] = [[], []];
  const calls = Array.from(
    { length: 7 },
    async (_, index) =>
      await gate.pass(async () => {
        began.push(index);
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        ends.push(index % 2 === 0 ? resolve : () => reject(new Error("unreachable")));
        await promise;
      }),
  );
  const settled = Promise.allSettled(calls);
  for (let ended = 0; ended < calls.length; ended += 1) {
    await turn();
    expect(began).toEqual([0, 1, 2, 3, 4, 5, 6].slice(0, ended + ACCOUNT_CALLS_AT_ONCE_MAX));
    ends[ended]?.();
  }
  expect((await settled).map(({ status }) => status)).toEqual(calls.map((_, index) => (index % 2 === 0 ? "fulfilled" : "rejected")));
});

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  test("of many who ask for one booking's event at once, each is given the same, and one create is sent", async () => {
    const stage = await scene(provider);
    const id = await book(stage, at(3));
    const body = { booking_id: id, calendar_type: provider };
    const answers = await Promise.all(
      Array.from({ length: 4 }, async () => await stage.coach.call("POST", "/calendar/sync-booking", body)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const given = await Promise.all(answers.map(async (answer) => (await answer.json<{ event_id: string }>()).event_id));
    const [event, ...others] = await stage.mailbox.events();
    expect([new Set(given), others, await creates(stage)]).toEqual([new Set([event?.id]), [], 1]);
  });

  test("the agenda and the coach at once make one event", async () => {
    const stage = await scene(provider);
    const id = await book(stage, at(3));
    await stage.coach.call("PATCH", `/booking/${id}/status`, { status: "confirmed" });
    const { name, object } = accountOf(stage);
    const [asked, ...outcomes] = await Promise.all([
      stage.coach.call("POST", "/calendar/sync-booking", { booking_id: id, calendar_type: provider }),
      object.reconcile(name, id),
      object.reconcile(name, id),
    ]);
    expect(asked.status).toBe(200);
    for (const outcome of outcomes) expect(["done", "wait"]).toContain((JSON.parse(outcome) as { kind: string }).kind);
    expect([(await stage.mailbox.events()).length, await creates(stage)]).toEqual([1, 1]);
  });
});
