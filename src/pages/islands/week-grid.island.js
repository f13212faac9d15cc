/**
 * The week as a picture that is drawn with a mouse or from the keyboard. It holds no hours of its own: what it shows is read from the form's
 * fields and what is done in it is written there, so the form is what is sent. After each change the page is asked for a preview of the form as
 * it stands. Words come with the page.
 */
const [STEP, NEW_MINUTES, DAY] = [15, 60, 1440];
const PX_PER_MINUTE = 0.4;
const SETTLED_MS = 500;
/** The preview counts as a form of its person, and a person has sixty a minute. */
const APART_MS = 2000;

/** @typedef {{ day: string, from: number, until: number }} Span */

const form = /** @type {HTMLFormElement} */ (document.getElementById("hours-form"));
const place = /** @type {HTMLElement} */ (document.getElementById("grid"));
const words = /** @type {Record<string, string>} */ (place.dataset);
const [order, names, short] = [words.order, words.days, words.short].map((list) => list.split(","));

/** @type {Span[]} */
let spans = [];

/** @param {string} text */
function minuteOf(text) {
  const [, hour, minute = "0"] = /^(\d{1,2})(?:[:.]?([0-5]\d))?$/u.exec(text.trim()) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  return minutes <= DAY ? minutes : NaN;
}

/** @param {number} minutes */
const timeOf = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** @param {string} text @param {Span} span */
const filled = (text, { day, from, until }) =>
  text.replace("{day}", names[order.indexOf(day)]).replace("{from}", timeOf(from)).replace("{until}", timeOf(until));

/** @param {string} tag @param {string} className @param {HTMLElement} [parent] @param {Record<string, string>} attributes */
function make(tag, className, parent, attributes = {}) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries({ class: className, ...attributes })) element.setAttribute(name, value);
  parent?.append(element);
  return element;
}

/** @param {string} day */
const pairsOf = (day) => [...form.querySelectorAll(`[data-day="${day}"] .pair`)];
/** @param {Element} pair */
const ends = (pair) => /** @type {HTMLInputElement[]} */ ([...pair.querySelectorAll("input")]);

function read() {
  spans = order.flatMap((day) =>
    pairsOf(day).flatMap((pair) => {
      const [from, until] = ends(pair).map(({ value }) => minuteOf(value));
      return from < until ? [{ day, from, until }] : [];
    }),
  );
  spans.sort((one, other) => one.from - other.from);
}

/** Into the day's own fields, with rows more where there are too few. @param {string} day */
function write(day) {
  const own = spans.filter((span) => span.day === day).sort((one, other) => one.from - other.from);
  const pairs = pairsOf(day);
  while (pairs.length <= own.length) {
    const last = pairs[pairs.length - 1];
    const row = /** @type {Element} */ (last.cloneNode(true));
    for (const field of ends(row)) {
      field.name = `w${day}-${pairs.length}-${field.name.split("-")[2]}`;
      field.setAttribute("aria-label", field.getAttribute("aria-label")?.replace(/\d+/u, String(pairs.length + 1)) ?? "");
    }
    last.after(row);
    pairs.push(row);
  }
  for (const [index, pair] of pairs.entries()) {
    const [from, until] = ends(pair);
    from.value = own[index] ? timeOf(own[index].from) : "";
    until.value = own[index] ? timeOf(own[index].until) : "";
  }
}

/** @param {Span} span @param {Span} [besides] */
const isFree = (span, besides) =>
  span.from >= 0 &&
  span.until <= DAY &&
  span.until - span.from >= STEP &&
  spans.every((one) => one === besides || one.day !== span.day || one.until <= span.from || one.from >= span.until);

