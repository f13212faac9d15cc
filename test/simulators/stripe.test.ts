/**
 * The stand-in for Stripe holds to the contract that the product is built on, line by line: what is promised here is what the
 * product's own tests may rely on. Runs in Node, by Stripe's official library and by plain calls, with the webhooks taken by hand.
 */
import { Stripe } from "stripe";
import { beforeEach, describe, expect, test } from "vitest";
import { stripeSimulator } from "../../simulators/stripe/app.ts";

const NOW = Date.parse("2026-12-01T08:00:00Z");
const MINUTE_SECONDS = 60;
const SECRET = "whsec_of_the_contract";
const PAGE = "https://app.example.test/bookings/1";

type Json = Record<string, unknown>;

let clock = NOW;
let secretKey = "sk_test_of_the_contract";
let simulator = stripeSimulator(dependencies());
let stripe = library();
let scope = "";

function dependencies() {
  const webhookUrl = "https://booking.example.test/payments/webhook";
  return { now: () => clock, deliver: null, secretKey, webhookSecret: SECRET, webhookUrl, publicPath: "" } as const;
}

function library(): Stripe {
  const httpClient = Stripe.createFetchHttpClient(
    async (input: RequestInfo | URL, init?: RequestInit) =>
      await simulator.request(String(input instanceof Request ? input.url : input).replace("https://api", "/api"), init),
  );
  return new Stripe(secretKey, { httpClient, maxNetworkRetries: 0, telemetry: false });
}

function nowSeconds(): number {
  return Math.floor(clock / 1000);
}

function wanted(more: Partial<Stripe.Checkout.SessionCreateParams> = {}): Stripe.Checkout.SessionCreateParams {
  const metadata = { payment_id: "payment-1", booking_id: scope, coach_id: `coach-of-${scope}` };
  return {
    mode: "payment",
    allowed_payment_method_types: ["card"],
    client_reference_id: scope,
    line_items: items(6_000, "eur"),
    metadata,
    payment_intent_data: { metadata },
    success_url: `${PAGE}?payment=done`,
    cancel_url: `${PAGE}?payment=given-up`,
    expires_at: nowSeconds() + 31 * MINUTE_SECONDS,
    ...more,
  };
}

function items(amount: number, currency: string): Stripe.Checkout.SessionCreateParams.LineItem[] {
  return [{ quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name: "Coaching session" } } }];
}

async function open(more: Partial<Stripe.Checkout.SessionCreateParams> = {}): Promise<Stripe.Checkout.Session> {
  return await stripe.checkout.sessions.create(wanted(more));
}

async function sim(method: string, path: string, body: unknown = {}): Promise<Json> {
  const init = method === "GET" ? {} : { body: JSON.stringify(body) };
  const answer = await simulator.request(`/__sim/stripe${path}`, { method, ...init });
  return answer.status === 204 ? {} : await answer.json<Json>();
}

async function intentOf(session: string): Promise<string> {
  const { payment_intent: intent } = await stripe.checkout.sessions.retrieve(session);
  if (typeof intent !== "string") throw new TypeError("a session that somebody tried to pay in has an intent");
  return intent;
}

/** A session that has been paid, and its intent. */
async function paid(more: Partial<Stripe.Checkout.SessionCreateParams> = {}): Promise<{ session: string; intent: string }> {
  const { id } = await open(more);
  expect(await sim("POST", `/sessions/${id}/pay`)).toEqual({ done: true });
  return { session: id, intent: await intentOf(id) };
}

async function refused(act: Promise<unknown>): Promise<InstanceType<typeof Stripe.errors.StripeError>> {
  const error: unknown = await act.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Stripe.errors.StripeError)) throw new TypeError(`not refused: ${String(error)}`);
  return error;
}

async function events(): Promise<{ type: string; object: Json }[]> {
  const { webhooks } = (await sim("GET", `/outgoing?scope=${scope}`)) as unknown as { webhooks: { id: string }[] };
  return await Promise.all(
    webhooks.map(async ({ id }) => {
      const { body, signature } = (await sim("GET", `/outgoing/${id}?at_ms=${String(Date.now())}`)) as { body: string; signature: string };
      const event = await stripe.webhooks.constructEventAsync(body, signature, SECRET);
      return { type: event.type, object: event.data.object as unknown as Json };
    }),
  );
}

