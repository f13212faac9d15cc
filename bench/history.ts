/**
 * A long past for the benchmark: bookings hour after hour up to now, of the coach that is looked up and of others, written
 * straight into D1. And what a look-up reads of it, counted by D1 itself through the very query of the service.
 */
import { readAvailability } from "../src/database/availability.ts";
import { openDatabase } from "../src/database/open.ts";
import { instant } from "../src/domain/instant.ts";
import { HOUR_MS } from "../src/lib/duration.ts";

/** What a miss may read beyond the rows of its window. */
export const ROWS_BESIDE_WINDOW_MAX = 20;

/** Brings the coach's past bookings, and those of `coaches - 1` others, up to `bookingsEach`. */
export async function fillHistory(
  d1: D1Database,
  coachId: string,
  { coaches, bookingsEach }: { readonly coaches: number; readonly bookingsEach: number },
): Promise<void> {
  const now = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  // The guards would be asked a million times about what cannot conflict; they are put back as they were.
  const { results: guards } = await d1
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'bookings_overlap%'")
    .all<{ name: string; sql: string }>();
  for (const { name } of guards) await d1.prepare(`DROP TRIGGER ${name}`).run();
  const clientId = crypto.randomUUID();
  const person = d1.prepare("INSERT INTO users (id, role, status, created_at, updated_at) VALUES (?, ?, 'active', 0, 0)");
  await person.bind(clientId, "client").run();
  for (let index = 0; index < coaches; index += 1) {
    const id = index === 0 ? coachId : crypto.randomUUID();
    if (index > 0) {
      await person.bind(id, "coach").run();
      await d1
        .prepare(
          `INSERT INTO coach_profiles (coach_id, hours, settings, settings_revision, availability_version)
           SELECT ?, hours, settings, 1, 1 FROM coach_profiles WHERE coach_id = ?`,
        )
        .bind(id, coachId)
        .run();
    }
    const have =
      (await d1
        .prepare("SELECT count(*) AS count FROM bookings WHERE coach_id = ? AND starts_at < ?")
        .bind(id, now)
        .first<number>("count")) ?? 0;
    await d1
      .prepare(
        `WITH RECURSIVE n(i) AS (SELECT ?3 + 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?4)
         INSERT INTO bookings (id, coach_id, client_id, starts_at, ends_at, buffer_before_ms, buffer_after_ms, status, revision, created_at, updated_at)
         SELECT lower(hex(randomblob(16))), ?1, ?2, ?5 - i * 3600000, ?5 - i * 3600000 + 3600000, 0, 0, 'confirmed', 1, 0, 0 FROM n`,
      )
      .bind(id, clientId, have, bookingsEach, now)
      .run();
  }
  for (const { sql } of guards) await d1.prepare(sql).run();
}

/** The rows D1 counts for one look-up of the week, and those that lie in it. */
export async function rowsOfMiss(
  d1: D1Database,
  coachId: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<{ rowsRead: number; rowsOfWindow: number }> {
  let rowsRead = 0;
  // Objects of their own: what miniflare hands out in Node is a proxy, whose methods cannot be replaced.
  const counting = (statement: D1PreparedStatement): Pick<D1PreparedStatement, "bind" | "all"> => ({
    bind: (...values: unknown[]) => counting(statement.bind(...values)) as D1PreparedStatement,
    all: async <Row>() => {
      const result = await statement.all<Row>();
      rowsRead += result.meta.rows_read;
      return result;
    },
  });
  const counted = { prepare: (query: string) => counting(d1.prepare(query)) } as unknown as D1Database;
  const week = { startsAt: instant(from), endsAt: instant(to) };
  const found = await readAvailability(openDatabase(counted), { coachId, offerId: null }, week, instant(Date.now()));
  const rowsOfWindow = found?.held.filter(({ startsAt }) => startsAt >= from && startsAt < to).length ?? 0;
  return { rowsRead, rowsOfWindow };
}
