/** The same key gives the same answer and does nothing twice, whatever happens in between (I3-I5). */
import { afterEach, describe, expect, test } from "vitest";
import { bookingRows, dayAhead } from "../support/days.ts";
import { faults } from "../support/worker.ts";
import { type Answer, apiWith, type Person, seenCoach, someone } from "./app-under-test.ts";
import { booked, euros, expectRefused, sell, setTerms, tally, wholeRecord } from "./stories.ts";

const api = apiWith();
const AT_TEN = dayAhead(3, "10:00");

afterEach(() => {
  faults.plan = null;
});

async function bookWith(key: string, client: Person, coach: Person, startsAt = AT_TEN, fields: object = {}): Promise<Answer> {
  const body = { coach_id: coach.id, session_datetime: startsAt, duration_minutes: 60, ...fields };
  return await api("POST", "/booking", { as: client, body, headers: { "Idempotency-Key": key } });
}

const replayed = ({ headers }: Answer) => headers.get("Idempotency-Replayed");

async function pair(): Promise<[Person, Person]> {
  return [await seenCoach(api), await someone("client")];
}

/** The rows that one principal's keys have left. */
async function keysOf({ id }: Person): Promise<unknown[]> {
  return ((await wholeRecord())["idempotency_keys"] as { principal: string }[]).filter(({ principal }) => principal === id);
}

describe("I5: one key, one booking, the same bytes", () => {
  test("asked twenty times at once", async () => {
    const [coach, client] = await pair();
    const answers = await Promise.all(Array.from({ length: 20 }, async () => await bookWith("twenty", client, coach)));
    expect(tally(answers)).toEqual({ "201 ok": 20 });
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(new Set(answers.map(({ headers }) => `${String(headers.get("ETag"))} ${String(headers.get("Location"))}`)).size).toBe(1);
    expect(answers.filter((answer) => replayed(answer) === "true")).toHaveLength(19);
    expect(answers.filter((answer) => replayed(answer) === null)).toHaveLength(1);
    expect(await bookingRows(coach.id)).toHaveLength(1);
    expect(await keysOf(client)).toHaveLength(1);
  });

  test("asked of two coaches at once: one of them is booked, and the other request is told that the key is used", async () => {
    const client = await someone("client");
    const coaches = [await seenCoach(api), await seenCoach(api)];
    const answers = await Promise.all(coaches.map(async (coach) => await bookWith("two coaches", client, coach)));
    expect(tally(answers)).toEqual({ "201 ok": 1, "422 idempotency_key_reused": 1 });
    expect((await Promise.all(coaches.map(async ({ id }) => await bookingRows(id)))).flat()).toHaveLength(1);
  });

  test("a replay is the first answer still, though the booking has moved on", async () => {
    const [coach, client] = await pair();
    const first = await bookWith("early", client, coach);
    expect((await api("DELETE", `/booking/${String(first.body["id"])}`, { as: client })).status).toBe(204);
    const before = await wholeRecord();
    const second = await bookWith("early", client, coach);
    expect([second.status, second.text, replayed(second), second.headers.get("ETag")]).toEqual([201, first.text, "true", '"1"']);
    expect(await wholeRecord()).toEqual(before);
  });

  test("another body under the key is 422 and changes nothing", async () => {
    const [coach, client] = await pair();
    await bookWith("reused", client, coach, AT_TEN, { notes: "one" });
    for (const fields of [
      { notes: "two" },
      { duration_minutes: 30, notes: "one" },
      { session_datetime: dayAhead(4, "10:00"), notes: "one" },
      {},
    ]) {
      await expectRefused(async () => await bookWith("reused", client, coach, AT_TEN, fields), 422, "idempotency_key_reused");
    }
    const other = await seenCoach(api);
    await expectRefused(async () => await bookWith("reused", client, other, AT_TEN, { notes: "one" }), 422, "idempotency_key_reused");
  });

  test("a move, a status and a cancel are replayed too, each under its own route", async () => {
    const [coach, client] = await pair();
    const id = await booked(api, client, coach, AT_TEN);
    const headers = { "Idempotency-Key": "one for all" };
    const asks = [
      async () => await api("PATCH", `/booking/${id}`, { as: client, body: { session_datetime: dayAhead(3, "12:00") }, headers }),
      async () => await api("PATCH", `/booking/${id}/status`, { as: client, body: { status: "confirmed" }, headers }),
      async () => await api("DELETE", `/booking/${id}`, { as: client, headers }),
    ];
    for (const [index, ask] of asks.entries()) {
      const first = await ask();
      expect([first.status, replayed(first), first.headers.get("ETag")]).toEqual([index === 2 ? 204 : 200, null, `"${String(index + 2)}"`]);
      const before = await wholeRecord();
      const second = await ask();
      expect([second.status, second.text, replayed(second), second.headers.get("ETag")]).toEqual([
        first.status,
        first.text,
        "true",
        first.headers.get("ETag"),
      ]);
      expect(await wholeRecord()).toEqual(before);
    }
    expect(await bookingRows(coach.id)).toMatchObject([{ status: "cancelled", revision: 4 }]);
  });
});

