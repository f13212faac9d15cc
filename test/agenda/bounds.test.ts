/** How much one agenda does at a time: commands in a group, lapses of one alarm, effects of one dispatch. */
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { SYSTEM } from "../../src/domain/actor.ts";
import { after } from "../../src/domain/instant.ts";
import { HOUR_MS } from "../../src/lib/duration.ts";
import { at, base, bookingsOf, createCommand, database, handMadeAgenda, MONDAY, newClient, newCoach } from "../support/agenda.ts";

test("a group holds 64 commands, and those behind them are the next", async () => {
  const coachId = await newCoach();
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  let commits = 0;
  const next = ({ writes }: { readonly writes: boolean }) => {
    if (writes) commits += 1;
    return null;
  };
  const { agenda } = await handMadeAgenda({ now: MONDAY }, { next, pause: async () => await opened });
  const clients = await Promise.all(Array.from({ length: 1 + 64 + 1 }, newClient));
  // Eight sessions a day, from nine o'clock.
  const wishes = clients.map((clientId, index) => createCommand(coachId, clientId, at(24 * Math.floor(index / 8) + 9 + (index % 8))));
  const replies = wishes.map((wish) => agenda.submit(wish));
  open();
  expect((await Promise.all(replies)).every(({ result }) => result.ok)).toBe(true);
  expect(await bookingsOf(coachId)).toHaveLength(66);
  // The first went alone, because nobody else had come yet.
  expect(commits).toBe(3);
});

test("one alarm records 200 lapses, and the next what is left", async () => {
  const [coachId, clientId] = [await newCoach(), await newClient()];
  await env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
     INSERT INTO bookings (id, coach_id, client_id, starts_at, ends_at, buffer_before_ms, buffer_after_ms, status, expires_at, revision, created_at, updated_at)
     SELECT lower(hex(randomblob(16))), ?1, ?2, ?3 + i * ?4, ?3 + (i + 1) * ?4, 0, 0, 'pending', ?3, 1, ?3, ?3 FROM n`,
  )
    .bind(coachId, clientId, MONDAY, HOUR_MS)
    .run();
  const { agenda } = await handMadeAgenda({ now: after(MONDAY, 1) });
  for (const [count, left] of [
    [200, 1],
    [1, 0],
    [0, 0],
  ]) {
    const { result } = await agenda.submit({ kind: "lapse", ...base(coachId, SYSTEM) });
    expect(result).toEqual({ ok: true, value: { kind: "lapsed", count } });
    const pending = await database.get(sql`SELECT count(*) AS count FROM bookings WHERE coach_id = ${coachId} AND status = 'pending'`);
    expect(pending).toEqual({ count: left });
  }
});
