/**
 * What a person sees of Microsoft's sign-in: choose or type an account, then accept all that is asked or refuse it.
 * Microsoft has no ticks: consent is all or nothing. The last step is a link and not a form, because a form's
 * `form-action` policy would also judge where the sign-in leads to. HTML only; no decisions.
 */
import { html } from "hono/html";
import type { Html } from "../../kit/page.ts";
import { isPersonal } from "./settings.ts";
import type { Account } from "../core/world.ts";

interface ChoicePage {
  readonly accounts: readonly Account[];
  readonly clientId: string;
  readonly hint: string;
  /** The query of the request, to be carried on. */
  readonly query: URLSearchParams;
  readonly action: string;
  readonly linkOf: (email: string) => string;
}

export function chooseAccountBody({ accounts, clientId, hint, query, action, linkOf }: ChoicePage): Html {
  const carried = [...query].filter(([name]) => name !== "account");
  return html`<h1>Pick an account</h1>
    <p class="soft">${clientId} asks for a Microsoft account. This is the local stand-in: no passwords.</p>
    <ul class="cards">
      ${accounts.map(
        (account) =>
          html`<li class="card">
            <div>
              <strong>${account.email}</strong><span>${isPersonal(account) ? "Personal account, without Teams" : "Work account"}</span>
            </div>
            <a class="button" href="${linkOf(account.email)}">Continue</a>
          </li>`,
      )}
    </ul>
    <h2>Use another account</h2>
    <form method="get" action="${action}">
      ${carried.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <p>
        <label>E-mail address <input type="email" name="account" value="${hint}" required autofocus /></label>
      </p>
      <p><button class="button">Next</button></p>
    </form>`;
}

export function consentBody(page: {
  readonly account: Account;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly acceptLink: string;
  readonly cancelLink: string;
  readonly otherLink: string;
}): Html {
  return html`<h1>Permissions requested</h1>
    <p><strong>${page.account.email}</strong> · <a href="${page.otherLink}">another account</a></p>
    <p class="soft">${page.clientId} would like to:</p>
    <ul>
      ${page.scopes.map((scope) => html`<li><code>${scope}</code></li>`)}
    </ul>
    <p><a class="button" href="${page.acceptLink}">Accept</a> <a href="${page.cancelLink}">Cancel</a></p>`;
}

export function refusedBody(reason: string): Html {
  return html`<h1>Sorry, but we cannot sign you in</h1>
    <p>${reason}</p>`;
}
