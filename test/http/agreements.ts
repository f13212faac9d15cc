/** What the stories about agreements do again and again: sell, pay, ask, and look at a booking. */
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { deliver, onHostedPage, webhook, webhooksOf } from "../support/stripe-sim.ts";
import { type Answer, type Call, type Person, seenCoach, someone } from "./app-under-test.ts";
import { setStatus } from "./stories.ts";

export const HOUR_PRICE = { amount_minor: 6_001, currency: "EUR" };

export interface Parties {
  readonly coach: Person;
  readonly client: Person;
  readonly admin: Person;
}

/** Tokens that outlive the days a story passes. */
export async function parties(api: Call): Promise<Parties> {
  const { id } = await seenCoach(api);
  const coach = await someone("coach", { id, lifetime: "90d" });
  return { coach, client: await someone("client", { lifetime: "90d" }), admin: await someone("admin", { lifetime: "90d" }) };
}

/** The id of an offer: an hour at its price, unless told otherwise. */
export async function offered(api: Call, coach: Person, fields: object = {}): Promise<string> {
  const body = { title: "An hour", duration_minutes: 60, price: HOUR_PRICE, ...fields };
  const answer = await api("POST", `/coach/${coach.id}/offers`, { as: coach, body });
  expect([answer.status, answer.body["code"]]).toEqual([201, undefined]);
  return String(answer.body["id"]);
}

export async function paid(api: Call, client: Person, id: string): Promise<void> {
  const opened = await api("POST", "/payments/checkout", { as: client, body: { booking_id: id } });
  expect([opened.status, opened.body["code"]]).toEqual([200, undefined]);
  await payAt(opened, id);
}

/** Pays on the page of a checkout, and hands on what is sent about it. */
export async function payAt(opened: Answer, id: string): Promise<void> {
  expect(await onHostedPage(String(opened.body["checkout_url"]).split("/").at(-1) ?? "", "pay")).toBe(true);
  for (const { id: sent } of await webhooksOf(id)) expect((await deliver(await webhook(sent))).status).toBe(200);
}

export async function confirmed(api: Call, coach: Person, id: string): Promise<void> {
  const answer = await setStatus(api, coach, id, "confirmed");
  expect([answer.status, answer.body["code"]]).toEqual([200, undefined]);
}

export async function seen(api: Call, as: Person, id: string): Promise<Readonly<Record<string, unknown>>> {
  const answer = await api("GET", `/booking/${id}`, { as });
  expect(answer.status).toBe(200);
  return answer.body;
}

export async function move(api: Call, as: Person, id: string, startsAt: string, fields: object = {}): Promise<Answer> {
  return await api("PATCH", `/booking/${id}`, { as, body: { session_datetime: startsAt, ...fields } });
}

export async function ask(api: Call, as: Person, id: string, startsAt: string, fields: object = {}): Promise<Answer> {
  return await api("POST", `/booking/${id}/move-request`, { as, body: { session_datetime: startsAt, ...fields } });
}

export async function reply(api: Call, as: Person, id: string, answer: "accept" | "decline" | "withdraw"): Promise<Answer> {
  const path = `/booking/${id}/move-request`;
  return answer === "withdraw" ? await api("DELETE", path, { as }) : await api("POST", `${path}/${answer}`, { as });
}

export async function history(api: Call, as: Person, id: string): Promise<readonly Record<string, unknown>[]> {
  return (await api("GET", `/booking/${id}/history`, { as })).body["history"] as Record<string, unknown>[];
}

export async function versionOf(coach: Person): Promise<number | undefined> {
  const query = env.DB.prepare("SELECT availability_version AS version FROM coach_profiles WHERE coach_id = ?");
  return (await query.bind(coach.id).first<{ version: number }>())?.version;
}
