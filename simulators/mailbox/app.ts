/**
 * A mailbox in place of the mail service: takes every mail, shows it to a person and delivers nothing. `POST /messages`
 * is what the product sends to; `GET /` and `GET /mail/{number}` are for people, `GET /messages?to=` (JSON),
 * `DELETE /messages`, `POST /faults` (`{after_commit, status, times, to}`) and `DELETE /faults?to` for tests. A mail's own HTML is shown in a
 * frame without scripts and without this page's origin.
 */
import { type Context, Hono } from "hono";
import { html } from "hono/html";
import { type Html, sendPage } from "../kit/page.ts";
import { type KeptMessage, type MailboxFault, type MailboxMessage, Messages } from "./messages.ts";

const HANG_MS = 12_000;

export interface MailboxDependencies {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The prefix under which the app is mounted. */
  readonly publicPath: string;
}

export function mailbox({ now, publicPath }: MailboxDependencies): Hono {
  const messages = new Messages();
  const app = new Hono();

  app.post("/messages", async ({ req }) => {
    const message: MailboxMessage = await req.json();
    const fault = messages.takeFault(message.to);
    if (fault === null || fault.afterCommit) messages.accept(message, new Date(now()).toISOString());
    return fault === null ? Response.json({ accepted: true }) : await failed(fault, req.raw.signal);
  });
  app.get("/messages", ({ req }) => Response.json({ messages: messages.list(req.query("to") ?? null) }));
  app.delete("/messages", () => {
    messages.clear();
    return new Response(null, { status: 204 });
  });
  app.post("/faults", async ({ req }) => {
    const asked: { after_commit?: boolean; status?: number | null; times?: number; to?: string } = await req.json();
    messages.order({
      afterCommit: asked.after_commit ?? false,
      status: asked.status === undefined ? 503 : asked.status,
      times: asked.times ?? 1,
      to: asked.to ?? null,
    });
    return new Response(null, { status: 204 });
  });
  app.delete("/faults", ({ req }) => {
    messages.forget(req.query("to") ?? null);
    return new Response(null, { status: 204 });
  });

  app.get("/", async (context) => {
    const to = context.req.query("to") ?? null;
    return await sendPage(context, { title: "Mailbox", body: listBody(messages.list(to).toReversed(), to, publicPath) });
  });
  app.get("/mail/:number", async (context) => {
    const message = messages.find(Number(context.req.param("number")));
    return message === null ? context.notFound() : await letterPage(context, message, publicPath);
  });
  app.get("/mail/:number/html", (context) => {
    const message = messages.find(Number(context.req.param("number")));
    if (message === null) return context.notFound();
    return new Response(message.html, {
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
      },
    });
  });
  return app;
}

async function failed(fault: MailboxFault, signal: AbortSignal): Promise<Response> {
  if (fault.status !== null) return new Response("on order", { status: fault.status });
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, HANG_MS);
  signal.addEventListener("abort", () => resolve());
  await promise;
  clearTimeout(timer);
  return new Response("was told not to answer", { status: 504 });
}

function listBody(kept: readonly KeptMessage[], to: string | null, publicPath: string): Html {
  return html`<nav><a href="/">Simulators</a>${to === null ? "" : html` · <a href="${publicPath}/">All mail</a>`}</nav>
    <h1>Mailbox</h1>
    <p class="soft">
      Every mail the service has sent${to === null ? "" : ` to ${to}`}, newest first. Nothing here is delivered to anybody.
    </p>
    ${kept.length === 0 ? html`<p>Nothing yet. Book a session, and two mails arrive within seconds.</p>` : ""}
    <ul class="cards">
      ${kept.map(
        ({ number, subject, to: reader, receivedAt, times }) =>
          html`<li class="card">
            <div>
              <strong><a href="${publicPath}/mail/${String(number)}">${subject}</a></strong
              ><span
                >to <a href="${publicPath}/?to=${encodeURIComponent(reader)}">${reader}</a> · ${receivedAt.slice(0, 19).replace("T", " ")}
                UTC${times > 1 ? ` · sent ${String(times)} times` : ""}</span
              >
            </div>
          </li>`,
      )}
    </ul>`;
}

async function letterPage(context: Context, message: KeptMessage, publicPath: string): Promise<Response> {
  const page = await sendPage(context, {
    title: message.subject,
    body: html`<nav><a href="${publicPath}/">Mailbox</a></nav>
      <h1>${message.subject}</h1>
      <p class="soft">from ${message.fromName} &lt;${message.from}&gt; to ${message.to}</p>
      <iframe title="The mail as HTML" src="${publicPath}/mail/${String(message.number)}/html" sandbox width="100%" height="520"></iframe>
      <h2>As text</h2>
      <textarea readonly rows="16">${message.text}</textarea>
      ${
        message.calendar === null
          ? ""
          : html`<h2>Invitation (${message.calendar.method})</h2>
              <textarea readonly rows="16">${message.calendar.text}</textarea>`
      }`,
  });
  const policy = page.headers.get("content-security-policy") ?? "";
  page.headers.set("content-security-policy", `${policy}; frame-src 'self'`);
  return page;
}
