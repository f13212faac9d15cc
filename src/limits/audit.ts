/** Bounds of what is read of the audit trail: its check, its anchors outside the database, a command looked for. */
import { MINUTE_MS } from "../lib/duration.ts";

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
