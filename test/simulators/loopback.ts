/**
 * The stand-ins of calendars and payments on a port of this machine, for clients that speak HTTP themselves. A real address,
 * `https://HOST/PATH`, is found at `/HOST/PATH` below `base`. Clients that insist on the real addresses are led there by `fetchReal`.
 */
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { calendarSimulators } from "../../simulators/calendars/app.ts";
import { stripeSimulator } from "../../simulators/stripe/app.ts";

export const REDIRECT = "https://app.example.test/callback";
export const CLIENT = { id: "client-1", secret: "secret-1", redirectUris: [REDIRECT] };
export const STRIPE_KEY = "sk_test_of_the_official_client";

interface Loopback {
  readonly base: string;
  readonly port: number;
  readonly fetchReal: (url: string, init?: RequestInit) => Promise<Response>;
  /** The admin surface. */
  readonly sim: <Answer>(path: string, body: unknown) => Promise<Answer>;
  readonly close: () => void;
}

export async function listen(): Promise<Loopback> {
  const now = (): number => Date.now();
  // As the product would prove its addresses to Graph.
  const deliver = async (request: Request): Promise<Response> => {
    const token = new URL(request.url).searchParams.get("validationToken");
    return await Promise.resolve(new Response(token, { status: token === null ? 202 : 200, headers: { "content-type": "text/plain" } }));
  };
  const outside = { now, deliver, publicPath: "" } as const;
  const stripe = { secretKey: STRIPE_KEY, webhookSecret: "whsec_of_the_official_client", webhookUrl: REDIRECT };
  const app = new Hono()
    .route("/", stripeSimulator({ ...outside, ...stripe }))
    .route("/", calendarSimulators({ ...outside, clients: { google: CLIENT, microsoft: CLIENT } }));
  // Google's client keeps of its address the host alone.
  const answer = getRequestListener(async (request) => {
    const { pathname, search, origin } = new URL(request.url);
    const isBare = pathname.startsWith("/calendar/v3/");
    return await app.fetch(isBare ? new Request(`${origin}/www.googleapis.com${pathname}${search}`, request) : request);
  });
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("a server on a port has an address");
  const base = `http://127.0.0.1:${String(address.port)}`;
  return {
    base,
    port: address.port,
    fetchReal: async (url, init) => await fetch(url.replace("https://", `${base}/`), init),
    sim: async <Answer>(path: string, body: unknown) => {
      const response = await fetch(`${base}/__sim/${path}`, { method: "POST", body: JSON.stringify(body) });
      const text = await response.text();
      if (!response.ok) throw new Error(`${path}: ${text}`);
      return (text === "" ? null : JSON.parse(text)) as Answer;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
