/**
 * A receiver of webhooks in place of the marketplace: takes every message as it comes, byte for byte, and judges none of them. `POST /hooks/{name}` is
 * what the service sends to; `GET /` is for people, `GET /messages/{name}` (JSON) and `POST /faults/{name}` (`{status, times, keeps, redirect_to}`) for
 * tests. A fault answers with that status, or not at all where it is null, and keeps the message all the same where `keeps` is true.
 */
import { Hono } from "hono";
import { html } from "hono/html";
import { sendPage } from "../kit/page.ts";

const MESSAGES_KEPT_MAX = 1_000;
const HANG_MS = 12_000;
const SIGNED = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const;

interface Received {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly at: string;
}

interface Fault {
  readonly status: number | null;
  readonly keeps: boolean;
  readonly redirectTo: string | null;
  left: number;
}

export function marketplace({ now }: { readonly now: () => number }): Hono {
  const received: Received[] = [];
  const faults = new Map<string, Fault>();
  const app = new Hono();

  app.post("/hooks/:name", async ({ req }) => {
    const name = req.param("name");
    const headers = Object.fromEntries(SIGNED.map((header) => [header, req.header(header) ?? ""]));
    const message = { name, headers, body: await req.text(), at: new Date(now()).toISOString() };
    const fault = faults.get(name);
    const isFaulty = fault !== undefined && fault.left > 0;
    if (isFaulty) fault.left -= 1;
    if (!isFaulty || fault.keeps) received.push(message);
    if (received.length > MESSAGES_KEPT_MAX) received.shift();
    if (!isFaulty) return new Response(null, { status: 204 });
    return fault.status === null ? await silence(req.raw.signal) : answerOf(fault.status, fault.redirectTo);
  });
  app.get("/messages/:name", ({ req }) => Response.json({ messages: received.filter(({ name }) => name === req.param("name")) }));
  app.post("/faults/:name", async ({ req }) => {
    const asked: { status?: number | null; times?: number; keeps?: boolean; redirect_to?: string } = await req.json();
    const { status = 503, times = 1, keeps = false, redirect_to: redirectTo = null } = asked;
    faults.set(req.param("name"), { status, keeps, redirectTo, left: times });
    return new Response(null, { status: 204 });
  });

  app.get("/", async (context) =>
    sendPage(context, {
      title: "Marketplace",
      body: html`<nav><a href="/">Simulators</a></nav>
        <h1>Marketplace</h1>
        <p class="soft">
          What the service has told it, newest first. An admin registers an address under /marketplace/hooks/ with POST /admin/webhooks.
        </p>
        ${received.length === 0 ? html`<p>Nothing yet.</p>` : ""}
        ${received.toReversed().map(
          ({ name, headers, body, at }) =>
            html`<h2>${at.slice(0, 19).replace("T", " ")} UTC, to ${name}</h2>
              <p class="soft">Webhook-Id ${headers["webhook-id"]}</p>
              <textarea readonly rows="8">${body}</textarea>`,
        )}`,
    }),
  );
  return app;
}

function answerOf(status: number, redirectTo: string | null): Response {
  return new Response("on order", { status, headers: redirectTo === null ? {} : { location: redirectTo } });
}

async function silence(signal: AbortSignal): Promise<Response> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, HANG_MS);
  signal.addEventListener("abort", () => resolve());
  await promise;
  clearTimeout(timer);
  return new Response("was told not to answer", { status: 504 });
}
