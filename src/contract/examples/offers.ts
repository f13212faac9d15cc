/** Examples of the calls tagged Offers. */
import type { Example } from "./example.ts";
import { OFFER } from "./shapes.ts";
import { COACH_ID, OFFER_ID } from "./world.ts";

export const offersExamples = {
  listOffers: { as: null, request: { path: { id: COACH_ID } }, answer: { status: 200, body: { offers: [{ ...OFFER, price: null }] } } },
  makeOffer: {
    as: "coach",
    request: {
      path: { id: COACH_ID },
      headers: { "Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324" },
      body: {
        title: "Career session",
        description: "An hour about your next step.",
        duration_minutes: 60,
        price: { amount_minor: 6000, currency: "EUR" },
      },
    },
    answer: { status: 201, body: { ...OFFER, availability_version: 2 } },
  },
  changeOffer: {
    as: "coach",
    request: {
      path: { id: COACH_ID, offer_id: OFFER_ID },
      headers: { "Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324", "If-Match": '"1"' },
      body: { price: { amount_minor: 7000, currency: "EUR" } },
    },
    answer: { status: 200, body: { ...OFFER, price: { amount_minor: 7000, currency: "EUR" }, revision: 2, availability_version: 4 } },
  },
  retireOffer: {
    as: "coach",
    request: {
      path: { id: COACH_ID, offer_id: OFFER_ID },
      headers: { "Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324", "If-Match": '"1"' },
    },
    answer: { status: 204 },
  },
} satisfies Readonly<Record<string, Example>>;
