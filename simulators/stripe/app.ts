/**
 * A stand-in for Stripe: its API under `/api.stripe.com`, the hosted page a person pays on under `/checkout.stripe.com`,
 * and `/__sim/stripe`, where a person sees every session and a test turns the world:
 *
 * GET / (page) · GET /snapshot?scope · POST /sessions/{id}/pay, /decline, /expire · POST /faults {mode, status, path, scope, times}
 * DELETE /faults · POST /clock {scope, offset_ms} · GET /outgoing?scope -> {webhooks} · GET /outgoing/{id}?at_ms -> {url, body, signature}
 *
 * No card is ever asked for: whoever comes may pay. Loopback only.
 */
import { type Context, Hono } from "hono";
import { html } from "hono/html";
import { z } from "zod";
import { sendPage } from "../kit/page.ts";
import { stripeApi } from "./api.ts";
import { type StripeCore, stripeCore, type StripeDependencies } from "./core.ts";
import { faultFields } from "./fault-queue.ts";
import { decline, endIfOver, expire, intentJson, pay, refundJson, sessionJson } from "./objects.ts";
import { inScope, type Session } from "./world.ts";

const faultBody = z.object({ ...faultFields, path: z.string().optional(), scope: z.string().optional() });

export function stripeSimulator(deps: StripeDependencies): Hono {
  const core = stripeCore(deps);
  return new Hono()
    .route("/api.stripe.com", stripeApi(core))
    .route("/checkout.stripe.com", hostedPage(core))
    .route("/__sim/stripe", admin(core));
}

function money({ amount, currency }: Pick<Session, "amount" | "currency">): string {
  return new Intl.NumberFormat("en-GB", { style: "currency", currency: currency.toUpperCase() }).format(amount / 100);
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
      body: html`<h1>${money(session)}</h1>
        <p class="soft">${session.items[0]?.name ?? ""}. This is the local stand-in for Stripe: no card is needed.</p>
        <form method="post">
          <p>
            <button class="button" name="do" value="pay">Pay ${money(session)}</button>
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

function admin(core: StripeCore): Hono {
  const { world, faults, webhooks, deps } = core;
  const app = new Hono();

  app.get("/", async (context) => {
    const sessions = [...world.sessions.values()].toReversed();
    return await sendPage(context, {
      title: "Payments",
      body: html`<nav><a href="/">Simulators</a></nav>
        <h1>Payments</h1>
        <p class="soft">The checkouts that the stand-in for Stripe holds, newest first.</p>
        ${sessions.length === 0 ? html`<p>None yet. Book a session that has a price and go to its checkout.</p>` : ""}
        <ul class="cards">
          ${sessions.map(
            (session) =>
              html`<li class="card">
                <div>
                  <strong>${money(session)}</strong
                  ><span>${session.status} · booking ${session.clientReferenceId ?? "?"}${refundedText(core, session)}</span>
                </div>
                ${
                  session.status === "open"
                    ? html`<a class="button" href="${core.deps.publicPath}/checkout.stripe.com/pay/${session.id}">Checkout</a>`
                    : ""
                }
              </li>`,
          )}
        </ul>`,
    });
  });

  app.get("/snapshot", (context) => {
    const scope = context.req.query("scope") ?? null;
    const mine = <Thing extends { readonly id: string }>(things: Map<string, Thing>): Thing[] =>
      [...things.values()].filter(({ id }) => inScope(world.scopesOf(id), scope));
    return Response.json({
      sessions: mine(world.sessions).map((session) => sessionJson(core, session)),
      intents: mine(world.intents).map(intentJson),
      refunds: mine(world.refunds).map(refundJson),
    });
  });
  const acts = { pay, decline, expire } as const;
  app.post("/sessions/:session/:act", (context) => {
    const session = world.sessions.get(context.req.param("session"));
    const act = Object.entries(acts).find(([name]) => name === context.req.param("act"))?.[1];
    if (session === undefined || act === undefined) return context.notFound();
    return Response.json({ done: act(core, session) });
  });
  app.post("/faults", async ({ req }) => {
    const read = faultBody.safeParse(await req.json());
    if (!read.success) return new Response(read.error.message, { status: 400 });
    faults.add(read.data);
    return new Response(null, { status: 204 });
  });
  app.delete("/faults", ({ req }) => {
    const scope = req.query("scope");
    faults.drop((fault) => scope === undefined || fault.scope === scope);
    return new Response(null, { status: 204 });
  });
  app.post("/clock", async ({ req }) => {
    const { scope, offset_ms: offsetMs } = await req.json<{ scope: string | null; offset_ms: number }>();
    world.setClock(scope, offsetMs);
    return new Response(null, { status: 204 });
  });
  app.get("/outgoing", ({ req }) => {
    const listed = webhooks.list(req.query("scope") ?? null).map(({ id, type }) => ({ id, type }));
    return Response.json({ webhooks: listed });
  });
  app.get("/outgoing/:id", async (context) => {
    const webhook = webhooks.find(context.req.param("id"));
    if (webhook === null) return context.notFound();
    const { url, body } = webhook;
    return Response.json({ url, body, signature: await webhooks.signatureOf(body, Number(context.req.query("at_ms") ?? deps.now())) });
  });
  return app;
}

function refundedText({ world }: StripeCore, session: Session): string {
  const refunded = [...world.refunds.values()]
    .filter(({ intentId }) => intentId === session.intentId)
    .reduce((sum, { amount }) => sum + amount, 0);
  return refunded === 0 ? "" : ` · ${money({ amount: refunded, currency: session.currency })} refunded`;
}
