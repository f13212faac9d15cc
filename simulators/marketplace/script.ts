/** What the app's page does in the browser. Text from the API reaches the page as text nodes only. */
export const APP_SCRIPT = String.raw`
const { workerUrl, people } = JSON.parse(document.getElementById("data").textContent);
const content = document.getElementById("content");
const notice = document.getElementById("notice");
const kept = sessionStorage;

function say(text) { notice.textContent = text; }
function el(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children.filter((child) => child !== null));
  return node;
}
function button(text, act) {
  return el("button", { className: "button", type: "button", onclick: async () => { try { await act(); } catch (error) { say(String(error.message)); } } }, text);
}
function card(title, about, ...actions) {
  return el("li", { className: "card" }, el("div", {}, el("strong", {}, title), el("span", {}, about)), el("div", { className: "actions" }, ...actions));
}
function when(iso) { return new Date(iso).toLocaleString(undefined, { dateStyle: "full", timeStyle: "short" }); }

async function call(method, path, body) {
  const response = await fetch(workerUrl + path, {
    method,
    headers: { authorization: "Bearer " + kept.getItem("token"), ...(body ? { "content-type": "application/json" } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
  const text = await response.text();
  const answer = text === "" ? {} : JSON.parse(text);
  if (!response.ok) throw new Error(answer.title ? answer.title + ". " + answer.detail : "The service answered " + response.status);
  return answer;
}

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

function bookingCard(booking, person) {
  const actions = [];
  const open = booking.status === "pending" || booking.status === "confirmed";
  if (booking.meeting_link) actions.push(el("a", { href: booking.meeting_link }, "Meeting"));
  if (booking.awaiting === "payment" && person.role === "client") {
    actions.push(button("Pay", async () => { location.assign((await call("POST", "/payments/checkout", { booking_id: booking.id })).checkout_url); }));
  }
  if (booking.status === "pending" && booking.awaiting !== "payment" && person.role === "coach") {
    actions.push(button("Confirm", async () => { await call("PATCH", "/booking/" + booking.id + "/status", { status: "confirmed" }); await show(); }));
  }
  if (open) actions.push(button("Cancel", async () => { await call("DELETE", "/booking/" + booking.id); await show(); }));
  const events = booking.calendars.map((event) => event.calendar_type + ": " + event.state).join(", ");
  const state = booking.status + (booking.awaiting ? ", awaiting " + booking.awaiting : "");
  return card(when(booking.session_datetime), state + (booking.payment_id ? " · paid" : "") + (events ? " · " + events : ""), ...actions);
}

async function bookingPart(person) {
  const { bookings } = await call("GET", "/booking/" + person.role + "/" + person.id + "?limit=10");
  return bookings.map((booking) => bookingCard(booking, person));
}

// A coach without offers sells every length for nothing.
async function offersOf(coach) {
  const { offers } = await call("GET", "/coach/" + coach.id + "/offers");
  const sold = offers.filter((offer) => offer.is_active);
  return sold.length > 0 || offers.length > 0 ? sold : [{ title: null, duration_minutes: 60, price: null, place: { kind: "video", city: null } }];
}

const PLACES = { video: "by video", phone: "by phone", in_person: "in person", link: "online" };

function money({ amount_minor, currency }) {
  const format = new Intl.NumberFormat(undefined, { style: "currency", currency });
  return format.format(amount_minor / 10 ** format.resolvedOptions().maximumFractionDigits);
}

async function offerCard(coach, offer) {
  const day = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);
  // What costs something is shown for days on which its cancellation still gives all of it back.
  const first = offer.price ? 3 : 1;
  const query = "?start_date=" + day(first) + "&end_date=" + day(first + 3) + "&duration_minutes=" + offer.duration_minutes;
  const { available_slots: slots } = await call("GET", "/booking/coach/" + coach.id + "/availability" + query);
  const price = offer.price ? money(offer.price) : "free of charge";
  const place = PLACES[offer.place.kind] + (offer.place.city ? " in " + offer.place.city : "");
  const about = [offer.title, offer.duration_minutes + " minutes", price, place, offer.approval_required ? "on approval" : null];
  const body = { coach_id: coach.id, duration_minutes: offer.duration_minutes, ...(offer.id ? { offer_id: offer.id } : {}) };
  const times = slots.slice(0, 3).map((slot) => button("Book " + when(slot.starts_at), async () => {
    await call("POST", "/booking", { ...body, session_datetime: slot.starts_at });
    await show();
  }));
  return card(coach.name, about.filter(Boolean).join(" · "), ...times);
}

async function freeTimes() {
  const { coaches } = await call("GET", "/coach");
  const parts = [];
  for (const coach of coaches) for (const offer of await offersOf(coach)) parts.push(await offerCard(coach, offer));
  return parts;
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
  const section = (title, cards) => parts.push(el("h2", {}, title), cards.length > 0 ? el("ul", { className: "cards" }, ...cards) : el("p", { className: "soft" }, "Nothing yet"));
  if (person.role === "admin") return showAdmin(parts, section);
  section("Calendars", await calendars());
  section("Sessions", await bookingPart(person));
  if (person.role === "client") section("Book a session", await freeTimes());
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