async function types(): Promise<string[]> {
  return (await events()).map(({ type }) => type);
}

beforeEach(() => {
  clock = NOW;
  scope = crypto.randomUUID();
});

describe("a checkout session", () => {
  test("has an address while it is open, and nothing captured", async () => {
    const session = await open();
    expect(session).toMatchObject({ status: "open", payment_status: "unpaid", payment_intent: null, amount_total: 6_000, currency: "eur" });
    expect(session.url).toMatch(/^https:\/\/checkout\.stripe\.com\/pay\/cs_test_/u);
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ id: session.id, client_reference_id: scope });
  });

  test.each([
    ["a second less than thirty minutes", 30 * MINUTE_SECONDS - 1, "at least 30 minutes"],
    ["a second more than a day", 24 * 3_600 + 1, "less than 24 hours"],
  ])("of %s is refused, by Stripe's clock", async (_name, seconds, words) => {
    const error = await refused(open({ expires_at: nowSeconds() + seconds }));
    expect([error.statusCode, error.type, error.param]).toEqual([400, "StripeInvalidRequestError", "expires_at"]);
    expect(error.message).toContain(words);
  });

  test("of exactly thirty minutes and of exactly a day is made, and one without an end lasts a day", async () => {
    for (const seconds of [30 * MINUTE_SECONDS, 24 * 3_600])
      expect((await open({ expires_at: nowSeconds() + seconds })).status).toBe("open");
    const { expires_at: _end, ...endless } = wanted();
    expect((await stripe.checkout.sessions.create(endless)).expires_at).toBe(nowSeconds() + 24 * 3_600);
  });

  test("is expired from its end on, and told", async () => {
    const { id } = await open();
    await sim("POST", "/clock", { scope, offset_ms: 31 * 60_000 - 1_000 });
    expect((await stripe.checkout.sessions.retrieve(id)).status).toBe("open");
    await sim("POST", "/clock", { scope, offset_ms: 31 * 60_000 });
    expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: "expired", url: null });
    expect(await sim("POST", `/sessions/${id}/pay`)).toEqual({ done: false });
    expect(await types()).toEqual(["checkout.session.expired"]);
  });

  test("is ended while it is open, and never after", async () => {
    const { id } = await open();
    expect(await stripe.checkout.sessions.expire(id)).toMatchObject({ status: "expired", url: null });
    const again = await refused(stripe.checkout.sessions.expire(id));
    expect([again.statusCode, again.message]).toEqual([
      400,
      'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of `expired`.',
    ]);
    const { session } = await paid();
    expect((await refused(stripe.checkout.sessions.expire(session))).message).toContain("`complete`");
    expect((await refused(stripe.checkout.sessions.expire("cs_test_none"))).code).toBe("resource_missing");
  });

  test("takes a payment that was under way when it was ended", async () => {
    const { id } = await open();
    expect(await sim("POST", `/sessions/${id}/pay_late`)).toEqual({ done: false });
    await stripe.checkout.sessions.expire(id);
    expect(await sim("POST", `/sessions/${id}/pay_late`)).toEqual({ done: true });
    expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: "complete", payment_status: "paid" });
    expect(await types()).toEqual(["checkout.session.expired", "payment_intent.succeeded", "checkout.session.completed"]);
  });

  test("may bring money a second time, by another intent with the same metadata", async () => {
    const { session, intent } = await paid();
    expect(await sim("POST", `/sessions/${session}/pay_again`)).toEqual({ done: true });
    const completed = (await events()).filter(({ type }) => type === "checkout.session.completed").map(({ object }) => object);
    expect(completed.map(({ id }) => id)).toEqual([session, session]);
    expect(new Set(completed.map((object) => object["payment_intent"])).size).toBe(2);
    expect(completed[0]).toMatchObject({ payment_intent: intent, metadata: completed[1]?.["metadata"] as Json });
  });

  test("tells of a card that is declined, with the payment's metadata, and stays open", async () => {
    const { id } = await open();
    await sim("POST", `/sessions/${id}/decline`);
    expect(await events()).toMatchObject([{ type: "payment_intent.payment_failed", object: { metadata: { payment_id: "payment-1" } } }]);
    expect((await stripe.checkout.sessions.retrieve(id)).status).toBe("open");
  });
});

