/** What comes to stand in the calendar where the provider refuses, keeps or changes a part of what is written, for both providers. */
import { describe, expect, test } from "vitest";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { at, confirmed, scene, settle, useCalendarClock, viewed } from "./stage.ts";

useCalendarClock();

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  test("H3: a conflict that nobody caused is tried again, and the event comes to the new time", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    const error =
      provider === "google"
        ? { code: 412, message: "Precondition Failed", errors: [{ domain: "global", reason: "conditionNotMet" }] }
        : { code: "ErrorIrresolvableConflict", message: "The change key does not match." };
    await stage.mailbox.admin("faults", { match: { method: "PATCH" }, status: 412, times: 2, body: JSON.stringify({ error }) });
    await stage.client.call("PATCH", `/booking/${id}`, { session_datetime: at(4) });
    await settle(stage, 12);
    expect(await stage.mailbox.pendingFaults()).toEqual([]);
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: at(4) }]);
    expect(await viewed(stage, id)).toMatchObject({ calendars: [{ state: "ok" }] });
  });
});
