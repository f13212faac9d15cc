/**
 * Stripe's API as far as the product uses it: checkout sessions, refunds, idempotency keys. What the real service refuses
 * is refused here: a wrong key, unknown parameters, a life under thirty minutes, more back than was paid, a session that is
 * over, a key that comes with another body.
 */
import { type Context, Hono } from "hono";
import { z } from "zod";
import { ok, type Result } from "../../src/lib/result.ts";
import type { StripeCore } from "./core.ts";
import { brokenConnection, halfOf, hang } from "./fault-queue.ts";
import { listing, metadata, readForm, readParameters, wholeNumber } from "./form.ts";
import { endIfOver, expire, refundJson, sessionJson } from "./objects.ts";
import { invalid, missing, neverStarted, problemBody, type StripeProblem } from "./problem.ts";
import { inScope, newId, type Refund, type Scopes, scopesIn, type Session } from "./world.ts";

const LIFE_SECONDS_MIN = 30 * 60;
const LIFE_SECONDS_MAX = 24 * 3600;
/** Clocks differ; the real service lets some seconds pass. */
const LIFE_SLACK_SECONDS = 60;

const sessionBody = z.strictObject({
  mode: z.literal("payment"),
  allowed_payment_method_types: z.array(z.string()).optional(),
  client_reference_id: z.string().max(200).optional(),
  customer_email: z.string().optional(),
  line_items: z
    .array(
      z.strictObject({
        quantity: wholeNumber,
        price_data: z.strictObject({
          currency: z.string().regex(/^[a-z]{3}$/u),
          unit_amount: wholeNumber,
          product_data: z.strictObject({ name: z.string().min(1), description: z.string().optional() }),
        }),
      }),
    )
    .min(1),
  metadata: metadata.default({}),
  payment_intent_data: z.strictObject({ metadata: metadata.default({}), description: z.string().optional() }).default({ metadata: {} }),
  success_url: z.url(),
  cancel_url: z.url().optional(),
  expires_at: wholeNumber,
});
const refundBody = z.strictObject({
  payment_intent: z.string(),
  amount: wholeNumber.optional(),
  metadata: metadata.default({}),
  reason: z.string().optional(),
});

type Answer = Result<Record<string, unknown>, StripeProblem>;

export function stripeApi(core: StripeCore): Hono {
  const { world } = core;
  const app = new Hono();

  const call =
    (scopesOf: (context: Context, body: string) => Scopes, act: (context: Context, body: string) => Answer) =>
    async (context: Context): Promise<Response> => {
      const request = context.req.raw;
      const body = await request.text();
      if (request.headers.get("authorization") !== `Bearer ${core.deps.secretKey}`) {
        return Response.json({ error: { type: "invalid_request_error", message: "Invalid API Key provided." } }, { status: 401 });
      }
      const key = request.headers.get("idempotency-key");
      const carryOut = (): Response => answered(core, key, `${new URL(request.url).pathname}\n${body}`, () => act(context, body));
      const path = new URL(request.url).pathname;
      const scopes = scopesOf(context, body);
      const fault = core.faults.take((one) => path.includes(one.path ?? "") && inScope(scopes, one.scope));
      if (fault === null) return carryOut();
      if (fault.mode === "hang") return await hang(request.signal, core.wait);
      if (fault.mode === "answer")
        return Response.json(fault.body ?? { error: { type: "api_error", message: "on order" } }, { status: fault.status ?? 500 });
      const done = carryOut();
      if (fault.mode === "cut") return await halfOf(done);
      return fault.status === undefined ? brokenConnection() : Response.json({ error: { type: "api_error" } }, { status: fault.status });
    };
  const named = (context: Context): Scopes => world.scopesOf(context.req.param("session") ?? null);
  const inBody = (_context: Context, body: string): Scopes => {
    const form = readForm(body);
    const given = form["metadata"];
    return typeof given === "object" && !Array.isArray(given) ? scopesIn(given as Record<string, string>) : [];
  };
  const withSession = (context: Context, act: (session: Session) => Answer): Answer => {
    const id = context.req.param("session") ?? "";
    const session = world.sessions.get(id);
    if (session === undefined) return missing("checkout.session", id);
    endIfOver(core, session);
    return act(session);
  };

  app.post(
    "/v1/checkout/sessions",
    call(inBody, (_context, body) => createSession(core, body)),
  );
  app.get(
    "/v1/checkout/sessions/:session",
    call(named, (context) => withSession(context, (session) => ok(sessionJson(core, session)))),
  );
  app.post(
    "/v1/checkout/sessions/:session/expire",
    call(named, (context) =>
      withSession(context, (session) =>
        expire(core, session) ? ok(sessionJson(core, session)) : invalid("Only Checkout Sessions with a status of open can be expired."),
      ),
    ),
  );
  app.post(
    "/v1/refunds",
    call(inBody, (_context, body) => createRefund(core, body)),
  );
  app.get(
    "/v1/refunds",
    call(
      () => [],
      (context) => {
        const read = readParameters(
          readForm(new URL(context.req.url).search.slice(1)),
          z.strictObject({ ...listing, payment_intent: z.string().optional() }),
        );
        if (!read.ok) return read;
        const found = [...world.refunds.values()].filter(({ intentId }) => intentId === (read.value.payment_intent ?? intentId));
        return ok({ object: "list", has_more: false, url: "/v1/refunds", data: found.slice(0, read.value.limit).map(refundJson) });
      },
    ),
  );
  return app;
}

