/**
 * How the figures of the service become its health: each is compared with its thresholds, and the worst of them is the
 * health of the whole. Asks nothing and knows no clock.
 */
import { HEALTH_THRESHOLDS } from "../limits/health.ts";

export const HEALTH_PARTS = Object.keys(HEALTH_THRESHOLDS) as readonly HealthPart[];
export type HealthPart = keyof typeof HEALTH_THRESHOLDS;

export const HEALTH_STATES = ["ok", "warning", "failing"] as const;
type HealthState = (typeof HEALTH_STATES)[number];

export const HEALTH_UNITS: Readonly<Record<HealthPart, "milliseconds" | "bytes" | "seconds" | "accounts">> = {
  database_read: "milliseconds",
  database_write: "milliseconds",
  objects: "milliseconds",
  database_size: "bytes",
  overdue_effects: "seconds",
  silent_accounts: "accounts",
  anchor_lag: "seconds",
};

interface HealthFigure {
  readonly part: HealthPart;
  readonly state: HealthState;
  /** null: there was no answer. */
  readonly measured: number | null;
}

export interface Health {
  readonly state: HealthState;
  /** In the order of `HEALTH_PARTS`. */
  readonly figures: readonly HealthFigure[];
}

/** A figure that is missing could not be had, which is a failure of its part. */
export function healthOf(measured: Readonly<Partial<Record<HealthPart, number>>>): Health {
  const figures = HEALTH_PARTS.map((part) => ({ part, state: stateOf(part, measured[part]), measured: measured[part] ?? null }));
  const worst = Math.max(...figures.map(({ state }) => HEALTH_STATES.indexOf(state)));
  return { state: HEALTH_STATES[worst] ?? "failing", figures };
}

function stateOf(part: HealthPart, measured: number | undefined): HealthState {
  const { warningFrom, failingFrom } = HEALTH_THRESHOLDS[part];
  if (measured === undefined || measured >= failingFrom) return "failing";
  return measured >= warningFrom ? "warning" : "ok";
}
