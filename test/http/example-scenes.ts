/**
 * The record that each example of the reference is replayed on: a coach who sells one session, a client, an admin and, unless the example makes it, a
 * booking. Ids that the service gives are named by the ids of the examples; sealed and signed inputs are filled in where an example says so.
 */
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { ADMIN, BOOKING_ID, CLIENT, COACH, OFFER_ID, OTHER_TIME, PAYMENT_ID, SESSION, TODAY } from "../../src/contract/examples/world.ts";
import { instant } from "../../src/domain/instant.ts";
import { EVENT_ID, WEBHOOK_ID } from "../../src/contract/examples/webhooks.ts";
import { DAY_MS } from "../../src/lib/duration.ts";
import { noteSweep } from "../../src/operations/sweep-record.ts";
import { Mailbox } from "../support/calendar-sim.ts";
import { person } from "../support/people.ts";
import { onHostedPage, webhook, webhooksOf } from "../support/stripe-sim.ts";
import { type Call, config, type Person, someone } from "./app-under-test.ts";
import { booked, euros, sell, setStatus } from "./stories.ts";

/** How far the days of the examples are from those of the test. */
const SHIFT_DAYS = Math.floor(Date.now() / DAY_MS) - Date.parse(TODAY) / DAY_MS;

/** Moves every date in a text from the days of the examples to those of the test, or back. */
export function shifted(text: string, direction: 1 | -1): string {
  return text.replaceAll(/\b20\d\d-\d\d-\d\d/gu, (date) =>
    new Date(Date.parse(date) + direction * SHIFT_DAYS * DAY_MS).toISOString().slice(0, "YYYY-MM-DD".length),
  );
}

export interface World {
  readonly api: Call;
  readonly client: Person;
  readonly coach: Person;
  readonly admin: Person;
  /** What stands in an example -> what stands for it in this replay. */
  readonly names: Map<string, string>;
  /** A body that only the provider can make; sent in place of the example's. */
  sealed: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } | null;
}

export async function newWorld(api: Call): Promise<World> {
  const [client, coach, admin] = [await someone("client", CLIENT), await someone("coach", COACH), await someone("admin", ADMIN)];
  for (const as of [client, coach, admin]) expect((await api("GET", "/me", { as })).status).toBe(200);
  const names = new Map([
    ["https://booking.example.com", config.serviceUrl],
    ["https%3A%2F%2Fbooking.example.com", encodeURIComponent(config.serviceUrl)],
    ["https://app.example.com", "https://app.test"],
  ]);
  return { api, client, coach, admin, names, sealed: null };
}

type Scene = (world: World) => Promise<void>;

const nothing: Scene = async () => await Promise.resolve();

async function offered({ api, coach, names }: World, terms: object = {}): Promise<void> {
  names.set(OFFER_ID, await sell(api, coach, { title: "Career session", description: "An hour about your next step.", ...terms }));
}

async function pending(world: World, terms: object = {}): Promise<string> {
  await offered(world, terms);
  const { api, client, coach, names } = world;
  const id = await booked(api, client, coach, shifted(SESSION, 1), { notes: "Looking forward to it" });
  names.set(BOOKING_ID, id);
  return id;
}

const aBooking: Scene = async (world) => void (await pending(world));

const confirmed: Scene = async (world) => {
  const id = await pending(world);
  expect((await setStatus(world.api, world.coach, id, "confirmed")).status).toBe(200);
};

/** The coach asks the client for another time. */
const asked: Scene = async (world) => {
  await confirmed(world);
  const { api, coach, names } = world;
  const body = { session_datetime: shifted(OTHER_TIME, 1) };
  const answer = await api("POST", `/booking/${String(names.get(BOOKING_ID))}/move-request`, { as: coach, body });
  expect([answer.status, answer.text]).toEqual([201, answer.text]);
};

const PRICED = { price: euros(6_000) };

const unpaid: Scene = async (world) => void (await pending(world, PRICED));

async function checkout(world: World): Promise<string> {
  await unpaid(world);
  const { api, client, names } = world;
  const { body } = await api("POST", "/payments/checkout", { as: client, body: { booking_id: names.get(BOOKING_ID) } });
  names.set(PAYMENT_ID, String(body["payment_id"]));
  return String(body["checkout_url"]).split("/").at(-1) ?? "";
}

/** Paid at the stand-in; the last webhook is left for the example. */
const paying: Scene = async (world) => {
  const session = await checkout(world);
  expect(await onHostedPage(session, "pay")).toBe(true);
  const sent = await webhooksOf(String(world.names.get(BOOKING_ID)));
  const { body, signature } = await webhook(sent.find(({ type }) => type === "checkout.session.completed")?.id ?? "");
  world.sealed = { body, headers: { "stripe-signature": signature } };
};

const paid: Scene = async (world) => {
  await paying(world);
  const answer = await world.api("POST", "/payments/webhook", world.sealed ?? {});
  expect(answer.status).toBe(200);
  world.sealed = null;
};

/** The mailbox of the examples: Google's, of the coach. */
function mailboxOf(): Mailbox {
  return new Mailbox("google", COACH.email);
}

const connected: Scene = async () => {
  expect((await mailboxOf().connect(await person("coach", COACH))).status).toBe(200);
};

