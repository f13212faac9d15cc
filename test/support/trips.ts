/**
 * What each act of a booking's life costs in D1 round trips and rows: the acts, told once for the test that holds the
 * counts and for the benchmark that prints them, and the counts as they are. Knows no runtime; `TripStage` is what it
 * needs of one. Nobody has a calendar or a price; in the acts that do not say otherwise everybody has a mail address.
 */
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";
import type { D1Counts } from "./counting.ts";

type TripBound = Pick<D1Counts, "roundTrips" | "rowsRead" | "rowsWritten">;

/**
 * Trips are exact; rows are at most these. Work that lowers one lowers it here. D1 counts the row behind
 * the end of a range too, so a few rows more or fewer are read as random ids fall; two are allowed for beyond the most seen.
 */
export const TRIPS: Readonly<Record<string, TripBound>> = {
  "look-up, miss": { roundTrips: 1, rowsRead: 12, rowsWritten: 0 },
  create: { roundTrips: 2, rowsRead: 29, rowsWritten: 18 },
  "dispatch after create": { roundTrips: 2, rowsRead: 89, rowsWritten: 3 },
  "create, slot taken": { roundTrips: 2, rowsRead: 27, rowsWritten: 0 },
  confirm: { roundTrips: 4, rowsRead: 26, rowsWritten: 14 },
  "dispatch after confirm": { roundTrips: 2, rowsRead: 97, rowsWritten: 15 },
  move: { roundTrips: 4, rowsRead: 40, rowsWritten: 18 },
  "dispatch after move": { roundTrips: 2, rowsRead: 106, rowsWritten: 15 },
  "signed read": { roundTrips: 1, rowsRead: 5, rowsWritten: 0 },
  cancel: { roundTrips: 4, rowsRead: 26, rowsWritten: 12 },
  "dispatch after cancel": { roundTrips: 2, rowsRead: 102, rowsWritten: 9 },
  "idle ring": { roundTrips: 1, rowsRead: 12, rowsWritten: 0 },
  "dispatch after create, nobody has an address": { roundTrips: 2, rowsRead: 64, rowsWritten: 3 },
};

export interface TripStage {
  readonly tokenOf: (role: string, id: string, email: string | null) => Promise<string>;
  readonly call: (method: string, path: string, token: string | null, body?: unknown) => Promise<{ status: number; body: unknown }>;
  /** Rings the coach's alarm and waits until it has done what was due. */
  readonly ring: (coachId: string) => Promise<void>;
  /** The counts since this was last asked. */
  readonly take: () => Promise<D1Counts>;
}

interface People {
  readonly coachId: string;
  readonly coach: string;
  readonly client: string;
  readonly rival: string;
}

/** Plays the acts one after the other; the counts of each by its name, in order. */
export async function countTrips(stage: TripStage): Promise<Map<string, D1Counts>> {
  const counts = new Map<string, D1Counts>();
  const count = async (name: string, act: () => Promise<unknown>): Promise<void> => {
    await stage.take();
    await act();
    counts.set(name, await stage.take());
  };
  await countWithMail(stage, await knownPeople(stage, true), count);
  const bare = await knownPeople(stage, false);
  await book(stage, bare.coachId, bare.client, 10);
  await count("dispatch after create, nobody has an address", async () => await stage.ring(bare.coachId));
  return counts;
}

async function countWithMail(
  stage: TripStage,
  { coachId, coach, client, rival }: People,
  count: (name: string, act: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const dispatchAfter = async (name: string): Promise<void> => await count(`dispatch after ${name}`, async () => await stage.ring(coachId));
  const range = new URLSearchParams({ start_date: moment(0), end_date: moment(7 * 24), duration_minutes: "60" });
  let id = "";
  const change = async (method: string, path: string, token: string, body: unknown, status = 200): Promise<void> => {
    await ask(stage, { method, path: `/booking/${id}${path}`, token, body, status });
  };
  await count("look-up, miss", async () => {
    await ask(stage, { method: "GET", path: `/booking/coach/${coachId}/availability?${range.toString()}`, token: null, status: 200 });
  });
  await count("create", async () => (id = await book(stage, coachId, client, 10)));
  await dispatchAfter("create");
  await count("create, slot taken", async () => {
    await ask(stage, { method: "POST", path: "/booking", token: rival, body: wish(coachId, 10), status: 400 });
  });
  await count("confirm", async () => await change("PATCH", "/status", coach, { status: "confirmed" }));
  await dispatchAfter("confirm");
  await count("move", async () => await change("PATCH", "", client, { session_datetime: moment(12) }));
  await dispatchAfter("move");
  await count("signed read", async () => await change("GET", "", client, undefined));
  await count("cancel", async () => await change("DELETE", "", client, undefined, 204));
  await dispatchAfter("cancel");
  await count("idle ring", async () => await stage.ring(coachId));
}

/** People whom the service has seen, each with a booking already, whose effects are done. */
async function knownPeople(stage: TripStage, withMail: boolean): Promise<People> {
  const tokenOf = async (role: string, id: string): Promise<string> =>
    await stage.tokenOf(role, id, withMail ? `${id}@people.example` : null);
  const coachId = crypto.randomUUID();
  const [coach, client, rival] = [
    await tokenOf("coach", coachId),
    await tokenOf("client", crypto.randomUUID()),
    await tokenOf("client", crypto.randomUUID()),
  ];
  await ask(stage, { method: "GET", path: `/coach/${coachId}/availability`, token: coach, status: 200 });
  await book(stage, coachId, client, 9);
  await stage.ring(coachId);
  await book(stage, coachId, rival, 15);
  await stage.ring(coachId);
  return { coachId, coach, client, rival };
}

/** An instant some days ahead, at that hour (UTC); a coach nobody has set up is open from 09:00 to 17:00. */
function moment(hour: number): string {
  return new Date(Math.ceil(Date.now() / DAY_MS) * DAY_MS + 3 * DAY_MS + hour * HOUR_MS).toISOString();
}

function wish(coachId: string, hour: number): unknown {
  return { coach_id: coachId, session_datetime: moment(hour), duration_minutes: 60 };
}

async function book(stage: TripStage, coachId: string, token: string, hour: number): Promise<string> {
  const body = await ask(stage, { method: "POST", path: "/booking", token, body: wish(coachId, hour), status: 201 });
  return (body as { readonly id: string }).id;
}

interface Question {
  readonly method: string;
  readonly path: string;
  readonly token: string | null;
  readonly body?: unknown;
  readonly status: number;
}

async function ask(stage: TripStage, { method, path, token, body, status }: Question): Promise<unknown> {
  const answer = await stage.call(method, path, token, body);
  if (answer.status !== status) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}
