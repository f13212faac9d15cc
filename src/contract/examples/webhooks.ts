/** Examples of what the marketplace is told. */
import type { Example } from "./example.ts";
import { BOOKING } from "./shapes.ts";
import { BOOKING_ID, CLIENT_ID, COACH_ID, MADE_AT, SESSION } from "./world.ts";

const EVENT_ID = "1f6cb9a4-6a8f-5c0e-8a55-3d0f6b7f9c21";

const TOLD = {
  ...BOOKING,
  id: BOOKING_ID,
  expires_at: SESSION,
  client: { id: CLIENT_ID, name: "Sofia Lindqvist", email: "sofia.lindqvist@clients.example.org" },
  coach: { id: COACH_ID, name: "Inês Carvalho", email: "ines.carvalho@coaches.example.org", time_zone: "UTC" },
} as const;

export const webhooksExamples = {
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
