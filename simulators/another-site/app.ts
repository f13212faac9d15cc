/**
 * A page of another site that shows a coach's times by the element of `/embed.js`, and lists the events it hears. It stands on the origin of the
 * simulators, which the local service lists. It also leads back from a booking, and says what it was told.
 */
import { Hono } from "hono";
import { html } from "hono/html";
import type { Person } from "../identity/tokens.ts";
import { sendPage } from "../kit/page.ts";

export interface AnotherSiteDependencies {
  readonly people: readonly Person[];
  readonly workerUrl: string;
}

/** Listens before the element's script has come, as a page should. */
const PAGE_SCRIPT = String.raw`
const heard = document.getElementById("heard");
for (const name of ["ready", "resize", "chosen", "booked"]) {
  document.querySelector("culturebridge-booking").addEventListener(name, ({ detail }) => {
    const item = document.createElement("li");
    item.textContent = name + " " + JSON.stringify(detail);
    heard.append(item);
  });
}
`;

export function anotherSite({ people, workerUrl }: AnotherSiteDependencies): Hono {
  const app = new Hono();

  app.get("/", async (context) => {
    const coaches = people.filter(({ role }) => role === "coach");
    const coach = coaches.find(({ id }) => id === context.req.query("coach")) ?? coaches[0];
    if (coach === undefined) return context.notFound();
    const page = await sendPage(context, {
      title: "Another site",
      body: html`<nav>
          <a href="/">Simulators</a>${coaches.map(({ id, name }) => html` · <a href="/embed-demo?coach=${id}">${name}</a>`)}
        </nav>
        <h1>Sessions with ${coach.name}</h1>
        <p class="soft">A page of another site. The times come from the booking service; choosing one leads there, and back here.</p>
        <culturebridge-booking coach="${coach.id}" aria-label="Times of ${coach.name}">
          <p><a href="${workerUrl}/book/${coach.id}">Book a session with ${coach.name}</a></p>
        </culturebridge-booking>
        <h2>Events that this page has heard</h2>
        <ol id="heard"></ol>
        <p class="soft">How to do this on your own page: <a href="${workerUrl}/embed?coach=${coach.id}">the lines to copy</a>.</p>
        <script src="${workerUrl}/embed.js" async></script>`,
      script: PAGE_SCRIPT,
    });
    const policy = page.headers.get("content-security-policy") ?? "";
    page.headers.set("content-security-policy", `${policy.replace("script-src", `script-src ${workerUrl}`)}; frame-src ${workerUrl}`);
    return page;
  });
  return app;
}
