/** Bounds of what the marketplace is told: its endpoints, their deliveries, and the list of events. */
import { DAY_MS, HOUR_MS, SECOND_MS } from "../lib/duration.ts";

/** An event is listed this long. */
export const EVENTS_KEPT_MS = 30 * DAY_MS;
/** One change can be two events, and a page never parts them. */
export const EVENTS_PER_PAGE_MIN = 10;
export const EVENTS_PER_PAGE_DEFAULT = 50;
export const EVENTS_PER_PAGE_MAX = 100;
/** Rows of the audit trail that one page looks at: most acts are no event. The page is then shorter, and its cursor goes on. */
export const EVENT_ACTS_READ_MAX = 500;

/** Every change of a booking is delivered to each endpoint that wants it. */
export const WEBHOOKS_MAX = 5;
export const WEBHOOK_URL_CHARACTERS_MAX = 500;
/** One call of an endpoint: well under half of an effect's lease. */
export const WEBHOOK_TIMEOUT_MS = 10 * SECOND_MS;
/** How long the secret before signs beside the new one. */
export const WEBHOOK_ROTATION_MS = 24 * HOUR_MS;
/** How long a delivery waits before it looks again whether an earlier one of the same booking has arrived. */
export const WEBHOOK_TURN_MS = 2 * SECOND_MS;
/** The most of what an endpoint asks for by `Retry-After`. */
export const WEBHOOK_RETRY_AFTER_MS_MAX = 1 * HOUR_MS;
/** The sweep looks at refunds that became events so long ago at most: shorter than a delivery is kept, so that none is told twice. */
export const REFUNDS_TOLD_BACK_MS = 1 * DAY_MS;
/** The newest events of refunds that one sweep looks at, each for every endpoint. */
export const REFUNDS_TOLD_PER_SWEEP_MAX = 200;
/** Of a page. */
export const DELIVERIES_SHOWN_MAX = 50;
