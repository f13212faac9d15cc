/**
 * What the service is measured against: the least that the same platform does for the same effect. A bare object whose
 * one act is one D1 insert, a bare handler whose one act is one D1 read of the rows a look-up needs, and one that gives a
 * constant of a given size through the same edge cache. Beside them the fair floors, which do the same kinds of work as
 * the service, barely: an object that reads once and then sends one batch of five inserts, and a handler that reads the
 * rows, computes as many slots, writes them as JSON and hashes the text.
 */
import { DurableObject } from "cloudflare:workers";
import { plainCounts } from "./analytics-floor.ts";
import { readAvailability } from "../src/database/availability.ts";
import { listOffersOf } from "../src/database/offers.ts";
import { openDatabase, openReplica } from "../src/database/open.ts";
import { readDesk } from "../src/database/desk.ts";
import { findPublicCoach, findUser } from "../src/database/people.ts";
import { after, type Instant, instant } from "../src/domain/instant.ts";
import { DAY_MS } from "../src/lib/duration.ts";

interface FloorEnv {
  readonly DB: D1Database;
  readonly BARE: DurableObjectNamespace<BareObject>;
}

export class BareObject extends DurableObject<FloorEnv> {
  async insert(id: string, startsAt: number): Promise<{ id: string }> {
    await this.env.DB.prepare("INSERT INTO bare_bookings (id, starts_at) VALUES (?, ?)").bind(id, startsAt).run();
    return { id };
  }

  /** What a decision needs is read before it, and written as one batch after it. */
  async readAndInsert(id: string, startsAt: number): Promise<{ id: string }> {
    const { DB } = this.env;
    await DB.prepare("SELECT id, starts_at FROM bare_bookings WHERE id >= ? ORDER BY id LIMIT 2").bind(id).all();
    const insert = DB.prepare("INSERT INTO bare_bookings (id, starts_at) VALUES (?, ?)");
    await DB.batch(Array.from({ length: 5 }, (_, index) => insert.bind(`${id}:${index}`, startsAt)));
    return { id };
  }
}

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    switch (url.pathname) {
      case "/insert":
      case "/read-and-insert": {
        const { starts_at: startsAt } = await request.json<{ starts_at: number }>();
        const object = env.BARE.getByName(url.searchParams.get("object") ?? "0");
        const id = crypto.randomUUID();
        const inserted = url.pathname === "/insert" ? object.insert(id, startsAt) : object.readAndInsert(id, startsAt);
        return Response.json(await inserted, { status: 201 });
      }
      case "/kept":
        return await constant(request);
      case "/analytics":
        return await plainCounts(env.DB, url);
      case "/page-book":
        return await readsOfBook(env, url);
      case "/page-desk":
        return await readsOfDesk(env, url);
      case "/slots":
        return await slots(await busyRows(env, url), url);
      default:
        return Response.json(await busyRows(env, url));
    }
  },
} satisfies ExportedHandler<FloorEnv>;

async function constant(request: Request): Promise<Response> {
  const kept = await caches.default.match(request.url);
  if (kept !== undefined) return new Response(kept.body, kept);
  const body = "x".repeat(Number(new URL(request.url).searchParams.get("bytes")));
  await caches.default.put(request.url, new Response(body, { headers: { "cache-control": "public, max-age=60" } }));
  return new Response(body);
}

/** The reads of the page of a coach's times, by the service's own statements: coach and offers at once, then the month. */
async function readsOfBook({ DB }: FloorEnv, url: URL): Promise<Response> {
  const coachId = url.searchParams.get("coach_id") ?? "";
  const [from, to] = ["from", "to"].map((name) => instant(Number(url.searchParams.get(name)))) as [Instant, Instant];
  const database = openDatabase(DB);
  const [coach, offers] = await Promise.all([findPublicCoach(database, coachId), listOffersOf(database, coachId, false)]);
  const range = { startsAt: from, endsAt: to };
  const found = await readAvailability(openReplica(DB, false), { coachId, offerId: null }, range, instant(Date.now()));
  return Response.json({ isThere: coach !== null && offers !== null && found !== null });
}

/** The reads of the desk: its coach's row, which every page in a session asks for, then two weeks and what waits. */
async function readsOfDesk({ DB }: FloorEnv, url: URL): Promise<Response> {
  const coachId = url.searchParams.get("coach_id") ?? "";
  const [now, database] = [instant(Date.now()), openDatabase(DB)];
  const user = await findUser(database, coachId);
  const week = { startsAt: after(now, -7 * DAY_MS), endsAt: after(now, 7 * DAY_MS) };
  const desk = await readDesk(database, { coachId, week, day: null, now });
  return Response.json({ isThere: user !== null && desk !== null });
}

interface BusyRow {
  readonly starts_at: number;
  readonly ends_at: number;
}

async function busyRows(env: FloorEnv, url: URL): Promise<BusyRow[]> {
  const { results } = await env.DB.prepare(
    `SELECT starts_at, ends_at, buffer_before_ms, buffer_after_ms, status, expires_at FROM bookings
     WHERE coach_id = ? AND status IN ('pending', 'confirmed') AND starts_at >= ? AND starts_at < ?`,
  )
    .bind(url.searchParams.get("coach_id"), Number(url.searchParams.get("from")), Number(url.searchParams.get("to")))
    .all<BusyRow>();
  return results;
}

const STEP_MS = 900_000;
const STEPS_OF_SESSION = 4;

/** Every quarter of an hour whose hour is free, as text of the given length with a hash of it. */
async function slots(busy: readonly BusyRow[], url: URL): Promise<Response> {
  const [from, to, bytes] = ["from", "to", "bytes"].map((name) => Number(url.searchParams.get(name))) as [number, number, number];
  const sorted = busy.toSorted((one, other) => one.starts_at - other.starts_at);
  // An instant is written once, whether a session ends there or begins.
  const texts = Array.from({ length: (to - from) / STEP_MS + 1 }, (_, step) => new Date(from + step * STEP_MS).toISOString());
  let text = "[";
  let next = 0;
  for (let step = 0; step + STEPS_OF_SESSION < texts.length; step += 1) {
    const startsAt = from + step * STEP_MS;
    while ((sorted[next]?.ends_at ?? Infinity) <= startsAt) next += 1;
    if ((sorted[next]?.starts_at ?? Infinity) < startsAt + STEPS_OF_SESSION * STEP_MS) continue;
    text += `{"starts_at":"${texts[step]}","ends_at":"${texts[step + STEPS_OF_SESSION]}"},`;
  }
  const body = new TextEncoder().encode(text.padEnd(bytes));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  const etag = `"${[...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("")}"`;
  return new Response(body, { headers: { "content-type": "application/json", etag } });
}
