/** The eleven acts at the head of the agreement, each tried through the API on the real agenda: what it comes to now. */
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { database } from "../support/agenda.ts";
import { stripeSnapshot } from "../support/stripe-sim.ts";
import { play } from "./real/acts.ts";
import type { ExampleAct, ExampleBooking } from "./real/example.ts";
import { catchUp, settle } from "./real/follows.ts";
import { standing } from "./real/player.ts";
import { done, jumpTo, setTheStage, type Stage } from "./real/stage.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const PAID: ExampleBooking = {
  session_datetime: "2027-03-12T10:00:00Z",
  duration_minutes: 60,
  made_at: "2027-03-01T09:00:00Z",
  made_by: "client",
  price: { amount_minor: 10_000, currency: "EUR" },
  cancellation_policy: [{ before_minutes: 2_880, refund_percent: 100 }],
  approval_required: false,
  move_notice_minutes: 0,
  captured_at: "2027-03-01T09:05:00Z",
  status: "confirmed",
};
const UNPAID: ExampleBooking = { ...PAID, captured_at: null, status: "pending" };
const FREE: ExampleBooking = { ...PAID, price: null, captured_at: null };
const UNMOVED = { session_datetime: "2027-03-12T10:00:00.000Z", duration_minutes: 60, status: "confirmed" };

/** The code of its refusal, or null. */
async function tries(stage: Stage, act: ExampleAct): Promise<string | null> {
  await jumpTo(stage.people.coach.id, Date.parse(act.at));
  await catchUp(stage);
  const code = await play(stage, act);
  await settle(stage);
  return code;
}

test.each([
  ["one dollar for 15 minutes", { ...PAID, duration_minutes: 15, price: { amount_minor: 100, currency: "USD" } }],
  ["a free session", FREE],
])("1. %s, moved to 480 minutes of another price: refused", async (_what, booking) => {
  const stage = await setTheStage(booking);
  const act = { at: "2027-03-02T09:00:00Z", by: "client", do: "move", to: booking.session_datetime, duration_minutes: 480 } as const;
  expect(await tries(stage, act)).toBe("price_differs");
  expect(await standing(stage)).toMatchObject({ ...UNMOVED, duration_minutes: booking.duration_minutes });
});

test("2. tomorrow's session moved five weeks ahead and cancelled: nothing comes back, as nothing would have", async () => {
  const stage = await setTheStage(PAID);
  expect(await tries(stage, { at: "2027-03-11T10:00:00Z", by: "client", do: "move", to: "2027-04-16T10:00:00Z" })).toBeNull();
  expect(await tries(stage, { at: "2027-03-11T10:05:00Z", by: "client", do: "cancel" })).toBeNull();
  expect(await standing(stage)).toMatchObject({ status: "cancelled", refund_cap_percent: 0, captured_minor: 10_000, refunded_minor: 0 });
});

test("3. the same after the session was held: refused, and a day after its end it is completed", async () => {
  const stage = await setTheStage(PAID);
  const after = { at: "2027-03-12T11:30:00Z", by: "client" } as const;
  expect(await tries(stage, { ...after, do: "move", to: "2027-04-16T10:00:00Z" })).toBe("session_started");
  expect(await tries(stage, { ...after, do: "cancel" })).toBe("session_started");
  await jumpTo(stage.people.coach.id, Date.parse("2027-03-13T11:00:00Z"));
  expect(await standing(stage)).toMatchObject({ ...UNMOVED, status: "completed", refunded_minor: 0 });
});

test("4. a coach hurries a paid session to ten minutes from now: refused, and the client's cancellation gives all back", async () => {
  const stage = await setTheStage(PAID);
  const now = "2027-03-05T09:50:00Z";
  expect(await tries(stage, { at: now, by: "coach", do: "move", to: "2027-03-05T10:00:00Z" })).toBe("move_needs_client");
  expect(await tries(stage, { at: now, by: "client", do: "cancel" })).toBeNull();
  expect(await standing(stage)).toMatchObject({ status: "cancelled", refunded_minor: 10_000 });
});

test("5. a client confirms its own free bookings to hold a coach's hours: the eleventh is one too many", async () => {
  const stage = await setTheStage(FREE);
  const { client, coach } = stage.people;
  const bookAt = async (hour: number) =>
    await client.call("POST", "/booking", {
      coach_id: coach.id,
      session_datetime: new Date(Date.parse("2027-03-13T00:00:00Z") + hour * 3_600_000).toISOString(),
      duration_minutes: 60,
    });
  for (let hour = 0; hour < 9; hour += 1) {
    const made = await bookAt(hour);
    expect(made.status).toBe(201);
    const { id } = await made.json<{ id: string }>();
    expect(await done(client, "PATCH", `/booking/${id}/status`, { status: "confirmed" })).toMatchObject({ status: "confirmed" });
  }
  const refused = await bookAt(9);
  expect([refused.status, await refused.json()]).toMatchObject([429, { code: "too_many_sessions" }]);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  const held = await database.get<{ n: number }>(sql`SELECT count(*) AS n FROM bookings WHERE client_id = ${client.id}`);
  expect(held).toEqual({ n: 10 });
});

