/**
 * Every page that the service draws, for whatever looks at all of them: the checks in a browser, and the pictures of `npm run screens`. A new
 * page is one entry here. Addresses are those of the demo that `npm start` fills.
 */
import { DEMO } from "../../scripts/demo-people.ts";
import type { Person } from "../../simulators/identity/tokens.ts";
import type { LocalServer } from "../local/server.ts";
import { dayAfter, freeTimes, send } from "./api.ts";
import type { View } from "./views.ts";

const { ADMIN, COACH_LISBON, COACH_EXAMPLE, SOFIA } = DEMO;

export interface ListedPage {
  /** Names its pictures. */
  readonly name: string;
  readonly address: string | ((server: LocalServer) => Promise<string>);
  /** Whose session it is seen in; null: of somebody who has not signed in. */
  readonly as: Person | null;
  /** 200 where it is not named. */
  readonly status?: number;
  /** In which views the short run looks at it besides the desktop's. The whole matrix looks at each page in each view. */
  readonly also?: readonly View[];
}

export const PAGES: readonly ListedPage[] = [
  { name: "home", address: "/", as: null, also: ["phone"] },
  { name: "home-signed-in", address: "/", as: SOFIA },
  { name: "coaches", address: "/book", as: null, also: ["without script"] },
  { name: "coaches-none-found", address: "/book?name=nobody", as: null },
  { name: "coach-offers", address: `/book/${COACH_LISBON.id}`, as: null },
  { name: "coach-month", address: `/book/${COACH_EXAMPLE.id}`, as: null },
  { name: "coach-times", address: timesOfTheFirstOffer, as: null, also: ["phone", "without script"] },
  { name: "coach-times-far-zone", address: `/book/${COACH_EXAMPLE.id}?date=${dayAfter(4)}&time_zone=Pacific/Chatham`, as: null },
  { name: "coach-unknown-zone", address: `/book/${COACH_EXAMPLE.id}?time_zone=Atlantis`, as: null, status: 400 },
  { name: "coach-unknown", address: "/book/nobody", as: null, status: 404 },
  { name: "docs", address: "/docs", as: null, also: ["phone"] },
  { name: "docs-guide", address: "/docs/guides/sell-a-session", as: null, also: ["phone"] },
  { name: "docs-topic", address: "/docs/guides/lifecycle", as: null, also: ["phone"] },
  { name: "docs-problems", address: "/docs/problems", as: null },
  { name: "embed-offers", address: `/embed/${COACH_LISBON.id}`, as: null },
  { name: "embed-times", address: `/embed/${COACH_EXAMPLE.id}?date=${dayAfter(4)}`, as: null, also: ["phone"] },
  { name: "sessions", address: "/bookings", as: COACH_LISBON, also: ["phone", "without script"] },
  { name: "sessions-past", address: "/bookings?show=past", as: SOFIA },
  { name: "session", address: async (server) => await sessionPage(server, ""), as: SOFIA, also: ["phone"] },
  { name: "session-cancel", address: async (server) => await sessionPage(server, "/cancel"), as: SOFIA },
  { name: "session-move", address: async (server) => await sessionPage(server, "/move"), as: SOFIA },
  { name: "session-not-open", address: async (server) => await sessionPage(server, "/complete"), as: SOFIA },
  { name: "desk", address: "/desk", as: COACH_LISBON, also: ["phone", "without script"] },
  { name: "desk-week", address: `/desk?week=${dayAfter(4)}&day=${dayAfter(4)}`, as: COACH_LISBON },
  { name: "desk-offers", address: "/desk/offers", as: COACH_LISBON },
  { name: "desk-offer-new", address: "/desk/offers/new", as: COACH_LISBON, also: ["phone"] },
  { name: "desk-policy", address: "/desk/policy", as: COACH_LISBON, also: ["phone"] },
  { name: "desk-settings", address: "/desk/settings", as: COACH_LISBON },
  { name: "desk-book", address: "/desk/book", as: COACH_LISBON },
  { name: "desk-figures", address: "/desk/figures", as: COACH_LISBON, also: ["phone"] },
  { name: "desk-feed", address: "/desk/feed", as: COACH_LISBON },
  { name: "desk-hours", address: "/desk/hours", as: COACH_LISBON, also: ["phone", "without script"] },
  { name: "desk-hours-explained", address: `/desk/hours?explain=${dayAfter(4)}`, as: COACH_LISBON },
  { name: "calendars", address: "/calendars", as: COACH_LISBON, also: ["phone"] },
  { name: "admin-reports", address: "/admin/reports", as: ADMIN, also: ["phone"] },
  { name: "admin", address: "/admin", as: ADMIN, also: ["phone"] },
  { name: "admin-ahead", address: `/admin?from=${dayAfter(0)}&to=${dayAfter(20)}&interval=day&time_zone=Asia/Kathmandu`, as: ADMIN },
  { name: "admin-bookings", address: "/admin/bookings", as: ADMIN, also: ["phone"] },
  { name: "admin-bookings-filtered", address: "/admin/bookings?status=cancelled&payment=refunded&order=earliest_first", as: ADMIN },
  { name: "admin-booking", address: async (server) => `/admin${await sessionPage(server, "")}`, as: ADMIN, also: ["phone"] },
  { name: "admin-booking-cancel", address: async (server) => `/admin${await sessionPage(server, "/cancel")}`, as: ADMIN },
  { name: "admin-effects", address: "/admin/effects", as: ADMIN, also: ["phone"] },
  { name: "admin-effects-due", address: "/admin/effects?state=due&kind=mail", as: ADMIN, also: ["phone"] },
  { name: "admin-effects-retry", address: "/admin/effects/retry", as: ADMIN },
  { name: "admin-webhooks", address: "/admin/webhooks", as: ADMIN, also: ["phone"] },
  { name: "admin-hand", address: "/admin/hand", as: ADMIN },
  { name: "admin-health", address: "/admin/health", as: ADMIN, also: ["phone", "without script"] },
  { name: "admin-audit", address: "/admin/audit?after=0", as: ADMIN, also: ["phone"] },
  { name: "admin-people", address: "/admin/people", as: ADMIN, also: ["phone"] },
  { name: "admin-person", address: `/admin/people/${COACH_LISBON.id}`, as: ADMIN, also: ["phone"] },
  { name: "admin-erase", address: `/admin/people/${COACH_LISBON.id}/erase`, as: ADMIN, also: ["phone"] },
  { name: "admin-period", address: `/admin/people/${COACH_LISBON.id}/cancel?as=coach`, as: ADMIN, also: ["phone"] },
  { name: "book-time", address: timeToBook, as: SOFIA, also: ["phone", "without script"] },
  { name: "embed-guide", address: "/embed", as: null },
  { name: "not-found", address: "/nowhere", as: null, status: 404 },
  { name: "sign-in-failed", address: "/sign-in/callback", as: null, status: 400 },
  { name: "consent-invalid", address: "/calendar/google/callback", as: null, status: 400 },
];

