/**
 * Events in their owner's language. A change of language rewrites nothing, is never taken for the owner's edit, and comes into an event with
 * the next change of its booking, in one write.
 */
import { describe, expect, test } from "vitest";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import type { Language } from "../../src/domain/language.ts";
import { inLanguage } from "../../src/messages/language.ts";
import { say } from "../../src/messages/say.ts";
import { at, confirmed, heard, pass, scene, type Scene, settle, useCalendarClock, viewed } from "./stage.ts";

useCalendarClock();

async function written({ mailbox }: Scene): Promise<string[]> {
  const log = await mailbox.log();
  return log.filter(({ method, path }) => method !== "GET" && path.includes("/events")).map(({ method }) => method);
}

async function titleIn(language: Language): Promise<string> {
  return await inLanguage(language, () => say("entry.title", { other: "Sam" }));
}

async function titles({ mailbox }: Scene): Promise<unknown[]> {
  return (await mailbox.events()).map(({ title }) => title);
}

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  test("the coach's event is in the coach's language; another one changes no event, and the next move brings it", async () => {
    const stage = await scene(provider);
    expect((await stage.coach.call("PATCH", "/me", { language: "de" })).status).toBe(200);
    const id = await confirmed(stage, at(3));
    expect(await titles(stage)).toEqual([await titleIn("de")]);
    const before = await written(stage);

    await stage.coach.call("PATCH", "/me", { language: "ja" });
    for (let round = 0; round < 3; round += 1) {
      await heard(stage);
      await settle(stage);
    }
    // Long enough for all to be read anew.
    await pass(25 * 3_600_000, stage.mailbox);
    await heard(stage);
    await settle(stage);
    expect(await written(stage)).toEqual(before);
    expect(await viewed(stage, id)).toMatchObject({ status: "confirmed", session_datetime: at(3), revision: 2 });

    const moved = await stage.client.call("PATCH", `/booking/${id}`, { session_datetime: at(4) });
    expect(moved.status).toBe(200);
    await settle(stage);
    await heard(stage);
    await settle(stage);
    expect(await titles(stage)).toEqual([await titleIn("ja")]);
    expect(await written(stage)).toEqual([...before, "PATCH"]);
    expect(await viewed(stage, id)).toMatchObject({ session_datetime: at(4), revision: 3 });
  });
});
