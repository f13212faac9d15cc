/** Stripe's own library opens, reads, lists and ends checkouts and gives money back at the stand-in, over HTTP on a port of this machine. */
import { Stripe } from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listen, STRIPE_KEY } from "./loopback.ts";

const PAGE = "https://app.example.test/bookings/1";

let simulators: Awaited<ReturnType<typeof listen>>;
let stripe: Stripe;

beforeAll(async () => {
  simulators = await listen();
  const { base, fetchReal } = simulators;
  const httpClient = Stripe.createFetchHttpClient(async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = input instanceof Request ? input.url : String(input);
    expect(url.startsWith(base)).toBe(false);
    return await fetchReal(url, init);
  });
  stripe = new Stripe(STRIPE_KEY, { httpClient, maxNetworkRetries: 0, telemetry: false });
});
afterAll(() => {
  simulators.close();
});

test("opens a checkout, finds it paid, and gives a part back once for each key", async () => {
  const item = { quantity: 1, price_data: { currency: "eur", unit_amount: 6_000, product_data: { name: "Session" } } };
  const wanted: Stripe.Checkout.SessionCreateParams = { mode: "payment", line_items: [item], success_url: PAGE, cancel_url: PAGE };
  const session = await stripe.checkout.sessions.create(wanted, { idempotencyKey: "key-1" });
  expect((await stripe.checkout.sessions.create(wanted, { idempotencyKey: "key-1" })).id).toBe(session.id);
  await simulators.sim(`stripe/sessions/${session.id}/pay`, {});
  const { payment_intent: intent, payment_status: status } = await stripe.checkout.sessions.retrieve(session.id);
  expect(status).toBe("paid");
  expect((await stripe.checkout.sessions.list()).data.map(({ id }) => id)).toEqual([session.id]);
  if (typeof intent !== "string") throw new TypeError("a paid session has an intent");
  const payment = { payment_intent: intent, amount: 1_000 };
  const refund = await stripe.refunds.create(payment, { idempotencyKey: "key-2" });
  expect((await stripe.refunds.create(payment, { idempotencyKey: "key-2" })).id).toBe(refund.id);
  await expect(stripe.checkout.sessions.expire(session.id)).rejects.toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
  await expect(stripe.checkout.sessions.create(wanted, { idempotencyKey: "key-2" })).rejects.toBeInstanceOf(
    Stripe.errors.StripeIdempotencyError,
  );
});
