/**
 * The promises about speed and about never booking a time twice, held against the real local server over real sockets:
 * a thousand clients on one slot, and two thousand bookings that do not meet. Times are printed, for the README.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atConcurrency, bookingsOf, hourAhead, overlapsAmong, type Answer } from "./http.ts";
import { LocalServer, type Someone } from "./server.ts";

const CLIENTS = 1_000;
const RACE_MS_MAX = 8_000;
const COACHES = 20;
const BOOKINGS_PER_COACH = 100;
const CONCURRENCY = 64;
const SLOTS_PER_DAY = 8;
const FIRST_HOUR = 9;
const FIRST_DAY = 2;
/** Less than a coach has bookings, so that reading back follows the cursor. */
const PAGE = 40;
const MINUTES = 60;

let server: LocalServer;
let clients: Someone[];
let admin: Someone;

beforeAll(async () => {
  server = await LocalServer.start();
  clients = await server.people("client", CLIENTS);
  [admin] = (await server.people("admin", 1)) as [Someone];
}, 90_000);

afterAll(async () => server?.dispose(), 30_000);

async function book(client: Someone, coachId: string, startsAt: string): Promise<Answer> {
  const body = { coach_id: coachId, session_datetime: startsAt, duration_minutes: MINUTES };
  return await server.http.send("POST", "/booking", { token: client.token, body });
}

function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, text } of answers) {
    const name = status < 300 ? String(status) : `${String(status)} ${(JSON.parse(text) as { code: string }).code}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

describe("the real server under load", () => {
  it(
    "I1: of 1,000 clients who ask for one slot at once exactly one gets it and all are answered within 8 s",
    { timeout: 60_000 },
    async () => {
      const [coach] = (await server.coaches(1)) as [Someone];
      const startsAt = hourAhead(FIRST_DAY, FIRST_HOUR);
      const sentAtMs = performance.now();
      const answers = await Promise.all(clients.map((client) => book(client, coach.id, startsAt)));
      const elapsedMs = performance.now() - sentAtMs;
      console.log(`race: ${String(CLIENTS)} clients, one slot: ${elapsedMs.toFixed(0)} ms`);

      expect(tally(answers)).toEqual({ "201": 1, "400 slot_taken": CLIENTS - 1 });
      for (const { text } of answers.filter(({ status }) => status === 400)) {
        const { alternatives } = JSON.parse(text) as { alternatives: { starts_at: string; ends_at: string }[] };
        expect(alternatives.length).toBeGreaterThan(0);
        expect(alternatives.map(({ starts_at }) => Date.parse(starts_at))).not.toContain(Date.parse(startsAt));
      }
      const kept = await bookingsOf(server.http, coach.id, admin.token, PAGE);
      expect(kept.map(({ id }) => id)).toEqual(
        answers.filter(({ status }) => status === 201).map(({ text }) => (JSON.parse(text) as { id: string }).id),
      );
      expect(elapsedMs).toBeLessThan(RACE_MS_MAX);
    },
  );

  it(
    "I1, I2: 2,000 bookings of distinct slots of 20 coaches are all granted, all kept, and none overlap",
    { timeout: 120_000 },
    async () => {
      const coaches = await server.coaches(COACHES);
      const wishes = Array.from({ length: COACHES * BOOKINGS_PER_COACH }, (_, index) => {
        const slot = Math.floor(index / COACHES);
        const startsAt = hourAhead(FIRST_DAY + Math.floor(slot / SLOTS_PER_DAY), FIRST_HOUR + (slot % SLOTS_PER_DAY));
        return { coach: coaches[index % COACHES] as Someone, client: clients[index % CLIENTS] as Someone, startsAt };
      });
      const sentAtMs = performance.now();
      const answers = await atConcurrency(CONCURRENCY, wishes, async ({ client, coach, startsAt }) => book(client, coach.id, startsAt));
      const elapsedMs = performance.now() - sentAtMs;
      const perSecond = (wishes.length / elapsedMs) * 1_000;
      console.log(
        `race: ${String(wishes.length)} bookings, ${String(COACHES)} coaches, ${String(CONCURRENCY)} at a time: ${elapsedMs.toFixed(0)} ms, ${perSecond.toFixed(0)}/s`,
      );

      expect(tally(answers)).toEqual({ "201": wishes.length });
      const granted = new Set(answers.map(({ text }) => (JSON.parse(text) as { id: string }).id));
      expect(granted.size).toBe(wishes.length);
      for (const { id } of coaches) {
        const kept = await bookingsOf(server.http, id, admin.token, PAGE);
        expect(kept).toHaveLength(BOOKINGS_PER_COACH);
        expect(new Set(kept.map((booking) => booking.id)).size).toBe(BOOKINGS_PER_COACH);
        expect(kept.filter((booking) => !granted.has(booking.id))).toEqual([]);
        expect(overlapsAmong(kept)).toEqual([]);
      }
    },
  );
});
