/** Moves and questions to move, by each side: what is allowed alone, what has to be asked, and each refusal with nothing written. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { dayAhead } from "../support/days.ts";
import { ask, confirmed, history, move, offered, paid, parties, reply, seen, versionOf } from "./agreements.ts";
import { apiWith, seenCoach, someone } from "./app-under-test.ts";
import { book, booked, expectRefused, setTerms, wholeRecord } from "./stories.ts";

const api = apiWith();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a move by its client", () => {
  test("is allowed before the start and not at it; by coach and admin before the end and not at it", async () => {
    const { coach, client, admin } = await parties(api);
    const [early, held] = [await booked(api, client, coach, dayAhead(2, "10:00")), await booked(api, client, coach, dayAhead(2, "12:00"))];
    for (const id of [early, held]) await confirmed(api, coach, id);
    const startsAt = Date.parse(dayAhead(2, "10:00"));
    vi.setSystemTime(startsAt - 1);
    expect((await move(api, client, early, dayAhead(3, "10:00"))).status).toBe(200);
    vi.setSystemTime(startsAt + 2 * HOUR_MS);
    await expectRefused(async () => await move(api, client, held, dayAhead(3, "12:00")), 400, "session_started");
    vi.setSystemTime(startsAt + 3 * HOUR_MS - 1);
    for (const as of [coach, admin]) {
      await expectRefused(async () => await move(api, as, held, dayAhead(-1, "12:00")), 400, "in_the_past");
    }
    vi.setSystemTime(startsAt + 3 * HOUR_MS);
    for (const as of [coach, admin]) {
      await expectRefused(async () => await move(api, as, held, dayAhead(3, "12:00")), 400, "session_ended");
    }
    vi.setSystemTime(startsAt + 3 * HOUR_MS - 1);
    expect((await move(api, coach, held, dayAhead(3, "20:00"))).body).toMatchObject({ status: "confirmed", moves: 1 });
  });

  test("asks for move_notice_minutes of a confirmed session, to the instant, and of a pending one not", async () => {
    const { coach, client } = await parties(api);
    await setTerms(api, coach, { move_notice_minutes: 90 });
    const ids = [];
    for (const time of ["09:00", "10:00", "11:00"]) ids.push(await booked(api, client, coach, dayAhead(2, time)));
    const [inTime = "", late = "", pending = ""] = ids;
    for (const id of [inTime, late]) await confirmed(api, coach, id);
    // What the coach sets later is not what was agreed.
    await setTerms(api, coach, { move_notice_minutes: 0 });
    const [nine, next] = [Date.parse(dayAhead(2, "09:00")), Date.parse(dayAhead(3, "09:00"))];
    vi.setSystemTime(nine - 90 * MINUTE_MS);
    expect((await move(api, client, inTime, new Date(next).toISOString())).status).toBe(200);
    vi.setSystemTime(nine + HOUR_MS - 90 * MINUTE_MS + 1);
    const wished = new Date(next + HOUR_MS).toISOString();
    await expectRefused(async () => await move(api, client, late, wished), 400, "move_notice_too_short");
    vi.setSystemTime(nine + 2 * HOUR_MS - 1);
    expect((await move(api, client, pending, wished)).status).toBe(200);
  });

  test("has to be asked for where the coach approved what was booked", async () => {
    const { coach, client } = await parties(api);
    await setTerms(api, coach, { approval_required: true });
    const id = await booked(api, client, coach, dayAhead(2, "10:00"));
    expect((await move(api, client, id, dayAhead(3, "10:00"))).body).toMatchObject({ status: "pending", awaiting: "approval" });
    await confirmed(api, coach, id);
    await expectRefused(async () => await move(api, client, id, dayAhead(4, "10:00")), 400, "move_needs_approval");
    expect((await move(api, coach, id, dayAhead(4, "10:00"))).status).toBe(200);
  });

  test("I15: keeps its price: another length is that of an active offer of equal price", async () => {
    const { coach, client } = await parties(api);
    const hour = await offered(api, coach);
    const long = await offered(api, coach, { title: "Longer", duration_minutes: 90 });
    await offered(api, coach, { title: "Dear", duration_minutes: 120, price: { amount_minor: 9_000, currency: "EUR" } });
    await offered(api, coach, { title: "Other money", duration_minutes: 120, price: { amount_minor: 6_001, currency: "USD" } });
    await offered(api, coach, { title: "Free", duration_minutes: 30, price: null });
    const id = await booked(api, client, coach, dayAhead(2, "12:00"));
    const at = dayAhead(2, "12:00");
    for (const minutes of [120, 30]) {
      await expectRefused(
        async () => await move(api, client, id, at, { duration_minutes: minutes }),
        400,
        "price_differs",
        String(minutes),
      );
    }
    await expectRefused(async () => await move(api, client, id, at, { duration_minutes: 45 }), 400, "duration_not_offered");
    // The grid of 90 minutes from nine.
    const moved = await move(api, client, id, at, { duration_minutes: 90 });
    expect(moved.body).toMatchObject({ offer_id: long, offer_title: "Longer", duration_minutes: 90, price: { amount_minor: 6_001 } });
    for (const offer of [hour, long]) expect((await api("DELETE", `/coach/${coach.id}/offers/${offer}`, { as: coach })).status).toBe(204);
    // The same length is allowed whatever has become of its offer, and one that is retired is sold no more.
    expect((await move(api, client, id, dayAhead(3, "09:00"))).body).toMatchObject({ duration_minutes: 90, offer_id: long });
    await expectRefused(
      async () => await move(api, client, id, dayAhead(3, "09:00"), { duration_minutes: 60 }),
      400,
      "duration_not_offered",
    );
  });

  test("of a free session of a coach without offers may have any length, and a free one not a priced one", async () => {
    const { coach, client } = await parties(api);
    const id = await booked(api, client, coach, dayAhead(2, "09:00"));
    expect((await move(api, client, id, dayAhead(2, "09:00"), { duration_minutes: 480 })).status).toBe(200);
    await offered(api, coach);
    await expectRefused(async () => await move(api, client, id, dayAhead(2, "09:00"), { duration_minutes: 60 }), 400, "price_differs");
  });

  test("is allowed five times a day, and a coach's own moves do not count", async () => {
    const { coach, client } = await parties(api);
    const id = await booked(api, client, coach, dayAhead(2, "09:00"));
    for (const day of [3, 4, 5, 6, 7]) expect((await move(api, client, id, dayAhead(day, "09:00"))).status).toBe(200);
    const refused = await expectRefused(async () => await move(api, client, id, dayAhead(8, "09:00")), 429, "too_many_moves");
    expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
    expect((await move(api, coach, id, dayAhead(8, "09:00"))).body["moves"]).toBe(6);
    // It has no effect where nothing is moved.
    expect((await move(api, client, id, dayAhead(8, "09:00"))).status).toBe(200);
    vi.setSystemTime(Date.now() + 24 * HOUR_MS + 1);
    expect((await move(api, client, id, dayAhead(8, "09:00"))).status).toBe(200);
  });
});

describe("a move of a session that has been paid", () => {
  test("I16: by coach or admin needs the client; on behalf of a party an admin moves it, and the cap falls for the client's", async () => {
    const { coach, client, admin } = await parties(api);
    await offered(api, coach, { cancellation_policy: [{ before_minutes: 24 * 60, refund_percent: 50 }] });
    const id = await booked(api, client, coach, dayAhead(5, "10:00"));
    // A pending one as well: it is answered or cancelled, not moved by its coach.
    await expectRefused(async () => await move(api, coach, id, dayAhead(6, "10:00")), 400, "move_needs_client", "pending");
    await paid(api, client, id);
    for (const as of [coach, admin]) {
      await expectRefused(async () => await move(api, as, id, dayAhead(6, "10:00")), 400, "move_needs_client");
    }
    for (const as of [coach, client]) {
      await expectRefused(async () => await move(api, as, id, dayAhead(6, "10:00"), { on_behalf_of: "client" }), 403, "forbidden");
    }
    const forCoach = await move(api, admin, id, dayAhead(6, "22:00"), { on_behalf_of: "coach" });
    expect(forCoach.body).toMatchObject({ status: "confirmed", refund_cap_percent: 100, moves: 1 });
    const forClient = await move(api, admin, id, dayAhead(5, "10:00"), { on_behalf_of: "client" });
    expect(forClient.body).toMatchObject({ refund_cap_percent: 50, moves: 2 });
    expect((await history(api, client, id)).slice(-2)).toMatchObject([
      { action: "rescheduled", author_id: admin.id, author_role: "admin", changes: { on_behalf_of: "coach" } },
      { action: "rescheduled", author_id: admin.id, author_role: "admin", changes: { on_behalf_of: "client", refund_cap_percent: 50 } },
    ]);
  });

  test("I15: by its client sets the cap to what a cancellation at that moment would have given, and it never rises", async () => {
    const { coach, client } = await parties(api);
    const policy = [
      { before_minutes: 48 * 60, refund_percent: 100 },
      { before_minutes: 24 * 60, refund_percent: 40 },
    ];
    await offered(api, coach, { cancellation_policy: policy });
    const id = await booked(api, client, coach, dayAhead(5, "10:00"));
    await paid(api, client, id);
    expect((await move(api, client, id, dayAhead(6, "10:00"))).body["refund_cap_percent"]).toBe(100);
    vi.setSystemTime(Date.parse(dayAhead(6, "10:00")) - 48 * HOUR_MS + 1);
    expect((await move(api, client, id, dayAhead(29, "10:00"))).body["refund_cap_percent"]).toBe(40);
    expect((await move(api, client, id, dayAhead(30, "10:00"))).body["refund_cap_percent"]).toBe(40);
    expect((await api("GET", `/booking/${id}/cancellation`, { as: client })).body).toMatchObject({ refund_percent: 40 });
  });
});

describe("whoever moves", () => {
  test("has to be of the booking: another's is 403 and an unknown one 404", async () => {
    const { coach, client } = await parties(api);
    const id = await booked(api, client, coach, dayAhead(2, "10:00"));
    await confirmed(api, coach, id);
    for (const stranger of [await someone("client"), await seenCoach(api)]) {
      const asks = [
        async () => await move(api, stranger, id, dayAhead(3, "10:00")),
        async () => await ask(api, stranger, id, dayAhead(3, "10:00")),
        async () => await reply(api, stranger, id, "accept"),
        async () => await reply(api, stranger, id, "decline"),
        async () => await reply(api, stranger, id, "withdraw"),
        async () => await api("GET", `/booking/${id}/cancellation`, { as: stranger }),
      ];
      for (const asked of asks) await expectRefused(asked, 403, "forbidden");
    }
    const unknown = crypto.randomUUID();
    await expectRefused(async () => await move(api, client, unknown, dayAhead(3, "10:00")), 404, "booking_not_found");
    await expectRefused(async () => await ask(api, client, unknown, dayAhead(3, "10:00")), 404, "booking_not_found");
  });

  test("to where it is changes nothing and is told 200; `If-Match` is judged first", async () => {
    const { coach, client, admin } = await parties(api);
    const at = dayAhead(2, "10:00");
    const id = await booked(api, client, coach, at);
    await confirmed(api, coach, id);
    const before = await wholeRecord();
    for (const as of [client, coach, admin]) {
      for (const body of [{ session_datetime: at }, { session_datetime: at, duration_minutes: 60 }]) {
        const answer = await api("PATCH", `/booking/${id}`, { as, body, headers: { "If-Match": '"2"' } });
        expect([answer.status, answer.headers.get("ETag"), answer.body["moves"]]).toEqual([200, '"2"', 0]);
      }
    }
    expect(await wholeRecord()).toEqual(before);
    await expectRefused(
      async () => await api("PATCH", `/booking/${id}`, { as: client, body: { session_datetime: at }, headers: { "If-Match": '"1"' } }),
      412,
      "revision_mismatch",
    );
    await api("DELETE", `/booking/${id}`, { as: client });
    await expectRefused(async () => await move(api, client, id, at), 400, "invalid_transition");
  });
});

describe("a question to move", () => {
  test("is asked, withdrawn, declined and accepted, each a row of history, and only the move changes what can be booked", async () => {
    const { coach, client } = await parties(api);
    await setTerms(api, coach, { approval_required: true });
    const id = await booked(api, client, coach, dayAhead(9, "10:00"));
    await confirmed(api, coach, id);
    const version = await versionOf(coach);
    const asked = await ask(api, client, id, dayAhead(10, "11:00"));
    expect([asked.status, asked.headers.get("ETag")]).toEqual([201, '"3"']);
    expect(asked.body).toMatchObject({
      session_datetime: dayAhead(9, "10:00"),
      move_request: {
        session_datetime: dayAhead(10, "11:00"),
        duration_minutes: 60,
        asked_by: "client",
        asked_at: new Date().toISOString(),
        expires_at: new Date(Date.now() + 48 * HOUR_MS).toISOString(),
      },
    });
    expect((await reply(api, client, id, "withdraw")).body).toMatchObject({ move_request: null, revision: 4 });
    await ask(api, client, id, dayAhead(10, "11:00"));
    expect((await reply(api, coach, id, "decline")).body).toMatchObject({ move_request: null, revision: 6 });
    await ask(api, client, id, dayAhead(10, "11:00"));
    expect(await versionOf(coach)).toBe(version);
    // Nothing is held for it.
    await booked(api, await someone("client"), coach, dayAhead(10, "10:00"));
    const accepted = await reply(api, coach, id, "accept");
    expect(accepted.body).toMatchObject({ session_datetime: dayAhead(10, "11:00"), move_request: null, status: "confirmed", moves: 1 });
    expect((await history(api, client, id)).map(({ action, author_role: role }) => [action, role])).toEqual([
      ["created", "client"],
      ["confirmed", "coach"],
      ["move_asked", "client"],
      ["move_withdrawn", "client"],
      ["move_asked", "client"],
      ["move_declined", "coach"],
      ["move_asked", "client"],
      ["rescheduled", "coach"],
    ]);
  });

  test("is one at a time, of a confirmed booking, and answered by the other side alone", async () => {
    const { coach, client, admin } = await parties(api);
    const id = await booked(api, client, coach, dayAhead(9, "10:00"));
    for (const as of [client, coach, admin]) {
      await expectRefused(async () => await ask(api, as, id, dayAhead(10, "10:00")), 400, "invalid_transition");
      for (const answer of ["accept", "decline", "withdraw"] as const) {
        await expectRefused(async () => await reply(api, as, id, answer), 404, "move_request_not_found", answer);
      }
    }
    await confirmed(api, coach, id);
    for (const as of [client, coach, admin]) {
      for (const answer of ["accept", "decline", "withdraw"] as const) {
        await expectRefused(async () => await reply(api, as, id, answer), 404, "move_request_not_found", answer);
      }
    }
    for (const [asker, other] of [
      [client, coach],
      [coach, client],
    ] as const) {
      expect((await ask(api, asker, id, dayAhead(10, "10:00"))).status).toBe(201);
      for (const as of [client, coach]) {
        await expectRefused(async () => await ask(api, as, id, dayAhead(11, "10:00")), 400, "move_request_open");
      }
      for (const answer of ["accept", "decline"] as const) {
        await expectRefused(async () => await reply(api, asker, id, answer), 403, "forbidden", answer);
      }
      await expectRefused(async () => await reply(api, other, id, "withdraw"), 403, "forbidden");
      expect((await reply(api, admin, id, "decline")).status).toBe(200);
    }
  });

  test("obeys the rules of length whoever asks, and those of the hours where the client does", async () => {
    const { coach, client } = await parties(api);
    await offered(api, coach, { price: null });
    await offered(api, coach, { title: "Dear", duration_minutes: 120 });
    const id = await booked(api, client, coach, dayAhead(9, "10:00"));
    await confirmed(api, coach, id);
    for (const as of [client, coach]) {
      const at = dayAhead(10, "11:00");
      await expectRefused(async () => await ask(api, as, id, at, { duration_minutes: 120 }), 400, "price_differs");
      await expectRefused(async () => await ask(api, as, id, at, { duration_minutes: 45 }), 400, "duration_not_offered");
      await expectRefused(async () => await ask(api, as, id, dayAhead(-1, "10:00")), 400, "in_the_past");
    }
    await expectRefused(async () => await ask(api, client, id, dayAhead(10, "20:00")), 400, "outside_hours");
    await expectRefused(async () => await ask(api, client, id, dayAhead(10, "10:30")), 400, "off_grid");
    expect((await ask(api, coach, id, dayAhead(10, "20:15"))).status).toBe(201);
    expect((await reply(api, client, id, "accept")).body).toMatchObject({ session_datetime: dayAhead(10, "20:15") });
  });

  test("whose time was taken meanwhile is refused with alternatives, and stays open", async () => {
    const { coach, client } = await parties(api);
    const id = await booked(api, client, coach, dayAhead(9, "10:00"));
    await confirmed(api, coach, id);
    await ask(api, coach, id, dayAhead(9, "14:00"));
    const taken = await booked(api, await someone("client"), coach, dayAhead(9, "14:00"));
    const refused = await expectRefused(async () => await reply(api, client, id, "accept"), 400, "slot_taken");
    expect((refused.body["alternatives"] as unknown[]).length).toBeGreaterThan(0);
    expect(await seen(api, client, id)).toMatchObject({ move_request: { session_datetime: dayAhead(9, "14:00") } });
    await api("DELETE", `/booking/${taken}`, { as: coach });
    expect((await reply(api, client, id, "accept")).body["session_datetime"]).toBe(dayAhead(9, "14:00"));
  });

  test("ends after 48 hours, at the present or wished start, with another move, and with a cancellation", async () => {
    const { coach, client } = await parties(api);
    const ids = [];
    for (const [day, time] of [
      [9, "10:00"],
      [1, "10:00"],
      [9, "12:00"],
      [9, "14:00"],
    ] as const) {
      const id = await booked(api, client, coach, dayAhead(day, time));
      await confirmed(api, coach, id);
      ids.push(id);
    }
    const [long = "", soon = "", moved = "", cancelled = ""] = ids;
    await ask(api, coach, long, dayAhead(20, "10:00"));
    const present = (await ask(api, coach, soon, dayAhead(20, "11:00"))).body["move_request"];
    expect(present).toMatchObject({ expires_at: dayAhead(1, "10:00") });
    await reply(api, coach, soon, "withdraw");
    await ask(api, coach, moved, dayAhead(1, "15:00"));
    expect((await seen(api, client, moved))["move_request"]).toMatchObject({ expires_at: dayAhead(1, "15:00") });
    expect((await move(api, client, moved, dayAhead(9, "13:00"))).body["move_request"]).toBeNull();
    await ask(api, coach, cancelled, dayAhead(20, "12:00"));
    expect((await api("DELETE", `/booking/${cancelled}`, { as: client })).status).toBe(204);
    expect(await seen(api, client, cancelled)).toMatchObject({ move_request: null });
    vi.setSystemTime(Date.now() + 48 * HOUR_MS);
    expect(await seen(api, client, long)).toMatchObject({ move_request: null });
    await expectRefused(async () => await reply(api, client, long, "accept"), 404, "move_request_not_found");
    expect((await ask(api, client, long, dayAhead(20, "10:00"))).status).toBe(201);
  });

  test("of the client sets the cap by the moment of asking, of the coach leaves it", async () => {
    const { coach, client } = await parties(api);
    await offered(api, coach, { approval_required: true, cancellation_policy: [{ before_minutes: 48 * 60, refund_percent: 80 }] });
    const id = await booked(api, client, coach, dayAhead(9, "10:00"));
    await paid(api, client, id);
    await confirmed(api, coach, id);
    await ask(api, coach, id, dayAhead(5, "10:00"));
    expect((await reply(api, client, id, "accept")).body["refund_cap_percent"]).toBe(100);
    const startsAt = Date.parse(dayAhead(5, "10:00"));
    vi.setSystemTime(startsAt - 48 * HOUR_MS);
    const wished = new Date(startsAt + 240 * HOUR_MS).toISOString();
    await ask(api, client, id, wished);
    vi.setSystemTime(startsAt - HOUR_MS);
    expect((await reply(api, coach, id, "accept")).body).toMatchObject({ refund_cap_percent: 80, session_datetime: wished });
  });

  test("is no way round a refusal to book: what a deactivated party asks or accepts is refused", async () => {
    const { coach, client, admin } = await parties(api);
    const id = await booked(api, client, coach, dayAhead(9, "10:00"));
    await confirmed(api, coach, id);
    await ask(api, client, id, dayAhead(10, "10:00"));
    expect((await api("PUT", `/admin/users/${client.id}`, { as: admin, body: { status: "inactive" } })).status).toBe(200);
    await expectRefused(async () => await reply(api, coach, id, "accept"), 400, "client_inactive");
    await expectRefused(async () => await move(api, coach, id, dayAhead(11, "10:00")), 400, "client_inactive");
    expect((await book(api, await someone("client"), coach, dayAhead(10, "10:00"))).status).toBe(201);
  });
});
