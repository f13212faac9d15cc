/** What the sweep forgets and when: a millisecond more than its lifetime, and never what somebody still has to look at. */
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { after, instant, type Instant } from "../../src/domain/instant.ts";
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";
import { createCommand, handMadeAgenda, newClient, newCoach } from "../support/agenda.ts";
import { sweepOnce } from "../support/sweep.ts";

const NOW = instant(Date.UTC(2030, 5, 1));

async function run(statement: string, ...values: (string | number | null)[]): Promise<void> {
  await env.DB.prepare(statement)
    .bind(...values)
    .run();
}

async function idsIn(table: "outbox" | "payment_events"): Promise<string[]> {
  return (await env.DB.prepare(`SELECT id FROM ${table} ORDER BY id`).all<{ id: string }>()).results.map(({ id }) => id);
}

async function swept(now: Instant = NOW): Promise<void> {
  await sweepOnce({ now });
}

beforeEach(async () => {
  for (const table of ["outbox", "payment_events", "idempotency_keys"]) await run(`DELETE FROM ${table}`);
});

describe("the outbox", () => {
  test("forgets what was done or dropped more than three days ago, and keeps what failed and what is due", async () => {
    const coachId = await newCoach();
    for (const [id, state, settledAt] of [
      ["done at the edge", "done", after(NOW, -3 * DAY_MS)],
      ["done long ago", "done", after(NOW, -3 * DAY_MS - 1)],
      ["done today", "done", NOW],
      ["dropped at the edge", "dropped", after(NOW, -3 * DAY_MS)],
      ["dropped long ago", "dropped", after(NOW, -3 * DAY_MS - 1)],
      ["due since years", "due", null],
      ["failed years ago", "failed", after(NOW, -900 * DAY_MS)],
    ] as const) {
      await run(
        "INSERT INTO outbox (id, coach_id, revision, kind, state, due_at, created_at, settled_at) VALUES (?, ?, 1, 'mail:x:coach', ?, 0, 0, ?)",
        id,
        coachId,
        state,
        settledAt,
      );
    }
    await swept();
    expect(await idsIn("outbox")).toEqual(["done at the edge", "done today", "dropped at the edge", "due since years", "failed years ago"]);
  });

  test("keeps what was told of a booking for as long as the booking stands", async () => {
    const [coachId, clientId] = [await newCoach(), await newClient()];
    const { agenda } = await handMadeAgenda({ now: NOW });
    const ids: string[] = [];
    for (const hour of [9, 11]) {
      const { result } = await agenda.submit(createCommand(coachId, clientId, after(NOW, (7 * 24 + hour) * HOUR_MS)));
      if (!result.ok || result.value.kind !== "booking") throw new Error("not booked");
      ids.push(result.value.booking.id);
    }
    await run("UPDATE bookings SET status = 'cancelled', expires_at = NULL WHERE id = ?", ids[1] ?? "");
    await run("UPDATE outbox SET state = 'done', settled_at = ?", after(NOW, -30 * DAY_MS));
    await swept();
    expect(await idsIn("outbox")).toEqual([`${ids[0] ?? ""}:booking_created:1`]);
  });
});

test("ids of the payment provider's events are forgotten after 30 days, but no refund is: it is counted once for ever", async () => {
  for (const [id, kind, receivedAt] of [
    ["edge", "paid", after(NOW, -30 * DAY_MS)],
    ["old", "paid", after(NOW, -30 * DAY_MS - 1)],
    ["old expiry", "expired", after(NOW, -30 * DAY_MS - 1)],
    ["refund", "refund", after(NOW, -900 * DAY_MS)],
  ] as const) {
    await run(
      "INSERT INTO payment_events (id, payment_id, kind, outcome, received_at) VALUES (?, NULL, ?, 'applied', ?)",
      id,
      kind,
      receivedAt,
    );
  }
  await swept();
  expect(await idsIn("payment_events")).toEqual(["edge", "refund"]);
});

test("answers under idempotency keys are forgotten after 24 hours", async () => {
  for (const [key, createdAt] of [
    ["edge", after(NOW, -24 * HOUR_MS)],
    ["new", NOW],
    ["old", after(NOW, -24 * HOUR_MS - 1)],
  ] as const) {
    await run(
      "INSERT INTO idempotency_keys (principal, method, route, key, fingerprint, outcome, created_at) VALUES ('p', 'POST', '/booking', ?, 'f', '{}', ?)",
      key,
      createdAt,
    );
  }
  await swept();
  const { results } = await env.DB.prepare("SELECT key FROM idempotency_keys ORDER BY key").all<{ key: string }>();
  expect(results.map(({ key }) => key)).toEqual(["edge", "new"]);
});

test("one sweep forgets 5,000 rows of a table and leaves the rest to the next, the oldest first", async () => {
  const coachId = await newCoach();
  const old = after(NOW, -40 * DAY_MS);
  const many = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 5001)";
  await run(
    `${many} INSERT INTO outbox (id, coach_id, revision, kind, state, due_at, created_at, settled_at)
      SELECT 'row ' || i, ?1, 1, 'mail:x:coach', 'done', 0, 0, ?2 + i FROM n`,
    coachId,
    old,
  );
  await run(
    `${many} INSERT INTO payment_events (id, payment_id, kind, outcome, received_at) SELECT 'row ' || i, NULL, 'paid', 'applied', ?1 + i FROM n`,
    old,
  );
  await run(
    `${many} INSERT INTO idempotency_keys (principal, method, route, key, fingerprint, outcome, created_at)
      SELECT 'p', 'POST', '/booking', 'row ' || i, 'f', '{}', ?1 + i FROM n`,
    old,
  );
  await swept();
  const keys = async () => (await env.DB.prepare("SELECT key FROM idempotency_keys ORDER BY key").all<{ key: string }>()).results;
  expect(await idsIn("outbox")).toEqual(["row 5000", "row 5001"]);
  expect(await idsIn("payment_events")).toEqual(["row 5000", "row 5001"]);
  expect(await keys()).toEqual([{ key: "row 5000" }, { key: "row 5001" }]);
  await swept();
  expect([await idsIn("outbox"), await idsIn("payment_events"), await keys()]).toEqual([[], [], []]);
});