/** The form of the first time of a coach who sells every length. */
async function timeToBook(server: LocalServer): Promise<string> {
  const [at] = await freeTimes(server, COACH_EXAMPLE, 60, dayAfter(5));
  if (at === undefined) throw new Error(`${COACH_EXAMPLE.name} has no time`);
  return `/book/${COACH_EXAMPLE.id}/at?minutes=60&start=${encodeURIComponent(at.toISOString())}`;
}

async function timesOfTheFirstOffer(server: LocalServer): Promise<string> {
  const answer = await server.http.send("GET", `/coach/${COACH_LISBON.id}/offers`);
  const { offers } = JSON.parse(answer.text) as { offers: readonly { id: string; duration_minutes: number }[] };
  const [offer] = offers;
  if (offer === undefined) throw new Error(`${COACH_LISBON.name} sells nothing`);
  const [at] = await freeTimes(server, COACH_LISBON, offer.duration_minutes, dayAfter(3));
  if (at === undefined) throw new Error(`${COACH_LISBON.name} has no time`);
  return `/book/${COACH_LISBON.id}?offer=${offer.id}&date=${at.toISOString().slice(0, 10)}`;
}

/** Of the client's session that the demo has confirmed. */
async function sessionPage(server: LocalServer, act: string): Promise<string> {
  const { bookings } = await send<{ bookings: readonly { id: string }[] }>(
    server,
    SOFIA,
    `GET /booking/client/${SOFIA.id}?status=confirmed&limit=1`,
  );
  const [booking] = bookings;
  if (booking === undefined) throw new Error(`${SOFIA.name} has no session`);
  return `/bookings/${booking.id}${act}`;
}
