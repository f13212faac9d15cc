/** Bounds of the deep look at the service's health, and from where on each figure is a warning or a failure. */
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../lib/duration.ts";

/** Coaches whose oldest due effect is looked at: two rows are read for each. */
export const HEALTH_COACHES_LOOKED_AT_MAX = 5_000;
/** Silent accounts are counted up to here. */
export const HEALTH_ACCOUNTS_COUNTED_MAX = 1_000;
/** One question to the database or to the store; what takes longer counts as not answered. */
export const HEALTH_CALL_MS_MAX = 5 * SECOND_MS;
/** A secret of the caller: shorter ones are refused at the start, and no more than two are accepted at once. */
export const HEALTH_SECRET_CHARACTERS_MIN = 32;
export const HEALTH_SECRETS_MAX = 2;
/** Deep looks a minute are those of one person's writes, whoever asks. */
export const HEALTH_METER_KEY = "health-deep";

interface Threshold {
  readonly warningFrom: number;
  readonly failingFrom: number;
}

export const DATABASE_BYTES_MAX = 10_000_000_000;
const DATABASE_ANSWER_MS: Threshold = { warningFrom: 500, failingFrom: 3_000 };

export const HEALTH_THRESHOLDS = {
  /** Milliseconds. */
  database_read: DATABASE_ANSWER_MS,
  database_write: DATABASE_ANSWER_MS,
  /** Milliseconds. An object of a new name is made where it was never before, which takes a few hundred. */
  objects: { warningFrom: 1_500, failingFrom: 4_000 },
  /** Bytes, of the 10 GB that one D1 holds: https://developers.cloudflare.com/d1/platform/limits/. */
  database_size: { warningFrom: 0.6 * DATABASE_BYTES_MAX, failingFrom: 0.8 * DATABASE_BYTES_MAX },
  /** Seconds that the oldest due effect is late. The sweep wakes its agenda after a minute, and comes every five. */
  overdue_effects: { warningFrom: (10 * MINUTE_MS) / SECOND_MS, failingFrom: (30 * MINUTE_MS) / SECOND_MS },
  /** Connected calendars that have not written their row in time. */
  silent_accounts: { warningFrom: 5, failingFrom: 50 },
  /** Seconds since the sweep last anchored the audit trail outside of the database. */
  anchor_lag: { warningFrom: (15 * MINUTE_MS) / SECOND_MS, failingFrom: HOUR_MS / SECOND_MS },
} as const satisfies Readonly<Record<string, Threshold>>;