describe("I5: everything that is asked is part of what a key stands for", () => {
  const at = (hour: string) => dayAhead(3, hour);

  /** Two bookings of one client with one coach; the second is named where the first is meant. */
  async function stage(): Promise<{ coach: Person; client: Person; one: string; two: string }> {
    const [coach, client] = await pair();
    for (const minutes of [60, 30]) await sell(api, coach, { duration_minutes: minutes, price: euros(6_000) });
    const [one, two] = [await booked(api, client, coach, at("10:00")), await booked(api, client, coach, at("14:00"))];
    return { coach, client, one, two };
  }

  /** The first is granted under the key; each of the others is refused under it and changes nothing; the first is replayed. */
  async function holdsApart(as: Person, method: string, asks: readonly (readonly [string, object?])[]): Promise<void> {
    const headers = { "Idempotency-Key": "the same" };
    const [first, ...others] = asks.map(
      ([path, body]) =>
        async () =>
          await api(method, path, { as, headers, body }),
    );
    const granted = await first?.();
    expect([granted?.status, granted?.body["code"]]).toEqual([method === "DELETE" ? 204 : 200, undefined]);
    for (const [index, ask] of others.entries()) {
      await expectRefused(ask, 422, "idempotency_key_reused", JSON.stringify(asks[index + 1]));
    }
    const again = await first?.();
    expect([again?.text, again?.headers.get("Idempotency-Replayed")]).toEqual([granted?.text, "true"]);
  }

  test("of a cancel: the booking", async () => {
    const { client, one, two } = await stage();
    await holdsApart(client, "DELETE", [[`/booking/${one}`], [`/booking/${two}`]]);
  });

  test("of a status: the booking, the status, the reason, on whose behalf", async () => {
    const { one, two } = await stage();
    const asked = { status: "cancelled", reason: "ill" };
    await holdsApart(await someone("admin"), "PATCH", [
      [`/booking/${one}/status`, asked],
      [`/booking/${two}/status`, asked],
      [`/booking/${one}/status`, { ...asked, status: "completed" }],
      [`/booking/${one}/status`, { ...asked, reason: "away" }],
      [`/booking/${one}/status`, { status: "cancelled" }],
      [`/booking/${one}/status`, { ...asked, on_behalf_of: "client" }],
    ]);
  });

  test("of a move: the booking, the time, the duration, and that none was named", async () => {
    const { client, one, two } = await stage();
    const asked = { session_datetime: at("12:00"), duration_minutes: 60 };
    await holdsApart(client, "PATCH", [
      [`/booking/${one}`, asked],
      [`/booking/${two}`, asked],
      [`/booking/${one}`, { ...asked, session_datetime: at("11:00") }],
      [`/booking/${one}`, { ...asked, duration_minutes: 30 }],
      [`/booking/${one}`, { session_datetime: at("12:00") }],
    ]);
  });

  test("of a checkout: the booking", async () => {
    const { client, one, two } = await stage();
    await holdsApart(client, "POST", [
      ["/payments/checkout", { booking_id: one }],
      ["/payments/checkout", { booking_id: two }],
    ]);
  });
});

test("I3: a settled refusal is replayed byte for byte, though the time has become free", async () => {
  const [coach, holder] = await pair();
  const client = await someone("client");
  const id = await booked(api, holder, coach, AT_TEN);
  const before = await wholeRecord();
  const refused = await bookWith("too late", client, coach);
  expect([refused.status, refused.body["code"], replayed(refused)]).toEqual([400, "slot_taken", null]);
  const { idempotency_keys: keys, ...rest } = await wholeRecord();
  const { idempotency_keys: keysBefore, ...restBefore } = before;
  expect([rest, keys?.length]).toEqual([restBefore, (keysBefore?.length ?? 0) + 1]);
  expect((await api("DELETE", `/booking/${id}`, { as: holder })).status).toBe(204);
  const again = await expectRefused(async () => await bookWith("too late", client, coach), 400, "slot_taken");
  expect([again.text, replayed(again), again.headers.get("Content-Type")]).toEqual([refused.text, "true", "application/problem+json"]);
  expect((await bookWith("another key", client, coach)).status).toBe(201);
});

test("a limit and an absence are no answers for good: the key is free for the next try", async () => {
  const [coach, client] = await pair();
  const ids: string[] = [];
  for (let day = 4; day < 14; day += 1) ids.push(await booked(api, client, coach, dayAhead(day, "10:00")));
  for (let tries = 0; tries < 2; tries += 1) {
    const limited = await expectRefused(async () => await bookWith("limited", client, coach), 429, "too_many_pending");
    expect([replayed(limited), limited.headers.get("Retry-After")]).toEqual([null, "60"]);
  }
  await api("DELETE", `/booking/${String(ids[0])}`, { as: client });
  const granted = await bookWith("limited", client, coach);
  expect([granted.status, replayed(granted)]).toEqual([201, null]);
  // A coach whom nobody has seen yet may be seen tomorrow.
  const stranger = await someone("coach");
  await expectRefused(async () => await bookWith("absent", client, stranger), 404, "coach_not_found");
  await api("DELETE", `/booking/${String(ids[1])}`, { as: client });
  await api("GET", `/coach/${stranger.id}/availability`, { as: stranger });
  expect((await bookWith("absent", client, stranger)).status).toBe(201);
});