const consented: Scene = async (world) => {
  const { code, state, iss } = await mailboxOf().consent(await person("coach", COACH));
  world.sealed = { body: { code, state, ...(iss === null ? {} : { iss }) } };
};

async function insert(sql: string, ...values: readonly (string | number | null)[]): Promise<void> {
  await env.DB.prepare(sql)
    .bind(...values)
    .run();
}

const anEffectThatGaveUp: Scene = async (world) => {
  const id = await pending(world);
  const now = Date.now();
  await insert(
    `INSERT INTO outbox (id, coach_id, booking_id, revision, kind, state, due_at, settled_at, attempts, last_fault, created_at)
     VALUES (?1, ?2, ?3, 1, 'mail:created:client', 'failed', ?4, ?4, 12, 'mail_rejected', ?4)`,
    `${id}:mail:created:client:1`,
    COACH.id,
    id,
    now,
  );
};

const aFailedRefund: Scene = async (world) => {
  await paid(world);
  await insert(
    `INSERT INTO refunds (id, payment_id, booking_id, payment_intent_id, provider_id, amount_minor, currency, state, cause, created_at, updated_at)
     VALUES ('refund-1', ?1, ?2, 'pi_example', 're_example', 6000, 'EUR', 'failed', 'cancelled', ?3, ?3)`,
    String(world.names.get(PAYMENT_ID)),
    String(world.names.get(BOOKING_ID)),
    Date.now(),
  );
};

const aDispute: Scene = async (world) => {
  await paid(world);
  await insert(
    `INSERT INTO disputes (id, payment_id, booking_id, payment_intent_id, amount_minor, currency, state, reason, told_at, created_at, updated_at)
     VALUES ('dp_example', ?1, ?2, 'pi_example', 6000, 'EUR', 'needs_response', 'fraudulent', ?3, ?3, ?3)`,
    String(world.names.get(PAYMENT_ID)),
    String(world.names.get(BOOKING_ID)),
    Date.now(),
  );
};

/** An endpoint of the marketplace, and what was delivered to it. */
const anEndpoint: Scene = async (world) => {
  const { api, admin, names } = world;
  const id = await pending(world);
  const body = { url: "https://market.test/hooks/examples", events: ["booking.created", "booking.cancelled"] };
  const added = await api("POST", "/admin/webhooks", { as: admin, body });
  expect([added.status, added.text]).toEqual([201, added.text]);
  const endpointId = String(added.body["id"]);
  names.set(WEBHOOK_ID, endpointId);
  names.set("https://hooks.example.com/bookings", body.url);
  const eventId = crypto.randomUUID();
  names.set(EVENT_ID, eventId);
  await insert(
    `INSERT INTO outbox (id, coach_id, booking_id, revision, kind, detail, state, due_at, settled_at, attempts, created_at)
     VALUES (?1, ?2, ?3, 1, ?4, ?5, 'done', ?6, ?6, 1, ?6)`,
    `${id}:webhook:${endpointId}:${eventId}`,
    COACH.id,
    id,
    `webhook:${endpointId}`,
    JSON.stringify({ event_id: eventId, type: "booking.created", at: Date.now() }),
    Date.now(),
  );
};

/** Of the operations that need another record than a pending booking by an offer without a price. */
async function swept(): Promise<void> {
  await noteSweep(env.KEPT, { audit_anchors: instant(Date.now()) });
}

export const SCENES: Readonly<Record<string, Scene>> = {
  deepHealth: swept,
  createBooking: offered,
  listAvailableSlots: offered,
  listSlotsOfSeveralCoaches: offered,
  explainAvailability: aBooking,
  viewBooking: confirmed,
  askMove: confirmed,
  acceptMove: asked,
  declineMove: asked,
  withdrawMove: asked,
  downloadInvite: confirmed,
  viewCancellation: paid,
  makeOffer: nothing,
  openCheckout: unpaid,
  viewPayment: paid,
  paymentWebhook: paying,
  refundPayment: paid,
  listFailedRefunds: aFailedRefund,
  listDisputes: aDispute,
  listOutbox: anEffectThatGaveUp,
  retryEffect: anEffectThatGaveUp,
  listWebhooks: anEndpoint,
  removeWebhook: anEndpoint,
  rotateWebhookSecret: anEndpoint,
  testWebhook: anEndpoint,
  listWebhookDeliveries: anEndpoint,
  replayWebhookDelivery: anEndpoint,
  viewAnalytics: paid,
  readReport: paid,
  finishCalendarConsent: consented,
  listCalendarConnections: connected,
  listAccountCalendars: connected,
  configureCalendarConnection: connected,
  disconnectCalendar: connected,
  syncBooking: async (world) => {
    // Time of a calendar that has not been read is not offered.
    await confirmed(world);
    await connected(world);
  },
  readCalendarFeed: async (world) => {
    await confirmed(world);
    const { body } = await world.api("POST", `/coach/${COACH.id}/calendar-key`, { as: world.coach });
    world.names.set("KEY-OF-THE-FEED", new URL(String(body["feed_url"])).searchParams.get("key") ?? "");
  },
};

export const usualScene: Scene = aBooking;
