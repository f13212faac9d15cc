/** The stage of the stories about money: a coach with a priced offer, a client, the checkout, and what Stripe has sent about it. */
import { afterEach, beforeEach, expect, vi } from "vitest";
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";
import { mailsTo } from "../support/mailbox.ts";
import { person, type Person, seenCoach } from "../support/people.ts";
import { deliver, onHostedPage, setStripeClock, webhook, webhooksOf } from "../support/stripe-sim.ts";

export const PRICE = 6_000;

/** A clock that only the test moves. */
export function useMoneyClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"] });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
}

export interface Scene {
  readonly coach: Person;
  readonly client: Person;
  readonly coachMail: string;
  readonly clientMail: string;
  /** When the scene began, on the clock that nobody has moved. */
  readonly began: number;
}

const EURO_PRICE = { amount_minor: PRICE, currency: "EUR" };

/** All of it back until a week before, then so much percent. */
export function lateAfterAWeek(percent: number): { before_minutes: number; refund_percent: number }[] {
  const inTime = { before_minutes: 7 * 24 * 60, refund_percent: 100 };
  return percent === 0 ? [inTime] : [inTime, { before_minutes: 0, refund_percent: percent }];
}

export async function scene(settings: Record<string, unknown> = {}, price: Record<string, unknown> = EURO_PRICE): Promise<Scene> {
  const began = Date.now();
  const mark = crypto.randomUUID();
  const [coachMail, clientMail] = [`coach-${mark}@people.test`, `client-${mark}@people.test`];
  const coach = await seenCoach({ name: "Ida", email: coachMail, lifetime: "90d" });
  const client = await person("client", { name: "Sam", email: clientMail, lifetime: "90d" });
  const set = await coach.call("PATCH", `/coach/${coach.id}/settings`, { payment_minutes: 10, ...settings });
  expect(set.status).toBe(200);
  const offered = await coach.call("POST", `/coach/${coach.id}/offers`, { title: "One hour", duration_minutes: 60, price });
  expect(offered.status).toBe(201);
  return { coach, client, coachMail, clientMail, began };
}

export function at(days: number): string {
  return new Date(Math.ceil(Date.now() / DAY_MS) * DAY_MS + days * DAY_MS + 10 * HOUR_MS).toISOString();
}

export async function book({ coach, client }: Scene, startsAt: string): Promise<string> {
  const response = await client.call("POST", "/booking", { coach_id: coach.id, session_datetime: startsAt, duration_minutes: 60 });
  expect(response.status).toBe(201);
  return (await response.json<{ id: string }>()).id;
}

export interface Checkout {
  readonly payment_id: string;
  readonly checkout_url: string;
  readonly session: string;
}

export async function checkout({ client }: Scene, bookingId: string): Promise<Checkout> {
  const response = await client.call("POST", "/payments/checkout", { booking_id: bookingId });
  const body = await response.json<Omit<Checkout, "session">>();
  expect([response.status, body]).toMatchObject([200, { checkout_url: expect.stringContaining("checkout.stripe.com") }]);
  return { ...body, session: body.checkout_url.split("/").at(-1) ?? "" };
}

/** Opens the booking's checkout, pays in it, and lets the service hear of it. */
export async function pay(stage: Scene, bookingId: string): Promise<Checkout> {
  const opened = await checkout(stage, bookingId);
  expect(await onHostedPage(opened.session, "pay")).toBe(true);
  await deliverAll(bookingId);
  return opened;
}

/** Hands on what the stand-in has sent about a booking and was not handed on before. */
const handed = new Set<string>();
export async function deliverAll(bookingId: string, order: (ids: string[]) => string[] = (ids) => ids): Promise<void> {
  const fresh = (await webhooksOf(bookingId)).map(({ id }) => id).filter((id) => !handed.has(id));
  for (const id of order(fresh)) {
    handed.add(id);
    expect((await deliver(await webhook(id))).status).toBe(200);
  }
}

export async function viewed({ coach }: Scene, id: string): Promise<Record<string, unknown>> {
  return await (await coach.call("GET", `/booking/${id}`)).json();
}

export async function payment({ client }: Scene, id: string): Promise<Record<string, unknown>> {
  return await (await client.call("GET", `/payments/${id}`)).json();
}

export async function subjects(address: string): Promise<string[]> {
  return (await mailsTo(address)).map(({ subject }) => subject.split(":")[0] ?? "");
}

/** Moves the faked clock on, and Stripe's with it. */
export async function pass(ms: number, { coach, began }: Scene): Promise<void> {
  vi.setSystemTime(Date.now() + ms);
  await setStripeClock(coach.id, Date.now() - began);
}
