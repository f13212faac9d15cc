/**
 * How much a client may hold by asking (S52, I18): sessions ahead, free or unpaid ones with one coach, moves of a day, and a time
 * that was let lapse unpaid. Each at its bound, and at once. What coach or admin made counts nowhere.
 */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DAY_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { settleAgenda } from "../support/agenda-bell.ts";
import { bookingRows, dayAhead } from "../support/days.ts";
import { type Answer, apiWith, type Person, seenCoach, someone } from "./app-under-test.ts";
import { book, booked, expectRefused, setStatus, setTerms, tally } from "./stories.ts";

const api = apiWith();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A coach who confirms at once, so that nothing is pending. */
async function sureCoach(): Promise<Person> {
  const coach = await seenCoach(api);
  await setTerms(api, coach, { auto_confirm: true });
  return coach;
}

async function offerOf(coach: Person, fields: object = {}): Promise<void> {
  const body = {
    title: "An hour",
    duration_minutes: 60,
    price: { amount_minor: 6_000, currency: "EUR" },
    place: { kind: "phone" },
    ...fields,
  };
  const made = await api("POST", `/coach/${coach.id}/offers`, { as: coach, body });
  expect([made.status, made.text]).toEqual([201, made.text]);
}

async function times(count: number, make: (index: number) => Promise<unknown>): Promise<void> {
  for (let index = 0; index < count; index += 1) await make(index);
}

const day = (index: number, time = "10:00") => dayAhead(2 + index, time);

async function activeOf(client: Person): Promise<number> {
  const counted = env.DB.prepare("SELECT count(*) AS n FROM bookings WHERE client_id = ? AND status IN ('pending', 'confirmed')");
  return (await counted.bind(client.id).first<number>("n")) ?? -1;
}

describe("free or unpaid sessions with one coach: ten", () => {
  test("the eleventh is 429 with Retry-After; another coach is not asked about it, and a paid one does not count", async () => {
    const [coach, client] = [await sureCoach(), await someone("client")];
    await times(10, async (index) => await booked(api, client, coach, day(index)));
    const eleventh = async (): Promise<Answer> => await book(api, client, coach, day(11));
    expect((await expectRefused(eleventh, 429, "too_many_sessions")).headers.get("Retry-After")).not.toBeNull();
    await booked(api, client, await sureCoach(), day(11));
    await booked(api, await someone("client"), coach, day(12));
    await env.DB.prepare("UPDATE bookings SET payment_id = 'paid' WHERE coach_id = ? AND client_id = ? AND starts_at = ?")
      .bind(coach.id, client.id, Date.parse(day(0)))
      .run();
    expect((await eleventh()).status).toBe(201);
    await expectRefused(async () => await book(api, client, coach, day(13)), 429, "too_many_sessions");
  });

  test("asked twenty times at once: exactly ten", async () => {
    const [coach, client] = [await sureCoach(), await someone("client")];
    const answers = await Promise.all(Array.from({ length: 20 }, async (_, index) => await book(api, client, coach, day(index))));
    expect(tally(answers)).toEqual({ "201 ok": 10, "429 too_many_sessions": 10 });
    expect(await bookingRows(coach.id)).toHaveLength(10);
  });

  test("one that is over, and one that was cancelled, count no longer", async () => {
    const [coach, client] = [await sureCoach(), await someone("client")];
    const ids: string[] = [];
    await times(10, async (index) => ids.push(await booked(api, client, coach, day(index))));
    expect((await setStatus(api, client, ids[9] ?? "", "cancelled")).status).toBe(200);
    await booked(api, client, coach, day(11));
    await expectRefused(async () => await book(api, client, coach, day(12)), 429, "too_many_sessions");
    const later = day(20);
    vi.setSystemTime(Date.parse(day(0)));
    const again = await someone("client", { id: client.id });
    await booked(api, again, coach, later);
  });
});

