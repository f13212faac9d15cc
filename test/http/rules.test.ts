/** What a coach's rules refuse, each with its own code, and what they grant (S24, S25). */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { bookingRows, dayAhead } from "../support/days.ts";
import { apiWith, type Person, seenCoach, someone } from "./app-under-test.ts";
import { book, booked, expectRefused, FRESH, sell, setStatus, setTerms, tally, euros } from "./stories.ts";

const api = apiWith();

// The clock stands still, so that no test sees midnight pass.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

async function listed(coach: Person, query: Record<string, string>): Promise<string[]> {
  const answer = await api("GET", `/booking/coach/${coach.id}/availability?${new URLSearchParams({ ...query, ...FRESH }).toString()}`);
  expect([answer.status, answer.body["code"]]).toEqual([200, undefined]);
  return (answer.body["available_slots"] as { starts_at: string }[]).map(({ starts_at }) => starts_at);
}

async function setHours(coach: Person, timeZone: string, weekly: object[]): Promise<void> {
  const answer = await api("PUT", `/coach/${coach.id}/availability`, { as: coach, body: { time_zone: timeZone, weekly } });
  expect([answer.status, answer.text]).toEqual([200, answer.text]);
}

/** The next change of Europe's clocks at least two days away: 01:00 UTC of the last Sunday of that month (0 = January). */
function nextChange(month: number): number {
  for (let year = new Date().getUTCFullYear(); ; year += 1) {
    const lastDay = new Date(Date.UTC(year, month + 1, 0));
    const change = lastDay.getTime() - lastDay.getUTCDay() * DAY_MS + HOUR_MS;
    if (change > Date.now() + 2 * DAY_MS) return change;
  }
}

const text = (moment: number) => new Date(moment).toISOString();
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