const help = make("details", "quiet", place);
make("summary", "", help).textContent = words.help;
const keys = make("p", "", help, { id: "grid-keys" });
keys.textContent = words.keys;
const grid = make("div", "grid", place, { role: "application", "aria-label": words.title, "aria-describedby": "grid-keys" });
const said = make("p", "unseen", place, { role: "status" });
make("div", "hour-marks", grid).append(
  ...Array.from({ length: 8 }, (_, index) => {
    const mark = make("span", "");
    mark.textContent = timeOf(index * 180);
    mark.style.insetBlockStart = `${index * 180 * PX_PER_MINUTE}px`;
    return mark;
  }),
);
const columns = order.map((day, index) => {
  const column = make("div", "grid-day", grid);
  const add = make("button", "grid-add", column, { type: "button", "aria-label": words.add.replace("{day}", names[index]) });
  add.dataset.short = short[index];
  add.addEventListener("click", () => addTo(day));
  const track = make("div", "grid-track", column);
  track.style.blockSize = `${DAY * PX_PER_MINUTE}px`;
  return { day, track, add };
});

/** @param {Span} [focused] */
function draw(focused) {
  for (const { day, track } of columns) {
    const blocks = spans.filter((span) => span.day === day);
    track.replaceChildren(...blocks.map((span) => block(span)));
    if (focused?.day === day) /** @type {HTMLElement} */ (track.children[blocks.indexOf(focused)])?.focus();
  }
}

/** @param {Span} span */
function block(span) {
  const element = make("div", "grid-span", undefined, { tabindex: "0", role: "button", "aria-label": filled(words.window, span) });
  element.style.insetBlockStart = `${span.from * PX_PER_MINUTE}px`;
  element.style.blockSize = `${(span.until - span.from) * PX_PER_MINUTE}px`;
  element.textContent = filled(words.times, span);
  make("i", "grid-edge", element).dataset.end = "from";
  make("i", "grid-edge", element).dataset.end = "until";
  element.addEventListener("keydown", (event) => onKey(event, span));
  element.addEventListener("pointerdown", (event) => onGrab(event, span));
  return element;
}

/** Changes the fields of every day that is touched, and asks for a preview. @param {string} sentence @param {Span} [focused] @param {string[]} days */
function settle(sentence, focused, ...days) {
  for (const day of new Set(days)) write(day);
  spans.sort((one, other) => one.from - other.from);
  draw(focused);
  said.textContent = sentence;
  preview();
}

/** @param {Span} span @param {Span} wanted */
function change(span, wanted) {
  if (!isFree(wanted, span)) {
    said.textContent = words.blocked;
    return;
  }
  const before = span.day;
  Object.assign(span, wanted);
  settle(filled(words.window, span), span, before, span.day);
}

/** From nine o'clock, or wherever there is room. @param {string} day @param {number} [after] */
function addTo(day, after = 540) {
  const starts = [after, ...Array.from({ length: DAY / STEP }, (_, index) => (after + index * STEP) % DAY)];
  const from = starts.find((start) => isFree({ day, from: start, until: start + NEW_MINUTES }));
  if (from === undefined) {
    said.textContent = words.full.replace("{day}", names[order.indexOf(day)]);
    return;
  }
  const span = { day, from, until: from + NEW_MINUTES };
  spans.push(span);
  settle(filled(words.added, span), span, day);
}

/** @param {Span} span */
function remove(span) {
  spans = spans.filter((one) => one !== span);
  settle(filled(words.removed, span), undefined, span.day);
  columns[order.indexOf(span.day)].add.focus();
}

/** How far keys move start and end; with Left and Right alone the hours go to the day beside. @type {Record<string, [number, number]>} */
const MOVES = {
  ArrowUp: [-STEP, -STEP],
  ArrowDown: [STEP, STEP],
  ArrowLeft: [0, 0],
  ArrowRight: [0, 0],
  ShiftArrowUp: [0, -STEP],
  ShiftArrowDown: [0, STEP],
  ShiftArrowLeft: [-STEP, 0],
  ShiftArrowRight: [STEP, 0],
};

