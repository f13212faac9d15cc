/** How Google's client writes our events: a row for each rule that recorded answers of the real service have taught. */
import { expect, test } from "vitest";
import { CALENDAR, client, DRAFT, EVENT, ID, json, refusal, retryLater } from "./google-fetch.ts";

test("H3: a 412 of a change that named no version is tried again", async () => {
  const { google, asked } = client(json(EVENT), refusal(412, "conditionNotMet"));
  expect(await google.update(CALENDAR, ID, DRAFT, null)).toEqual(retryLater("conflict"));
  expect(asked[1]?.headers.has("if-match")).toBe(false);
});
