/** Figures as Analytics Engine takes them, and that a figure never stops what it is about. */
import { describe, expect, test } from "vitest";
import { type DataPoint, measureInto, rowOf } from "../../src/lib/data-point.ts";

const POINTS: readonly DataPoint[] = [
  { event: "group", outcome: "settled", commands: 3, ms: 21 },
  { event: "group", outcome: "failed", commands: 1, ms: 2_000 },
  { event: "dispatch", fault: null, effects: 6, again: 0, failed: 0, ms: 80 },
  { event: "dispatch", fault: "refused", effects: 6, again: 2, failed: 1, ms: 90 },
  { event: "sync", provider: "google", fault: null, ms: 700 },
  { event: "sync", provider: "outlook", fault: "retry_later", ms: 9 },
  { event: "refusal", status: 429, code: "rate_limited", method: "POST", ms: 3 },
  { event: "refusal", status: 500, code: null, method: "GET", ms: 4 },
];

describe("rowOf", () => {
  test("the columns are those that the operator's page names", () => {
    expect(POINTS.map(rowOf)).toEqual([
      { indexes: ["group"], blobs: ["group", "settled", ""], doubles: [21, 3] },
      { indexes: ["group"], blobs: ["group", "failed", ""], doubles: [2_000, 1] },
      { indexes: ["dispatch"], blobs: ["dispatch", "done", ""], doubles: [80, 6, 0, 0] },
      { indexes: ["dispatch"], blobs: ["dispatch", "refused", ""], doubles: [90, 6, 2, 1] },
      { indexes: ["sync"], blobs: ["sync", "whole", "google"], doubles: [700, 1] },
      { indexes: ["sync"], blobs: ["sync", "retry_later", "outlook"], doubles: [9, 1] },
      { indexes: ["refusal"], blobs: ["refusal", "rate_limited", "POST"], doubles: [3, 1, 429] },
      { indexes: ["refusal"], blobs: ["refusal", "page", "GET"], doubles: [4, 1, 500] },
    ]);
  });
});

describe("measureInto", () => {
  test("writes each point once", () => {
    const rows: unknown[] = [];
    for (const point of POINTS) measureInto({ writeDataPoint: (row) => rows.push(row) })(point);
    expect(rows).toEqual(POINTS.map(rowOf));
  });

  test("a dataset that throws, or is not there, stops nothing", () => {
    const throwing = {
      writeDataPoint: () => {
        throw new Error("too many points");
      },
    };
    for (const dataset of [throwing, undefined]) expect(() => POINTS.forEach(measureInto(dataset))).not.toThrow();
  });
});
