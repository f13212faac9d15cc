/**
 * Cloudflare's Analytics Engine as this service uses it: takes the rows that data points are written as, and answers the SQL API over them. Strict: it
 * knows one account, one token, and the one form of query that is asked; anything else is refused as the real one would. Faults are ordered by name.
 */
import { type DataPoint, measureInto } from "../../src/lib/data-point.ts";
import { DAY_MS, HOUR_MS, SECOND_MS } from "../../src/lib/duration.ts";

export const ACCOUNT = { accountId: "0123456789abcdef0123456789abcdef", token: "a-token-that-may-read-analytics" } as const;

const ADDRESS = `https://api.cloudflare.com/client/v4/accounts/${ACCOUNT.accountId}/analytics_engine/sql`;
const QUERY =
  /^SELECT toUnixTimestamp\(toStartOfInterval\(timestamp, INTERVAL '(?<stretch>\d+)' HOUR\)\) AS at, if\((?:blob2 = '(?<word>\w+)'|double3 < (?<bound>\d+)), 'well', 'wrong'\) AS outcome, SUM\(_sample_interval\) AS times FROM culturebridge_booking WHERE index1 = '(?<event>\w+)' AND timestamp > NOW\(\) - INTERVAL '(?<days>\d+)' DAY GROUP BY at, outcome ORDER BY at, outcome LIMIT 100 FORMAT JSON$/u;

interface Row {
  readonly indexes: readonly string[];
  readonly blobs: readonly string[];
  readonly doubles: readonly number[];
}

export const SIM_FAULTS = {
  status_401: () => Response.json({ success: false, errors: [{ code: 10_000, message: "Authentication error" }] }, { status: 401 }),
  status_429: () => new Response("too many requests", { status: 429, headers: { "Retry-After": "30" } }),
  status_500: () => new Response("internal error", { status: 500 }),
  a_redirect: () => new Response(null, { status: 302, headers: { Location: "https://elsewhere.test/" } }),
  no_json: () => new Response("<html>200</html>", { headers: { "Content-Type": "text/html" } }),
  other_json: () => Response.json({ success: true, result: [] }),
  empty_text: () => answerOf([{ at: 0, outcome: "well", times: "" }]),
  null_count: () => answerOf([{ at: 0, outcome: "well", times: null }]),
  negative_count: () => answerOf([{ at: 0, outcome: "well", times: -1 }]),
  other_outcome: () => answerOf([{ at: 0, outcome: "constructor", times: "1" }]),
  cut_rows: () => Response.json({ meta: [], data: [], rows: 3 }),
  too_many_rows: () => answerOf(Array.from({ length: 101 }, (_, at) => ({ at, outcome: "well", times: "1" }))),
  too_large: () => Response.json({ meta: [], data: [], rows: 0, more: "x".repeat(70_000) }),
  unreachable: () => {
    throw new TypeError("Network connection lost.");
  },
} as const satisfies Readonly<Record<string, () => Response>>;

type SimFault = keyof typeof SIM_FAULTS | "slow";

export class AnalyticsSim {
  /** Each query that was asked for. */
  readonly asked: string[] = [];
  readonly #now: () => number;
  readonly #kept: { readonly at: number; readonly times: number; readonly row: Row }[] = [];
  readonly #faults = new Map<string, SimFault>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** As the service writes it, so many milliseconds ago. `times`: how many points the one that was kept stands for. */
  write(point: DataPoint, agoMs: number, times = 1): void {
    measureInto({ writeDataPoint: (row) => this.#kept.push({ at: this.#now() - agoMs, times, row }) })(point);
  }

  /** Whatever is asked about that event fails so. */
  order(event: DataPoint["event"], fault: SimFault): void {
    this.#faults.set(event, fault);
  }

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (url !== ADDRESS || init.method !== "POST") return new Response("no route for that address", { status: 404 });
    if (headers.get("Authorization") !== `Bearer ${ACCOUNT.token}`) return SIM_FAULTS.status_401();
    if (headers.has("Content-Type")) return new Response("the query is the body, as text", { status: 415 });
    const text = typeof init.body === "string" ? init.body : "";
    this.asked.push(text);
    const asked = QUERY.exec(text)?.groups;
    if (asked === undefined) return new Response("cannot parse input", { status: 422 });
    const { event = "" } = asked;
    const fault = this.#faults.get(event);
    if (fault === "slow") return await Promise.withResolvers<Response>().promise;
    return fault === undefined ? this.#count(asked) : SIM_FAULTS[fault]();
  };

  #count({ event, stretch, word, bound, days }: Readonly<Record<string, string | undefined>>): Response {
    const stretchMs = Number(stretch) * HOUR_MS;
    const sums = new Map<string, number>();
    for (const { at, times, row } of this.#kept) {
      if (row.indexes[0] !== event || at <= this.#now() - Number(days) * DAY_MS) continue;
      const isWell = word === undefined ? (row.doubles[2] ?? 0) < Number(bound) : row.blobs[1] === word;
      const key = `${String((at - (at % stretchMs)) / SECOND_MS)} ${isWell ? "well" : "wrong"}`;
      sums.set(key, (sums.get(key) ?? 0) + times);
    }
    return answerOf(
      [...sums].map(([key, times]) => {
        const [at, outcome] = key.split(" ");
        return { at: Number(at), outcome, times: String(times) };
      }),
    );
  }
}

function answerOf(data: readonly object[]): Response {
  const meta = [
    { name: "at", type: "UInt32" },
    { name: "outcome", type: "String" },
    { name: "times", type: "UInt64" },
  ];
  return Response.json({ meta, data, rows: data.length });
}