describe("S24: the hours of a coach in Berlin when the clocks change", () => {
  async function berliner(start: string, end: string): Promise<Person> {
    const coach = await seenCoach(api);
    await setHours(
      coach,
      "Europe/Berlin",
      EVERY_DAY.map((weekday) => ({ weekday, start, end })),
    );
    // Two changes of one kind can lie 371 days apart.
    await setTerms(api, coach, { horizon_days: 400 });
    return coach;
  }
  const onDay = (change: number) => ({
    start_date: text(change).slice(0, 10),
    end_date: text(change).slice(0, 10),
    duration_minutes: "60",
  });

  test("in spring the skipped hour is not listed, and the times around it are one after the other", async () => {
    const change = nextChange(2);
    const [coach, client] = [await berliner("01:00", "05:00"), await someone("client")];
    // 01:00-05:00 on the wall is three hours that day: 01:00 CET, 03:00 and 04:00 CEST.
    expect(await listed(coach, onDay(change))).toEqual([-1, 0, 1].map((hours) => text(change + hours * HOUR_MS)));
    for (const hours of [-1, 0, 1]) await booked(api, client, coach, text(change + hours * HOUR_MS));
    const taken = await expectRefused(async () => await book(api, client, coach, text(change + HOUR_MS)), 400, "slot_taken");
    expect(taken.body["alternatives"]).toHaveLength(5);
    const date = text(change).slice(0, 10);
    // 02:30 does not exist on that wall; with an offset it names a moment, and that one is taken.
    await expectRefused(async () => await book(api, client, coach, `${date}T02:30:00+01:00`), 400, "slot_taken");
    await expectRefused(async () => await book(api, client, coach, `${date}T02:30:00`), 400, "validation_failed");
    await expectRefused(async () => await book(api, client, coach, text(change + 2 * HOUR_MS)), 400, "outside_hours");
    expect((await bookingRows(coach.id)).map((row) => row["starts_at"])).toEqual([-1, 0, 1].map((hours) => change + hours * HOUR_MS));
  });

  test("in spring hours that begin in the gap begin as much later", async () => {
    const change = nextChange(2);
    const [coach, client] = [await berliner("02:30", "05:00"), await someone("client")];
    // 02:30 becomes 03:30 CEST; until 05:00 that leaves one session.
    expect(await listed(coach, onDay(change))).toEqual([text(change + 30 * MINUTE_MS)]);
    await expectRefused(async () => await book(api, client, coach, text(change)), 400, "outside_hours");
    await booked(api, client, coach, `${text(change).slice(0, 10)}T03:30:00+02:00`);
    expect((await bookingRows(coach.id)).map((row) => row["starts_at"])).toEqual([change + 30 * MINUTE_MS]);
  });

  test("in autumn the repeated hour is two hours, and each can be booked by its offset", async () => {
    const change = nextChange(9);
    const [coach, client] = [await berliner("01:00", "05:00"), await someone("client")];
    const hours = [-2, -1, 0, 1, 2];
    expect(await listed(coach, onDay(change))).toEqual(hours.map((hour) => text(change + hour * HOUR_MS)));
    const date = text(change).slice(0, 10);
    const [summer, winter] = [`${date}T02:00:00+02:00`, `${date}T02:00:00+01:00`];
    await booked(api, client, coach, summer);
    await expectRefused(async () => await book(api, client, coach, summer), 400, "slot_taken");
    await booked(api, client, coach, winter);
    expect((await bookingRows(coach.id)).map((row) => row["starts_at"])).toEqual([change - HOUR_MS, change]);
    expect(await listed(coach, onDay(change))).toEqual([-2, 1, 2].map((hour) => text(change + hour * HOUR_MS)));
  });

  test("in autumn hours that begin in the fold begin at the first of the two", async () => {
    const change = nextChange(9);
    const coach = await berliner("02:30", "03:30");
    expect(await listed(coach, onDay(change))).toEqual([text(change - 30 * MINUTE_MS), text(change + 30 * MINUTE_MS)]);
  });

  test("a day's cap counts the 23 and 25 hours as one day", async () => {
    const change = nextChange(9);
    const [coach, client] = [await berliner("00:00", "24:00"), await someone("client")];
    await setTerms(api, coach, { sessions_per_day_max: 1 });
    expect(await listed(coach, onDay(change))).toHaveLength(25);
    await booked(api, client, coach, text(change + 21 * HOUR_MS));
    expect(await listed(coach, onDay(change))).toEqual([]);
    await expectRefused(async () => await book(api, client, coach, text(change - 3 * HOUR_MS)), 400, "day_full");
    await booked(api, client, coach, text(change - 4 * HOUR_MS));
  });
});

