/** What the app's page does in the browser. Text from the API reaches the page as text nodes only. */
import { PAGE_SCRIPT } from "./page-script.ts";
import { SESSION_SCRIPT } from "./session-script.ts";
import { SHOP_SCRIPT } from "./shop-script.ts";

const PERSON_SCRIPT = String.raw`
async function be(person) {
  const answer = await (await fetch("/app/token/" + person.id, { method: "POST" })).json();
  kept.setItem("token", answer.token);
  kept.setItem("person", JSON.stringify(person));
  await show();
}

function choose() {
  say("A small stand-in for the marketplace. Who are you?");
  const cards = people.map((person) => card(person.name, person.role, button("Continue as " + person.name, () => be(person))));
  content.replaceChildren(el("ul", { className: "cards" }, ...cards));
}

async function connect(provider) {
  const { auth_url: address } = await call("GET", "/calendar/" + provider + "/auth-url");
  kept.setItem("connecting", provider);
  location.assign(address);
}

async function calendars() {
  const { connections } = await call("GET", "/calendar/connections");
  const names = { google: "Google Calendar", outlook: "Outlook" };
  return Object.entries(names).map(([provider, name]) => {
    const connection = connections.find((one) => one.provider === provider);
    if (!connection || connection.state !== "active") {
      const about = connection ? "has to be connected again" : "not connected";
      return card(name, about, button("Connect " + name, () => connect(provider)));
    }
    const read = connection.last_synced_at ? "read " + when(connection.last_synced_at) : "not read yet";
    return card(name, connection.account + " · " + read, button("Disconnect", async () => { await call("DELETE", "/calendar/" + provider + "/connection"); await show(); }));
  });
}

async function effects(state, ...actions) {
  const { effects: found } = await call("GET", "/admin/outbox?limit=50&state=" + state);
  found.sort((one, other) => one.due_at.localeCompare(other.due_at));
  return found.map((effect) => card(effect.kind, when(effect.due_at) + (effect.last_fault ? " · " + effect.last_fault : ""), ...actions.map((make) => make(effect))));
}

async function showAdmin(parts, section) {
  section("Planned", await effects("due"));
  section("Given up", await effects("failed", ({ id }) => button("Try again", async () => { await call("POST", "/admin/outbox/" + encodeURIComponent(id) + "/retry"); await show(); })));
  content.replaceChildren(...parts);
}

async function show() {
  const person = JSON.parse(kept.getItem("person"));
  if (!person) return choose();
  say("You are " + person.name + ", " + (person.role === "admin" ? "an admin" : "a " + person.role) + ".");
  const parts = [el("p", {}, button("Be somebody else", () => { kept.clear(); choose(); }))];
  const section = (title, cards, ...above) => {
    const list = cards.length > 0 ? el("ul", { className: "cards" }, ...cards) : el("p", { className: "soft" }, "Nothing yet");
    parts.push(el("h2", {}, title), ...above.map((node) => el("p", {}, node)), list);
  };
  if (person.role === "admin") return showAdmin(parts, section);
  section("Calendars", await calendars());
  section("Sessions", await sessionCards(person));
  if (person.role === "client") section("Book a session", await freeTimes(), dayField());
  if (person.role === "coach") section("What you sell", await soldCards(person), sellForm(person));
  content.replaceChildren(...parts);
}

async function finishConsent() {
  const query = new URLSearchParams(location.search);
  const provider = query.get("provider");
  if (!provider || !query.get("state")) return;
  history.replaceState(null, "", "/app");
  if (!query.get("code")) return say("The calendar was not connected.");
  const body = { code: query.get("code"), state: query.get("state") };
  if (query.get("iss")) body.iss = query.get("iss");
  await call("POST", "/calendar/" + provider + "/exchange-token", body);
}

// What was done in another tab, a calendar's week or a checkout, shows when this one is looked at again.
document.addEventListener("visibilitychange", () => { if (!document.hidden && kept.getItem("person")) show().catch((error) => say(String(error.message))); });

(async () => {
  try {
    if (kept.getItem("person")) await finishConsent();
    await show();
  } catch (error) {
    if (kept.getItem("person")) await show().catch(() => choose());
    say(String(error.message));
  }
})();
`;

export const APP_SCRIPT = PAGE_SCRIPT + SESSION_SCRIPT + SHOP_SCRIPT + PERSON_SCRIPT;