test("6. a session approved as 60 minutes moved to 480 on another day: the client has to ask", async () => {
  const stage = await setTheStage({ ...PAID, approval_required: true });
  const move = { at: "2027-03-02T09:00:00Z", by: "client", do: "move", to: "2027-03-15T10:00:00Z" } as const;
  expect(await tries(stage, move)).toBe("move_needs_approval");
  expect(["move_needs_approval", "price_differs"]).toContain(await tries(stage, { ...move, duration_minutes: 480 }));
  expect(await standing(stage)).toMatchObject({ ...UNMOVED, move_request: null });
});

test("7. its length is sold no more: the booking keeps its price, and its client cannot confirm it unpaid", async () => {
  const stage = await setTheStage(UNPAID);
  const { coach } = stage.people;
  const { offers } = (await done(coach, "GET", `/coach/${coach.id}/offers`)) as { offers: readonly { id: string }[] };
  for (const { id } of offers) await done(coach, "DELETE", `/coach/${coach.id}/offers/${id}`);
  expect(await tries(stage, { at: "2027-03-01T09:05:00Z", by: "client", do: "confirm" })).toBe("payment_required");
  expect(await standing(stage)).toMatchObject({ status: "pending", awaiting: "payment", price: PAID.price });
});

test("8. a second checkout while the first can be paid is the same one, and money that comes twice goes back whole", async () => {
  const stage = await setTheStage(UNPAID);
  const open = async () => await done(stage.people.client, "POST", "/payments/checkout", { booking_id: stage.bookingId });
  expect(await open()).toEqual(await open());
  expect((await stripeSnapshot(stage.bookingId)).sessions).toHaveLength(1);
  const captured = { by: "stripe", do: "capture" } as const;
  expect(await tries(stage, { at: "2027-03-01T09:05:00Z", ...captured })).toBeNull();
  expect(await tries(stage, { at: "2027-03-01T09:06:00Z", ...captured })).toBeNull();
  expect(await standing(stage)).toMatchObject({ status: "confirmed", captured_minor: 20_000, refunded_minor: 10_000 });
});

test("9. money given back by hand at Stripe is known, and a cancellation gives back the rest", async () => {
  const stage = await setTheStage(PAID);
  expect(await tries(stage, { at: "2027-03-02T09:00:00Z", by: "stripe", do: "refund", amount_minor: 4_000 })).toBeNull();
  expect(await standing(stage)).toMatchObject({ status: "confirmed", refunded_minor: 4_000 });
  expect(await tries(stage, { at: "2027-03-02T09:05:00Z", by: "coach", do: "cancel" })).toBeNull();
  expect(await standing(stage)).toMatchObject({ status: "cancelled", captured_minor: 10_000, refunded_minor: 10_000 });
});

test("10. an unpaid booking holds its time for its minutes alone, whatever its client moves", async () => {
  const stage = await setTheStage(UNPAID);
  expect(await tries(stage, { at: "2027-03-01T09:10:00Z", by: "client", do: "move", to: "2027-04-15T10:00:00Z" })).toBeNull();
  expect(await standing(stage)).toMatchObject({ status: "pending", expires_at: "2027-03-01T09:15:00.000Z" });
  expect(await tries(stage, { at: "2027-03-01T09:15:00Z", by: "system", do: "pass" })).toBeNull();
  expect(await standing(stage)).toMatchObject({ status: "cancelled", cancelled_by: "system", cancel_reason: "expired" });
});

test("10. a paid booking that waits for approval keeps the deadline of approval through a move", async () => {
  const stage = await setTheStage({ ...PAID, approval_required: true, status: "pending" });
  expect(await tries(stage, { at: "2027-03-01T09:10:00Z", by: "client", do: "move", to: "2027-03-15T10:00:00Z" })).toBeNull();
  expect(await standing(stage)).toMatchObject({ status: "pending", awaiting: "approval", expires_at: "2027-03-03T09:05:00.000Z" });
});

test("11. moving to the same time, again and again: no revision, no mail, nothing to do", async () => {
  const stage = await setTheStage(PAID);
  const outbox = async () => await database.all(sql`SELECT id FROM outbox WHERE coach_id = ${stage.people.coach.id} ORDER BY id`);
  await jumpTo(stage.people.coach.id, Date.parse("2027-03-02T09:00:00Z"));
  const [before, planned] = [await standing(stage), await outbox()];
  for (let time = 0; time < 10; time += 1) {
    expect(await play(stage, { at: "", by: "client", do: "move", to: PAID.session_datetime })).toBeNull();
  }
  expect(await standing(stage)).toEqual(before);
  expect(await outbox()).toEqual(planned);
});
