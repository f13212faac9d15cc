/** What is agreed when a booking is made, by whom, until when it waits, and what each side gets back. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { settleAgenda } from "../support/agenda-bell.ts";
import { dayAhead } from "../support/days.ts";
import { stripeSnapshot } from "../support/stripe-sim.ts";
import { ask, confirmed, history, HOUR_PRICE, move, offered, paid, type Parties, parties, payAt, seen } from "./agreements.ts";
import { type Answer, apiWith, type Person, someone } from "./app-under-test.ts";
import { book, booked, expectRefused, setStatus, setTerms, tally } from "./stories.ts";

const api = apiWith();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const ahead = (ms: number): string => new Date(Date.now() + ms).toISOString();
const statusOf = async (as: Person, id: string, body: object): Promise<Answer> => {
  return await api("PATCH", `/booking/${id}/status`, { as, body });
};
const preview = async (as: Person, id: string) => (await api("GET", `/booking/${id}/cancellation`, { as })).body;

describe("a booking that is made", () => {
  test("by coach or admin names its client, and is confirmed at once where nothing is awaited", async () => {
    const { coach, client, admin } = await parties(api);
    const at = dayAhead(3, "10:00");
    const forClient = { client_id: client.id };
    for (const as of [coach, admin]) await expectRefused(async () => await book(api, as, coach, at), 403, "forbidden");
    const other = await someone("client");
    await expectRefused(async () => await book(api, other, coach, at, forClient), 403, "forbidden");
    const stranger = await someone("coach");
    await expectRefused(async () => await book(api, stranger, coach, at, forClient), 403, "forbidden");
    await expectRefused(async () => await book(api, admin, coach, at, forClient), 404, "user_not_found");
    await expectRefused(async () => await book(api, coach, coach, at, forClient), 400, "client_unknown_to_coach");
    await booked(api, client, coach, at, { client_id: client.id });
    // Neither hours nor grid bind the coach, and what is taken does.
    const made = await book(api, coach, coach, dayAhead(3, "20:10"), forClient);
    expect([made.status, made.body]).toMatchObject([
      201,
      { status: "confirmed", created_by: "coach", client_id: client.id, expires_at: null },
    ]);
    await expectRefused(async () => await book(api, coach, coach, at, forClient), 400, "slot_taken");
    await expectRefused(async () => await book(api, coach, coach, dayAhead(-1, "10:00"), forClient), 400, "in_the_past");
    expect((await book(api, admin, coach, dayAhead(3, "22:00"), forClient)).body).toMatchObject({
      status: "confirmed",
      created_by: "admin",
    });
    expect((await history(api, client, String(made.body["id"])))[0]).toMatchObject({ author_id: coach.id, author_role: "coach" });
  });

  test("by a client whom only that coach booked for is no acquaintance of another coach", async () => {
    const [one, two] = [await parties(api), await parties(api)];
    await booked(api, one.client, one.coach, dayAhead(3, "10:00"));
    const fields = { client_id: one.client.id };
    await expectRefused(async () => await book(api, two.coach, two.coach, dayAhead(3, "10:00"), fields), 400, "client_unknown_to_coach");
    expect((await book(api, one.admin, two.coach, dayAhead(3, "12:00"), fields)).status).toBe(201);
    expect((await book(api, two.coach, two.coach, dayAhead(4, "10:00"), fields)).status).toBe(201);
  });

  test("is confirmed at once by `auto_confirm`, and not where something is awaited", async () => {
    const { coach, client } = await parties(api);
    await setTerms(api, coach, { auto_confirm: true });
    expect((await book(api, client, coach, dayAhead(3, "10:00"))).body).toMatchObject({ status: "confirmed", awaiting: null });
    await offered(api, coach, { title: "Approved", price: null, approval_required: true });
    expect((await book(api, client, coach, dayAhead(3, "11:00"))).body).toMatchObject({ status: "pending", awaiting: "approval" });
    const dear = await offered(api, coach, { title: "Dear" });
    const answer = await book(api, client, coach, dayAhead(3, "12:00"), { offer_id: dear });
    expect(answer.body).toMatchObject({ status: "pending", awaiting: "payment", offer_title: "Dear", price: HOUR_PRICE });
  });

  test("I19: keeps its terms whatever becomes of offers, prices and settings", async () => {
    const { coach, client } = await parties(api);
    const policy = [{ before_minutes: 60, refund_percent: 90 }];
    await setTerms(api, coach, { cancellation_policy: policy, move_notice_minutes: 15, approval_required: true });
    const offer = await offered(api, coach);
    const id = await booked(api, client, coach, dayAhead(3, "10:00"));
    const before = await seen(api, client, id);
    expect(before).toMatchObject({ offer_id: offer, price: HOUR_PRICE, cancellation_policy: policy, approval_required: true });
    const price = { amount_minor: 100, currency: "USD" };
    const change = { title: "Else", price, cancellation_policy: [], approval_required: false, buffer_after_minutes: 30 };
    expect((await api("PATCH", `/coach/${coach.id}/offers/${offer}`, { as: coach, body: change })).status).toBe(200);
    await setTerms(api, coach, { cancellation_policy: [], approval_required: false, payment_minutes: 600 });
    await api("DELETE", `/coach/${coach.id}/offers/${offer}`, { as: coach });
    expect(await seen(api, client, id)).toEqual(before);
  });
});

describe("a pending booking waits until", () => {
  test("its start where nothing is awaited, and a move takes that along", async () => {
    const { coach, client } = await parties(api);
    const id = await booked(api, client, coach, dayAhead(3, "10:00"));
    expect(await seen(api, client, id)).toMatchObject({ awaiting: null, expires_at: dayAhead(3, "10:00") });
    expect((await move(api, client, id, dayAhead(5, "10:00"))).body["expires_at"]).toBe(dayAhead(5, "10:00"));
  });

  test("`payment_minutes` have passed where its client made it, and a move does not renew them", async () => {
    const { coach, client } = await parties(api);
    await setTerms(api, coach, { payment_minutes: 20 });
    await offered(api, coach);
    const until = ahead(20 * MINUTE_MS);
    const id = await booked(api, client, coach, dayAhead(3, "10:00"));
    expect(await seen(api, client, id)).toMatchObject({ awaiting: "payment", expires_at: until });
    vi.setSystemTime(Date.now() + 10 * MINUTE_MS);
    expect((await move(api, client, id, dayAhead(5, "10:00"))).body["expires_at"]).toBe(until);
    // The first checkout holds it for 35 minutes, once.
    const checkout = async () => await api("POST", "/payments/checkout", { as: client, body: { booking_id: id } });
    expect((await checkout()).status).toBe(200);
    const held = ahead(35 * MINUTE_MS);
    expect((await seen(api, client, id))["expires_at"]).toBe(held);
    expect((await move(api, client, id, dayAhead(6, "10:00"))).body["expires_at"]).toBe(held);
    vi.setSystemTime(Date.now() + 35 * MINUTE_MS);
    expect(await seen(api, client, id)).toMatchObject({ status: "cancelled", awaiting: null, expires_at: null });
    await expectRefused(checkout, 400, "nothing_to_pay");
  });

  test("`approval_minutes` have passed where the coach made it or approval is awaited, counted anew from the payment", async () => {
    const { coach, client } = await parties(api);
    await booked(api, client, coach, dayAhead(2, "09:00"));
    await setTerms(api, coach, { approval_minutes: 600, approval_required: true });
    await offered(api, coach);
    const made = await book(api, coach, coach, dayAhead(3, "10:00"), { client_id: client.id });
    expect(made.body).toMatchObject({ status: "pending", awaiting: "payment", expires_at: ahead(600 * MINUTE_MS) });
    // Their making is the approval.
    await paid(api, client, String(made.body["id"]));
    expect(await seen(api, client, String(made.body["id"]))).toMatchObject({ status: "confirmed", awaiting: null });
    const id = await booked(api, client, coach, dayAhead(3, "12:00"));
    vi.setSystemTime(Date.now() + 5 * MINUTE_MS);
    await paid(api, client, id);
    expect(await seen(api, client, id)).toMatchObject({ status: "pending", awaiting: "approval", expires_at: ahead(600 * MINUTE_MS) });
    const until = ahead(600 * MINUTE_MS);
    vi.setSystemTime(Date.now() + 5 * MINUTE_MS);
    expect((await move(api, client, id, dayAhead(4, "12:00"))).body["expires_at"]).toBe(until);
    await expectRefused(async () => await setStatus(api, client, id, "confirmed"), 400, "approval_required");
    await confirmed(api, coach, id);
    expect(await seen(api, client, id)).toMatchObject({ status: "confirmed", awaiting: null, expires_at: null });
  });
});

describe("I18: what a client holds by bookings of the client's own", () => {
  test("is bounded at ten free or unpaid sessions with one coach, and at fifty ahead of all", async () => {
    const client = await someone("client", { lifetime: "90d" });
    const all: Parties[] = [];
    for (let count = 0; count < 6; count += 1) all.push(await parties(api));
    for (const { coach } of all) await setTerms(api, coach, { auto_confirm: true });
    const [first, , , , , last] = all;
    if (first === undefined || last === undefined) throw new Error("six coaches were made");
    const ids: string[] = [];
    for (const { coach } of all.slice(0, 5)) {
      for (let day = 1; day <= 10; day += 1) ids.push(await booked(api, client, coach, dayAhead(day + 1, "10:00")));
      await expectRefused(async () => await book(api, client, coach, dayAhead(20, "10:00")), 429, "too_many_sessions");
    }
    const beyond = async () => await book(api, client, last.coach, dayAhead(20, "10:00"));
    expect((await expectRefused(beyond, 429, "too_many_sessions")).headers.get("Retry-After")).not.toBeNull();
    // What the coach makes counts nowhere, before and after.
    const forClient = { client_id: client.id };
    expect((await book(api, first.coach, first.coach, dayAhead(21, "10:00"), forClient)).status).toBe(201);
    await expectRefused(beyond, 429, "too_many_sessions");
    // A move keeps it counted, whatever its time.
    expect((await move(api, client, ids[0] ?? "", dayAhead(22, "10:00"))).status).toBe(200);
    await expectRefused(beyond, 429, "too_many_sessions");
    expect((await api("DELETE", `/booking/${ids[0] ?? ""}`, { as: client })).status).toBe(204);
    expect((await beyond()).status).toBe(201);
  });

  test("asked of one coach sixteen times at once: exactly ten", async () => {
    const { coach, client } = await parties(api);
    await setTerms(api, coach, { auto_confirm: true });
    const answers = await Promise.all(
      Array.from({ length: 16 }, async (_, index) => await book(api, client, coach, dayAhead(2 + index, "10:00"))),
    );
    expect(tally(answers)).toEqual({ "201 ok": 10, "429 too_many_sessions": 6 });
  });
});

describe("I20: of a deactivated person", () => {
  const shutOut = async (admin: Person, { id }: Person) => {
    expect((await api("PUT", `/admin/users/${id}`, { as: admin, body: { status: "inactive" } })).status).toBe(200);
  };

  test("who is the client nothing is confirmed, moved or paid, and what comes in goes back whole", async () => {
    const { coach, client, admin } = await parties(api);
    await offered(api, coach, { cancellation_policy: [] });
    const [id, other] = [await booked(api, client, coach, dayAhead(3, "10:00")), await booked(api, client, coach, dayAhead(3, "11:00"))];
    await statusOf(coach, other, { status: "confirmed", waive_price: true });
    const opened = await api("POST", "/payments/checkout", { as: client, body: { booking_id: id } });
    await shutOut(admin, client);
    for (const as of [coach, admin]) {
      await expectRefused(async () => await statusOf(as, id, { status: "confirmed", waive_price: true }), 400, "client_inactive");
      await expectRefused(async () => await move(api, as, other, dayAhead(4, "10:00")), 400, "client_inactive");
      await expectRefused(async () => await ask(api, as, other, dayAhead(4, "10:00")), 400, "client_inactive");
      await expectRefused(async () => await book(api, as, coach, dayAhead(4, "10:00"), { client_id: client.id }), 400, "client_inactive");
    }
    await payAt(opened, id);
    expect(await seen(api, coach, id)).toMatchObject({ status: "pending", payment_id: null });
    await settleAgenda(coach.id);
    await settleAgenda(coach.id);
    expect((await stripeSnapshot(id)).refunds).toMatchObject([{ amount: HOUR_PRICE.amount_minor }]);
  });

  test("who is the coach nothing is booked, confirmed, moved or paid; the client cancels and has everything back", async () => {
    const { coach, client, admin } = await parties(api);
    await offered(api, coach, { cancellation_policy: [] });
    const [held, waiting] = [
      await booked(api, client, coach, dayAhead(3, "10:00")),
      await booked(api, client, coach, dayAhead(3, "11:00")),
    ];
    await paid(api, client, held);
    expect(await preview(client, held)).toMatchObject({ refund: null, refund_percent: 0 });
    await shutOut(admin, coach);
    await expectRefused(async () => await book(api, client, coach, dayAhead(4, "10:00")), 400, "coach_inactive");
    await expectRefused(async () => await statusOf(admin, waiting, { status: "confirmed", waive_price: true }), 400, "coach_inactive");
    for (const id of [held, waiting]) {
      await expectRefused(async () => await move(api, client, id, dayAhead(4, "10:00")), 400, "coach_inactive");
    }
    const pay = async () => await api("POST", "/payments/checkout", { as: client, body: { booking_id: waiting } });
    await expectRefused(pay, 400, "coach_inactive");
    expect(await preview(client, held)).toEqual({ refund: HOUR_PRICE, refund_percent: 100, holds_until: null });
    expect((await api("DELETE", `/booking/${held}`, { as: client })).status).toBe(204);
    await settleAgenda(coach.id);
    await settleAgenda(coach.id);
    expect((await stripeSnapshot(held)).refunds).toMatchObject([{ amount: HOUR_PRICE.amount_minor }]);
  });
});

describe("a price", () => {
  test("I14: is waived by coach or admin alone, which stands in the history and counts as approval", async () => {
    const { coach, client, admin } = await parties(api);
    await offered(api, coach, { approval_required: true });
    for (const [as, day] of [
      [coach, 3],
      [admin, 4],
    ] as const) {
      const id = await booked(api, client, coach, dayAhead(day, "10:00"));
      for (const who of [client, coach, admin]) {
        await expectRefused(async () => await setStatus(api, who, id, "confirmed"), 400, "payment_required");
      }
      await expectRefused(async () => await statusOf(client, id, { status: "confirmed", waive_price: true }), 403, "forbidden");
      const waived = await statusOf(as, id, { status: "confirmed", waive_price: true });
      expect(waived.body).toMatchObject({ status: "confirmed", price_waived: true, price: HOUR_PRICE, awaiting: null });
      expect((await history(api, client, id)).at(-1)).toMatchObject({
        action: "confirmed",
        author_id: as.id,
        changes: { price_waived: true },
      });
      // A session without a price is moved by its coach alone.
      expect((await move(api, coach, id, dayAhead(day, "20:00"))).status).toBe(200);
    }
  });
});

describe("what a cancellation gives back", () => {
  const policy = [
    { before_minutes: 48 * 60, refund_percent: 100 },
    { before_minutes: 24 * 60, refund_percent: 50 },
  ];

  test("is what its preview says: each step to its instant, rounded down, and nothing after the last", async () => {
    const { coach, client } = await parties(api);
    await offered(api, coach, { cancellation_policy: policy });
    const start = Date.parse(dayAhead(9, "10:00"));
    const steps = [
      { before: 48 * HOUR_MS, percent: 100, minor: 6_001, holds: 48 * HOUR_MS },
      { before: 48 * HOUR_MS - 1, percent: 50, minor: 3_000, holds: 24 * HOUR_MS },
      { before: 24 * HOUR_MS, percent: 50, minor: 3_000, holds: 24 * HOUR_MS },
      { before: 24 * HOUR_MS - 1, percent: 0, minor: 0, holds: null },
    ];
    const ids: string[] = [];
    for (const index of steps.keys()) {
      const id = await booked(api, client, coach, new Date(start + index * HOUR_MS).toISOString());
      await paid(api, client, id);
      ids.push(id);
    }
    for (const [index, { before, percent, minor, holds }] of steps.entries()) {
      const [id = "", startsAt] = [ids[index], start + index * HOUR_MS];
      vi.setSystemTime(startsAt - before);
      const told = {
        refund: minor === 0 ? null : { amount_minor: minor, currency: "EUR" },
        refund_percent: percent,
        holds_until: holds === null ? null : new Date(startsAt - holds).toISOString(),
      };
      expect([index, await preview(client, id)]).toEqual([index, told]);
      // The other side gives everything back.
      expect(await preview(coach, id)).toEqual({ refund: HOUR_PRICE, refund_percent: 100, holds_until: null });
      expect((await api("DELETE", `/booking/${id}`, { as: client })).status).toBe(204);
      expect((await history(api, client, id)).at(-1)).toMatchObject({ action: "cancelled", changes: { refund_percent: percent } });
    }
    await settleAgenda(coach.id);
    await settleAgenda(coach.id);
    for (const [index, { minor }] of steps.entries()) {
      const { refunds } = await stripeSnapshot(ids[index] ?? "");
      expect([index, refunds.map(({ amount }) => amount)]).toEqual([index, minor === 0 ? [] : [minor]]);
    }
  });

  test("I15: is capped by the client's own moves, whole by the coach, and judged as a party's on behalf of it", async () => {
    const { coach, client, admin } = await parties(api);
    await offered(api, coach, { cancellation_policy: policy });
    const start = Date.parse(dayAhead(9, "10:00"));
    const ids: string[] = [];
    for (const index of [0, 1, 2]) {
      const id = await booked(api, client, coach, new Date(start + index * HOUR_MS).toISOString());
      await paid(api, client, id);
      ids.push(id);
    }
    vi.setSystemTime(start - 30 * HOUR_MS);
    for (const [index, id] of ids.entries()) await move(api, client, id, new Date(start + 240 * HOUR_MS + index * HOUR_MS).toISOString());
    const [own = "", forClient = "", forCoach = ""] = ids;
    expect(await preview(client, own)).toEqual({
      refund: { amount_minor: 3_000, currency: "EUR" },
      refund_percent: 50,
      holds_until: new Date(start + 216 * HOUR_MS).toISOString(),
    });
    for (const as of [client, coach]) {
      await expectRefused(async () => await statusOf(as, own, { status: "cancelled", on_behalf_of: "client" }), 403, "forbidden");
      await expectRefused(async () => await api("DELETE", `/booking/${own}?on_behalf_of=coach`, { as }), 403, "forbidden");
    }
    await api("DELETE", `/booking/${own}`, { as: client });
    expect((await statusOf(admin, forClient, { status: "cancelled", on_behalf_of: "client" })).body).toMatchObject({
      cancelled_by: "admin",
    });
    expect((await api("DELETE", `/booking/${forCoach}?on_behalf_of=coach`, { as: admin })).status).toBe(204);
    expect((await history(api, client, forClient)).at(-1)).toMatchObject({ changes: { on_behalf_of: "client", refund_percent: 50 } });
    await settleAgenda(coach.id);
    await settleAgenda(coach.id);
    const given = [];
    for (const id of ids) given.push((await stripeSnapshot(id)).refunds.map(({ amount }) => amount));
    expect(given).toEqual([[3_000], [3_000], [6_001]]);
  });

  test("is nothing where nothing came in, and there is no preview of what cannot be cancelled", async () => {
    const { coach, client } = await parties(api);
    await offered(api, coach, { cancellation_policy: [] });
    const id = await booked(api, client, coach, dayAhead(3, "10:00"));
    // Never confirmed: everything, which is nothing.
    expect(await preview(client, id)).toEqual({ refund: null, refund_percent: 100, holds_until: null });
    await statusOf(coach, id, { status: "confirmed", waive_price: true });
    expect(await preview(client, id)).toEqual({ refund: null, refund_percent: 0, holds_until: null });
    vi.setSystemTime(Date.parse(dayAhead(3, "10:00")));
    await expectRefused(async () => await api("GET", `/booking/${id}/cancellation`, { as: client }), 400, "session_started");
    await expectRefused(async () => await api("DELETE", `/booking/${id}`, { as: client }), 400, "session_started");
    expect(await preview(coach, id)).toMatchObject({ refund_percent: 100 });
    expect((await api("DELETE", `/booking/${id}`, { as: coach })).status).toBe(204);
    await expectRefused(async () => await api("GET", `/booking/${id}/cancellation`, { as: coach }), 400, "invalid_transition");
  });
});

describe("what each side learns of the other", () => {
  test("the place is changed by coach and admin, and told where both have said yes", async () => {
    const { coach, client, admin } = await parties(api);
    const place = { kind: "in_person", city: "Porto", address: "Rua das Flores 1", link: null };
    await offered(api, coach, { price: null, place });
    const id = await booked(api, client, coach, dayAhead(3, "10:00"));
    const hidden = { ...place, address: null };
    for (const as of [client, coach]) expect((await seen(api, as, id))["place"]).toEqual(hidden);
    expect((await api("GET", `/coach/${coach.id}/offers`)).body).toMatchObject({ offers: [{ place: hidden }] });
    await confirmed(api, coach, id);
    for (const as of [client, coach]) expect((await seen(api, as, id))["place"]).toEqual(place);
    const elsewhere = { ...place, address: "Rua Nova 2" };
    const change = async (as: Person, to: object) => await api("PATCH", `/booking/${id}`, { as, body: { place: to } });
    await expectRefused(async () => await change(client, elsewhere), 403, "forbidden");
    expect((await change(coach, elsewhere)).body).toMatchObject({ revision: 3, moves: 0, place: elsewhere });
    expect((await change(coach, elsewhere)).body["revision"]).toBe(3);
    expect((await change(admin, place)).body).toMatchObject({ revision: 4, place });
    expect((await history(api, client, id)).at(-1)).toMatchObject({ action: "place_changed", author_role: "admin" });
  });

  test("S63: the other side's address is told once both have said yes, and to admins always", async () => {
    const { coach, client, admin } = await parties(api);
    const id = await booked(api, client, coach, dayAhead(3, "10:00"));
    const emails = async (as: Person) => {
      const { client: one, coach: two } = (await seen(api, as, id)) as Record<"client" | "coach", { readonly email: string | null }>;
      return [one?.email, two?.email];
    };
    const [ofClient, ofCoach] = [`${client.id}@people.test`, `${coach.id}@people.test`];
    expect([await emails(client), await emails(coach), await emails(admin)]).toEqual([
      [ofClient, null],
      [null, ofCoach],
      [ofClient, ofCoach],
    ]);
    await confirmed(api, coach, id);
    for (const as of [client, coach, admin]) expect(await emails(as)).toEqual([ofClient, ofCoach]);
    await setStatus(api, coach, id, "cancelled");
    expect([await emails(client), await emails(coach)]).toEqual([
      [ofClient, null],
      [null, ofCoach],
    ]);
  });
});
