/**
 * Plays one case of a file of recorded answers: a provider that gives exactly the answers of the case, our client before it, and a judge
 * that holds what the client makes of them to what the case expects. It translates nothing that is asked: a request that the case does
 * not hold fails the case. It reaches no network, no clock and no file, so that it runs in Node and in workerd alike.
 */
import { z } from "zod";
import { instant, type Interval } from "../src/domain/instant.ts";
import { type BusyChange, syncCalendar } from "../src/providers/busy-sync.ts";
import type { ProviderOptions } from "../src/providers/call.ts";
import { oauthOf } from "../src/providers/oauth/oauth.ts";
import type { CalendarProvider, EventDraft } from "../src/providers/port.ts";
import { PROVIDERS } from "../src/providers/registry.ts";
import { ok, type Result } from "../src/lib/result.ts";

const answerSchema = z.object({
  status: z.number().default(200),
  headers: z.record(z.string(), z.string()).default({ "content-type": "application/json" }),
  body: z.unknown().optional(),
  raw: z.string().optional(),
  /** Part of the address of the one event that this answers for. */
  match: z.string().optional(),
});
type RecordedAnswer = z.output<typeof answerSchema>;

/** The draft of the case's write, where it is not the one below. */
const draftSchema = z
  .object({
    bookingId: z.string(),
    generation: z.number(),
    isTentative: z.boolean(),
    title: z.string(),
    description: z.string(),
    location: z.string().nullable(),
    timeZone: z.string(),
    attendees: z.array(z.object({ email: z.string(), name: z.string().nullable() })),
    reminderMinutes: z.array(z.number()),
    conference: z.enum(["wanted", "unwanted", "as_it_stands"]),
  })
  .partial();

const caseSchema = z.object({
  id: z.string(),
  what: z.string(),
  provider: z.enum(["google", "outlook"]),
  /** The request; one that nobody here can ask differs. */
  run: z.string(),
  answers: z.array(answerSchema).default([]),
  rounds: z.array(z.array(answerSchema)).optional(),
  /** The body that answers a plain reading of the calendar view. */
  plain: z.unknown().optional(),
  plain_rounds: z.array(z.unknown()).optional(),
  only_delta: z.boolean().default(false),
  window: z.tuple([z.string(), z.string()]).optional(),
  draft: draftSchema.optional(),
  if_match: z.string().optional(),
  expected: z.record(z.string(), z.unknown()),
});
export type RecordedCase = z.output<typeof caseSchema>;

export const recordedAnswers = z.object({ cases: z.array(caseSchema) });

export interface Played {
  readonly id: string;
  /** A line for each difference; empty where the case came out right. */
  readonly differences: readonly string[];
  /** Whether the case is for a client that keeps delta links, and ours asked for none. */
  readonly isNotAsked: boolean;
}

/** Our words on the left, where the file has another for the same. */
const WORDS_OF_THE_FILE: Readonly<Record<string, string>> = {};

const ABSENT = "__absent__";
const EVENT_ID = "id1";
const BOOKING_ID = "0b7be260-9259-404d-9e08-e87a3c9c0709";
const TENANT_ID = "0aa1b2c3-d4e5-4f60-8718-293a4b5c6d7e";
const NOW = instant(Date.parse("2026-11-26T00:00:00Z"));
const WINDOW_DEFAULT = ["2026-11-25T00:00:00Z", "2027-12-31T00:00:00Z"] as const;

const DRAFT: EventDraft = {
  bookingId: BOOKING_ID,
  generation: 0,
  isTentative: false,
  title: "Session",
  description: "A session.",
  location: null,
  startsAt: instant(Date.parse("2026-12-10T10:00:00Z")),
  endsAt: instant(Date.parse("2026-12-10T11:00:00Z")),
  timeZone: "Europe/Vienna",
  attendees: [],
  reminderMinutes: [60],
  conference: "wanted",
};

export async function playRecorded(recorded: RecordedCase): Promise<Played> {
  const standIn = standInOf(recorded);
  let outcome: Record<string, unknown>;
  try {
    outcome = await outcomeOf(recorded, standIn);
  } catch (error) {
    outcome = { thrown: error instanceof Error ? error.message : String(error) };
  }
  if (standIn.isNotAsked()) return { id: recorded.id, differences: [], isNotAsked: true };
  const unheld = standIn.unheld.map((request) => `asked what the case does not hold: ${request}`);
  const expected = differencesOf(recorded.expected, { ...outcome, sent: standIn.sent() }, "");
  const { fault, thrown } = outcome;
  const instead = expected.length > 0 && (fault ?? thrown) !== undefined ? [`came to ${shown(fault ?? thrown)}`] : [];
  return { id: recorded.id, differences: [...unheld, ...expected, ...instead], isNotAsked: false };
}