describe("S25: a time that cannot be had is refused with its own code", () => {
  test("each code, with other times that can be had", async () => {
    const client = await someone("client");
    const soon = () => text(Math.ceil((Date.now() + 2 * HOUR_MS) / HOUR_MS) * HOUR_MS);
    const cases: [string, object, () => string, number | null][] = [
      ["in_the_past", {}, () => dayAhead(-2, "10:00"), 5],
      ["in_the_past", {}, () => text(Date.now() - MINUTE_MS), 5],
      ["off_grid", {}, () => dayAhead(3, "10:30"), 5],
      ["off_grid", {}, () => dayAhead(3, "10:00").replace(":00.000Z", ":01.000Z"), 5],
      ["off_grid", { slot_step_minutes: 15 }, () => dayAhead(3, "10:20"), 5],
      ["outside_hours", {}, () => dayAhead(3, "08:00"), 5],
      ["outside_hours", {}, () => dayAhead(3, "16:30"), 5],
      ["outside_hours", {}, () => dayAhead(3, "17:00"), 5],
      ["notice_too_short", { notice_minutes_min: 24 * 60 }, soon, 5],
      ["beyond_horizon", { horizon_days: 10 }, () => dayAhead(12, "10:00"), 5],
      ["beyond_horizon", {}, () => dayAhead(367, "10:00"), 5],
    ];
    for (const [code, terms, at, alternatives] of cases) {
      const coach = await seenCoach(api);
      await setTerms(api, coach, terms);
      const wanted = at();
      const answer = await expectRefused(async () => await book(api, client, coach, wanted), 400, code);
      const offered = answer.body["alternatives"] as { starts_at: string; ends_at: string }[];
      expect([code, wanted, offered.length]).toEqual([code, wanted, alternatives]);
      // What is offered can be had.
      await booked(api, client, coach, offered[0]?.starts_at ?? "");
      const [row] = await bookingRows(coach.id);
      expect((await setStatus(api, client, String(row?.["id"]), "cancelled")).status).toBe(200);
    }
  });

  test("a full day, and a duration that is not offered", async () => {
    const [coach, client] = [await seenCoach(api), await someone("client")];
    await setTerms(api, coach, { sessions_per_day_max: 2 });
    for (const minutes of [30, 60]) await sell(api, coach, { duration_minutes: minutes, price: euros(0) });
    const odd = await expectRefused(
      async () => await book(api, client, coach, dayAhead(3, "10:00"), { duration_minutes: 45 }),
      400,
      "duration_not_offered",
    );
    expect([odd.body["detail"], "alternatives" in odd.body]).toEqual(["Choose one of these durations, in minutes: 30, 60.", false]);
    const lookUp = await api(
      "GET",
      `/booking/coach/${coach.id}/availability?start_date=${dayAhead(3, "00:00")}&end_date=${dayAhead(4, "00:00")}&duration_minutes=45`,
    );
    expect([lookUp.status, lookUp.body["code"]]).toEqual([400, "duration_not_offered"]);
    await booked(api, client, coach, dayAhead(3, "10:00"));
    const last = await booked(api, client, coach, dayAhead(3, "12:30"), { duration_minutes: 30 });
    const full = await expectRefused(async () => await book(api, client, coach, dayAhead(3, "14:00")), 400, "day_full");
    const days = (full.body["alternatives"] as { starts_at: string }[]).map(({ starts_at }) => starts_at.slice(0, 10));
    expect(days).not.toContain(dayAhead(3, "00:00").slice(0, 10));
    expect(await listed(coach, { start_date: dayAhead(3, "00:00"), end_date: dayAhead(4, "00:00") })).toEqual([]);
    // One that moves within its day does not count against itself; a cancelled one counts no more.
    const moved = await api("PATCH", `/booking/${last}`, {
      as: client,
      body: { session_datetime: dayAhead(3, "15:00"), duration_minutes: 60 },
    });
    expect([moved.status, moved.body["code"]]).toEqual([200, undefined]);
    expect((await api("DELETE", `/booking/${last}`, { as: client })).status).toBe(204);
    await booked(api, client, coach, dayAhead(3, "14:00"));
  });

  test("a client's move is held to the same rules, and refused it leaves the booking where it is", async () => {
    const [coach, client] = [await seenCoach(api), await someone("client")];
    const id = await booked(api, client, coach, dayAhead(3, "10:00"));
    await booked(api, client, coach, dayAhead(3, "12:00"));
    for (const [code, to] of [
      ["in_the_past", dayAhead(-1, "10:00")],
      ["off_grid", dayAhead(3, "14:30")],
      ["outside_hours", dayAhead(3, "20:00")],
      ["beyond_horizon", dayAhead(400, "10:00")],
      ["slot_taken", dayAhead(3, "12:00")],
    ] as const) {
      const answer = await expectRefused(
        async () => await api("PATCH", `/booking/${id}`, { as: client, body: { session_datetime: to } }),
        400,
        code,
      );
      expect([code, (answer.body["alternatives"] as unknown[]).length]).toEqual([code, 5]);
    }
    // A coach who moves a session is bound by what is held, and by the clock.
    const byCoach = (to: string) => async () => await api("PATCH", `/booking/${id}`, { as: coach, body: { session_datetime: to } });
    await expectRefused(byCoach(dayAhead(-1, "10:00")), 400, "in_the_past");
    await expectRefused(byCoach(dayAhead(3, "12:30")), 400, "slot_taken");
    for (const to of [dayAhead(3, "14:30"), dayAhead(3, "20:00"), dayAhead(400, "10:00")]) {
      const moved = await byCoach(to)();
      expect([to, moved.status, moved.body["session_datetime"]]).toEqual([to, 200, to]);
    }
  });
});

