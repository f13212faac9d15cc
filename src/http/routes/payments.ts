/** The calls about payments. The webhook is proved by its signature over the very bytes that came, so it is read as text. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import {
  cancelPeriodRoute,
  openCheckoutRoute,
  paymentWebhookRoute,
  presentPayment,
  refundPaymentRoute,
  viewPaymentRoute,
} from "../../contract/payment.ts";
import { presentInstant } from "../../contract/scalar.ts";
import { BODY_BYTES_MAX } from "../../limits.ts";
import { cancelPeriod } from "../../operations/admin/cancel-period.ts";
import { openCheckout } from "../../operations/payments/open-checkout.ts";
import { refundPayment } from "../../operations/payments/refund-payment.ts";
import { takePaymentEvent } from "../../operations/payments/take-payment-event.ts";
import { viewPayment } from "../../operations/payments/view-payment.ts";
import { readAtMost } from "../pipeline/body.ts";
import { actorContext, type AppDependencies, type HttpEnv, operationContext } from "../pipeline/dependencies.ts";
import type { Guard } from "../pipeline/guard.ts";
import { claimOf } from "../pipeline/idempotency.ts";
import { problemAnswer, refusalAnswer } from "../pipeline/problem.ts";
import { versionHeaders } from "../pipeline/revision.ts";

export function addPaymentRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, guard: Guard): void {
  app.openapi(guard.before(openCheckoutRoute, "client"), async (c) => {
    const { booking_id: bookingId } = c.req.valid("json");
    const claim = await claimOf(c.var.actor.id, openCheckoutRoute, c.req.valid("header")["Idempotency-Key"], { bookingId });
    const context = { ...(await actorContext(c, deps, claim)), payments: deps.payments, serviceUrl: deps.config.serviceUrl };
    const { result, requestId, replayed } = await openCheckout(context, { bookingId });
    const headers: Record<string, string> = replayed ? { "Idempotency-Replayed": "true" } : {};
    if (!result.ok) return refusalAnswer(c, result.problem, { requestId, instance: "/payments/checkout", headers });
    const { payment, checkoutUrl } = result.value;
    return c.json({ payment_id: payment.id, checkout_url: checkoutUrl, expires_at: presentInstant(payment.expiresAt) }, 200, headers);
  });

  // The other paths of one segment take no GET, and an id is none of their names.
  const byId = {
    ...guard.before(viewPaymentRoute, "client", "coach", "admin"),
    path: "/payments/{id{(?!checkout$|webhook$).+}}" as "/payments/{id}",
  };
  app.openapi(byId, async (c) => {
    const found = await viewPayment(await actorContext(c, deps), { paymentId: c.req.valid("param").id });
    return found.ok ? c.json(presentPayment(found.value), 200) : refusalAnswer(c, found.problem);
  });

  app.openapi(paymentWebhookRoute, async (c) => {
    const bytes = await readAtMost(c.req.raw, BODY_BYTES_MAX);
    if (bytes === null) return problemAnswer(c, "payload_too_large", `Send at most ${String(BODY_BYTES_MAX)} bytes.`);
    const signature = c.req.valid("header")["stripe-signature"] ?? null;
    const { payments } = deps;
    const read = payments === null ? null : await payments.readEvent(new TextDecoder().decode(bytes), signature);
    if (payments === null || read === null || !read.ok) return refusalAnswer(c, { tag: "signature_invalid" });
    if (read.value !== null) {
      const taken = await takePaymentEvent({ ...(await operationContext(c, deps)), payments }, read.value);
      // Whoever sent it sends it again.
      if (!taken.ok) return refusalAnswer(c, taken.problem.tag === "busy" ? taken.problem : { tag: "outcome_unknown" });
    }
    return c.json({ received: true as const }, 200);
  });

  app.openapi(guard.before(refundPaymentRoute, "admin"), async (c) => {
    const input = { paymentId: c.req.valid("param").id, amountMinor: c.req.valid("json").amount_minor ?? null };
    const refunded = await refundPayment(await actorContext(c, deps), input);
    return refunded.ok ? c.json(presentPayment(refunded.value), 200) : refusalAnswer(c, refunded.problem);
  });

  app.openapi(guard.before(cancelPeriodRoute, "admin"), async (c) => {
    const body = c.req.valid("json");
    const { coach_id: coachId, client_id: clientId = "", from, to, reason = null } = body;
    const whose = coachId === undefined ? ({ of: "client", personId: clientId } as const) : ({ of: "coach", personId: coachId } as const);
    const done = await cancelPeriod(await actorContext(c, deps), { ...whose, from, to, reason, shown: null });
    if (!done.ok) return refusalAnswer(c, done.problem);
    const failed = done.value.failed.map(({ booking, problem }) => ({ booking_id: booking.id, code: problem.tag }));
    const headers = versionHeaders(done.value.availabilityVersion);
    return c.json({ cancelled: [...done.value.cancelled], failed, has_more: done.value.hasMore }, 200, headers);
  });
}