interface StandIn {
  readonly fetch: ProviderOptions["fetch"];
  /** Goes on with the answers of another round. */
  readonly setRound: (round: number) => void;
  readonly unheld: readonly string[];
  /** The body of the last write. */
  readonly sent: () => unknown;
  readonly isNotAsked: () => boolean;
}

function standInOf(recorded: RecordedCase): StandIn {
  let round = 0;
  let given = 0;
  let sent: unknown;
  let isNotAsked = false;
  const unheld: string[] = [];
  const answers = (): readonly RecordedAnswer[] => recorded.rounds?.[round] ?? recorded.answers;
  const plain = (): unknown => recorded.plain_rounds?.[round] ?? recorded.plain;

  function answerTo(url: string): RecordedAnswer | undefined {
    const asked = kindOf(url);
    if (recorded.only_delta && asked !== "delta") {
      isNotAsked = true;
      return undefined;
    }
    if (plain() === undefined || asked === "delta") {
      given += 1;
      return answers()[given - 1];
    }
    if (asked === "view") return { status: 200, headers: { "content-type": "application/json" }, body: plain() };
    return asked === "event" ? answers().find((answer) => isOfEvent(answer, url)) : undefined;
  }

  return {
    fetch(url, init) {
      const method = init.method ?? "GET";
      if (typeof init.body === "string" && method !== "GET") sent = parsedBody(init.body);
      const answer = answerTo(url);
      if (answer === undefined) {
        if (!recorded.only_delta) unheld.push(`${method} ${url}`);
        return Promise.reject(new Error("not held"));
      }
      const hasBody = answer.raw !== undefined || answer.body !== undefined;
      const { status, headers } = answer;
      return Promise.resolve(new Response(hasBody ? (answer.raw ?? JSON.stringify(answer.body)) : null, { status, headers }));
    },
    setRound(next) {
      round = next;
      given = 0;
    },
    unheld,
    sent: () => sent,
    isNotAsked: () => isNotAsked,
  };
}

/** The part of Graph that a request asks for: only a case with a plain reading is answered by it. */
function kindOf(url: string): "delta" | "view" | "event" | "else" {
  const { pathname, search } = new URL(url);
  if (pathname.endsWith("/delta") || /deltatoken|skiptoken/iu.test(search)) return "delta";
  if (pathname.endsWith("/calendarView")) return "view";
  return /\/events\/[^/]+$/u.test(pathname) ? "event" : "else";
}

const named = z.object({ id: z.string() });

/** A refusal answers for whichever event is read. */
function isOfEvent({ match, status, body }: RecordedAnswer, url: string): boolean {
  if (match !== undefined) return url.includes(match);
  return status >= 400 || new URL(url).pathname.endsWith(`/${encodeURIComponent(named.safeParse(body).data?.id ?? "")}`);
}

function parsedBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return Object.fromEntries(new URLSearchParams(text));
  }
}

async function outcomeOf(recorded: RecordedCase, standIn: StandIn): Promise<Record<string, unknown>> {
  const { provider: name, run } = recorded;
  const options = { addressOf: (address: string) => address, fetch: standIn.fetch, now: () => NOW };
  const provider = PROVIDERS[name].client(options, "access-token");
  const asked = Object.fromEntries(Object.entries(recorded.draft ?? {}).filter(([, value]) => value !== undefined));
  const draft: EventDraft = { ...DRAFT, ...timeAsked(recorded), ...asked };
  const runs: Readonly<Record<string, () => Promise<Record<string, unknown>>>> = {
    sync: async () => await busyAfter(recorded, standIn, provider, 1),
    sync2: async () => await busyAfter(recorded, standIn, provider, recorded.rounds?.length ?? 1),
    async busy() {
      // The file's answers name the calendar so.
      const all = await provider.busy(["cal"], windowOf(recorded));
      const read = all.ok ? (all.value.get("cal") ?? ok([])) : all;
      return read.ok ? { busy: joined(read.value) } : told(read);
    },
    calendars: async () => told(await provider.calendars(), "calendars"),
    read: async () => told(await provider.read("primary", EVENT_ID), "event"),
    create: async () => told(await provider.create("primary", draft), "event"),
    update: async () => told(await provider.update("primary", EVENT_ID, draft, recorded.if_match ?? null), "event"),
    remove: async () => told(await provider.remove("primary", EVENT_ID)),
    async refresh() {
      const tenantId = name === "outlook" ? TENANT_ID : null;
      const account = { id: "account", email: "me@example.com", tenantId };
      const tokens = { accessToken: "access", refreshToken: "refresh", expiresAt: NOW, scopes: [], account };
      return told(await oauthOf(PROVIDERS[name].signIn, { ...options, clientId: "app", clientSecret: "secret" }).refresh(tokens));
    },
  };
  const act = Object.hasOwn(runs, run) ? runs[run] : undefined;
  return act === undefined ? { thrown: `no such run: ${run}` } : await act();
}