describe("the list of sessions", () => {
  test("is newest first, over pages, and by intent and status", async () => {
    const { session, intent } = await paid();
    const [older, newer] = [await open(), await open()];
    expect((await stripe.checkout.sessions.list({ limit: 2 })).data.map(({ id }) => id)).toEqual([newer.id, older.id]);
    const next = await stripe.checkout.sessions.list({ limit: 1, starting_after: older.id });
    expect([next.data.map(({ id }) => id), next.has_more]).toEqual([[session], true]);
    const { data } = await stripe.checkout.sessions.list({ payment_intent: intent });
    expect(data).toMatchObject([{ id: session, status: "complete", payment_status: "paid" }]);
    await stripe.checkout.sessions.expire(newer.id);
    const [expired] = (await stripe.checkout.sessions.list({ status: "expired", limit: 1 })).data;
    expect(expired?.id).toBe(newer.id);
    expect((await refused(stripe.checkout.sessions.list({ starting_after: "cs_test_none" }))).code).toBe("resource_missing");
    expect((await refused(stripe.checkout.sessions.list({ limit: 101 }))).statusCode).toBe(400);
  });
});

describe("ways of paying", () => {
  /** A name that the API still takes and the library's types no longer have. */
  const older = { payment_method_types: ["card"] };

  test("are taken by the older list, and by neither", async () => {
    const { allowed_payment_method_types: _types, ...neither } = wanted();
    for (const more of [older, {}]) expect((await stripe.checkout.sessions.create({ ...neither, ...more })).status).toBe("open");
  });

  test("are refused where nobody knows them, and by both lists at once", async () => {
    const shells: object = { allowed_payment_method_types: ["shells"] };
    const unknown = await refused(stripe.checkout.sessions.create({ ...wanted(), ...shells }));
    expect([unknown.statusCode, unknown.param]).toEqual([400, "allowed_payment_method_types[0]"]);
    expect((await refused(stripe.checkout.sessions.create({ ...wanted(), ...older }))).param).toBe("payment_method_types");
  });
});

describe("an amount", () => {
  test.each([
    [50, "usd"],
    [30, "gbp"],
    [50, "jpy"],
    [17_500, "huf"],
    [100, "isk"],
    [500_00, "ugx"],
    [1_230, "kwd"],
    [99_999_999, "eur"],
  ])("of %i %s is charged", async (amount, currency) => {
    expect((await open({ line_items: items(amount, currency) })).amount_total).toBe(amount);
  });

  test.each([
    [49, "usd", "amount_too_small"],
    [29, "gbp", "amount_too_small"],
    [17_499, "huf", "amount_too_small"],
    [0, "kwd", "amount_too_small"],
    [100_000_000, "eur", "amount_too_large"],
    [150, "isk", "invalid_charge_amount_no_decimal_compatible"],
    [50_001, "ugx", "invalid_charge_amount_no_decimal_compatible"],
    [1_234, "kwd", undefined],
    [5_000, "zzz", undefined],
    [5_000, "EUR", undefined],
  ])("of %i %s is refused with %s", async (amount, currency, code) => {
    const error = await refused(open({ line_items: items(amount, currency) }));
    expect([error.statusCode, error.type, error.code]).toEqual([400, "StripeInvalidRequestError", code]);
  });
});

