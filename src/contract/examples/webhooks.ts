/** Examples of what the marketplace is told. */
import type { Example } from "./example.ts";
import { BOOKING } from "./shapes.ts";
import { BOOKING_ID, CLIENT_ID, COACH_ID, MADE_AT, SESSION } from "./world.ts";

/** @internal */
export const EVENT_ID = "1f6cb9a4-6a8f-5c0e-8a55-3d0f6b7f9c21";

const TOLD = {
  ...BOOKING,
  id: BOOKING_ID,
  expires_at: SESSION,
  client: { id: CLIENT_ID, name: "Sofia Lindqvist", email: "sofia.lindqvist@clients.example.org" },
  coach: { id: COACH_ID, name: "Inês Carvalho", email: "ines.carvalho@coaches.example.org", time_zone: "UTC" },
} as const;

/** @internal */
export const WEBHOOK_ID = "a3c65c29-74e1-4f5b-9d0e-2b6f8c1d7e40";
const URL = "https://hooks.example.com/bookings";
const WEBHOOK = {
  id: WEBHOOK_ID,
  url: URL,
  events: ["booking.created", "booking.cancelled"],
  previous_secret_until: null,
  created_at: MADE_AT,
  updated_at: MADE_AT,
} as const;
const SECRET = "whsec_c2VjcmV0LW9mLXRoZS1leGFtcGxlLTMyLWJ5dGVzLg";
const DELIVERY_ID = `${BOOKING_ID}:webhook:${WEBHOOK_ID}:${EVENT_ID}`;
const DELIVERY = {
  id: DELIVERY_ID,
  event_id: EVENT_ID,
  type: "booking.created",
  at: MADE_AT,
  booking_id: BOOKING_ID,
  state: "done",
  attempts: 1,
  replays: 0,
  last_fault: null,
  due_at: MADE_AT,
  settled_at: MADE_AT,
  created_at: MADE_AT,
} as const;

export const webhooksExamples = {
  addWebhook: {
    as: "admin",
    request: { body: { url: URL, events: ["booking.created", "booking.cancelled"] } },
    answer: { status: 201, body: { ...WEBHOOK, secret: SECRET } },
  },
  listWebhooks: { as: "admin", answer: { status: 200, body: { webhooks: [WEBHOOK] } } },
  removeWebhook: { as: "admin", request: { path: { id: WEBHOOK_ID } }, answer: { status: 204 } },
  rotateWebhookSecret: {
    as: "admin",
    request: { path: { id: WEBHOOK_ID } },
    answer: { status: 200, body: { ...WEBHOOK, previous_secret_until: "2027-03-02T08:15:00.000Z", secret: SECRET } },
  },
  testWebhook: {
    as: "admin",
    request: { path: { id: WEBHOOK_ID } },
    answer: { status: 200, body: { delivered: true, fault: null } },
  },
  listWebhookDeliveries: {
    as: "admin",
    request: { path: { id: WEBHOOK_ID }, query: { limit: "20" } },
    answer: { status: 200, body: { deliveries: [DELIVERY], limit: 20, offset: 0 } },
  },
  replayWebhookDelivery: {
    as: "admin",
    request: { path: { id: WEBHOOK_ID, delivery_id: DELIVERY_ID } },
    answer: { status: 200, body: { ...DELIVERY, state: "due", attempts: 0, replays: 1, settled_at: null } },
  },
  listEvents: {
    as: "admin",
    request: { query: { limit: "50" } },
    answer: {
      status: 200,
      body: {
        events: [{ id: EVENT_ID, type: "booking.created", at: MADE_AT, booking: TOLD }],
        next_after: "2-0",
        has_more: false,
        has_gap: false,
      },
    },
  },
} satisfies Readonly<Record<string, Example>>;
