/** Bounds of maintenance, and of what is put right after the database was restored. */
import { MINUTE_MS } from "../lib/duration.ts";

/** How often objects look whether the maintenance is over. */
export const MAINTENANCE_LOOK_MS = 1 * MINUTE_MS;
export const MAINTENANCE_RETRY_SECONDS = 120;
/** Accounts or agendas that one step after a restore reaches, one after the other. */
export const RESTORED_PER_STEP_MAX = 50;
/** Payments that a step lists for somebody to look at. */
export const RESTORED_PAYMENTS_MAX = 100;
export const RESTORED_CURSOR_CHARACTERS_MAX = 100;
