/**
 * Figures of what the service does, one point for each group of the agenda, each turn of dispatch, each sync and each refusal. A point
 * holds counts, codes and timings and nothing of a person. Writing one is never awaited and never fails: what cannot be written is lost.
 */
import { unreachable } from "./assert.ts";

/** @internal */
export type DataPoint =
  | { readonly event: "group"; readonly outcome: "settled" | "failed"; readonly commands: number; readonly ms: number }
  | {
      readonly event: "dispatch";
      /** The gravest fault of the turn, in a code of ours; null: all were done. */
      readonly fault: string | null;
      readonly effects: number;
      /** Those that come due again, and those that gave up. */
      readonly again: number;
      readonly failed: number;
      readonly ms: number;
    }
  | { readonly event: "sync"; readonly provider: string; /** null: read whole. */ readonly fault: string | null; readonly ms: number }
  /** `code`: null where the answer was a page. */
  | { readonly event: "refusal"; readonly status: number; readonly code: string | null; readonly method: string; readonly ms: number };

export type Measure = (point: DataPoint) => void;

/** As Analytics Engine takes it; docs/operations.md names the columns. */
interface Row {
  readonly indexes: [string];
  readonly blobs: string[];
  readonly doubles: number[];
}

interface Dataset {
  writeDataPoint(row: Row): void;
}

/** Writes to that dataset; where there is none, nowhere. */
export function measureInto(dataset: Dataset | undefined): Measure {
  return (point) => {
    try {
      dataset?.writeDataPoint(rowOf(point));
    } catch {
      // A figure is worth no request.
    }
  };
}

/** @internal */
export function rowOf(point: DataPoint): Row {
  const row = (outcome: string, detail: string, doubles: readonly number[]): Row => ({
    indexes: [point.event],
    blobs: [point.event, outcome, detail],
    doubles: [...doubles],
  });
  switch (point.event) {
    case "group":
      return row(point.outcome, "", [point.ms, point.commands]);
    case "dispatch":
      return row(point.fault ?? "done", "", [point.ms, point.effects, point.again, point.failed]);
    case "sync":
      return row(point.fault ?? "whole", point.provider, [point.ms, 1]);
    case "refusal":
      return row(point.code ?? "page", point.method, [point.ms, 1, point.status]);
    default:
      return unreachable(point);
  }
}
