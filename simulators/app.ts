/**
 * The stand-ins for the services around the booking service, as one Hono app: the identity provider, both calendar
 * providers, Stripe, a mailbox, and a page of another site. Each is a room of its own under its own path; this file
 * only mounts them and lists them on the index page. Everything it needs is handed in; it starts nothing and reads no
 * environment.
 */
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { html } from "hono/html";
import type { OAuth2Issuer } from "oauth2-mock-server";
import { mintAccessToken, type Person } from "./identity/tokens.ts";
import { COPY_SCRIPT, peopleBody, tokenBody } from "./identity/pages.ts";
import { calendarSimulators } from "./calendars/app.ts";
import { identityProvider } from "./identity/provider.ts";
import { anotherSite } from "./another-site/app.ts";
import { mailbox } from "./mailbox/app.ts";
import { marketplace } from "./marketplace/app.ts";
import { sendPage } from "./kit/page.ts";
import { registrationsOf } from "./registrations.ts";
import { stripeSimulator } from "./stripe/app.ts";

const PAGE_TOKEN_TTL_SECONDS = 8 * 3600;

export interface SimulatorDependencies {
  readonly issuer: OAuth2Issuer;
  readonly people: readonly Person[];
  /** Where the booking service answers, for links. */
  readonly workerUrl: string;
  /** Where the simulators themselves answer. */
  readonly simulatorsUrl: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Sends notifications and webhooks to the booking service. */
  readonly deliver: (request: Request) => Promise<Response>;
}

interface IndexEntry {
  readonly path: string;
  readonly name: string;
  readonly about: string;
}

export function simulatorsApp({
  issuer,
  people,
  workerUrl,
  simulatorsUrl,
  now,
  deliver,
}: SimulatorDependencies): Hono<{ Bindings: HttpBindings }> {
  const identityPath = new URL(String(issuer.url)).pathname;
  // People type addresses with and without the last slash.
  const app = new Hono<{ Bindings: HttpBindings }>({ strict: false });

  const entries: readonly IndexEntry[] = [
    { path: "/people", name: "People", about: "The people of the demo, and access tokens to act as them" },
    { path: "/embed-demo", name: "Another site", about: "A page of another site with a coach's times in it" },
    {
      path: "/providers/__sim/",
      name: "Calendars",
      about: "What Google Calendar and Outlook hold, week by week, and their owners' hands in it",
    },
    { path: "/marketplace/", name: "Marketplace", about: "Every event the service has told a marketplace of, by webhook" },
    { path: "/mailbox/", name: "Mailbox", about: "Every mail the service has sent" },
    { path: "/providers/__sim/stripe", name: "Payments", about: "Checkouts, payments and refunds at the stand-in for Stripe" },
    {
      path: `${identityPath}/.well-known/openid-configuration`,
      name: "Identity provider",
      about: "OpenID Connect discovery: sign-in, tokens and keys",
    },
    { path: `${workerUrl}/docs`, name: "Booking API", about: "Every call of the service itself, to read and to try" },
  ];

  app.get("/", async (context) =>
    sendPage(context, {
      title: "Simulators",
      body: html`<h1>Simulators</h1>
        <p class="soft">
          Local stand-ins for the services around the booking service. They hold demo data, and only this machine reaches them.
        </p>
        <ul class="cards">
          ${entries.map(
            ({ path, name, about }) =>
              html`<li class="card">
                <div>
                  <strong><a href="${path}">${name}</a></strong
                  ><span>${about}</span>
                </div>
              </li>`,
          )}
        </ul>`,
    }),
  );

  app.get("/people", async (context) => sendPage(context, { title: "People", body: peopleBody(people) }));

  app.post("/people/:id/token", async (context) => {
    const person = people.find(({ id }) => id === context.req.param("id"));
    if (person === undefined) return context.notFound();
    const token = await mintAccessToken(issuer, person, PAGE_TOKEN_TTL_SECONDS);
    const validUntil = new Date(Date.now() + PAGE_TOKEN_TTL_SECONDS * 1000).toISOString().replace(/:\d\d\..*/, " UTC");
    return await sendPage(context, {
      title: `A token for ${person.name}`,
      body: tokenBody(person, token, validUntil.replace("T", " "), `${workerUrl}/docs`),
      script: COPY_SCRIPT,
    });
  });

  const { google, microsoft, pages, stripe } = registrationsOf({ workerUrl });
  const outside = { now, deliver, publicPath: "/providers" };
  app.route("/providers", calendarSimulators({ ...outside, clients: { google, microsoft } }));
  // Checkout pages are shown in a browser, so their links name this machine in full.
  app.route("/providers", stripeSimulator({ ...outside, publicPath: `${simulatorsUrl}/providers`, ...stripe }));
  app.route("/mailbox", mailbox({ now, publicPath: "/mailbox" }));
  app.route("/marketplace", marketplace({ now }));
  app.route("/embed-demo", anotherSite({ people, workerUrl }));
  app.route(identityPath, identityProvider({ issuer, people, clients: [pages], now }));

  app.notFound(async (context) =>
    sendPage(context, {
      title: "Not here",
      status: 404,
      body: html`<h1>Nothing at this address</h1>
        <p><a href="/">What there is</a></p>`,
    }),
  );
  return app;
}
