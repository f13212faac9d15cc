/**
 * A small stand-in for the marketplace's own app: choose who to be, sell, book a session, pay for it, connect a calendar, move
 * or ask for it, cancel and see before what comes back; an admin sees what is planned and what gave up. Everything it does goes through the public API with that
 * person's token, from the browser, as the real app would; the person and the token are kept in the tab's own storage.
 */
import { Hono } from "hono";
import { html, raw } from "hono/html";
import type { Person } from "../identity/tokens.ts";
import { sendPage } from "../kit/page.ts";
import { APP_SCRIPT } from "./script.ts";

export interface MarketplaceDependencies {
  readonly people: readonly Person[];
  readonly workerUrl: string;
  readonly tokenOf: (person: Person) => Promise<string>;
}

export function marketplaceApp({ people, workerUrl, tokenOf }: MarketplaceDependencies): Hono {
  const app = new Hono();

  app.post("/token/:id", async (context) => {
    const person = people.find(({ id }) => id === context.req.param("id"));
    return person === undefined ? context.notFound() : context.json({ token: await tokenOf(person) });
  });

  // One page for every address: where the mails, the checkout and the consents lead back to.
  app.get("/*", async (context) => {
    const known = JSON.stringify(people.map(({ id, name, role }) => ({ id, name, role }))).replaceAll("<", "\\u003c");
    const page = await sendPage(context, {
      title: "The app",
      body: html`<nav><a href="/">Simulators</a> · <a href="/mailbox/">Mailbox</a> · <a href="/providers/__sim/">Calendars</a></nav>
        <h1>The app</h1>
        <p id="notice" class="soft" role="status">A small stand-in for the marketplace. Who are you?</p>
        <div id="content"><noscript>This page needs JavaScript.</noscript></div>
        <script type="application/json" id="data">
          ${raw(JSON.stringify({ workerUrl, people: "PEOPLE" }).replace('"PEOPLE"', known))}
        </script>`,
      script: APP_SCRIPT,
    });
    const policy = page.headers.get("content-security-policy") ?? "";
    page.headers.set("content-security-policy", `${policy}; connect-src 'self' ${workerUrl}`);
    return page;
  });
  return app;
}
