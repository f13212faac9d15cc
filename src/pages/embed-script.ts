/**
 * The two scripts of the embed, as a browser runs them: the element on another site's page, and the one in the frame that answers it. They
 * speak by messages, each to the exact origin of the other, and believe only what has the form of one. Neither reads or keeps anything of
 * the visitor but the time zone.
 */
import { RETURN_ADDRESS_CHARACTERS_MAX } from "../limits.ts";

/**
 * `GET /embed.js`. A classic script, as only such a one knows by `currentScript` where it came from. Sandbox: the frame is of our origin and
 * the page around it is not, so scripts beside `allow-same-origin` open nothing, and messages bear an origin instead of "null". The top
 * window is led away by a click alone. A new tab that a person opens from the frame is a whole one, as a checkout needs.
 *
 * A page in the frame that does not answer its greeting is none of ours, or an error: the link takes its place. Events do not bubble, as a
 * "resize" that reached the window would be taken for the window's own. `booked` comes once for a page, when its own scripts have had time
 * to listen.
 */
export const EMBED_SCRIPT = String.raw`(() => {
  "use strict";
  const NAME = "culturebridge-booking";
  const script = document.currentScript;
  if (script === null || customElements.get(NAME) !== undefined) return;
  const service = new URL(script.src).origin;

  const ANSWER_MS_MAX = 5000;
  const HEIGHT_PX_MAX = 20000;
  const RETURN_CHARACTERS_MAX = ${String(RETURN_ADDRESS_CHARACTERS_MAX)};
  const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
  const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u;
  const SANDBOX =
    "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

  let isBookedTold = false;

  class Booking extends HTMLElement {
    static observedAttributes = ["coach", "offer", "zone", "theme", "lang"];
    #own = document.createElement("slot");
    #frame = null;
    #height = 0;
    #timer = 0;
    #hear = (event) => this.#heard(event);

    constructor() {
      super();
      this.attachShadow({ mode: "open" }).append(this.#own);
    }

    connectedCallback() {
      addEventListener("message", this.#hear);
      this.#open();
      this.#tellBooked();
    }

    disconnectedCallback() {
      removeEventListener("message", this.#hear);
      this.#close();
    }

    attributeChangedCallback(name, before, after) {
      if (this.#frame === null || before === after) return;
      this.#close();
      this.#open();
    }

    #open() {
      const coach = this.getAttribute("coach") ?? "";
      if (this.#frame !== null || !UUID.test(coach)) return;
      const address = new URL("/embed/" + coach, service);
      const asked = {
        offer: this.getAttribute("offer"),
        time_zone: this.getAttribute("zone") ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
        theme: this.getAttribute("theme"),
        lang: this.getAttribute("lang"),
      };
      for (const [name, value] of Object.entries(asked)) if (value) address.searchParams.set(name, value);
      const frame = document.createElement("iframe");
      frame.title = this.getAttribute("aria-label") ?? "Times to book";
      frame.loading = "lazy";
      frame.referrerPolicy = "no-referrer";
      frame.setAttribute("sandbox", SANDBOX);
      frame.src = address.href;
      Object.assign(frame.style, { display: "block", width: "100%", height: "0", border: "0", visibility: "hidden" });
      frame.addEventListener("load", () => this.#greet());
      this.#frame = frame;
      this.shadowRoot.append(frame);
    }

    #close() {
      clearTimeout(this.#timer);
      this.#frame?.remove();
      this.#frame = null;
      this.#height = 0;
      this.#own.style.display = "";
    }

    #greet() {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#close(), ANSWER_MS_MAX);
      this.#frame.contentWindow.postMessage({ type: "culturebridge:hello", return: this.#wayBack() }, service);
    }

    #heard({ source, origin, data }) {
      if (this.#frame === null || source !== this.#frame.contentWindow || origin !== service) return;
      if (typeof data !== "object" || data === null) return;
      const { type, height, offer, start } = data;
      if (type === "culturebridge:size" && Number.isInteger(height) && height > 0 && height <= HEIGHT_PX_MAX) this.#grow(height);
      const isChoice = (offer === null || UUID.test(offer)) && INSTANT.test(start);
      if (type === "culturebridge:chosen" && isChoice) this.#tell("chosen", { offer, start });
    }

    #grow(height) {
      clearTimeout(this.#timer);
      this.#own.style.display = "none";
      Object.assign(this.#frame.style, { height: height + "px", visibility: "" });
      if (height === this.#height) return;
      if (this.#height === 0) this.#tell("ready", {});
      this.#height = height;
      this.#tell("resize", { height });
    }

    #wayBack() {
      const given = this.getAttribute("return");
      const isGiven = given !== null && URL.canParse(given, document.baseURI);
      const address = new URL(isGiven ? given : location.href, document.baseURI);
      if (!isGiven) for (const name of ["booking", "status"]) address.searchParams.delete(name);
      if (encodeURIComponent(address.href).length > RETURN_CHARACTERS_MAX) address.search = address.hash = "";
      return address.href;
    }

    #tellBooked() {
      if (isBookedTold) return;
      isBookedTold = true;
      const asked = new URLSearchParams(location.search);
      const [booking, status] = [asked.get("booking") ?? "", asked.get("status") ?? ""];
      if (!UUID.test(booking) || !/^[a-z_]{1,40}$/u.test(status)) return;
      const tell = () => setTimeout(() => this.#tell("booked", { booking, status }));
      if (document.readyState === "complete") tell();
      else addEventListener("load", tell, { once: true });
    }

    #tell(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { detail }));
    }
  }

  customElements.define(NAME, Booking);
})();
`;

/** The script of the frame's page. It says nothing until a page of a listed origin has greeted it, and then to that origin alone. */
export const FRAME_SCRIPT = String.raw`const { origins, offer, start } = document.documentElement.dataset;
const listed = new Set(origins.split(" "));
let reader = null;
let isChoiceTold = false;

function tell(message) {
  if (reader !== null) parent.postMessage(message, reader);
}

function tellSize() {
  tell({ type: "culturebridge:size", height: Math.ceil(document.body.getBoundingClientRect().height) });
}

addEventListener("message", ({ source, origin, data }) => {
  if (source !== parent || !listed.has(origin) || data?.type !== "culturebridge:hello") return;
  reader = origin;
  tellSize();
  if (start !== undefined && !isChoiceTold) tell({ type: "culturebridge:chosen", offer: offer ?? null, start });
  isChoiceTold = true;
  const back = data.return;
  if (typeof back !== "string" || encodeURIComponent(back).length > ${String(RETURN_ADDRESS_CHARACTERS_MAX)}) return;
  for (const link of document.querySelectorAll("a[target=_top]")) {
    const address = new URL(link.href);
    address.searchParams.set("return", back);
    // The one character that a query leaves as it is and that the way through sign-in does not take.
    link.href = address.href.replaceAll("*", "%2A");
  }
});

new ResizeObserver(tellSize).observe(document.body);
`;