const standing = z.object({ start: z.object({ dateTime: z.string() }), end: z.object({ dateTime: z.string() }) });

/** A write asks for the time at which the last answer shows the event: the answers are those to such a write. */
function timeAsked({ answers }: RecordedCase): Partial<EventDraft> {
  const event = answers.flatMap(({ body }) => standing.safeParse(body).data ?? []).at(-1);
  if (event === undefined) return {};
  const [startsAt, endsAt] = [event.start, event.end].map(({ dateTime }) => instant(Date.parse(`${dateTime.slice(0, 19)}Z`)));
  return startsAt === undefined || endsAt === undefined ? {} : { startsAt, endsAt };
}

/** Busy time after so many rounds, each going on where the one before ended. */
async function busyAfter(
  recorded: RecordedCase,
  standIn: StandIn,
  provider: CalendarProvider,
  rounds: number,
): Promise<Record<string, unknown>> {
  let cursor: string | null = null;
  let pieces: readonly BusyChange["pieces"][number][] = [];
  for (let round = 0; round < rounds; round += 1) {
    standIn.setRound(round);
    const read: Result<BusyChange, unknown> = await syncCalendar(provider, "primary", windowOf(recorded), cursor);
    if (!read.ok) return told(read);
    const { isWhole, eventIds } = read.value;
    pieces = [...(isWhole ? [] : pieces.filter(({ eventId }) => !eventIds.includes(eventId))), ...read.value.pieces];
    ({ cursor } = read.value);
  }
  return { busy: joined(pieces) };
}

function windowOf({ window }: RecordedCase): Interval {
  const [startsAt, endsAt] = window ?? WINDOW_DEFAULT;
  return { startsAt: instant(Date.parse(startsAt)), endsAt: instant(Date.parse(endsAt)) };
}

/** In order, one where they touch, as the file writes it. */
function joined(intervals: readonly Interval[]): string[] {
  const whole: { startsAt: number; endsAt: number }[] = [];
  for (const { startsAt, endsAt } of intervals.toSorted((one, other) => one.startsAt - other.startsAt)) {
    const last = whole.at(-1);
    if (last === undefined || startsAt > last.endsAt) whole.push({ startsAt, endsAt });
    else last.endsAt = Math.max(last.endsAt, endsAt);
  }
  const iso = (epochMs: number): string => new Date(epochMs).toISOString().replace(".000Z", "Z");
  return whole.map(({ startsAt, endsAt }) => `${iso(startsAt)}/${iso(endsAt)}`);
}

function told(result: Result<unknown, unknown>, member?: string): Record<string, unknown> {
  if (!result.ok) return { fault: result.problem };
  return member === undefined ? { ok: true } : { ok: true, [member]: result.value };
}

const record = z.record(z.string(), z.unknown());

/** Members that are not expected do not matter; a list is held to its whole length. */
function differencesOf(expected: unknown, got: unknown, path: string): string[] {
  if (expected === ABSENT) return got === undefined ? [] : [`${path}: expected nothing, got ${shown(got)}`];
  if (Array.isArray(expected) && Array.isArray(got) && expected.length === got.length) {
    return expected.flatMap((one: unknown, index) => differencesOf(one, got[index], `${path}[${String(index)}]`));
  }
  const [wanted, given] = [record.safeParse(expected).data, record.safeParse(got).data];
  if (wanted !== undefined && given !== undefined) {
    return Object.entries(wanted).flatMap(([name, one]) => differencesOf(one, given[name], path === "" ? name : `${path}.${name}`));
  }
  const word = typeof got === "string" ? (WORDS_OF_THE_FILE[got] ?? got) : got;
  return shown(expected) === shown(word) ? [] : [`${path}: expected ${shown(expected)}, got ${shown(got)}`];
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
