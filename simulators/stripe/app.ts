/**
 * A stand-in for Stripe: its API under `/api.stripe.com`, the hosted page a person pays on under `/checkout.stripe.com`,
 * and `/__sim/stripe`, where a person sees every session and a test turns the world:
 *
 * GET / (page) · GET /snapshot?scope · POST /sessions/{id}/pay, /decline, /expire, /pay_late (a payment under way in a session that
 * was ended), /pay_again (a second capture) · POST /intents/{id}/refund {amount, metadata} (by hand), /intents/{id}/dispute {amount,
 * reason} · POST /refunds/begin {scope, status}, /refunds/{id}/settle {status} · POST /disputes/{id}/decide {status} · POST /faults
 * {mode, status, path, method, scope, times} · DELETE /faults · POST /clock {scope, offset_ms} · GET /outgoing?scope -> {webhooks} · GET
 * /outgoing/{id}?at_ms -> {url, body, signature}
 *
 * It is as strict as Stripe in all that the product uses; each file says what it knows from knowledge alone. Not modelled: sessions
 * that cost nothing, other ways of paying than cards, conversion between currencies. No card is asked for: anybody
 * may pay. Loopback only.
 */
import { type Context, Hono } from "hono";
import { html } from "hono/html";
import { sendPage } from "../kit/page.ts";
import { admin } from "./admin.ts";
import { shown } from "./amounts.ts";
import { stripeApi } from "./api.ts";
import { type StripeCore, stripeCore, type StripeDependencies } from "./core.ts";
import { decline, endIfOver, pay } from "./lifecycle.ts";
import type { Session } from "./world.ts";

export function stripeSimulator(deps: StripeDependencies): Hono {
  const core = stripeCore(deps);
  return new Hono()
    .route("/api.stripe.com", stripeApi(core))
    .route("/checkout.stripe.com", hostedPage(core))
    .route("/__sim/stripe", admin(core));
}

function hostedPage(core: StripeCore): Hono {
  const app = new Hono();
  const found = (context: Context): Session | undefined => core.world.sessions.get(context.req.param("session") ?? "");

  app.get("/pay/:session", async (context) => {
    const session = found(context);
    if (session === undefined) return context.notFound();
    endIfOver(core, session);
    if (session.status !== "open") {
      return await sendPage(context, {
        title: "Checkout",
        body: html`<h1>This checkout is over</h1>
          <p>It is ${session.status}.</p>`,
      });
    }
    const page = await sendPage(context, {
      title: "Checkout",
      body: html`<h1>${shown(session.amount, session.currency)}</h1>
        <p class="soft">${session.name}. This is the local stand-in for Stripe: no card is needed.</p>
        <form method="post">
          <p>
            <button class="button" name="do" value="pay">Pay ${shown(session.amount, session.currency)}</button>
            <button class="button" name="do" value="decline">Try a card that is declined</button>
            <button class="button" name="do" value="leave">Go back without paying</button>
          </p>
        </form>`,
    });
    // The form leads on to the app, and browsers judge that redirect by `form-action` too.
    const policy = page.headers.get("content-security-policy") ?? "";
    page.headers.set("content-security-policy", policy.replace("form-action 'self'", "form-action 'self' http: https:"));
    return page;
  });

  app.post("/pay/:session", async (context) => {
    const session = found(context);
    if (session === undefined) return context.notFound();
    const wish = new URLSearchParams(await context.req.text()).get("do");
    if (wish === "pay" && pay(core, session)) return context.redirect(session.successUrl, 303);
    if (wish === "leave" && session.cancelUrl !== null) return context.redirect(session.cancelUrl, 303);
    const wasDeclined = wish === "decline" && decline(core, session);
    const text = wasDeclined ? "The card was declined. You can try again." : "This checkout is over.";
    return await sendPage(context, {
      title: "Checkout",
      body: html`<h1>Not paid</h1>
        <p>${text}</p>
        <p><a class="button" href="">Back to the checkout</a></p>`,
    });
  });
  return app;
}