describe("sessions ahead: fifty", () => {
  test("the fifty-first is 429, and of twenty coaches at once exactly those that are left are given", async () => {
    const client = await someone("client");
    const full = await Promise.all(Array.from({ length: 5 }, async () => await sureCoach()));
    for (const [hour, coach] of full.entries()) {
      await times(hour === 4 ? 8 : 10, async (index) => await booked(api, client, coach, day(index, `${String(10 + hour)}:00`)));
    }
    const coaches = await Promise.all(Array.from({ length: 20 }, async () => await sureCoach()));
    const answers = await Promise.all(coaches.map(async (coach, index) => await book(api, client, coach, day(30 + index))));
    expect(tally(answers)).toEqual({ "201 ok": 2, "429 too_many_sessions": 18 });
    expect(await activeOf(client)).toBe(50);
    const another = await sureCoach();
    await expectRefused(async () => await book(api, client, another, day(60)), 429, "too_many_sessions");
  });
});

describe("what coach or admin made", () => {
  test("counts neither as pending nor ahead nor unpaid, and is not refused at any cap", async () => {
    const [coach, client, admin] = [await seenCoach(api), await someone("client"), await someone("admin")];
    const first = await booked(api, client, coach, day(0, "09:00"));
    await offerOf(coach);
    const forClient = { client_id: client.id };
    // With a price they wait for the client's payment: pending, and not of the client's making.
    await times(3, async (index) => await booked(api, index === 0 ? admin : coach, coach, day(index, "12:00"), forClient));
    expect((await bookingRows(coach.id)).filter((row) => row["created_by"] !== "client")).toMatchObject([
      { status: "pending" },
      { status: "pending" },
      { status: "pending" },
    ]);
    expect((await setStatus(api, client, first, "cancelled")).status).toBe(200);
    await times(10, async (index) => await booked(api, client, coach, day(index)));
    await expectRefused(async () => await book(api, client, coach, day(11)), 429, "too_many_pending");
    await booked(api, coach, coach, day(11), forClient);
    await booked(api, admin, coach, day(12), forClient);
    expect(await activeOf(client)).toBe(15);
  });
});

describe("moves of a booking by its client: five in 24 hours", () => {
  test("the sixth is 429; a move to the same time and one by the coach count nothing; a day later it can", async () => {
    const [coach, client] = [await sureCoach(), await someone("client")];
    const id = await booked(api, client, coach, day(10));
    const move = async (as: Person, startsAt: string): Promise<Answer> =>
      await api("PATCH", `/booking/${id}`, { as, body: { session_datetime: startsAt } });
    await times(5, async (index) => expect((await move(client, day(10, `1${String(index + 1)}:00`))).status).toBe(200));
    const sixth = day(11);
    expect((await expectRefused(async () => await move(client, sixth), 429, "too_many_moves")).headers.get("Retry-After")).not.toBeNull();
    expect((await move(client, day(10, "15:00"))).status).toBe(200);
    expect((await move(coach, day(10, "10:00"))).status).toBe(200);
    await expectRefused(async () => await move(client, sixth), 429, "too_many_moves");
    vi.setSystemTime(Date.now() + DAY_MS);
    expect((await move(await someone("client", { id: client.id }), sixth)).status).toBe(200);
  });
});

describe("a time that its client let lapse unpaid", () => {
  test.each([
    ["once the lapse is recorded", true],
    ["before anybody has recorded the lapse", false],
  ])("is taken for that client for 30 minutes, %s, and for nobody else", async (_what, isRecorded) => {
    const [coach, client, other] = [await seenCoach(api), await someone("client"), await someone("client")];
    await offerOf(coach);
    const startsAt = day(3);
    await booked(api, client, coach, startsAt);
    const [row] = await bookingRows(coach.id);
    const lapsesAt = Number(row?.["expires_at"]);
    expect(lapsesAt - Number(row?.["created_at"])).toBe(15 * MINUTE_MS);
    vi.setSystemTime(lapsesAt);
    if (isRecorded) await settleAgenda(coach.id);
    await expectRefused(async () => await book(api, client, coach, startsAt), 400, "slot_taken");
    // Another start is not concerned.
    const beside = await booked(api, client, coach, day(3, "13:00"));
    expect((await setStatus(api, client, beside, "cancelled")).status).toBe(200);
    vi.setSystemTime(lapsesAt + 29 * MINUTE_MS);
    await expectRefused(async () => await book(api, client, coach, startsAt), 400, "slot_taken");
    const theirs = await booked(api, other, coach, startsAt);
    expect((await setStatus(api, other, theirs, "cancelled")).status).toBe(200);
    vi.setSystemTime(lapsesAt + 31 * MINUTE_MS);
    await booked(api, client, coach, startsAt);
  });
});
