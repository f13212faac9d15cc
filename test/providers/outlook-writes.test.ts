/** How Graph's client writes our events: a row for each rule that recorded answers of the real service have taught. */
import { describe, expect, test } from "vitest";
import { fault, json, retryLater } from "./google-fetch.ts";
import { client, DRAFT, EVENT } from "./outlook-fetch.ts";

const refusal = (status: number, code: string) => json({ error: { code, message: "m" } }, status);

describe("H3: a 412", () => {
  const conflict = refusal(412, "ErrorIrresolvableConflict");
  test.each([
    ["of a change that named no version is tried again", null, retryLater("conflict")],
    ["of a change that named one is stale", 'W/"7"', fault({ kind: "stale" })],
  ])("%s", async (_what, etag, expected) => {
    const { graph, asked } = client(json(EVENT), conflict);
    expect(await graph.update("c1", "e1", DRAFT, etag)).toEqual(expected);
    expect(asked[1]?.headers.get("if-match")).toBe(etag);
  });

  test("of a deletion is tried again", async () => {
    expect(await client(conflict).graph.remove("c1", "e1")).toEqual(retryLater("conflict"));
  });
});
