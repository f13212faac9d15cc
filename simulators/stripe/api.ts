/**
 * Stripe's API as far as the product uses it: checkout sessions, refunds, idempotency keys. What the real service refuses
 * is refused here. Faults that somebody ordered strike before or after the act; an error that was answered after a request had
 * begun is kept for its key like any other answer.
 */
import { type Context, Hono } from "hono";
import { ok, type Result } from "../../src/lib/result.ts";
import type { StripeCore } from "./core.ts";
import { brokenConnection, halfOf, hang } from "./fault-queue.ts";
import { readForm } from "./form.ts";
import { keepAnswer, type KeyedRequest, keyOf, keptAnswer } from "./idempotency.ts";
import { endIfOver, expire } from "./lifecycle.ts";
import { sessionJson } from "./objects.ts";
import { invalid, missing, neverStarted, problemBody, type StripeProblem } from "./problem.ts";
import { createRefund, listRefunds } from "./refunds.ts";
import { createSession, listSessions } from "./sessions.ts";
import { inScope, type Scopes, scopesIn, type Session } from "./world.ts";

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
      const path = new URL(request.url).pathname.replace(/^.*(?=\/v1\/)/u, "");
      const scopes = scopesOf(context, body);
      const keyed: KeyedRequest = { key: keyOf(request), path, body, nowSeconds: world.nowSeconds(scopes) };
      return await withFaults(core, request, { scopes, keyed }, () => act(context, body));
    };
  const named = (context: Context): Scopes => world.scopesOf(context.req.param("session") ?? null);
  const inBody = (_context: Context, body: string): Scopes => {
    const { metadata: given, payment_intent: intent } = readForm(body);
    const marked = typeof given === "object" && !Array.isArray(given) ? scopesIn(given as Record<string, string>) : [];
    return [...new Set([...(typeof intent === "string" ? world.scopesOf(intent) : []), ...marked])];
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
    "/v1/checkout/sessions",
    call(
      (context) => world.scopesOf(context.req.query("payment_intent") ?? null),
      (context) => listSessions(core, new URL(context.req.url).search.slice(1)),
    ),
  );
  app.get(
    "/v1/checkout/sessions/:session",
    call(named, (context) => withSession(context, (session) => ok(sessionJson(core, session)))),
  );
  app.post(
    "/v1/checkout/sessions/:session/expire",
    call(named, (context) =>
      withSession(context, (session) => {
        const { status } = session;
        if (expire(core, session)) return ok(sessionJson(core, session));
        return invalid(
          `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${status}\`.`,
        );
      }),
    ),
  );
  app.post(
    "/v1/refunds",
    call(inBody, (_context, body) => createRefund(core, body)),
  );
  app.get(
    "/v1/refunds",
    call(
      (context) => world.scopesOf(context.req.query("payment_intent") ?? null),
      (context) => listRefunds(core, new URL(context.req.url).search.slice(1)),
    ),
  );
  return app;
}

interface Call {
  readonly scopes: Scopes;
  readonly keyed: KeyedRequest;
}

async function withFaults(core: StripeCore, request: Request, { scopes, keyed }: Call, act: () => Answer): Promise<Response> {
  const kept = keptAnswer(core.answers, keyed);
  const carryOut = (): Response => kept ?? answered(core, keyed, act());
  const fault = core.faults.take(
    (one) => keyed.path.includes(one.path ?? "") && (one.method ?? request.method) === request.method && inScope(scopes, one.scope),
  );
  if (fault === null) return carryOut();
  if (fault.mode === "hang") return await hang(request.signal, core.wait);
  const { status = 500, body = { error: { type: "api_error", message: "on order" } } } = fault;
  const asOrdered = (): Response => {
    // Only an error from within: one at the door (503) was of no request that had begun.
    if (status === 500) keepAnswer(core.answers, keyed, { status, json: body });
    return Response.json(body, { status });
  };
  if (fault.mode === "answer") return status === 500 && kept !== null ? kept : asOrdered();
  const done = carryOut();
  if (fault.mode === "cut") return await halfOf(done);
  if (fault.status === undefined) return brokenConnection();
  return kept ?? asOrdered();
}

function answered(core: StripeCore, keyed: KeyedRequest, answer: Answer): Response {
  const status = answer.ok ? 200 : answer.problem.status;
  const json = answer.ok ? answer.value : problemBody(answer.problem);
  if (answer.ok || !neverStarted(answer.problem)) keepAnswer(core.answers, keyed, { status, json });
  return Response.json(json, { status });
}
