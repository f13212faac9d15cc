/**
 * The hand that turns Stripe's world, for tests and for people. Nothing here is Stripe's API. Each act answers
 * `{done: boolean}`, or the object it made.
 */
import { type Context, Hono } from "hono";
import { html } from "hono/html";
import { z } from "zod";
import { sendPage } from "../kit/page.ts";
import { shown } from "./amounts.ts";
import type { StripeCore } from "./core.ts";
import { decideDispute, openDispute } from "./disputes.ts";
import { faultFields } from "./fault-queue.ts";
import { decline, expire, pay, payAgain, payLate } from "./lifecycle.ts";
import { chargeJson, disputeJson, intentJson, refundJson, sessionJson } from "./objects.ts";
import { problemBody } from "./problem.ts";
import { refund, settleRefund } from "./refunds.ts";
import { DISPUTE_STATUSES, inScope, REFUND_STATUSES, type Session } from "./world.ts";

const faultBody = z.object({
  ...faultFields,
  path: z.string().optional(),
  method: z.enum(["GET", "POST"]).optional(),
  scope: z.string().optional(),
});
const clockBody = z.object({ scope: z.string().nullable(), offset_ms: z.number() });
const beginBody = z.object({ scope: z.string(), status: z.enum(REFUND_STATUSES) });
const handRefundBody = z.object({
  amount: z.int().min(1).nullable().default(null),
  metadata: z.record(z.string(), z.string()).default({}),
});
const disputeBody = z.object({ amount: z.int().min(1).optional(), reason: z.string().default("fraudulent") });
const refundStateBody = z.object({ status: z.enum(REFUND_STATUSES) });
const disputeStateBody = z.object({ status: z.enum(DISPUTE_STATUSES) });

const ACTS = { pay, decline, expire, pay_late: payLate, pay_again: payAgain } as const;

export function admin(core: StripeCore): Hono {
  const { world, faults, webhooks, deps } = core;
  const app = new Hono();
  app.get("/", async (context) => await sendPage(context, { title: "Payments", body: sessionsBody(core) }));

  app.get("/snapshot", (context) => {
    const scope = context.req.query("scope") ?? null;
    const mine = <Thing extends { readonly id: string }>(things: Map<string, Thing>): Thing[] =>
      [...things.values()].filter(({ id }) => inScope(world.scopesOf(id), scope));
    return Response.json({
      sessions: mine(world.sessions).map((session) => sessionJson(core, session)),
      intents: mine(world.intents).map(intentJson),
      charges: mine(world.charges).map((charge) => chargeJson(world, charge)),
      refunds: mine(world.refunds).map(refundJson),
      disputes: mine(world.disputes).map(disputeJson),
    });
  });
  app.post("/sessions/:session/:act", (context) => {
    const session = world.sessions.get(context.req.param("session"));
    const act = Object.entries(ACTS).find(([name]) => name === context.req.param("act"))?.[1];
    if (session === undefined || act === undefined) return context.notFound();
    return Response.json({ done: act(core, session) });
  });
  addMoneyRoutes(app, core);

  app.post("/faults", async (context) => {
    const read = await bodyOf(context, faultBody);
    if (read === null) return new Response("not a fault", { status: 400 });
    faults.add(read);
    return new Response(null, { status: 204 });
  });
  app.delete("/faults", ({ req }) => {
    const scope = req.query("scope");
    faults.drop((fault) => scope === undefined || fault.scope === scope);
    return new Response(null, { status: 204 });
  });
  app.post("/clock", async (context) => {
    const read = await bodyOf(context, clockBody);
    if (read === null) return new Response("not a clock", { status: 400 });
    world.setClock(read.scope, read.offset_ms);
    return new Response(null, { status: 204 });
  });
  app.get("/outgoing", ({ req }) => {
    const listed = webhooks.list(req.query("scope") ?? null).map(({ id, type, scopes }) => ({ id, type, scopes }));
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

/** Acts of a person on money, in the dashboard or at a bank. */
function addMoneyRoutes(app: Hono, core: StripeCore): void {
  const { world } = core;
  app.post("/refunds/begin", async (context) => {
    const read = await bodyOf(context, beginBody);
    if (read === null) return new Response("not a beginning", { status: 400 });
    world.refundsBegin.set(read.scope, read.status);
    return new Response(null, { status: 204 });
  });
  app.post("/intents/:intent/refund", async (context) => {
    const read = await bodyOf(context, handRefundBody);
    if (read === null) return new Response("not a refund", { status: 400 });
    const made = refund(core, { intentId: context.req.param("intent"), ...read, reason: "requested_by_customer" });
    return made.ok ? Response.json(refundJson(made.value)) : Response.json(problemBody(made.problem), { status: made.problem.status });
  });
  app.post("/refunds/:refund/settle", async (context) => {
    const read = await bodyOf(context, refundStateBody);
    const found = world.refunds.get(context.req.param("refund"));
    if (read === null || found === undefined) return context.notFound();
    return Response.json({ done: settleRefund(core, found, read.status) });
  });
  app.post("/intents/:intent/dispute", async (context) => {
    const read = await bodyOf(context, disputeBody);
    const opened = read === null ? null : openDispute(core, context.req.param("intent"), read);
    return opened === null ? context.notFound() : Response.json(disputeJson(opened));
  });
  app.post("/disputes/:dispute/decide", async (context) => {
    const read = await bodyOf(context, disputeStateBody);
    const found = world.disputes.get(context.req.param("dispute"));
    if (read === null || found === undefined) return context.notFound();
    return Response.json({ done: decideDispute(core, found, read.status) });
  });
}

/** null: it is none. */
async function bodyOf<Schema extends z.ZodType>({ req }: Context, schema: Schema): Promise<z.infer<Schema> | null> {
  const read = schema.safeParse(await req.json().catch(() => ({})));
  return read.success ? read.data : null;
}

function sessionsBody(core: StripeCore) {
  const sessions = [...core.world.sessions.values()].toReversed();
  return html`<nav><a href="/">Simulators</a></nav>
    <h1>Payments</h1>
    <p class="soft">The checkouts that the stand-in for Stripe holds, newest first.</p>
    ${sessions.length === 0 ? html`<p>None yet. Book a session that has a price and go to its checkout.</p>` : ""}
    <ul class="cards">
      ${sessions.map(
        (session) =>
          html`<li class="card">
            <div>
              <strong>${shown(session.amount, session.currency)}</strong
              ><span>${session.status} · booking ${session.clientReferenceId ?? "?"}${refundedText(core, session)}</span>
            </div>
            ${
              session.status === "open"
                ? html`<a class="button" href="${core.deps.publicPath}/checkout.stripe.com/pay/${session.id}">Checkout</a>`
                : ""
            }
          </li>`,
      )}
    </ul>`;
}

function refundedText({ world }: StripeCore, session: Session): string {
  const refunded = [...world.refunds.values()]
    .filter(({ intentId, status }) => intentId === session.intentId && (status === "pending" || status === "succeeded"))
    .reduce((sum, { amount }) => sum + amount, 0);
  return refunded === 0 ? "" : ` · ${shown(refunded, session.currency)} refunded`;
}