test("the same key of two principals is two keys", async () => {
  const [coach, one] = await pair();
  const two = await someone("client");
  const [first, second] = await Promise.all([bookWith("shared", one, coach), bookWith("shared", two, coach, dayAhead(3, "12:00"))]);
  expect([first.status, replayed(first), second.status, replayed(second)]).toEqual([201, null, 201, null]);
  expect(first.body["id"]).not.toBe(second.body["id"]);
  await expectRefused(async () => await bookWith("shared", two, coach), 422, "idempotency_key_reused");
  const again = await bookWith("shared", one, coach);
  expect([again.text, replayed(again)]).toEqual([first.text, "true"]);
});

test("validation and authorisation come before the key, and leave nothing under it", async () => {
  const [coach, client] = await pair();
  await expectRefused(async () => await bookWith("early bird", client, coach, AT_TEN, { duration_minutes: 5 }), 400, "validation_failed");
  await expectRefused(async () => await bookWith("early bird", coach, coach), 403, "forbidden");
  expect((await bookWith("early bird", client, coach)).status).toBe(201);
  await expectRefused(async () => await bookWith("early bird", client, coach, AT_TEN, { duration_minutes: 5 }), 400, "validation_failed");
});

describe("I4: when D1 fails", () => {
  test("before anything is written: 503 with Retry-After, and the same key books once it is back", async () => {
    const [coach, client] = await pair();
    faults.plan = { next: () => "before" };
    const lost = await expectRefused(async () => await bookWith("away", client, coach), 503, "outcome_unknown");
    expect([lost.headers.get("Retry-After"), replayed(lost)]).toEqual(["2", null]);
    faults.plan = null;
    const granted = await bookWith("away", client, coach);
    expect([granted.status, replayed(granted)]).toEqual([201, null]);
    expect(await bookingRows(coach.id)).toHaveLength(1);
  });

  test("after one commit: the booking is answered at once, and once", async () => {
    const [coach, client] = await pair();
    await setTerms(api, coach, { buffer_after_minutes: 15 });
    let strikes = 0;
    faults.plan = { next: ({ writes }) => (writes && (strikes += 1) === 1 ? "after" : null) };
    const granted = await bookWith("cut", client, coach);
    expect([granted.status, replayed(granted), strikes]).toEqual([201, null, 1]);
    expect(await bookingRows(coach.id)).toMatchObject([{ id: granted.body["id"], revision: 1 }]);
    const again = await bookWith("cut", client, coach);
    expect([again.text, replayed(again)]).toEqual([granted.text, "true"]);
    expect(await bookingRows(coach.id)).toHaveLength(1);
  });

  test("after the commit and from then on: 503, and the same key tells that it was booked", async () => {
    const [coach, client] = await pair();
    let hasCommitted = false;
    faults.plan = {
      next: ({ writes }) => {
        if (hasCommitted) return "before";
        hasCommitted = writes;
        return writes ? "after" : null;
      },
    };
    const lost = await bookWith("hidden", client, coach);
    expect([lost.status, lost.body["code"]]).toEqual([503, "outcome_unknown"]);
    faults.plan = null;
    const [row] = await bookingRows(coach.id);
    const found = await bookWith("hidden", client, coach);
    expect([found.status, found.body["id"], replayed(found)]).toEqual([201, row?.["id"], "true"]);
    expect(await bookingRows(coach.id)).toHaveLength(1);
  });
});

describe("a key beside If-Match", () => {
  const move = async (client: Person, id: string, revision: number, time: string) =>
    await api("PATCH", `/booking/${id}`, {
      as: client,
      body: { session_datetime: dayAhead(3, time) },
      headers: { "Idempotency-Key": "moved", "If-Match": `"${String(revision)}"` },
    });

  test("that did not fit is free for the same request with the revision that does", async () => {
    const [coach, client] = await pair();
    const id = await booked(api, client, coach, AT_TEN);
    expect((await move(client, id, 7, "12:00")).status).toBe(412);
    expect((await move(client, id, 1, "12:00")).status).toBe(200);
  });

  test("that fitted is the same request with the same revision alone", async () => {
    const [coach, client] = await pair();
    const id = await booked(api, client, coach, AT_TEN);
    expect((await move(client, id, 1, "12:00")).status).toBe(200);
    expect(replayed(await move(client, id, 1, "12:00"))).toBe("true");
    const other = await move(client, id, 2, "12:00");
    expect([other.status, other.body["code"]]).toEqual([422, "idempotency_key_reused"]);
  });
});
