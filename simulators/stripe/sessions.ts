/**
 * Makes and lists checkout sessions, and refuses those that Stripe refuses. Takes the parameters that the product uses, those it
 * has used before, and no others. From knowledge alone: that the two lists of payment methods exclude each other.
 */
import { z } from "zod";
import { ok, type Result } from "../../src/lib/result.ts";
import { checkCurrency, checkTotal } from "./amounts.ts";
import type { StripeCore } from "./core.ts";
import { LINE_MAX, listing, metadata, readForm, readParameters, wholeNumber } from "./form.ts";
import { endIfOver } from "./lifecycle.ts";
import { sessionJson } from "./objects.ts";
import { invalid, missing, type StripeProblem } from "./problem.ts";
import { newId, scopesIn, type Session } from "./world.ts";

const LIFE_SECONDS_MIN = 30 * 60;
const LIFE_SECONDS_MAX = 24 * 3600;

/** Of those that exist, as many as a form of ours could name. */
const methodTypes = z.array(z.enum(["card", "link", "paypal", "sepa_debit", "klarna", "ideal", "bancontact", "eps", "twint"])).min(1);

const sessionBody = z.strictObject({
  mode: z.literal("payment"),
  allowed_payment_method_types: methodTypes.optional(),
  payment_method_types: methodTypes.optional(),
  client_reference_id: z.string().max(200).optional(),
  line_items: z
    .array(
      z.strictObject({
        quantity: wholeNumber.pipe(z.int().min(1)),
        price_data: z.strictObject({
          currency: z.string(),
          unit_amount: wholeNumber.pipe(z.int().min(0)),
          product_data: z.strictObject({ name: z.string().min(1).max(LINE_MAX) }),
        }),
      }),
    )
    .length(1),
  metadata: metadata.default({}),
  payment_intent_data: z.strictObject({ metadata: metadata.default({}) }).default({ metadata: {} }),
  success_url: z.string().max(LINE_MAX),
  cancel_url: z.string().max(LINE_MAX).optional(),
  expires_at: wholeNumber.optional(),
});

const listBody = z.strictObject({
  ...listing,
  payment_intent: z.string().optional(),
  status: z.enum(["open", "complete", "expired"]).optional(),
});

/** Newest first. */
export function listSessions(core: StripeCore, query: string): Result<Record<string, unknown>, StripeProblem> {
  const read = readParameters(readForm(query), listBody);
  if (!read.ok) return read;
  const { payment_intent: intentId, status, starting_after: startingAfter, limit } = read.value;
  const all = [...core.world.sessions.values()].toReversed();
  for (const session of all) endIfOver(core, session);
  const asked = all.filter((one) => (intentId ?? one.intentId) === one.intentId && (status ?? one.status) === one.status);
  const before = startingAfter === undefined ? -1 : asked.findIndex(({ id }) => id === startingAfter);
  if (startingAfter !== undefined && before < 0) return missing("checkout.session", startingAfter);
  const page = asked.slice(before + 1, before + 1 + limit);
  return ok({
    object: "list",
    has_more: before + 1 + limit < asked.length,
    url: "/v1/checkout/sessions",
    data: page.map((one) => sessionJson(core, one)),
  });
}

export function createSession(core: StripeCore, body: string): Result<Record<string, unknown>, StripeProblem> {
  const read = readParameters(readForm(body), sessionBody);
  if (!read.ok) return read;
  const asked = read.value;
  const [item] = asked.line_items;
  if (item === undefined) return invalid("A session needs an item.", { param: "line_items" });
  const { currency, unit_amount: unitAmount, product_data: product } = item.price_data;
  const amount = unitAmount * item.quantity;
  const reference = asked.client_reference_id ?? null;
  const scopes = [...new Set([...scopesIn(asked.metadata), ...(reference === null ? [] : [reference])])];
  const now = core.world.nowSeconds(scopes);
  const expiresSeconds = asked.expires_at ?? now + LIFE_SECONDS_MAX;
  const checks = [
    checkMethods(asked),
    checkUrl(core, "success_url", asked.success_url),
    checkUrl(core, "cancel_url", asked.cancel_url ?? asked.success_url),
    checkLife(expiresSeconds - now),
    checkCurrency(currency),
    checkTotal(amount, currency),
  ];
  for (const check of checks) if (!check.ok) return check;
  const session: Session = {
    id: newId("cs_test_", 40),
    createdSeconds: now,
    expiresSeconds,
    name: product.name,
    successUrl: asked.success_url,
    cancelUrl: asked.cancel_url ?? null,
    intentMetadata: asked.payment_intent_data.metadata,
    amount,
    currency,
    clientReferenceId: reference,
    metadata: asked.metadata,
    status: "open",
    intentId: null,
  };
  core.world.sessions.set(session.id, session);
  core.world.scopes.set(session.id, [...scopes, session.id]);
  return ok(sessionJson(core, session));
}

function checkMethods(asked: z.infer<typeof sessionBody>): Result<null, StripeProblem> {
  const areBoth = asked.allowed_payment_method_types !== undefined && asked.payment_method_types !== undefined;
  const message = "You may only specify one of these parameters: allowed_payment_method_types, payment_method_types.";
  return areBoth ? invalid(message, { param: "payment_method_types" }) : ok(null);
}

/** By Stripe's own clock, without grace on either side. */
function checkLife(seconds: number): Result<null, StripeProblem> {
  if (seconds < LIFE_SECONDS_MIN) {
    return invalid("The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.", { param: "expires_at" });
  }
  if (seconds > LIFE_SECONDS_MAX) {
    return invalid("The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.", { param: "expires_at" });
  }
  return ok(null);
}

function checkUrl({ deps }: StripeCore, param: string, url: string): Result<null, StripeProblem> {
  if (!/^https?:\/\//u.test(url))
    return invalid("Invalid URL: An explicit scheme (such as https) must be provided.", { code: "url_invalid", param });
  if (!URL.canParse(url)) return invalid("Not a valid URL", { code: "url_invalid", param });
  // From knowledge alone.
  const isLive = deps.secretKey.startsWith("sk_live_");
  return isLive && url.startsWith("http:") ? invalid("Livemode requests must always be redirected via HTTPS.", { param }) : ok(null);
}
