/** What becomes of a booking from its making to its end, what the trail says of it, and how the lists show it. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { BOOKING_STATUSES, type BookingStatus } from "../../src/domain/booking.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { bookingRows, dayAhead } from "../support/days.ts";
import { type Answer, apiWith, type Person, seenCoach, someone } from "./app-under-test.ts";
import { book, booked, expectRefused, setStatus, setTerms } from "./stories.ts";

const api = apiWith();

/** As the contract says it. */
const NEXT: Partial<Record<BookingStatus, readonly BookingStatus[]>> = {
  pending: ["confirmed", "cancelled"],
  confirmed: ["completed", "cancelled"],
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** The same person with a token of the present moment, which may be a made one. */
async function again(role: "client" | "coach" | "admin", { id }: Person): Promise<Person> {
  return await someone(role, { id });
}

async function move(as: Person, id: string, startsAt: string, fields: object = {}): Promise<Answer> {
  return await api("PATCH", `/booking/${id}`, { as, body: { session_datetime: startsAt, ...fields } });
}

async function parties(): Promise<{ coach: Person; client: Person; admin: Person }> {
  return { coach: await seenCoach(api), client: await someone("client"), admin: await someone("admin") };
}

async function history(as: Person, id: string): Promise<Record<string, unknown>[]> {
  const answer = await api("GET", `/booking/${id}/history`, { as });
  expect(answer.status).toBe(200);
  return answer.body["history"] as Record<string, unknown>[];
}

test("confirmed, held and completed, with a row of the trail for each step", async () => {
  const { coach, client } = await parties();
  const id = await booked(api, client, coach, dayAhead(3, "10:00"));
  const confirmed = await setStatus(api, coach, id, "confirmed");
  expect([confirmed.status, confirmed.headers.get("ETag")]).toEqual([200, '"2"']);
  expect(confirmed.body).toMatchObject({ status: "confirmed", revision: 2, expires_at: null, cancelled_by: null });
  const endsAt = Date.parse(dayAhead(3, "11:00"));
  // Not before its end, and at its end it can.
  vi.setSystemTime(endsAt - 1);
  const early = await again("coach", coach);
  await expectRefused(async () => await setStatus(api, early, id, "completed"), 400, "session_not_ended");
  vi.setSystemTime(endsAt);
  const late = await again("coach", coach);
  const completed = await setStatus(api, late, id, "completed");
  expect([completed.status, completed.body["status"], completed.body["revision"]]).toEqual([200, "completed", 3]);
  expect(await bookingRows(coach.id)).toMatchObject([{ id, status: "completed", revision: 3, expires_at: null, cancelled_by: null }]);
  const trail = await history(late, id);
  expect(trail.map((row) => [row["seq"], row["revision"], row["action"], row["author_id"], row["author_role"]])).toEqual([
    [1, 1, "created", client.id, "client"],
    [2, 2, "confirmed", coach.id, "coach"],
    [3, 3, "completed", coach.id, "coach"],
  ]);
  expect(trail[2]).toMatchObject({ at: new Date(endsAt).toISOString(), changes: { from: "confirmed", to: "completed" } });
});

test("who cancelled and why is kept, by whichever way; a second cancel is no transition", async () => {
  const { coach, client, admin } = await parties();
  for (const [as, role, reason] of [
    [client, "client", "I am ill"],
    [coach, "coach", undefined],
    [admin, "admin", "closed \u{1F600}"],
  ] as const) {
    const id = await booked(api, client, coach, dayAhead(3, "10:00"));
    const answer = await setStatus(api, as, id, "cancelled", reason);
    expect(answer.body).toMatchObject({
      status: "cancelled",
      cancelled_by: role,
      cancel_reason: reason ?? null,
      revision: 2,
      expires_at: null,
    });
    expect((await api("GET", `/booking/${id}`, { as: client })).body).toMatchObject({ cancelled_by: role, cancel_reason: reason ?? null });
    await expectRefused(async () => await setStatus(api, as, id, "cancelled"), 400, "invalid_transition");
  }
  const id = await booked(api, client, coach, dayAhead(3, "10:00"));
  const deleted = await api("DELETE", `/booking/${id}`, { as: coach });
  expect([deleted.status, deleted.text, deleted.headers.get("ETag")]).toEqual([204, "", '"2"']);
  for (const as of [coach, client, admin]) {
    const refused = await expectRefused(async () => await api("DELETE", `/booking/${id}`, { as }), 400, "invalid_transition");
    expect(refused.body["detail"]).toBe("A cancelled booking cannot become cancelled.");
  }
  expect((await history(client, id)).map((row) => [row["action"], row["author_role"]])).toEqual([
    ["created", "client"],
    ["cancelled", "coach"],
  ]);
});

describe("I8: time that is given up can be had again", () => {
  test("after a cancel", async () => {
    const { coach, client } = await parties();
    const other = await someone("client");
    for (const status of ["pending", "confirmed"]) {
      const id = await booked(api, client, coach, dayAhead(3, "10:00"));
      if (status === "confirmed") await setStatus(api, coach, id, status);
      await expectRefused(async () => await book(api, other, coach, dayAhead(3, "10:00")), 400, "slot_taken");
      expect((await api("DELETE", `/booking/${id}`, { as: client })).status).toBe(204);
    }
    await booked(api, other, coach, dayAhead(3, "10:00"));
    expect((await bookingRows(coach.id)).map((row) => String(row["status"])).sort()).toEqual(["cancelled", "cancelled", "pending"]);
  });

  test("after a move: the same booking at its next revision, the old time free, the new one held", async () => {
    const { coach, client } = await parties();
    const other = await someone("client");
    for (const [status, day] of [
      ["pending", 3],
      ["confirmed", 5],
    ] as const) {
      const id = await booked(api, client, coach, dayAhead(day, "10:00"), { notes: "kept" });
      if (status === "confirmed") await setStatus(api, coach, id, status);
      const revision = status === "confirmed" ? 3 : 2;
      const moved = await move(client, id, dayAhead(day, "14:00"), { duration_minutes: 120 });
      // The grid of two hours from nine has no 14:00; that of the hour asked before has.
      expect([moved.status, moved.body["code"]]).toEqual([400, "off_grid"]);
      const answer = await move(client, id, dayAhead(day, "15:00"), { duration_minutes: 120 });
      expect([answer.status, answer.headers.get("ETag")]).toEqual([200, `"${String(revision)}"`]);
      expect(answer.body).toMatchObject({
        id,
        status,
        revision,
        notes: "kept",
        session_datetime: dayAhead(day, "15:00"),
        ends_at: dayAhead(day, "17:00"),
        duration_minutes: 120,
        expires_at: status === "pending" ? dayAhead(day, "15:00") : null,
      });
      await expectRefused(async () => await book(api, other, coach, dayAhead(day, "16:00")), 400, "slot_taken");
      await booked(api, other, coach, dayAhead(day, "10:00"));
      await expectRefused(async () => await move(client, id, dayAhead(day, "10:00"), { duration_minutes: 60 }), 400, "slot_taken");
      expect((await history(client, id)).at(-1)).toMatchObject({
        action: "rescheduled",
        revision,
        author_id: client.id,
        changes: {
          from: { starts_at: dayAhead(day, "10:00"), ends_at: dayAhead(day, "11:00") },
          to: { starts_at: dayAhead(day, "15:00"), ends_at: dayAhead(day, "17:00") },
        },
      });
    }
  });

  test("a move may overlap the booking's own time, and keeps its length where none is named", async () => {
    const { coach, client } = await parties();
    await setTerms(api, coach, { slot_step_minutes: 30, buffer_before_minutes: 30, buffer_after_minutes: 30 });
    const id = await booked(api, client, coach, dayAhead(3, "10:00"), { duration_minutes: 90 });
    const moved = await move(client, id, dayAhead(3, "10:30"));
    expect([moved.status, moved.body["ends_at"], moved.body["duration_minutes"]]).toEqual([200, dayAhead(3, "12:00"), 90]);
    expect(await bookingRows(coach.id)).toHaveLength(1);
  });

  test("after a pending booking has lapsed: its time is free at once, and it can become nothing more", async () => {
    const { coach, client } = await parties();
    await setTerms(api, coach, { approval_required: true, approval_minutes: 30 });
    const id = await booked(api, client, coach, dayAhead(3, "10:00"));
    vi.setSystemTime(Date.now() + 30 * MINUTE_MS);
    const [later, other] = [await again("coach", coach), await someone("client")];
    await expectRefused(async () => await setStatus(api, later, id, "confirmed"), 400, "invalid_transition");
    await expectRefused(async () => await move(later, id, dayAhead(4, "10:00")), 400, "invalid_transition");
    await expectRefused(async () => await api("DELETE", `/booking/${id}`, { as: later }), 400, "invalid_transition");
    // Nobody has recorded it yet.
    const unrecorded = { status: "cancelled", cancelled_by: "system", cancel_reason: "expired", expires_at: null, revision: 1 };
    expect((await api("GET", `/booking/${id}`, { as: later })).body).toMatchObject(unrecorded);
    expect((await api("GET", `/booking/coach/${coach.id}`, { as: later })).body).toMatchObject({ bookings: [unrecorded] });
    await booked(api, other, later, dayAhead(3, "10:00"));
    const lapsed = await api("GET", `/booking/${id}`, { as: later });
    expect(lapsed.body).toMatchObject({ status: "cancelled", cancelled_by: "system", cancel_reason: "expired", revision: 2 });
    expect((await history(later, id)).at(-1)).toMatchObject({ action: "lapsed", author_id: null, author_role: "system" });
  });
});

test("every transition that does not exist is refused and leaves the booking as it is", async () => {
  const { coach, client, admin } = await parties();
  const start: Record<BookingStatus, string> = {
    pending: dayAhead(6, "10:00"),
    confirmed: dayAhead(3, "10:00"),
    completed: dayAhead(3, "09:00"),
    cancelled: dayAhead(4, "10:00"),
  };
  const ids = new Map<BookingStatus, string>();
  for (const status of BOOKING_STATUSES) ids.set(status, await booked(api, client, coach, start[status]));
  const idOf = (status: BookingStatus) => ids.get(status) ?? "";
  for (const status of ["confirmed", "completed"] as const) await setStatus(api, coach, idOf(status), "confirmed");
  await setStatus(api, coach, idOf("cancelled"), "cancelled");
  // Late enough for the sessions to be over, so that nothing but the state stands in the way.
  vi.setSystemTime(Date.parse(dayAhead(3, "12:00")));
  const callers = [await again("coach", coach), await again("client", client), await again("admin", admin)];
  expect((await setStatus(api, callers[0] ?? coach, idOf("completed"), "completed")).status).toBe(200);
  let refusals = 0;
  for (const from of BOOKING_STATUSES) {
    for (const to of BOOKING_STATUSES.filter((status) => !(NEXT[from] ?? []).includes(status))) {
      for (const as of callers) {
        const answer = await expectRefused(
          async () => await setStatus(api, as, idOf(from), to),
          400,
          "invalid_transition",
          `${from} -> ${to}`,
        );
        expect(answer.body["detail"]).toBe(`A ${from} booking cannot become ${to}.`);
        refusals += 1;
      }
    }
  }
  expect(refusals).toBe(3 * 12);
  for (const from of ["completed", "cancelled"] as const) {
    for (const as of callers) {
      await expectRefused(async () => await move(as, idOf(from), dayAhead(9, "10:00")), 400, "invalid_transition", `move ${from}`);
      await expectRefused(async () => await api("DELETE", `/booking/${idOf(from)}`, { as }), 400, "invalid_transition", `cancel ${from}`);
    }
  }
});

describe("the lists", () => {
  interface Listed {
    readonly id: string;
    readonly session_datetime: string;
    readonly status: string;
  }
  const listedIn = (answer: Answer) => answer.body["bookings"] as Listed[];

  async function list(as: Person, path: string, query: Record<string, string> = {}): Promise<Answer> {
    const answer = await api("GET", `${path}?${new URLSearchParams(query).toString()}`, { as });
    expect([answer.status, answer.body["errors"]]).toEqual([200, undefined]);
    return answer;
  }

  /** One client, seven sessions with two coaches; at one moment a session with each. */
  async function sevenSessions() {
    const [one, two, client] = [await seenCoach(api), await seenCoach(api), await someone("client")];
    const ids: string[] = [];
    for (const [coach, at] of [
      [one, dayAhead(5, "10:00")],
      [one, dayAhead(3, "10:00")],
      [two, dayAhead(3, "10:00")],
      [two, dayAhead(9, "10:00")],
      [one, dayAhead(4, "09:00")],
      [one, dayAhead(4, "16:00")],
      [two, dayAhead(6, "10:00")],
    ] as const)
      ids.push(await booked(api, client, coach, at));
    return { one, two, client, ids, path: `/booking/client/${client.id}` };
  }

  test("show the latest session first, filtered by status and half-open period", async () => {
    const { one, client, ids, path } = await sevenSessions();
    await setStatus(api, one, ids[0] ?? "", "confirmed");
    await setStatus(api, one, ids[4] ?? "", "cancelled");
    const all = await list(client, path);
    const times = listedIn(all).map(({ session_datetime }) => session_datetime);
    expect(times).toEqual([...times].sort().toReversed());
    expect(all.body).toMatchObject({ limit: 20, offset: 0, total: 7, next_cursor: null });
    expect(listedIn(await list(client, path, { status: "confirmed" })).map(({ id }) => id)).toEqual([ids[0]]);
    expect(listedIn(await list(client, path, { status: "cancelled" })).map(({ id }) => id)).toEqual([ids[4]]);
    const period = await list(client, path, { from: dayAhead(4, "09:00"), to: dayAhead(5, "10:00") });
    expect([listedIn(period).map(({ id }) => id), period.body["total"]]).toEqual([[ids[5], ids[4]], 2]);
    expect(
      listedIn(await list(client, path, { from: dayAhead(4, "09:00"), to: dayAhead(5, "10:00"), status: "pending" })).map(({ id }) => id),
    ).toEqual([ids[5]]);
    // The coach sees the coach's own, and an admin what the coach sees.
    const own = await list(one, `/booking/coach/${one.id}`);
    expect(listedIn(own).map(({ id }) => id)).toEqual([ids[0], ids[5], ids[4], ids[1]]);
    const admin = await someone("admin");
    expect((await list(admin, `/booking/coach/${one.id}`)).body).toEqual(own.body);
    expect((await list(admin, path)).body).toEqual(all.body);
    expect((await list(admin, `/booking/client/${crypto.randomUUID()}`)).body).toMatchObject({ bookings: [], total: 0 });
  });

  test("can be walked by offset and by cursor, with no entry twice and none left out", async () => {
    const { client, path } = await sevenSessions();
    const whole = listedIn(await list(client, path)).map(({ id }) => id);
    expect(new Set(whole).size).toBe(7);
    for (const limit of [1, 2, 3, 7, 8]) {
      const byOffset: string[] = [];
      for (let offset = 0; offset < 7; offset += limit) {
        const page = await list(client, path, { limit: String(limit), offset: String(offset) });
        expect(page.body).toMatchObject({ limit, offset, total: 7 });
        byOffset.push(...listedIn(page).map(({ id }) => id));
      }
      expect([limit, byOffset]).toEqual([limit, whole]);

      const byCursor: string[] = [];
      let page = await list(client, path, { limit: String(limit) });
      for (let pages = 0; pages < 10; pages += 1) {
        byCursor.push(...listedIn(page).map(({ id }) => id));
        const cursor = page.body["next_cursor"];
        if (typeof cursor !== "string") break;
        page = await list(client, path, { limit: String(limit), cursor });
        expect(["total" in page.body, "offset" in page.body]).toEqual([false, false]);
      }
      expect([limit, byCursor, page.body["next_cursor"]]).toEqual([limit, whole, null]);
    }
    expect((await list(client, path, { offset: "7" })).body).toMatchObject({ bookings: [], total: 7, next_cursor: null });
  });

  test("a cursor keeps its place when a later session is booked on the way", async () => {
    const { client, one, path } = await sevenSessions();
    const whole = listedIn(await list(client, path)).map(({ id }) => id);
    const first = await list(client, path, { limit: "3" });
    await booked(api, client, one, dayAhead(12, "10:00"));
    const rest = await list(client, path, { limit: "20", cursor: String(first.body["next_cursor"]) });
    expect([...listedIn(first), ...listedIn(rest)].map(({ id }) => id)).toEqual(whole);
  });
});

test("a session that is over is completed by itself a day after its end, for every reader from that instant on", async () => {
  const { coach, client } = await parties();
  const id = await booked(api, client, coach, dayAhead(3, "10:00"));
  await setStatus(api, coach, id, "confirmed");
  const completesAt = Date.parse(dayAhead(3, "11:00")) + DAY_MS;
  for (const [at, status] of [
    [completesAt - 1, "confirmed"],
    [completesAt, "completed"],
    [completesAt + 10 * DAY_MS + HOUR_MS, "completed"],
  ] as const) {
    vi.setSystemTime(at);
    const later = await again("client", client);
    const other = status === "confirmed" ? "completed" : "confirmed";
    for (const [asked, ids] of [
      [status, [id]],
      [other, []],
    ] as const) {
      const list = await api("GET", `/booking/client/${client.id}?status=${asked}`, { as: later });
      expect([at, asked, (list.body["bookings"] as { id: string }[]).map((booking) => booking.id)]).toEqual([at, asked, ids]);
    }
    expect((await api("GET", `/booking/${id}`, { as: later })).body["status"]).toBe(status);
  }
});
