/**
 * The machine goes dark under load: SIGKILL of the whole tree, a start on the same data, then the invariants over the
 * recorded history. `SEED=n` asks for the same things again (what the kill cuts through is never the same); a failed
 * run leaves its history beside the temporary folders and says where.
 */
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from "vitest";
import { type Answer, atConcurrency, type Booking, bookingsOf, overlapsAmong } from "./http.ts";
import { type Event, type Load, outcomeOf, randomFrom, startLoad } from "./load.ts";
import { LocalServer, type Someone, until } from "./server.ts";

const COACHES = 4;
const CONCURRENCY = 32;
const REQUESTS_MAX = 1_500;
const KILL_AFTER_ANSWERS = 500;
const LOAD_MS_MAX = 3_000;
const KILL_JITTER_MS = 250;
const SETTLE_MS_MAX = 20_000;
const PAGE = 100;
const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31));

let server: LocalServer;
let coaches: Someone[];
let clients: Someone[];
let admin: Someone;
let load: Load;
/** Rows of each coach's audit chain before the load. */
const rowsBefore = new Map<string, number>();
/** After the restart, before anything is sent again; and at the end. */
let atRestart: Booking[][];
let atEnd: Booking[][];
/** What each unknown request was answered when it was sent again with its key. */
const settled = new Map<Event, Answer>();

beforeAll(async () => {
  server = await LocalServer.start();
  coaches = await server.coaches(COACHES);
  clients = await server.people("client", CONCURRENCY);
  [admin] = (await server.people("admin", 1)) as [Someone];
  for (const { id } of coaches) rowsBefore.set(id, (await verifyChain(id)).rows);

  const { promise: enough, resolve } = Promise.withResolvers<void>();
  const limit = setTimeout(resolve, LOAD_MS_MAX);
  load = startLoad({
    http: server.http,
    coaches,
    clients,
    requestsMax: REQUESTS_MAX,
    random: randomFrom(seed),
    onAnswer: (answered) => {
      if (answered >= KILL_AFTER_ANSWERS) resolve();
    },
  });
  await enough;
  clearTimeout(limit);
  // At a moment that no answer decides; else the kill would always fall just behind a commit.
  await new Promise((resume) => setTimeout(resume, Math.random() * KILL_JITTER_MS));
  load.stop();
  await server.kill();
  await load.ended;

  const startedAtMs = Date.now();
  await server.startAgain();
  const startMs = Date.now() - startedAtMs;
  atRestart = await readAll();
  const unknown = load.history.filter(({ outcome }) => outcome === "unknown");
  for (const [index, answer] of (await atConcurrency(CONCURRENCY, unknown, sendAgain)).entries())
    settled.set(unknown[index] as Event, answer);
  atEnd = await readAll();

  const count = (outcome: Event["outcome"]): string => String(load.history.filter((event) => event.outcome === outcome).length);
  const replayed = unknown.filter((event) => settled.get(event)?.headers["idempotency-replayed"] === "true").length;
  console.log(
    `kill: seed ${String(seed)}: ${count("ok")} ok, ${count("refused")} refused, ${count("unknown")} unknown (${String(replayed)} of them had been decided and kept); ready again in ${String(startMs)} ms`,
  );
}, 150_000);

afterAll(async () => server?.dispose(), 30_000);

async function readAll(): Promise<Booking[][]> {
  return await Promise.all(coaches.map(({ id }) => bookingsOf(server.http, id, admin.token, PAGE)));
}

/** With the key it had; a wait that the service asks for (409, 503) is granted up to a limit. */
async function sendAgain({ key, arguments: { method, path, body, by } }: Event): Promise<Answer> {
  const token = [...coaches, ...clients].find(({ id }) => id === by)?.token ?? "";
  let answer: Answer | null = null;
  await until(
    async () => {
      answer = await server.http.send(method, path, { token, body, key });
      return ![409, 429, 503].includes(answer.status);
    },
    SETTLE_MS_MAX,
    `an answer to ${key}`,
  );
  return answer as unknown as Answer;
}

async function verifyChain(coachId: string): Promise<{ rows: number; broken: number | null; unaudited: string | null }> {
  let rows = 0;
  for (let after: number | null = 0; after !== null;) {
    const answer = await server.http.send("GET", `/admin/audit/verify?coach_id=${coachId}&after_seq=${String(after)}`, {
      token: admin.token,
    });
    if (answer.status !== 200) throw new Error(`the audit chain of ${coachId}: ${String(answer.status)} ${answer.text}`);
    const verdict = JSON.parse(answer.text) as {
      checked: number;
      broken_seq: number | null;
      unaudited_booking_id: string | null;
      next_seq: number | null;
    };
    rows += verdict.checked;
    after = verdict.next_seq;
    if (after === null || verdict.unaudited_booking_id !== null)
      return { rows, broken: verdict.broken_seq, unaudited: verdict.unaudited_booking_id };
  }
  throw new Error("not reached");
}

function events(outcome: Event["outcome"], operation?: Event["operation"]): Event[] {
  return load.history.filter((event) => event.outcome === outcome && (operation === undefined || event.operation === operation));
}

function bookingIn({ answer }: { readonly answer: Answer | null }): Booking {
  return JSON.parse(answer?.text ?? "") as Booking;
}

/** The booking that an event was about. */
function subjectOf(event: Event): string {
  return event.arguments.booking_id ?? bookingIn(event).id;
}

function keepHistoryOnFailure(): void {
  onTestFailed(() => {
    const file = join(tmpdir(), `booking-history-${String(seed)}.json`);
    writeFileSync(file, JSON.stringify(load.history, null, 1));
    console.log(`kill: the history is in ${file}`);
  });
}

