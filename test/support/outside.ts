/**
 * Everything outside the Worker, as tests meet it: the runtime hands each outbound request to this function, in Node, and
 * the simulators answer under the providers' real addresses. What no simulator serves is refused, so that no test can
 * reach a network. Test files run side by side on one set of simulators: each keeps to addresses of its own. The admin
 * surface of the calendars is at `https://sim.test`; notifications wait there until a test takes them on.
 */
import { type Request as OutsideRequest, Response as OutsideResponse } from "miniflare";
import { calendarSimulators } from "../../simulators/calendars/app.ts";
import { mailbox } from "../../simulators/mailbox/app.ts";
import { marketplace } from "../../simulators/marketplace/app.ts";
import { stripeSimulator } from "../../simulators/stripe/app.ts";
import { LOCAL_BINDINGS } from "./bindings.ts";

const now = (): number => Date.now();
const mail = mailbox({ now, publicPath: "" });
const market = marketplace({ now });
const calendars = calendarSimulators({
  now,
  deliver: null,
  publicPath: "",
  clients: {
    google: {
      id: LOCAL_BINDINGS.GOOGLE_CLIENT_ID,
      secret: LOCAL_BINDINGS.GOOGLE_CLIENT_SECRET,
      redirectUris: [`${LOCAL_BINDINGS.SERVICE_URL}/calendar/google/callback`],
    },
    microsoft: {
      id: LOCAL_BINDINGS.MICROSOFT_CLIENT_ID,
      secret: LOCAL_BINDINGS.MICROSOFT_CLIENT_SECRET,
      redirectUris: [`${LOCAL_BINDINGS.SERVICE_URL}/calendar/outlook/callback`],
    },
  },
});

const stripe = stripeSimulator({
  now,
  deliver: null,
  secretKey: LOCAL_BINDINGS.STRIPE_SECRET_KEY,
  webhookSecret: LOCAL_BINDINGS.STRIPE_WEBHOOK_SECRET,
  webhookUrl: `${LOCAL_BINDINGS.SERVICE_URL}/payments/webhook`,
  publicPath: "",
});

const PROVIDER_HOSTS: ReadonlySet<string> = new Set([
  "accounts.google.com",
  "oauth2.googleapis.com",
  "www.googleapis.com",
  "login.microsoftonline.com",
  "graph.microsoft.com",
]);

export async function outside(request: OutsideRequest): Promise<OutsideResponse> {
  const url = new URL(request.url);
  const body = request.method === "GET" || request.method === "HEAD" ? null : await request.arrayBuffer();
  const init = { method: request.method, headers: Object.fromEntries(request.headers), body };
  const answer = await answerOf(url, init);
  if (answer === null) return new OutsideResponse(`nothing outside answers at ${url.host}`, { status: 599 });
  return new OutsideResponse(answer.body as never, { status: answer.status, headers: Object.fromEntries(answer.headers) });
}

async function answerOf(url: URL, init: RequestInit): Promise<Response | null> {
  if (url.host === "market.test") return await market.fetch(new Request(url, init));
  if (url.host === "mail.test") return await mail.fetch(new Request(url, init));
  if (url.host === "stripe-sim.test")
    return await stripe.fetch(new Request(new URL(`/__sim/stripe${url.pathname}${url.search}`, url), init));
  if (url.host === "api.stripe.com") return await stripe.fetch(new Request(new URL(`/${url.host}${url.pathname}${url.search}`, url), init));
  if (url.host === "sim.test") return await calendars.fetch(new Request(new URL(`/__sim${url.pathname}${url.search}`, url), init));
  if (PROVIDER_HOSTS.has(url.host))
    return await calendars.fetch(new Request(new URL(`/${url.host}${url.pathname}${url.search}`, url), init));
  return null;
}
