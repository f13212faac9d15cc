/** What every part of the app's page is made of: elements, words for times and money, calls to the API. */
export const PAGE_SCRIPT = String.raw`
const { workerUrl, people } = JSON.parse(document.getElementById("data").textContent);
const content = document.getElementById("content");
const notice = document.getElementById("notice");
const kept = sessionStorage;
const DAY_MS = 86400000;

function say(text) { notice.textContent = text; }
function el(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children.filter((child) => child !== null));
  return node;
}
function button(text, act) {
  return el("button", { className: "button", type: "button", onclick: async () => { try { await act(); } catch (error) { say(String(error.message)); } } }, text);
}
function field(name, props) {
  const input = el("input", { required: true, ...props });
  return { input, label: el("label", {}, name + " ", input) };
}
// What is opened to be filled in: fields, and the button that sends them.
function unfolded(summary, fields, text, act) {
  const checked = async () => { if (fields.every(({ input }) => input.reportValidity())) await act(); };
  return el("details", {}, el("summary", {}, summary), el("p", { className: "fields" }, ...fields.map(({ label }) => label), button(text, checked)));
}
// "about": a line, or several.
function card(title, about, ...actions) {
  const lines = [about].flat().filter(Boolean).map((line) => el("span", {}, line));
  return el("li", { className: "card" }, el("div", {}, el("strong", {}, title), ...lines), el("div", { className: "actions" }, ...actions));
}

function nameOf(id) { return people.find((person) => person.id === id)?.name ?? "somebody"; }
function when(iso) { return new Date(iso).toLocaleString(undefined, { dateStyle: "full", timeStyle: "short" }); }
// As a field of date and time has it, on the reader's clock.
function wallTime(iso) {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}
function counted(count, unit) { return count + " " + unit + (count === 1 ? "" : "s"); }
function lasting(minutes) {
  if (minutes % 1440 === 0) return counted(minutes / 1440, "day");
  return minutes % 60 === 0 ? counted(minutes / 60, "hour") : counted(minutes, "minute");
}

function currencyFormat(currency) { return new Intl.NumberFormat(undefined, { style: "currency", currency }); }
function minorPerUnit(currency) { return 10 ** currencyFormat(currency).resolvedOptions().maximumFractionDigits; }
function money({ amount_minor, currency }) { return currencyFormat(currency).format(amount_minor / minorPerUnit(currency)); }
function priced(price) { return price ? money(price) : "free of charge"; }

function stepInWords({ before_minutes: before, refund_percent: percent }) {
  return percent + " % until " + (before === 0 ? "the start" : lasting(before) + " before");
}
function policyInWords(steps) {
  return "A client's cancellation gives back " + (steps.length === 0 ? "nothing." : steps.map(stepInWords).join(", ") + ", then nothing.");
}

async function call(method, path, body) {
  const response = await fetch(workerUrl + path, {
    method,
    headers: { authorization: "Bearer " + kept.getItem("token"), ...(body ? { "content-type": "application/json" } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
  const text = await response.text();
  const answer = text === "" ? {} : JSON.parse(text);
  if (response.ok) return answer;
  const why = answer.title ? answer.title + ". " + answer.detail : "The service answered " + response.status;
  throw Object.assign(new Error(why), { code: answer.code });
}
`;
