/**
 * A bounded, random load of creations, confirmations, cancellations and reschedules, recorded as a history: what was
 * asked, when, and what the one who asked knows of it. A timeout, a 5xx and a lost connection are `unknown`: it may have
 * happened. The load ends when `stop` is called; what is under way then ends as it ends.
 */
import { type Answer, type Booking, hourAhead, type Http } from "./http.ts";
import type { Someone } from "./server.ts";

type Operation = "create" | "confirm" | "cancel" | "reschedule";

interface Arguments {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  /** Whose booking it is, and of which coach. */
  readonly coach_id: string;
  readonly by: string;
  readonly booking_id: string | null;
}

/** One entry of the history, in the form of checks.md section I; `answer` is what came back, for the checker. */
export interface Event {
  readonly process: number;
  readonly operation: Operation;
  readonly key: string;
  readonly arguments: Arguments;
  readonly invoked_at: number;
  readonly completed_at: number;
  readonly outcome: "ok" | "refused" | "unknown";
  readonly answer: Answer | null;
}

export interface Load {
  readonly history: readonly Event[];
  readonly stop: () => void;
  /** Resolves when every process has had its last answer or lost it. */
  readonly ended: Promise<void>;
}

export interface LoadOptions {
  readonly http: Http;
  readonly coaches: readonly Someone[];
  /** One for each process. */
  readonly clients: readonly Someone[];
  readonly requestsMax: number;
  readonly random: () => number;
  /** Called after each answer. */
  readonly onAnswer: (answered: number) => void;
}

const FIRST_DAY = 2;
const DAYS = 15;
const HOURS_OF_DAY = [9, 10, 11, 12, 13, 14, 15, 16];
const LONG_EVERY = 4;
/** Some hang up at a moment of their own: what they asked for mostly happens, and they never learn of it. */
const HANGS_UP_EVERY = 15;
const HANGS_UP_MS_MAX = 300;

export function outcomeOf(answer: Answer | null): Event["outcome"] {
  if (answer === null || answer.status >= 500) return "unknown";
  return answer.status < 300 ? "ok" : "refused";
}

/** mulberry32: small, and the same on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function startLoad({ http, coaches, clients, requestsMax, random, onAnswer }: LoadOptions): Load {
  const history: Event[] = [];
  const known: { readonly id: string; readonly coach: Someone; readonly client: Someone }[] = [];
  let asked = 0;
  let answered = 0;
  const over = new AbortController();
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;

  /** An hour, or two from an odd hour on: the two lengths meet in the middle of each other. */
  const time = (): { session_datetime: string; duration_minutes: number } => {
    const isLong = Math.floor(random() * LONG_EVERY) === 0;
    const hour = pick(isLong ? HOURS_OF_DAY.filter((each) => each % 2 === 1) : HOURS_OF_DAY);
    return { session_datetime: hourAhead(FIRST_DAY + Math.floor(random() * DAYS), hour), duration_minutes: isLong ? 120 : 60 };
  };

  const next = (client: Someone, key: string): { operation: Operation; by: Someone; coach: Someone; arguments: Arguments } => {
    const booking = random() < 0.5 ? undefined : pick(known);
    if (booking === undefined) {
      const coach = pick(coaches);
      const body = { coach_id: coach.id, ...time(), notes: key };
      return {
        operation: "create",
        by: client,
        coach,
        arguments: { method: "POST", path: "/booking", body, coach_id: coach.id, by: client.id, booking_id: null },
      };
    }
    const { id, coach } = booking;
    const by = pick([booking.coach, booking.client]);
    const common = { coach_id: coach.id, by: by.id, booking_id: id };
    const operation = pick(["confirm", "cancel", "reschedule"] as const);
    if (operation === "confirm")
      return {
        operation,
        by,
        coach,
        arguments: { method: "PATCH", path: `/booking/${id}/status`, body: { status: "confirmed" }, ...common },
      };
    if (operation === "cancel")
      return { operation, by, coach, arguments: { method: "DELETE", path: `/booking/${id}`, body: undefined, ...common } };
    return { operation, by, coach, arguments: { method: "PATCH", path: `/booking/${id}`, body: time(), ...common } };
  };

  const lane = async (client: Someone, process: number): Promise<void> => {
    while (!over.signal.aborted && asked < requestsMax) {
      asked += 1;
      const key = `${String(process)}-${String(asked)}`;
      const { operation, by, coach, arguments: args } = next(client, key);
      const invoked_at = Date.now();
      const patience = Math.floor(random() * HANGS_UP_EVERY) === 0 ? { msMax: 1 + Math.floor(random() * HANGS_UP_MS_MAX) } : {};
      const answer = await http.send(args.method, args.path, { token: by.token, body: args.body, key, ...patience }).catch(() => null);
      const outcome = outcomeOf(answer);
      history.push({ process, operation, key, arguments: args, invoked_at, completed_at: Date.now(), outcome, answer });
      if (outcome === "ok" && operation === "create" && answer !== null)
        known.push({ id: (JSON.parse(answer.text) as Booking).id, coach, client });
      if (answer !== null) onAnswer((answered += 1));
    }
  };

  const ended = Promise.all(clients.map(lane)).then(() => undefined);
  return {
    history,
    ended,
    stop: () => {
      over.abort();
    },
  };
}
