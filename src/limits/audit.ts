/** Bounds of what is read of the audit trail: its check, its anchors outside the database, a command looked for. */
import { DAY_MS, MINUTE_MS } from "../lib/duration.ts";

/** Pages of a chain, of `AUDIT_ROWS_PER_PAGE_MAX` rows each, that one step of the check reads. */
export const AUDIT_PAGES_PER_STEP = 20;
/** Pages that one cron sweep checks: 20,000 rows every five minutes, 5.7 million a day. */
export const AUDIT_PAGES_PER_SWEEP = 40;
/** Findings of the sweep's check that are kept for admins; each is in the log besides. */
export const AUDIT_FINDINGS_KEPT_MAX = 50;
/** KV shows a write everywhere within about a minute. Anchors that are older than the last sweep says after this time have been lost. */
export const AUDIT_ANCHORS_SETTLED_MS = 10 * MINUTE_MS;
/** Rows of a coach's chain among which a command is looked for after a fault: a minute of a thousand changes a second, and most chains whole. */
export const COMMANDS_LOOKED_BACK_MAX = 60_000;
/** Bookings of one coach that a step looks at, to seal those that no row of the trail seals: at most so many rows in one batch. */
export const BOOKINGS_SEALED_PER_STEP_MAX = 100;
/** Steps of one cron sweep: 2,000 bookings, or 20 coaches. */
export const SEAL_STEPS_PER_SWEEP = 20;
/** Once every booking has been looked at, they are looked at again so long after: the version before may have written beside this one. */
export const SEALED_AGAIN_MS = 1 * DAY_MS;
