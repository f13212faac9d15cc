/** Personal data past its time is forgotten by the sweep, in bounded steps; rows, times and states stay. */
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { after, instant, type Instant } from "../../src/domain/instant.ts";
import { DAY_MS } from "../../src/lib/duration.ts";
import { RETENTION, RETENTION_ROWS_MAX } from "../../src/limits/personal.ts";
import { openDatabase } from "../../src/database/open.ts";
import { keepPeopleRetention, keepWordsRetention } from "../../src/operations/keep-retention.ts";
import { newCoach } from "../support/agenda.ts";

const NOW = instant(Date.UTC(2030, 5, 1));
const context = (now: Instant = NOW) => ({ database: openDatabase(env.DB), kept: env.KEPT, now });

beforeEach(async () => {
  for (const key of ["words-forgotten", "people-forgotten"]) await env.KEPT.delete(key);
});

async function client(updatedAt: number): Promise<string> {
  const id = crypto.randomUUID();
  await env.DB.prepare(
    "INSERT INTO users (id, role, email, name, status, created_at, updated_at) VALUES (?1, 'client', 'a@b.test', 'Ann', 'active', 0, ?2)",
  )
    .bind(id, updatedAt)
    .run();
  return id;
}

async function sessions(coachId: string, clientId: string, startsAt: number, count = 1): Promise<void> {
  await env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?4 - 1)
     INSERT INTO bookings (id, coach_id, client_id, starts_at, ends_at, buffer_before_ms, buffer_after_ms, status, notes, meeting_link,
       cancelled_by, cancel_reason, revision, created_at, updated_at)
     SELECT ?1 || i, ?2, ?3, ?5 - i * 60000, ?5 - i * 60000 + 60000, 0, 0, 'cancelled', 'words', 'https://meet.test', iif(i % 2, 'system', 'client'), 'expired', 1, 0, 0 FROM n`,
  )
    .bind(crypto.randomUUID(), coachId, clientId, count, startsAt)
    .run();
}

async function counted(condition: string, id: string): Promise<number> {
  return (
    (await env.DB.prepare(`SELECT count(*) AS n FROM bookings WHERE client_id = ?1 AND ${condition}`).bind(id).first<{ n: number }>())?.n ??
    -1
  );
}

test("the words of a session go with their time and not before, a bounded number at once, from where the sweep before ended", async () => {
  const [coachId, clientId] = [await newCoach(), await client(NOW)];
  const edge = after(NOW, -RETENTION.session_words.keptMs);
  await sessions(coachId, clientId, edge + 1);
  await sessions(coachId, clientId, edge, 700);
  await keepWordsRetention(context());
  expect(await counted("notes IS NULL", clientId)).toBe(RETENTION_ROWS_MAX);
  await keepWordsRetention(context());
  expect([await counted("notes IS NULL", clientId), await counted("notes IS NOT NULL", clientId)]).toEqual([700, 1]);
  expect(await counted("meeting_link IS NULL AND cancel_reason IS NULL", clientId)).toBe(350);
  expect(await counted("cancel_reason = 'expired' AND cancelled_by = 'system' AND notes IS NULL", clientId)).toBe(350);
});

test("a client without a session for long loses name and address, one with a session keeps them, and the walk rests for a day", async () => {
  const edge = after(NOW, -RETENTION.unused_people.keptMs);
  const [gone, changed, booked] = [await client(edge), await client(edge + 1), await client(edge)];
  await sessions(await newCoach(), booked, edge + 60_000);
  await keepPeopleRetention(context());
  const named = async (): Promise<string[]> =>
    (await env.DB.prepare("SELECT id FROM users WHERE email = 'a@b.test' AND name = 'Ann'").all<{ id: string }>()).results.map(
      ({ id }) => id,
    );
  expect(await named()).toEqual(expect.arrayContaining([changed, booked]));
  expect(await named()).not.toContain(gone);
  const late = await client(edge);
  await keepPeopleRetention(context(after(NOW, DAY_MS - 1)));
  expect(await named()).toContain(late);
  await keepPeopleRetention(context(after(NOW, DAY_MS)));
  expect(await named()).not.toContain(late);
});