test("buffers keep others away on both sides, and the look-up knows", async () => {
  const [coach, client] = [await seenCoach(api), await someone("client")];
  await setTerms(api, coach, { slot_step_minutes: 30, buffer_before_minutes: 30, buffer_after_minutes: 60 });
  await booked(api, client, coach, dayAhead(3, "12:00"));
  const free = ["09:00", "09:30", "10:00", "14:00", "14:30", "15:00", "15:30", "16:00"].map((time) => dayAhead(3, time));
  expect(await listed(coach, { start_date: dayAhead(3, "00:00"), end_date: dayAhead(4, "00:00") })).toEqual(free);
  for (const time of ["10:30", "11:00", "13:00", "13:30"]) {
    await expectRefused(async () => await book(api, client, coach, dayAhead(3, time)), 400, "slot_taken", time);
  }
  await booked(api, client, coach, dayAhead(3, "10:00"));
  await booked(api, client, coach, dayAhead(3, "14:00"));
  // The buffers of a booking are those it was made under.
  await setTerms(api, coach, { buffer_before_minutes: 0, buffer_after_minutes: 0 });
  await expectRefused(async () => await book(api, client, coach, dayAhead(3, "15:00")), 400, "slot_taken");
  await booked(api, client, coach, dayAhead(3, "16:00"));
  expect((await bookingRows(coach.id)).map((row) => [row["buffer_before_ms"], row["buffer_after_ms"]])).toEqual([
    ...Array.from({ length: 3 }, () => [30 * MINUTE_MS, 60 * MINUTE_MS]),
    [0, 0],
  ]);
});

test("auto_confirm confirms at once unless approval or a payment stands in between", async () => {
  const client = await someone("client");
  const inMinutes = (minutes: number) => text(Date.now() + minutes * MINUTE_MS);
  for (const [terms, price, status, awaiting, expiresAt] of [
    [{}, null, "pending", null, dayAhead(3, "10:00")],
    [{ auto_confirm: true }, null, "confirmed", null, null],
    [{ auto_confirm: true }, euros(0), "confirmed", null, null],
    [{ auto_confirm: true }, euros(6000), "pending", "payment", inMinutes(15)],
    [{ auto_confirm: true, payment_minutes: 20 }, euros(6000), "pending", "payment", inMinutes(20)],
    [{ auto_confirm: true, approval_required: true }, null, "pending", "approval", inMinutes(2_880)],
    [{ approval_required: true, approval_minutes: 60 }, null, "pending", "approval", inMinutes(60)],
    [{ approval_required: true }, euros(6000), "pending", "payment", inMinutes(15)],
  ] as const) {
    const coach = await seenCoach(api);
    await setTerms(api, coach, terms);
    if (price !== null) await sell(api, coach, { price });
    const { body } = await book(api, client, coach, dayAhead(3, "10:00"));
    expect([terms, body["status"], body["awaiting"], body["expires_at"]]).toEqual([terms, status, awaiting, expiresAt]);
    expect(await bookingRows(coach.id)).toMatchObject([{ status }]);
    await api("DELETE", `/booking/${String(body["id"])}`, { as: client });
  }
});

test("a client confirms neither what is to be paid nor what the coach approves; the coach approves, and may waive the price", async () => {
  const client = await someone("client");
  for (const [isApproved, price, code] of [
    [true, null, "approval_required"],
    [false, euros(6000), "payment_required"],
    [true, euros(6000), "payment_required"],
  ] as const) {
    const coach = await seenCoach(api);
    await sell(api, coach, { price, approval_required: isApproved });
    const id = await booked(api, client, coach, dayAhead(3, "10:00"));
    await expectRefused(async () => await setStatus(api, client, id, "confirmed"), 400, code);
    const waive = async (as: Person) =>
      await api("PATCH", `/booking/${id}/status`, { as, body: { status: "confirmed", waive_price: true } });
    if (price !== null) {
      for (const as of [coach, await someone("admin")]) {
        await expectRefused(async () => await setStatus(api, as, id, "confirmed"), 400, "payment_required");
      }
      await expectRefused(async () => await waive(client), 403, "forbidden");
    }
    const confirmed = price === null ? await setStatus(api, coach, id, "confirmed") : await waive(coach);
    expect([confirmed.status, confirmed.body["status"]]).toEqual([200, "confirmed"]);
    expect([confirmed.body["price_waived"], confirmed.body["awaiting"]]).toEqual([price !== null, null]);
    await expectRefused(async () => await setStatus(api, coach, id, "completed"), 400, "session_not_ended");
  }
  const free = await seenCoach(api);
  const id = await booked(api, client, free, dayAhead(3, "10:00"));
  expect((await setStatus(api, client, id, "confirmed")).body["status"]).toBe("confirmed");
});

