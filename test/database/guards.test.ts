/**
 * The triggers by themselves, by SQL and without an agenda: each comparison of the overlap guard at its edge, on insert and
 * on update, and what may never be changed or deleted (I1). Each case has a coach of its own.
 */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { at, MONDAY, newClient, newCoach } from "../support/agenda.ts";

const clientId = await newClient();

interface Row {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly before?: number;
  readonly after?: number;
  readonly status?: "pending" | "confirmed" | "completed" | "cancelled";
}

async function insert(coachId: string, { startsAt, endsAt, before = 0, after = 0, status = "confirmed" }: Row): Promise<string> {
  const id = crypto.randomUUID();
  await env.DB.prepare(
    `INSERT INTO bookings (id, coach_id, client_id, starts_at, ends_at, buffer_before_ms, buffer_after_ms, status, expires_at, revision, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)`,
  )
    .bind(id, coachId, clientId, startsAt, endsAt, before, after, status, status === "pending" ? startsAt : null, MONDAY, MONDAY)
    .run();
  return id;
}

async function update(id: string, assignments: string, ...values: (string | number)[]): Promise<void> {
  await env.DB.prepare(`UPDATE bookings SET ${assignments} WHERE id = ?`)
    .bind(...values, id)
    .run();
}

let years = 0;

/** Puts the row there at once, or puts it years away, where no other is, and then moves it there. */
const WAYS: readonly (readonly [string, (coachId: string, row: Row) => Promise<void>])[] = [
  ["inserted", async (coachId, row) => void (await insert(coachId, row))],
  [
    "moved",
    async (coachId, row) => {
      years += 1;
      const away = years * 365 * 24 * HOUR_MS;
      const id = await insert(coachId, { ...row, startsAt: row.startsAt + away, endsAt: row.endsAt + away });
      await update(id, "starts_at = ?, ends_at = ?, expires_at = NULL, status = 'confirmed'", row.startsAt, row.endsAt);
    },
  ],
];

const TEN = at(10);
const ELEVEN = at(11);
const MIN_20 = 20 * MINUTE_MS;
const MIN_30 = 30 * MINUTE_MS;

/** Which booking stands, from ten to eleven, and which comes: `gap` milliseconds behind its end, or before its start. */
const GAPS: readonly (readonly [string, Pick<Row, "before" | "after">, Pick<Row, "before" | "after">, "behind" | "ahead", number])[] = [
  ["no buffers, behind", {}, {}, "behind", 0],
  ["no buffers, ahead", {}, {}, "ahead", 0],
  ["the standing one's buffer behind it", { after: MIN_30 }, {}, "behind", MIN_30],
  ["the coming one's buffer before it", {}, { before: MIN_30 }, "behind", MIN_30],
  ["the larger of both behind, the standing one's", { after: MIN_30 }, { before: MIN_20 }, "behind", MIN_30],
  ["the larger of both behind, the coming one's", { after: MIN_20 }, { before: MIN_30 }, "behind", MIN_30],
  ["the standing one's buffer before it", { before: MIN_30 }, {}, "ahead", MIN_30],
  ["the coming one's buffer behind it", {}, { after: MIN_30 }, "ahead", MIN_30],
  ["the larger of both ahead, the standing one's", { before: MIN_30 }, { after: MIN_20 }, "ahead", MIN_30],
  ["the larger of both ahead, the coming one's", { before: MIN_20 }, { after: MIN_30 }, "ahead", MIN_30],
  ["buffers that look the other way", { before: MIN_30 }, { after: MIN_30 }, "behind", 0],
  ["buffers that look the other way, ahead", { after: MIN_30 }, { before: MIN_30 }, "ahead", 0],
];

describe.each(WAYS)("I1: a booking that is %s", (_way, put) => {
  test.each(GAPS)("may come as near as %s", async (_what, standing, coming, side, gap) => {
    const rowAt = (distance: number): Row =>
      side === "behind"
        ? { startsAt: ELEVEN + distance, endsAt: ELEVEN + distance + HOUR_MS, ...coming }
        : { startsAt: TEN - distance - HOUR_MS, endsAt: TEN - distance, ...coming };
    for (const status of ["pending", "confirmed"] as const) {
      const coachId = await newCoach();
      await insert(coachId, { startsAt: TEN, endsAt: ELEVEN, status, ...standing });
      await expect(put(coachId, rowAt(gap - 1))).rejects.toThrow("booking_overlap");
      await put(coachId, rowAt(gap));
    }
  });

  test.each([
    ["the same time", TEN, ELEVEN],
    ["time inside it", TEN + 15 * MINUTE_MS, TEN + 45 * MINUTE_MS],
    ["time around it", TEN - MIN_30, ELEVEN + MIN_30],
    ["its beginning", TEN - MIN_30, TEN + 1],
    ["its end", ELEVEN - 1, ELEVEN + MIN_30],
  ])("never takes %s", async (_what, startsAt, endsAt) => {
    const coachId = await newCoach();
    await insert(coachId, { startsAt: TEN, endsAt: ELEVEN });
    await expect(put(coachId, { startsAt, endsAt })).rejects.toThrow("booking_overlap");
    await put(await newCoach(), { startsAt, endsAt });
  });

  test("takes the time of what is cancelled or over, and stands between two others", async () => {
    const coachId = await newCoach();
    await insert(coachId, { startsAt: TEN, endsAt: ELEVEN, status: "cancelled" });
    await insert(coachId, { startsAt: TEN, endsAt: ELEVEN, status: "completed" });
    await insert(coachId, { startsAt: at(9), endsAt: TEN });
    await insert(coachId, { startsAt: ELEVEN, endsAt: at(12) });
    await put(coachId, { startsAt: TEN, endsAt: ELEVEN });
  });
});

test("I1: a buffer that grows, a length that grows and a status that takes the time back are refused as well", async () => {
  const coachId = await newCoach();
  const first = await insert(coachId, { startsAt: TEN, endsAt: ELEVEN });
  const second = await insert(coachId, { startsAt: ELEVEN, endsAt: at(12) });
  const gone = await insert(coachId, { startsAt: TEN, endsAt: ELEVEN, status: "cancelled" });
  for (const [id, assignment, value] of [
    [first, "buffer_after_ms = ?", 1],
    [second, "buffer_before_ms = ?", 1],
    [first, "ends_at = ?", ELEVEN + 1],
    [second, "starts_at = ?", ELEVEN - 1],
    [gone, "status = ?", "confirmed"],
  ] as const) {
    await expect(update(id, assignment, value), assignment).rejects.toThrow("booking_overlap");
  }
  // A booking is no obstacle to itself.
  await update(first, "starts_at = ?, ends_at = ?", TEN - MIN_30, ELEVEN - MIN_30);
  await update(first, "status = ?", "cancelled");
  await update(gone, "status = ?", "confirmed");
});

test("a booking keeps its parties and is never deleted", async () => {
  const coachId = await newCoach();
  const id = await insert(coachId, { startsAt: TEN, endsAt: ELEVEN });
  for (const [assignment, value] of [
    ["id = ?", crypto.randomUUID()],
    ["coach_id = ?", await newCoach()],
    ["client_id = ?", await newClient()],
  ] as const) {
    await expect(update(id, assignment, value), assignment).rejects.toThrow("booking_parties");
  }
  // No audit row names this booking, so that nothing but the trigger stands in the way.
  await expect(env.DB.prepare("DELETE FROM bookings WHERE id = ?").bind(id).run()).rejects.toThrow("booking_delete");
});