/** @param {KeyboardEvent} event @param {Span} span */
function onKey(event, span) {
  const { day, from, until } = span;
  const { key, shiftKey } = event;
  const move = MOVES[(shiftKey ? "Shift" : "") + key];
  if (event.ctrlKey || event.metaKey || event.altKey || !(move || ["Enter", "Delete", "Backspace"].includes(key))) return;
  event.preventDefault();
  const beside = { ArrowLeft: -1, ArrowRight: 1 }[shiftKey ? "" : key] ?? 0;
  if (move) change(span, { day: order[order.indexOf(day) + beside] ?? day, from: from + move[0], until: until + move[1] });
  else if (key === "Enter") addTo(day, until);
  else remove(span);
}

/** @param {PointerEvent} event */
function pointAt(event) {
  const column = columns.findLast(({ track }) => track.getBoundingClientRect().left <= event.clientX) ?? columns[0];
  const minutes = (event.clientY - column.track.getBoundingClientRect().top) / PX_PER_MINUTE;
  return { day: column.day, minute: Math.min(DAY, Math.max(0, Math.round(minutes / STEP) * STEP)) };
}

/**
 * Follows the pointer until it lets go; `still`: it did so where it was.
 * @param {PointerEvent} event @param {Span} span @param {(at: { day: string, minute: number }) => Span} wantedAt @param {() => void} still
 */
function follow(event, span, wantedAt, still) {
  event.preventDefault();
  const before = { ...span };
  const days = [span.day];
  /** @param {PointerEvent} moved */
  const move = (moved) => {
    const wanted = wantedAt(pointAt(moved));
    if (!isFree(wanted, span)) return;
    Object.assign(span, wanted);
    days.push(span.day);
    draw();
  };
  const over = new AbortController();
  const stop = () => {
    over.abort();
    if (before.day === span.day && before.from === span.from && before.until === span.until) still();
    else settle(filled(words.window, span), span, ...days);
  };
  addEventListener("pointermove", move, over);
  addEventListener("pointerup", stop, over);
  addEventListener("pointercancel", stop, over);
}

/** @param {PointerEvent} event @param {Span} span */
function onGrab(event, span) {
  event.stopPropagation();
  if (event.button !== 0) return;
  const { from, until, day } = span;
  const end = event.target instanceof HTMLElement ? event.target.dataset.end : undefined;
  const grabbed = pointAt(event).minute;
  /** @param {{ day: string, minute: number }} at */
  const wantedAt = (at) => {
    if (end === "from") return { day, from: at.minute, until };
    if (end === "until") return { day, from, until: at.minute };
    const by = at.minute - grabbed;
    return { day: at.day, from: from + by, until: until + by };
  };
  follow(event, span, wantedAt, () => draw(span));
}

for (const { day, track } of columns) {
  track.addEventListener("pointerdown", (event) => {
    // A finger on an empty place scrolls the page; its tap adds hours.
    if (event.button !== 0 || event.pointerType === "touch") return;
    const from = Math.min(pointAt(event).minute, DAY - STEP);
    const span = { day, from, until: from + STEP };
    if (!isFree(span)) return;
    spans.push(span);
    draw();
    const drawn = ({ minute = 0 }) => ({ day, from: Math.min(from, minute), until: Math.max(from + STEP, minute) });
    follow(event, span, drawn, () => {
      spans = spans.filter((one) => one !== span);
      addTo(day, from);
    });
  });
  track.addEventListener("click", (event) => {
    if (event.pointerType === "touch" && event.target === track) addTo(day, pointAt(event).minute);
  });
}

let [timer, askedAt] = [0, 0];

function preview() {
  clearTimeout(timer);
  timer = setTimeout(ask, Math.max(SETTLED_MS, askedAt + APART_MS - Date.now()));
}

async function ask() {
  const mine = (askedAt = Date.now());
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  body.set("act", "preview");
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } }).catch(() => null);
  const page = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html");
  for (const id of ["preview-status", "preview"]) {
    const fresh = page.getElementById(id);
    // Another page came: there are too many requests, or the session is over.
    if (fresh && mine === askedAt) document.getElementById(id)?.replaceChildren(...fresh.childNodes);
  }
}

form.addEventListener("input", () => {
  read();
  draw();
  preview();
});
read();
draw();
place.hidden = false;
