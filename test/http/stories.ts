/**
 * What the stories told through the API do again and again: book, change terms, and be refused with nothing left behind.
 */
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { Answer, Call, Person } from "./app-under-test.ts";

export type Ask = () => Promise<Answer>;

/** More than any version there is: whoever sends it is answered from the primary, never from the edge. */
export const FRESH = { min_version: "1000000" };

export async function book(api: Call, client: Person, coach: Pick<Person, "id">, startsAt: string, fields: object = {}): Promise<Answer> {
  return await api("POST", "/booking", {
    as: client,
    body: { coach_id: coach.id, session_datetime: startsAt, duration_minutes: 60, ...fields },
  });
}

/** The id of a booking that was granted. */
export async function booked(api: Call, client: Person, coach: Pick<Person, "id">, startsAt: string, fields: object = {}): Promise<string> {
  const answer = await book(api, client, coach, startsAt, fields);
  expect([answer.status, answer.body["code"]]).toEqual([201, undefined]);
  return String(answer.body["id"]);
}

export async function setTerms(api: Call, coach: Person, patch: object): Promise<void> {
  const answer = await api("PATCH", `/coach/${coach.id}/settings`, { as: coach, body: patch });
  expect([answer.status, answer.text]).toEqual([200, answer.text]);
}

/** Something that the coach sells from now on, by its id: an hour for nothing where the terms say no more. */
export async function sell(api: Call, coach: Person, terms: object = {}): Promise<string> {
  const body = { title: "A session", duration_minutes: 60, ...terms };
  const answer = await api("POST", `/coach/${coach.id}/offers`, { as: coach, body });
  expect([answer.status, answer.text]).toEqual([201, answer.text]);
  return String(answer.body["id"]);
}

export const euros = (amountMinor: number) => ({ amount_minor: amountMinor, currency: "EUR" });

export async function setStatus(api: Call, as: Person, id: string, status: string, reason?: string): Promise<Answer> {
  return await api("PATCH", `/booking/${id}/status`, { as, body: { status, ...(reason === undefined ? {} : { reason }) } });
}

/** Every row that a refused request must leave alone, as it stands. */
export async function wholeRecord(): Promise<Record<string, unknown[]>> {
  const tables = ["bookings", "audit_log", "outbox", "idempotency_keys", "coach_profiles", "offers"];
  const results = await env.DB.batch(tables.map((table) => env.DB.prepare(`SELECT * FROM ${table} ORDER BY 1, 2, 3, 4`)));
  return Object.fromEntries(tables.map((table, index) => [table, results[index]?.results ?? []]));
}

/** Refused with that status and code, and not a row differs afterwards. */
export async function expectRefused(ask: Ask, status: number, code: string, what = ""): Promise<Answer> {
  const before = await wholeRecord();
  const answer = await ask();
  expect([what, answer.status, answer.body["code"]]).toEqual([what, status, code]);
  expect(await wholeRecord(), what).toEqual(before);
  return answer;
}

/** How often each status and code was answered. */
export function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const name = `${String(status)} ${typeof body["code"] === "string" ? body["code"] : "ok"}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
