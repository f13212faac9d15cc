/**
 * Requests to a server on the loopback address over as many connections as are asked for at once. An answer is whatever
 * came whole; a lost connection and a timeout are thrown, because nobody knows then what happened.
 */
import { Agent, request } from "node:http";
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";

const CONNECTIONS_MAX = 1_000;
const ANSWER_MS_MAX = 15_000;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

interface Asked {
  readonly token?: string;
  readonly body?: unknown;
  readonly key?: string;
  /** Over those that follow from the others. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body as it is sent, in place of `body`. */
  readonly raw?: string;
  /** How long to wait before the connection is dropped. */
  readonly msMax?: number;
}

export interface Booking {
  readonly id: string;
  readonly session_datetime: string;
  readonly ends_at: string;
  readonly status: "pending" | "confirmed" | "completed" | "cancelled";
  readonly notes: string | null;
  readonly revision: number;
}

export interface Http {
  readonly send: (method: string, path: string, asked?: Asked) => Promise<Answer>;
  readonly closeConnections: () => void;
}

export function openHttp(port: number): Http {
  let agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS_MAX });
  return {
    closeConnections: () => {
      agent.destroy();
      agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS_MAX });
    },
    send: async (method, path, { token, body, key, headers: given = {}, raw, msMax = ANSWER_MS_MAX } = {}) => {
      const payload = raw ?? (body === undefined ? "" : JSON.stringify(body));
      const hasBody = body !== undefined || raw !== undefined;
      const headers = {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(key === undefined ? {} : { "idempotency-key": key }),
        ...(hasBody ? { "content-type": "application/json", "content-length": String(Buffer.byteLength(payload)) } : {}),
        ...given,
      };
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      const asking = request({ agent, host: "127.0.0.1", port, method, path, headers, signal: AbortSignal.timeout(msMax) }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.on("error", reject);
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      });
      asking.on("error", reject);
      asking.end(payload);
      return await promise;
    },
  };
}

/** Runs `work` for each item, so many at a time, in order. */
export async function atConcurrency<Item, Result>(
  lanes: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

/** RFC 3339 of a full hour (UTC) some days ahead. */
export function hourAhead(days: number, hour: number): string {
  return new Date((Math.floor(Date.now() / DAY_MS) + days) * DAY_MS + hour * HOUR_MS).toISOString();
}

/** Every booking of a coach, whatever its status, page by page along the cursor. */
export async function bookingsOf(http: Http, coachId: string, adminToken: string, limit: number): Promise<Booking[]> {
  const found: Booking[] = [];
  let cursor: string | null = null;
  do {
    const path: string = `/booking/coach/${coachId}?limit=${String(limit)}${cursor === null ? "" : `&cursor=${cursor}`}`;
    const answer = await http.send("GET", path, { token: adminToken });
    if (answer.status !== 200) throw new Error(`GET ${path}: ${String(answer.status)} ${answer.text}`);
    const page = JSON.parse(answer.text) as { bookings: Booking[]; next_cursor: string | null };
    found.push(...page.bookings);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return found;
}

/** Pairs of active bookings that overlap; buffers are 0 throughout these tests, and no booking comes near its lapse. */
export function overlapsAmong(bookings: readonly Booking[]): string[] {
  const active = bookings
    .filter(({ status }) => status === "pending" || status === "confirmed")
    .map(({ id, session_datetime, ends_at }) => ({ id, startsAt: Date.parse(session_datetime), endsAt: Date.parse(ends_at) }))
    .sort((one, other) => one.startsAt - other.startsAt);
  const found: string[] = [];
  let latest = active[0];
  for (const booking of active.slice(1)) {
    if (latest !== undefined && booking.startsAt < latest.endsAt) found.push(`${latest.id} and ${booking.id}`);
    if (latest === undefined || booking.endsAt > latest.endsAt) latest = booking;
  }
  return found;
}
