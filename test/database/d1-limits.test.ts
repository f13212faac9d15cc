/** The limits of D1 hold in all tests: at each limit a query passes, one above it is refused with D1's text, whatever way it is sent. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import { CalendarAccount as RealAccount } from "../../src/calendar-accounts/calendar-account.ts";
import { CoachAgenda as RealAgenda } from "../../src/agenda/coach-agenda.ts";
import { openDatabase } from "../../src/database/open.ts";
import { apiWith, morning, seenCoach, someone } from "../http/app-under-test.ts";
import { asInvocation, callsAreInvocations, QUERIES_PER_INVOCATION_MAX, VALUE_BYTES_MAX } from "../support/d1-limits.ts";
import { type FaultPlan, faultyD1 } from "../support/faults.ts";
import { CalendarAccount, CoachAgenda, faults } from "../support/worker.ts";

const TOO_BIG = "D1_ERROR: string or blob too big: SQLITE_TOOBIG";
const TOO_MANY = "D1_ERROR: Too many API requests by single Worker invocation.";

type Source = Pick<D1Database, "prepare" | "batch">;
const SOURCES: Readonly<Record<string, () => Source>> = {
  "the binding": () => env.DB,
  "a session": () => env.DB.withSession("first-primary"),
};
const WAYS: Readonly<Record<string, (source: Source, statement: D1PreparedStatement) => Promise<unknown>>> = {
  all: async (_source, statement) => await statement.all(),
  run: async (_source, statement) => await statement.run(),
  first: async (_source, statement) => await statement.first(),
  raw: async (_source, statement) => await statement.raw(),
  batch: async (source, statement) => await source.batch([source.prepare("SELECT 1"), statement]),
};
const SENT = Object.entries(SOURCES).flatMap(([of, source]) =>
  Object.entries(WAYS).map(([way, send]) => [`${way} of ${of}`, { source, send }] as const),
);

describe.each(SENT)("%s", (_name, { source: open, send }) => {
  const sent = async (text: string, ...values: unknown[]): Promise<unknown> => {
    const source = open();
    return await send(source, source.prepare(text).bind(...values));
  };

  test("takes 100 parameters and no more", async () => {
    const ask = async (count: number) =>
      await sent(`SELECT 1 WHERE 1 IN (${Array.from({ length: count }, () => "?").join()})`, ...Array.from({ length: count }, () => 1));
    await ask(100);
    await expect(ask(101)).rejects.toThrow(/^D1_ERROR: too many SQL variables at offset \d+: SQLITE_ERROR$/u);
  });

  test("takes a statement of 100,000 bytes and none longer", async () => {
    const ask = async (bytes: number) => await sent("SELECT 1 -- ".padEnd(bytes, "x"));
    await ask(100_000);
    await expect(ask(100_001)).rejects.toThrow("D1_ERROR: statement too long: SQLITE_TOOBIG");
  });

  test.each([
    ["text", (bytes: number) => "x".repeat(bytes)],
    ["text, of which bytes are counted and not characters", (bytes: number) => "ä".repeat(Math.ceil(bytes / 2))],
  ])("takes 2,000,000 bytes as one value and no more: %s", async (_what, valueOf) => {
    const ask = async (bytes: number) => await sent("SELECT length(?), length(?)", valueOf(bytes), valueOf(10));
    await ask(VALUE_BYTES_MAX);
    await expect(ask(VALUE_BYTES_MAX + 1)).rejects.toThrow(TOO_BIG);
  });

  test("answers rows of a table of 2,000,000 bytes and none longer, and values of computed ones", async () => {
    const two = async (columns: string, bytes: number) =>
      await sent(`SELECT ${columns} FROM (SELECT hex(zeroblob(?1)) AS a, hex(zeroblob(?1)) AS b UNION ALL SELECT 1, 2)`, bytes / 4);
    await two("*", VALUE_BYTES_MAX);
    await expect(two("*", VALUE_BYTES_MAX + 4)).rejects.toThrow(TOO_BIG);
    await two("a, b", 2 * VALUE_BYTES_MAX);
    await expect(two("a, b", 2 * VALUE_BYTES_MAX + 4)).rejects.toThrow(TOO_BIG);
  });

  test("is one query, or as many as it holds, of the thousand that an invocation may send", async () => {
    const spent = async (before: number): Promise<unknown> =>
      await asInvocation(async () => {
        await spend(before);
        return await sent("SELECT 1");
      });
    const own = send === WAYS["batch"] ? 2 : 1;
    await spent(QUERIES_PER_INVOCATION_MAX - own);
    await expect(spent(QUERIES_PER_INVOCATION_MAX - own + 1)).rejects.toThrow(TOO_MANY);
  });
});

test("a blob of 2,000,000 bytes is taken, and none longer", async () => {
  const ask = async (bytes: number) => await env.DB.prepare("SELECT length(?)").bind(new Uint8Array(bytes)).all();
  await ask(VALUE_BYTES_MAX);
  await expect(ask(VALUE_BYTES_MAX + 1)).rejects.toThrow(TOO_BIG);
});

async function spend(queries: number): Promise<void> {
  await env.DB.batch(Array.from({ length: queries }, () => env.DB.prepare("SELECT 1")));
}

/** Sends so many queries beside each that the code under test sends, within its invocation; the last refusal is kept. */
function spending(queries: number): FaultPlan & { refusal: string } {
  const plan = {
    refusal: "",
    next: () => null,
    pause: async (moment: "send" | "answer") => {
      if (moment === "send") await spend(queries).catch((error: unknown) => (plan.refusal = String(error)));
    },
  };
  return plan;
}

