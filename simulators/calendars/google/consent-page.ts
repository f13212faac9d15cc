/**
 * What a person sees of Google's sign-in: whose account, and a tick for each permission, because consent is granular
 * and the product must cope with what was unticked. HTML only; no decisions.
 */
import { html } from "hono/html";
import type { Html } from "../../kit/page.ts";
import type { Account } from "../core/world.ts";

const SHOWN: Readonly<Record<string, string>> = {
  "https://www.googleapis.com/auth/calendar.events.owned": "See, create, change and delete events on calendars you own",
  "https://www.googleapis.com/auth/calendar.freebusy": "See when you are free or busy",
  "https://www.googleapis.com/auth/calendar.calendarlist.readonly": "See the list of your calendars",
};

interface ConsentPage {
  readonly accounts: readonly Account[];
  readonly clientId: string;
  readonly hint: string;
  /** Those that cannot be unticked are not among them. */
  readonly scopes: readonly string[];
  /** The query of the request, to be carried on. */
  readonly query: URLSearchParams;
  readonly action: string;
}

export function consentBody({ accounts, clientId, hint, scopes, query, action }: ConsentPage): Html {
  return html`<h1>Choose an account</h1>
    <p class="soft">${clientId} asks for a Google account. This is the local stand-in: no passwords.</p>
    <form method="post" action="${action}">
      ${[...query].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <p>
        <label>E-mail address <input type="email" name="sim_account" value="${hint}" list="accounts" required autofocus /></label>
        <datalist id="accounts">${accounts.map(({ email }) => html`<option value="${email}"></option>`)}</datalist>
      </p>
      <h2>It would like to</h2>
      ${scopes.map(
        (scope) =>
          html`<p>
            <label><input type="checkbox" name="sim_scope" value="${scope}" checked /> ${SHOWN[scope] ?? scope}</label>
          </p>`,
      )}
      <p>
        <button class="button" name="sim_decision" value="allow">Allow</button>
        <button class="button" name="sim_decision" value="deny" formnovalidate>Deny</button>
      </p>
    </form>`;
}

export function refusedBody(reason: string): Html {
  return html`<h1>Access blocked</h1>
    <p>${reason}</p>`;
}