describe("SIGKILL of the whole server under load, and a start on the same data", () => {
  it("the load was real: requests were granted, refused, and cut off in flight", () => {
    expect(events("ok").length).toBeGreaterThan(50);
    expect(events("refused").length).toBeGreaterThan(5);
    expect(events("unknown").length).toBeGreaterThan(0);
    for (const operation of ["create", "confirm", "cancel", "reschedule"] as const)
      expect(events("ok", operation).length).toBeGreaterThan(0);
  });

  it("I2: every acknowledged booking exists, and is cancelled only where a cancel was acknowledged or unknown", () => {
    keepHistoryOnFailure();
    const kept = new Map(atRestart.flat().map((booking) => [booking.id, booking]));
    for (const event of events("ok", "create")) {
      const { id } = bookingIn(event);
      const cancels = load.history.filter((each) => each.operation === "cancel" && each.arguments.booking_id === id);
      const booking = kept.get(id);
      expect(booking, `acknowledged booking ${id}`).toBeDefined();
      expect(booking?.notes).toBe(event.key);
      if (booking?.status === "cancelled")
        expect(
          cancels.some(({ outcome }) => outcome !== "refused"),
          `${id} is cancelled and nobody did it`,
        ).toBe(true);
      if (cancels.some(({ outcome }) => outcome === "ok")) expect(booking?.status).toBe("cancelled");
    }
  });

  it("I2: no acknowledged confirmation, cancellation or reschedule is lost", () => {
    keepHistoryOnFailure();
    const kept = new Map(atRestart.flat().map((booking) => [booking.id, booking]));
    for (const event of events("ok")) {
      const booking = kept.get(subjectOf(event));
      const revision = Number(String(event.answer?.headers["etag"]).replaceAll('"', ""));
      expect(revision).toBeGreaterThan(0);
      expect(booking?.revision, `${event.operation} ${event.key} of ${String(booking?.id)}`).toBeGreaterThanOrEqual(revision);
      // Nothing came after it: then it stands as it was answered.
      if (booking?.revision !== revision || event.operation === "cancel") continue;
      const { session_datetime, ends_at, status } = bookingIn(event);
      expect(booking).toMatchObject({ session_datetime, ends_at, status });
    }
  });

  it("I3: no refused booking exists", () => {
    keepHistoryOnFailure();
    const notes = new Set(atEnd.flat().map((booking) => booking.notes));
    expect(events("refused", "create").filter(({ key }) => notes.has(key))).toEqual([]);
  });

  it("I4, I5: an unknown request left at most one booking; sent again with its key it is answered, and exists once if granted", () => {
    keepHistoryOnFailure();
    const countIn = (bookings: Booking[][], key: string): number => bookings.flat().filter(({ notes }) => notes === key).length;
    for (const event of events("unknown", "create")) {
      const answer = settled.get(event) as Answer;
      expect(countIn(atRestart, event.key)).toBeLessThanOrEqual(1);
      expect([201, 400], answer.text).toContain(answer.status);
      expect(countIn(atEnd, event.key), event.key).toBe(answer.status === 201 ? 1 : 0);
      // What was there at the restart is the booking the answer names, and is said to be no new one.
      const before = atRestart.flat().find(({ notes }) => notes === event.key);
      if (before === undefined) continue;
      expect(bookingIn({ answer }).id).toBe(before.id);
      expect(answer.headers["idempotency-replayed"]).toBe("true");
    }
    for (const [event, answer] of settled) if (event.operation !== "create") expect([200, 204, 400], answer.text).toContain(answer.status);
  });

  it("I5: what was answered before the kill is answered with the same bytes after it", { timeout: 30_000 }, async () => {
    keepHistoryOnFailure();
    const answered = load.history.filter(({ outcome, answer }) => outcome === "ok" || answer?.status === 400);
    const again = await atConcurrency(CONCURRENCY, answered, sendAgain);
    for (const [index, { status, text, headers }] of again.entries()) {
      const { answer, key } = answered[index] as Event;
      expect({ key, status, text, replayed: headers["idempotency-replayed"] }).toEqual({
        key,
        status: answer?.status,
        text: answer?.text,
        replayed: "true",
      });
    }
  });

  it("I1: no two active bookings of a coach overlap, right after the restart and at the end", () => {
    keepHistoryOnFailure();
    for (const bookings of [...atRestart, ...atEnd]) expect(overlapsAmong(bookings)).toEqual([]);
  });

  it("I9, I3: the audit chain of each coach verifies, and has exactly one row for each revision that a granted request made", async () => {
    keepHistoryOnFailure();
    const answerTo = (event: Event): Answer | null => settled.get(event) ?? event.answer;
    const revisionOf = (event: Event): string => {
      const { id, revision } = bookingIn({ answer: answerTo(event) });
      return `${id} ${String(revision)}`;
    };
    for (const { id } of coaches) {
      const granted = load.history.filter((event) => event.arguments.coach_id === id && outcomeOf(answerTo(event)) === "ok");
      // Only a move is granted without a revision of its own: one to the time that the session has. A cancellation is answered without one.
      const cancelled = granted.filter(({ operation }) => operation === "cancel");
      const moved = granted.filter(({ operation }) => operation === "reschedule").map(revisionOf);
      const others = granted.filter(({ operation }) => operation === "create" || operation === "confirm").map(revisionOf);
      expect(new Set(others).size).toBe(others.length);
      const made = cancelled.length + new Set([...others, ...moved]).size;
      expect(await verifyChain(id)).toEqual({ rows: (rowsBefore.get(id) ?? 0) + made, broken: null, unaudited: null });
    }
  });
});