/** The same key and body: the same answer, to the byte, whatever has happened since. */
function answered(core: StripeCore, key: string | null, body: string, act: () => Answer): Response {
  const known = key === null ? undefined : core.answers.get(key);
  if (known !== undefined) {
    if (known.body === body) return Response.json(known.json, { status: known.status, headers: { "idempotent-replayed": "true" } });
    const message = "Keys for idempotent requests can only be used with the same parameters they were first used with.";
    return Response.json({ error: { type: "idempotency_error", message } }, { status: 400 });
  }
  const answer = act();
  const status = answer.ok ? 200 : answer.problem.status;
  const json = answer.ok ? answer.value : problemBody(answer.problem);
  if (key !== null && (answer.ok || !neverStarted(answer.problem))) core.answers.set(key, { body, status, json });
  return Response.json(json, { status });
}

function createSession(core: StripeCore, body: string): Answer {
  const read = readParameters(readForm(body), sessionBody);
  if (!read.ok) return read;
  const asked = read.value;
  const [item] = asked.line_items;
  if (item === undefined) return invalid("A session needs an item.");
  const scopes = [
    ...new Set([...scopesIn(asked.metadata), ...(asked.client_reference_id === undefined ? [] : [asked.client_reference_id])]),
  ];
  const now = core.world.nowSeconds(scopes);
  if (asked.expires_at < now + LIFE_SECONDS_MIN - LIFE_SLACK_SECONDS || asked.expires_at > now + LIFE_SECONDS_MAX) {
    return invalid("The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.", {
      param: "expires_at",
    });
  }
  const session: Session = {
    id: newId("cs_test_", 40),
    createdSeconds: now,
    expiresSeconds: asked.expires_at,
    items: [{ name: item.price_data.product_data.name, unitAmount: item.price_data.unit_amount, quantity: item.quantity }],
    methods: asked.allowed_payment_method_types ?? null,
    successUrl: asked.success_url,
    cancelUrl: asked.cancel_url ?? null,
    customerEmail: asked.customer_email ?? null,
    intentMetadata: asked.payment_intent_data.metadata,
    intentDescription: asked.payment_intent_data.description ?? null,
    status: "open",
    amount: item.price_data.unit_amount * item.quantity,
    currency: item.price_data.currency,
    clientReferenceId: asked.client_reference_id ?? null,
    metadata: asked.metadata,
    intentId: null,
  };
  core.world.sessions.set(session.id, session);
  core.world.scopes.set(session.id, [...scopes, session.id]);
  return ok(sessionJson(core, session));
}

function createRefund(core: StripeCore, body: string): Answer {
  const read = readParameters(readForm(body), refundBody);
  if (!read.ok) return read;
  const { payment_intent: intentId, metadata: given, reason } = read.value;
  const intent = core.world.intents.get(intentId);
  if (intent === undefined) return missing("payment_intent", intentId);
  const charge = intent.chargeId === null ? undefined : core.world.charges.get(intent.chargeId);
  if (charge === undefined) return invalid("This PaymentIntent does not have a successful charge to refund.");
  const left = charge.amount - charge.refunded;
  if (left === 0) return invalid("The charge has already been refunded.", { code: "charge_already_refunded" });
  const amount = read.value.amount ?? left;
  if (amount <= 0 || amount > left) return invalid("Refund amount is greater than unrefunded amount on charge.", { param: "amount" });
  const scopes = core.world.scopesOf(intent.id);
  const refund: Refund = {
    id: newId("re_", 24),
    chargeId: charge.id,
    intentId: intent.id,
    createdSeconds: core.world.nowSeconds(scopes),
    amount,
    currency: charge.currency,
    metadata: given,
    reason: reason ?? null,
    status: "succeeded",
  };
  charge.refunded += amount;
  core.world.refunds.set(refund.id, refund);
  core.world.scopes.set(refund.id, scopes);
  core.webhooks.emit("refund.created", refundJson(refund), scopes);
  return ok(refundJson(refund));
}
