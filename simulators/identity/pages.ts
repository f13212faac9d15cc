/**
 * What a person sees of the identity simulator: whom to be at sign-in, the list of people, and a fresh access token to
 * copy. Only HTML is made here: no tokens, no decisions.
 */
import { html } from "hono/html";
import type { Person } from "./tokens.ts";
import type { Html } from "../kit/page.ts";

const CARD_TITLE: Record<Person["role"], string> = { client: "Client", coach: "Coach", admin: "Administrator" };

function card(person: Person, action: Html): Html {
  return html`<li class="card">
    <div><strong>${person.name}</strong><span>${CARD_TITLE[person.role]} · ${person.email} · ${person.zoneinfo}</span></div>
    ${action}
  </li>`;
}

/** A link and not a form, because a form's `form-action` policy would also judge where the sign-in leads to. */
export function choosePersonBody(people: readonly Person[], clientId: string, approveLink: (id: string) => string): Html {
  return html`<h1>Sign in</h1>
    <p class="soft">${clientId} asks who you are. This is the local stand-in of the identity service: no passwords, choose a person.</p>
    <ul class="cards">
      ${people.map((person) => card(person, html`<a class="button" href="${approveLink(person.id)}">Continue as ${person.name}</a>`))}
    </ul>
    <p class="soft"><a href="${approveLink("")}">Do not sign in</a></p>`;
}

export function badRequestBody(reason: string): Html {
  return html`<h1>This sign-in link is not complete</h1>
    <p>${reason}</p>`;
}

export function peopleBody(people: readonly Person[]): Html {
  return html`<nav><a href="/">Simulators</a></nav>
    <h1>People</h1>
    <p class="soft">
      Everyone in the demo. A token lets you act as that person, for example on the API's own page or with
      <code>Authorization: Bearer …</code>.
    </p>
    <ul class="cards">
      ${people.map((person) =>
        card(
          person,
          html`<form method="post" action="/people/${person.id}/token">
            <button class="button">Show a token</button>
          </form>`,
        ),
      )}
    </ul>
    <p class="soft">Anyone else, or another lifetime: <code>npm run token -- --role client --name "Someone New"</code></p>`;
}

export function tokenBody(person: Person, token: string, validUntil: string, docsUrl: string): Html {
  return html`<nav><a href="/">Simulators</a> · <a href="/people">People</a></nav>
    <h1>A token for ${person.name}</h1>
    <p class="soft">${CARD_TITLE[person.role]}, id <code>${person.id}</code>. Valid until ${validUntil}.</p>
    <textarea id="token" rows="9" readonly spellcheck="false" aria-label="Access token">${token}</textarea>
    <p><button class="button" id="copy" type="button">Copy</button> <span id="copied" class="soft" role="status"></span></p>
    <p>Paste it where <a href="${docsUrl}">the API's page</a> asks for a bearer token.</p>`;
}

export const COPY_SCRIPT = `
document.getElementById('copy').addEventListener('click', async () => {
  const field = document.getElementById('token');
  field.select();
  try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand('copy'); }
  document.getElementById('copied').textContent = 'Copied.';
});
`;