describe("parameters", () => {
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key-${String(index)}`, "1"]));
  test.each([
    ["more than 50 keys of metadata", { metadata: many }],
    ["a key of metadata of 41 characters", { metadata: { ["k".repeat(41)]: "1" } }],
    ["a value of metadata of 501 characters", { metadata: { key: "v".repeat(501) } }],
    ["an address without a scheme", { success_url: "app.example.test/done" }],
    ["an address that is none", { cancel_url: "https://" }],
    ["a reference of 201 characters", { client_reference_id: "r".repeat(201) }],
    ["a parameter nobody knows", { colour: "red", cancel_url: PAGE }],
    ["no items", { line_items: [] }],
  ])("%s is refused", async (_name, more) => {
    const error = await refused(open(more));
    expect([error.statusCode, error.type]).toEqual([400, "StripeInvalidRequestError"]);
  });

  test("at their limits are taken", async () => {
    const metadata = { ...Object.fromEntries(Object.entries(many).slice(0, 49)), ["k".repeat(40)]: "v".repeat(500) };
    expect((await open({ metadata, client_reference_id: "r".repeat(200) })).metadata).toEqual(metadata);
  });

  test("a live key wants addresses with https, a test key does not mind", async () => {
    expect((await open({ success_url: "http://127.0.0.1/done" })).status).toBe("open");
    const before = secretKey;
    secretKey = "sk_live_of_the_contract";
    simulator = stripeSimulator(dependencies());
    stripe = library();
    expect((await refused(open({ success_url: "http://app.example.test/done" }))).param).toBe("success_url");
    secretKey = before;
    simulator = stripeSimulator(dependencies());
    stripe = library();
  });

  test("a wrong key is 401", async () => {
    const answer = await simulator.request("/api.stripe.com/v1/refunds", { headers: { authorization: "Bearer sk_test_other" } });
    expect(answer.status).toBe(401);
  });
});

describe("an idempotency key", () => {
  const raw = async (key: string, params: Record<string, string>, path = "/v1/refunds"): Promise<Response> =>
    await simulator.request(`/api.stripe.com${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${secretKey}`, "idempotency-key": key },
      body: new URLSearchParams(params),
    });

  test("gives the same answer again, and says so", async () => {
    const { intent } = await paid();
    const first = await raw(`key-${scope}`, { payment_intent: intent, amount: "1000" });
    const again = await raw(`key-${scope}`, { payment_intent: intent, amount: "1000" });
    expect([first.headers.get("idempotent-replayed"), again.headers.get("idempotent-replayed")]).toEqual([null, "true"]);
    expect(await again.json()).toEqual(await first.json());
    expect((await stripe.refunds.list({ payment_intent: intent })).data).toHaveLength(1);
  });

  test("with other parameters, or at another path, is an idempotency error", async () => {
    const { intent } = await paid();
    await raw(`key-${scope}`, { payment_intent: intent, amount: "1000" });
    for (const answer of [
      await raw(`key-${scope}`, { payment_intent: intent, amount: "2000" }),
      await raw(`key-${scope}`, { payment_intent: intent, amount: "1000" }, "/v1/checkout/sessions"),
    ]) {
      expect([answer.status, await answer.json()]).toMatchObject([400, { error: { type: "idempotency_error" } }]);
    }
    expect((await raw("k".repeat(256), { payment_intent: intent })).status).toBe(400);
  });

  test("is forgotten after a day: the same request is then another", async () => {
    const { intent } = await paid();
    await raw(`key-${scope}`, { payment_intent: intent, amount: "1000" });
    await sim("POST", "/clock", { scope, offset_ms: 24 * 3_600_000 });
    expect((await raw(`key-${scope}`, { payment_intent: intent, amount: "1000" })).headers.get("idempotent-replayed")).toBe(null);
    expect((await stripe.refunds.list({ payment_intent: intent })).data).toHaveLength(2);
  });

  test("keeps a refusal and a 500, and neither a mistake in the parameters nor a 503", async () => {
    const { intent } = await paid();
    const [kept, mistaken, busy, broken] = ["kept", "mistaken", "busy", "broken"].map((name) => `${name}-${scope}`) as [
      string,
      string,
      string,
      string,
    ];
    expect((await raw(kept, { payment_intent: intent, amount: "6001" })).status).toBe(400);
    expect((await raw(kept, { payment_intent: intent, amount: "6001" })).headers.get("idempotent-replayed")).toBe("true");
    expect((await raw(mistaken, { payment_intent: intent, amount: "much" })).status).toBe(400);
    expect((await raw(mistaken, { payment_intent: intent, amount: "100" })).status).toBe(200);
    for (const status of [503, 429, 409]) await sim("POST", "/faults", { status, scope });
    for (const status of [503, 429, 409]) expect((await raw(busy, { payment_intent: intent, amount: "100" })).status).toBe(status);
    expect((await raw(busy, { payment_intent: intent, amount: "100" })).status).toBe(200);
    await sim("POST", "/faults", { status: 500, scope });
    for (let times = 0; times < 3; times += 1) expect((await raw(broken, { payment_intent: intent, amount: "100" })).status).toBe(500);
    expect((await stripe.refunds.list({ payment_intent: intent })).data).toHaveLength(2);
  });

  test("keeps the answer that was lost on the way, and the 500 of what happened all the same", async () => {
    const { intent } = await paid();
    await sim("POST", "/faults", { mode: "after_commit", scope });
    const lost = await raw(`lost-${scope}`, { payment_intent: intent, amount: "100" });
    await expect(lost.text()).rejects.toThrow();
    expect((await raw(`lost-${scope}`, { payment_intent: intent, amount: "100" })).status).toBe(200);
    await sim("POST", "/faults", { mode: "after_commit", status: 500, scope });
    for (let times = 0; times < 2; times += 1) {
      expect((await raw(`broken-${scope}`, { payment_intent: intent, amount: "200" })).status).toBe(500);
    }
    expect((await stripe.refunds.list({ payment_intent: intent })).data.map(({ amount }) => amount)).toEqual([200, 100]);
  });
});

describe("a refund", () => {
  test("names its intent, bears its own metadata, and is told with the charge", async () => {
    const { intent } = await paid();
    const made = await stripe.refunds.create({ payment_intent: intent, amount: 1_000, metadata: { key: "1" } });
    expect(made).toMatchObject({ status: "succeeded", amount: 1_000, currency: "eur", payment_intent: intent, metadata: { key: "1" } });
    expect((await events()).slice(-2)).toMatchObject([
      { type: "refund.created", object: { id: made.id, payment_intent: intent } },
      {
        type: "charge.refunded",
        object: { amount_refunded: 1_000, refunded: false, payment_intent: intent, metadata: { payment_id: "payment-1" } },
      },
    ]);
  });

  test("of all that is left needs no amount; more is refused, and so is another", async () => {
    const { intent } = await paid();
    await stripe.refunds.create({ payment_intent: intent, amount: 2_000 });
    const tooMuch = await refused(stripe.refunds.create({ payment_intent: intent, amount: 4_001 }));
    expect([tooMuch.statusCode, tooMuch.message]).toEqual([
      400,
      "Refund amount (€40.01) is greater than unrefunded amount on charge (€40.00)",
    ]);
    expect((await stripe.refunds.create({ payment_intent: intent })).amount).toBe(4_000);
    expect((await refused(stripe.refunds.create({ payment_intent: intent }))).code).toBe("charge_already_refunded");
    expect((await stripe.refunds.list({ payment_intent: intent, limit: 1 })).has_more).toBe(true);
  });

  test("of a part that the currency does not know is refused", async () => {
    const { intent } = await paid({ line_items: items(100_000, "isk") });
    const error = await refused(stripe.refunds.create({ payment_intent: intent, amount: 33_333 }));
    expect(error.code).toBe("invalid_charge_amount_no_decimal_compatible");
    expect((await stripe.refunds.create({ payment_intent: intent, amount: 33_300 })).amount).toBe(33_300);
  });

  test("of nothing that was captured is refused", async () => {
    const { id } = await open();
    await sim("POST", `/sessions/${id}/decline`);
    expect((await refused(stripe.refunds.create({ payment_intent: await intentOf(id) }))).statusCode).toBe(400);
    expect((await refused(stripe.refunds.create({ payment_intent: "pi_none" }))).statusCode).toBe(404);
  });

  test("goes from pending to succeeded, failed or canceled, from succeeded to failed, and no other way", async () => {
    const { intent } = await paid();
    await sim("POST", "/refunds/begin", { scope, status: "pending" });
    const [first, second, third] = [
      await stripe.refunds.create({ payment_intent: intent, amount: 1_000 }),
      await stripe.refunds.create({ payment_intent: intent, amount: 1_000 }),
      await stripe.refunds.create({ payment_intent: intent, amount: 4_000 }),
    ];
    const settle = async (id: string, status: string): Promise<unknown> => (await sim("POST", `/refunds/${id}/settle`, { status }))["done"];
    expect(await settle(first.id, "succeeded")).toBe(true);
    expect(await settle(first.id, "pending")).toBe(false);
    expect(await settle(first.id, "failed")).toBe(true);
    expect(await settle(first.id, "succeeded")).toBe(false);
    expect(await settle(second.id, "canceled")).toBe(true);
    expect(await settle(third.id, "failed")).toBe(true);
    expect((await types()).slice(-3)).toEqual(["charge.refund.updated", "refund.updated", "refund.failed"]);
    // The money of those that failed can be given back again.
    expect((await stripe.refunds.create({ payment_intent: intent })).amount).toBe(6_000);
  });

  test("made by hand bears no metadata of ours", async () => {
    const { intent } = await paid();
    expect(await sim("POST", `/intents/${intent}/refund`, { amount: 500 })).toMatchObject({
      amount: 500,
      metadata: {},
      payment_intent: intent,
    });
    expect((await types()).slice(-2)).toEqual(["refund.created", "charge.refunded"]);
  });
});

describe("a dispute", () => {
  test("withdraws its amount, forbids refunds, and puts it back when it is won", async () => {
    const { intent } = await paid();
    const opened = await sim("POST", `/intents/${intent}/dispute`, { amount: 4_000, reason: "product_not_received" });
    expect(opened).toMatchObject({
      amount: 4_000,
      status: "needs_response",
      payment_intent: intent,
      metadata: {},
      is_charge_refundable: false,
    });
    expect(opened["balance_transactions"]).toMatchObject([{ amount: -4_000 }]);
    expect((await refused(stripe.refunds.create({ payment_intent: intent }))).code).toBe("charge_disputed");
    for (const status of ["under_review", "won"])
      expect(await sim("POST", `/disputes/${String(opened["id"])}/decide`, { status })).toEqual({ done: true });
    expect(await sim("POST", `/disputes/${String(opened["id"])}/decide`, { status: "lost" })).toEqual({ done: false });
    const told = (await events()).filter(({ type }) => type.startsWith("charge.dispute."));
    expect(told.map(({ type, object }) => [type.slice(15), object["status"], object["balance_transactions"]])).toMatchObject([
      ["created", "needs_response", []],
      ["funds_withdrawn", "needs_response", [{ amount: -4_000 }]],
      ["updated", "under_review", [{ amount: -4_000 }]],
      ["closed", "won", [{ amount: -4_000 }]],
      ["funds_reinstated", "won", [{ amount: -4_000 }, { amount: 4_000 }]],
    ]);
    expect((await stripe.refunds.create({ payment_intent: intent, amount: 1_000 })).status).toBe("succeeded");
  });

  test("that is lost is closed, and nothing comes back", async () => {
    const { intent } = await paid();
    const { id } = await sim("POST", `/intents/${intent}/dispute`);
    await sim("POST", `/disputes/${String(id)}/decide`, { status: "lost" });
    expect((await types()).slice(-1)).toEqual(["charge.dispute.closed"]);
    expect((await refused(stripe.refunds.create({ payment_intent: intent }))).code).toBe("charge_disputed");
  });
});

test("an event's time is that of the clock of what it is about", async () => {
  await sim("POST", "/clock", { scope, offset_ms: 7_200_000 });
  const session = await stripe.checkout.sessions.create(wanted({ expires_at: nowSeconds() + 7_200 + 31 * MINUTE_SECONDS }));
  await sim("POST", `/sessions/${session.id}/pay`);
  const { webhooks } = (await sim("GET", `/outgoing?scope=${scope}`)) as unknown as { webhooks: { id: string }[] };
  const { body } = await sim("GET", `/outgoing/${webhooks[0]?.id ?? ""}`);
  expect(JSON.parse(String(body))).toMatchObject({ created: NOW / 1000 + 7_200 });
});