describe("an invocation", () => {
  afterEach(() => {
    faults.plan = null;
  });

  test("is a request: each is counted from zero, and answered with a fault above the limit", async () => {
    const client = await someone("client");
    const ask = async (queries: number) => {
      const plan = spending(queries);
      const api = apiWith({ database: openDatabase(faultyD1(env.DB, plan)) });
      const answers = [await api("GET", "/me", { as: client }), await api("GET", "/me", { as: client })];
      return { refusal: plan.refusal, statuses: answers.map(({ status }) => status) };
    };
    await apiWith()("GET", "/me", { as: client });
    expect(await ask(400)).toEqual({ refusal: "", statuses: [200, 200] });
    expect(await ask(QUERIES_PER_INVOCATION_MAX)).toEqual({ refusal: "", statuses: [503, 503] });
  });

  test("is a call of an agenda", async () => {
    const api = apiWith();
    const coach = await seenCoach(api);
    const client = await someone("client");
    const book = async (days: number) =>
      await api("POST", "/booking", { as: client, body: { coach_id: coach.id, session_datetime: morning(days), duration_minutes: 60 } });
    faults.plan = spending(100);
    expect((await book(3)).status).toBe(201);
    const plan = spending(QUERIES_PER_INVOCATION_MAX);
    faults.plan = plan;
    expect((await book(4)).body["code"]).toBe("outcome_unknown");
    expect(plan.refusal).toBe(`Error: ${TOO_MANY}`);
  });

  test("is any method of either object, with the binding that has the limits", async () => {
    for (const [under, real] of [
      [CoachAgenda, RealAgenda],
      [CalendarAccount, RealAccount],
    ] as const)
      expect(Object.getOwnPropertyNames(under.prototype)).toEqual(expect.arrayContaining(Object.getOwnPropertyNames(real.prototype)));
    for (const objects of [env.COACH_AGENDA, env.CALENDAR_ACCOUNT]) {
      const stub = objects.getByName(crypto.randomUUID());
      const isLimited = async (object: object) =>
        await (object as { env: Env }).env.DB.prepare("SELECT ?")
          .bind("x".repeat(VALUE_BYTES_MAX + 1))
          .all()
          .then(
            () => false,
            () => true,
          );
      expect(await runInDurableObject(stub as DurableObjectStub<CoachAgenda>, isLimited)).toBe(true);
    }
  });

  test("goes on where an object calls itself, and not where it calls another", async () => {
    class Caller {
      async call(queries: number, next: Caller): Promise<void> {
        await spend(queries);
        if (queries > 1) await next.call(queries - 1, next);
      }
    }
    callsAreInvocations(Caller.prototype, ["call"]);
    const caller = new Caller();
    // 44 + 43 + ... + 1 = 990, and 45 more are 1,035.
    await caller.call(44, caller);
    await expect(caller.call(45, caller)).rejects.toThrow(TOO_MANY);
    await caller.call(45, new Caller());
  });
});
