/**
 * What the stories about calendars share: a coach with a connected calendar and a client, and their usual steps. The clock
 * is the test's: it stands still unless a step says otherwise.
 */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, vi } from "vitest";
import type { CalendarProviderName } from "../../src/domain/effect.ts";
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";
import { settleAgenda } from "../support/agenda-bell.ts";
import { Mailbox } from "../support/calendar-sim.ts";
import { person, type Person, seenCoach } from "../support/people.ts";
import { accountFaults } from "../support/worker.ts";

export interface Scene {
  readonly coach: Person;
  readonly client: Person;
  readonly coachMail: string;
  readonly clientMail: string;
  readonly mailbox: Mailbox;
}

export function useCalendarClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"] });
  });
  afterEach(() => {
    accountFaults.plan = null;
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
}

/** Time passes here and at the provider. */
export async function pass(ms: number, mailbox: Mailbox): Promise<void> {
  vi.setSystemTime(Date.now() + ms);
  await mailbox.followClock();
}

/** The midnight after the tests began: a story that passes midnight goes on speaking of the same day. */
const FIRST_MIDNIGHT = Math.ceil(Date.now() / DAY_MS) * DAY_MS;

/** RFC 3339, UTC. */
export function at(days: number, hour = 10): string {
  return new Date(FIRST_MIDNIGHT + days * DAY_MS + hour * HOUR_MS).toISOString();
}

export function later(iso: string, ms: number): string {
  return new Date(Date.parse(iso) + ms).toISOString();
}

/** Connected, and not yet read. */
export async function connectedScene(provider: CalendarProviderName, mailbox = new Mailbox(provider)): Promise<Scene> {
  const mark = crypto.randomUUID();
  const [coachMail, clientMail] = [`coach-${mark}@people.test`, `client-${mark}@people.test`];
  const coach = await seenCoach({ name: "Ida", email: coachMail, lifetime: "90d" });
  const client = await person("client", { name: "Sam", email: clientMail, lifetime: "90d" });
  const connected = await mailbox.connect(coach);
  expect([connected.status, await connected.json()]).toMatchObject([
    200,
    { provider, account: mailbox.address, state: "active", is_organizer: true },
  ]);
  return { coach, client, coachMail, clientMail, mailbox };
}

export async function scene(provider: CalendarProviderName, mailbox = new Mailbox(provider)): Promise<Scene> {
  const stage = await connectedScene(provider, mailbox);
  await stage.mailbox.ring(stage.coach);
  // The look after the channel was opened.
  vi.setSystemTime(Date.now() + 1_000);
  await stage.mailbox.ring(stage.coach);
  return stage;
}

export async function book({ coach, client }: Scene, startsAt: string): Promise<string> {
  const asked = { coach_id: coach.id, session_datetime: startsAt, duration_minutes: 60 };
  const response = await client.call("POST", "/booking", asked);
  const booking = await response.json<{ id: string }>();
  expect([response.status, booking]).toMatchObject([201, {}]);
  return booking.id;
}

/** What a client who wants a time is told: `booked`, or the code of the problem. */
export async function wanted({ coach, client }: Scene, startsAt: string): Promise<string> {
  const asked = { coach_id: coach.id, session_datetime: startsAt, duration_minutes: 60 };
  const response = await client.call("POST", "/booking", asked);
  return response.status === 201 ? "booked" : (await response.json<{ code: string }>()).code;
}

export async function confirmed(stage: Scene, startsAt: string): Promise<string> {
  const id = await book(stage, startsAt);
  expect((await stage.coach.call("PATCH", `/booking/${id}/status`, { status: "confirmed" })).status).toBe(200);
  await settle(stage);
  return id;
}

/** Until nothing is left: effects may wait some seconds for a link that is being made. */
export async function settle({ coach }: Scene, rounds = 4): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await settleAgenda(coach.id, 20);
    vi.setSystemTime(Date.now() + 3_000);
  }
  await settleAgenda(coach.id, 20);
}

/** What the provider has told by now is taken in: Graph never tells of an event that came and went between two readings. */
export async function heard({ coach, mailbox }: Scene): Promise<void> {
  await mailbox.pushAll();
  vi.setSystemTime(Date.now() + 2_000);
  await mailbox.ring(coach);
}

export async function viewed({ coach }: Scene, id: string): Promise<Record<string, unknown>> {
  return await (await coach.call("GET", `/booking/${id}`)).json();
}

export async function connection({ coach }: Scene): Promise<Record<string, unknown>> {
  const { connections } = await (await coach.call("GET", "/calendar/connections")).json<{ connections: Record<string, unknown>[] }>();
  return connections[0] ?? {};
}

/** The account's object as the coach's agenda sees it. */
export function accountOf({ coach, mailbox }: Scene) {
  const name = `${coach.id}:${mailbox.provider}`;
  return { name, object: env.CALENDAR_ACCOUNT.getByName(name) };
}

/** The creates of events that the provider was sent. */
export async function creates({ mailbox }: Scene): Promise<number> {
  return (await mailbox.log()).filter(({ method, path }) => method === "POST" && /\/events(?:\?|$)/u.test(path)).length;
}

/** The push channel that is open, with its secret, as the object keeps it. */
export async function channelOf(stage: Scene): Promise<{ readonly channelId: string; readonly token: string }> {
  const kept = await runInDurableObject(
    accountOf(stage).object,
    async (_object, state) => await state.storage.get<readonly { channelId: string; secret: string }[]>("channels"),
  );
  const [channel] = kept ?? [];
  return { channelId: channel?.channelId ?? "", token: channel?.secret ?? "" };
}
