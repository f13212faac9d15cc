/**
 * The page on which a person sees a mailbox's week and lives in it: every calendar's events with their meeting links, and
 * forms to add, move or delete one as the owner would. It looks again every five seconds, except while a form is open.
 */
import { type Context, Hono } from "hono";
import { html } from "hono/html";
import { type Html, sendPage } from "../kit/page.ts";
import type { Core } from "./core/core.ts";
import { showDate } from "./core/wall-time.ts";
import type { Account, SimCalendar, SimEvent } from "./core/world.ts";

const DAY_MS = 86_400_000;
const DAYS = 7;
const NAMES: Readonly<Record<Account["provider"], string>> = { google: "Google Calendar", microsoft: "Outlook" };

/** Our own constant text. */
const REFRESH = `setInterval(() => {
  const busy = document.querySelector("details[open]") !== null || document.activeElement?.tagName === "INPUT";
  if (!busy) location.reload();
}, 5000)`;

export function weekPage(core: Core): Hono {
  const { world, deps } = core;
  const app = new Hono();
  const here = `${deps.publicPath}/__sim`;

  app.get("/", async (context) => sendPage(context, { title: "Calendars", body: accountsBody(world.accounts(), here), script: REFRESH }));
  app.get("/week", async (context) => {
    const account = world.accountOfKey(context.req.query("account") ?? "");
    if (account === null) return context.redirect(`${here}/`);
    return await weekOf(context, account, here, world.now(account));
  });
  return app;
}

function accountsBody(accounts: readonly Account[], here: string): Html {
  return html`<nav><a href="/">Simulators</a></nav>
    <h1>Calendars</h1>
    <p class="soft">The mailboxes that the stand-ins for Google and Microsoft hold. One is made when somebody signs in there.</p>
    ${accounts.length === 0 ? html`<p>None yet. Connect a calendar, and it appears here.</p>` : ""}
    <ul class="cards">
      ${accounts.map(
        ({ key, email, provider }) =>
          html`<li class="card">
            <div>
              <strong><a href="${here}/week?account=${encodeURIComponent(key)}">${email}</a></strong
              ><span>${NAMES[provider]}</span>
            </div>
          </li>`,
      )}
    </ul>`;
}

async function weekOf(context: Context, account: Account, here: string, now: number): Promise<Response> {
  const asked = Date.parse(`${context.req.query("from") ?? ""}T00:00:00Z`);
  const from = Math.floor((Number.isFinite(asked) ? asked : now) / DAY_MS) * DAY_MS;
  const back = `week?account=${encodeURIComponent(account.key)}&from=${showDate(from)}`;
  const weekAt = (start: number): string => `${here}/week?account=${encodeURIComponent(account.key)}&from=${showDate(start)}`;
  const action = (what: string): string => `${here}/events/${what}?account=${encodeURIComponent(account.key)}`;
  const days = Array.from({ length: DAYS }, (_, day) => from + day * DAY_MS);
  const body = html`<nav>
      <a href="${here}/">Calendars</a> · <a href="${weekAt(from - DAYS * DAY_MS)}">earlier</a> ·
      <a href="${weekAt(from + DAYS * DAY_MS)}">later</a>
    </nav>
    <h1>${account.email}</h1>
    <p class="soft">${NAMES[account.provider]}, seven days from ${showDate(from)}. Times are UTC.</p>
    ${days.map((day) => dayBody(account, day, action, back))}
    <details>
      <summary>Add something to this calendar</summary>
      <form method="post" action="${action("create")}">
        <input type="hidden" name="back" value="${back}" />
        <p class="fields">
          <label>Title <input name="title" value="Dentist" /></label>
          <label>from <input type="datetime-local" name="starts_at" required value="${stamp(from + DAY_MS + 9 * 3_600_000)}" /></label>
          <label>to <input type="datetime-local" name="ends_at" required value="${stamp(from + DAY_MS + 10 * 3_600_000)}" /></label>
          <button class="button">Add</button>
        </p>
      </form>
    </details>`;
  return await sendPage(context, { title: `${account.email}: the week`, body, script: REFRESH });
}

function dayBody(account: Account, day: number, action: (what: string) => string, back: string): Html {
  const found = [...account.calendars.values()].flatMap((calendar) =>
    [...calendar.events.values()]
      .filter((event) => !event.isSeriesMaster && event.status !== "cancelled" && event.startsAt >= day && event.startsAt < day + DAY_MS)
      .map((event) => ({ calendar, event })),
  );
  const events = found.sort((one, other) => one.event.startsAt - other.event.startsAt);
  const name = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(day);
  return html`<h2>${name}</h2>
    ${events.length === 0 ? html`<p class="soft">Nothing</p>` : ""}
    <ul class="cards">
      ${events.map(({ calendar, event }) => eventBody(calendar, event, action, back))}
    </ul>`;
}

function eventBody(calendar: SimCalendar, event: SimEvent, action: (what: string) => string, back: string): Html {
  const guests = event.attendees.map(({ email, response }) => `${email} (${response})`).join(", ");
  return html`<li class="card" data-event="${event.id}">
    <div>
      <strong>${stamp(event.startsAt).slice(11)}–${stamp(event.endsAt).slice(11)} ${event.title}</strong>
      <span
        >${calendar.isPrimary ? "" : `${calendar.name} · `}${event.status}${event.isBusy ? "" : " · shown as free"}${
          guests === "" ? "" : ` · with ${guests}`
        }${event.meeting?.state === "ready" ? html` · <a href="${event.meeting.link}">${event.meeting.link}</a>` : ""}</span
      >
    </div>
    <details>
      <summary>Change</summary>
      <form method="post" action="${action("move")}">
        <input type="hidden" name="event_id" value="${event.id}" /><input type="hidden" name="back" value="${back}" />
        <p class="fields">
          <label>New start <input type="datetime-local" name="starts_at" required value="${stamp(event.startsAt)}" /></label>
          <button class="button">Move</button>
        </p>
      </form>
      <form method="post" action="${action("delete")}">
        <input type="hidden" name="event_id" value="${event.id}" /><input type="hidden" name="back" value="${back}" />
        <button class="button">Delete</button>
      </form>
    </details>
  </li>`;
}

/** As `datetime-local` takes it, in UTC. */
function stamp(at: number): string {
  return new Date(at).toISOString().slice(0, 16);
}