describe("a deactivated coach", () => {
  test("is gone from look-up, directory and profile, takes no booking, and keeps those there are", async () => {
    const [coach, client, admin] = [await seenCoach(api), await someone("client"), await someone("admin")];
    const id = await booked(api, client, coach, dayAhead(3, "10:00"));
    const put = async (status: string) => await api("PUT", `/admin/users/${coach.id}`, { as: admin, body: { status } });
    expect((await put("inactive")).body["status"]).toBe("inactive");
    for (const path of [
      `/booking/coach/${coach.id}/availability?start_date=${dayAhead(3, "00:00")}&end_date=${dayAhead(4, "00:00")}`,
      `/coach/${coach.id}`,
    ]) {
      const answer = await api("GET", path);
      expect([path, answer.status, answer.body["code"]]).toEqual([path, 404, "coach_not_found"]);
    }
    const inactive = await expectRefused(async () => await book(api, client, coach, dayAhead(3, "12:00")), 400, "coach_inactive");
    expect("alternatives" in inactive.body).toBe(false);
    await expectRefused(async () => await book(api, client, { id: crypto.randomUUID() }, dayAhead(3, "12:00")), 404, "coach_not_found");
    await expectRefused(async () => await setStatus(api, coach, id, "confirmed"), 403, "user_inactive");
    expect((await api("GET", `/booking/${id}`, { as: client })).body["status"]).toBe("pending");
    expect((await put("active")).body["status"]).toBe("active");
    await booked(api, client, coach, dayAhead(3, "12:00"));
  });
});

describe("a client who is elsewhere", () => {
  test("is refused by a coach who forbids overlap, and by no other", async () => {
    const [strict, easy, client, other] = [await seenCoach(api), await seenCoach(api), await someone("client"), await someone("client")];
    await setTerms(api, strict, { client_overlap_allowed: false, slot_step_minutes: 30 });
    const id = await booked(api, client, easy, dayAhead(3, "10:00"));
    for (const time of ["09:30", "10:00", "10:30"]) {
      await expectRefused(async () => await book(api, client, strict, dayAhead(3, time)), 400, "client_overlap", time);
    }
    const after = await booked(api, client, strict, dayAhead(3, "11:00"));
    await expectRefused(
      async () => await api("PATCH", `/booking/${after}`, { as: client, body: { session_datetime: dayAhead(3, "10:30") } }),
      400,
      "client_overlap",
    );
    await booked(api, client, easy, dayAhead(3, "11:00"));
    await booked(api, other, strict, dayAhead(3, "10:00"));
    // What is cancelled is nowhere.
    expect((await api("DELETE", `/booking/${id}`, { as: client })).status).toBe(204);
    await booked(api, client, strict, dayAhead(3, "09:00"));
  });

  test("cannot book two such coaches for one time, asked of both at once", async () => {
    const client = await someone("client");
    const coaches = [await seenCoach(api), await seenCoach(api)];
    for (const coach of coaches) await setTerms(api, coach, { client_overlap_allowed: false });
    for (let hour = 9; hour < 14; hour += 1) {
      const answers = await Promise.all(
        coaches.map(async (coach) => await book(api, client, coach, dayAhead(3, `${String(hour).padStart(2, "0")}:00`))),
      );
      expect(tally(answers)).toEqual({ "201 ok": 1, "400 client_overlap": 1 });
    }
    expect((await Promise.all(coaches.map(async ({ id }) => await bookingRows(id)))).flat()).toHaveLength(5);
  });
});
