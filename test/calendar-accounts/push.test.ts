/**
 * Who may say that a calendar has changed: a notification with the secret of its channel, and no other, however near it
 * comes (S42, S43). And what Graph's own messages about a subscription bring about.
 */
import { describe, expect, test } from "vitest";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../../src/lib/duration.ts";
import { channelOf, connection, pass, scene, type Scene, useCalendarClock } from "./stage.ts";

useCalendarClock();

async function notify({ coach, mailbox }: Scene, channelId: string, token: string): Promise<void> {
  const path = `/calendar/${mailbox.provider}/notifications`;
  const answer =
    mailbox.provider === "google"
      ? await coach.call("POST", path, undefined, { "x-goog-channel-id": channelId, "x-goog-channel-token": token })
      : await coach.call("POST", path, { value: [{ subscriptionId: channelId, clientState: token }] });
  expect(answer.status).toBe(mailbox.provider === "google" ? 204 : 202);
}

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  test("the right channel with a wrong secret brings no sync, with its own secret it does (S42, S43)", async () => {
    const stage = await scene(provider);
    const { channelId, token } = await channelOf(stage);
    const planned = await stage.mailbox.alarmOf(stage.coach);
    const other = token.endsWith("0") ? "1" : "0";
    for (const wrong of [token.slice(0, -1) + other, `${stage.coach.id}.${crypto.randomUUID()}`, token.slice(0, -1), `${token}0`]) {
      await notify(stage, channelId, wrong);
      expect([wrong === token, await stage.mailbox.alarmOf(stage.coach)]).toEqual([false, planned]);
    }
    await notify(stage, `${channelId}x`, token);
    expect(await stage.mailbox.alarmOf(stage.coach)).toBe(planned);
    await notify(stage, channelId, token);
    expect(await stage.mailbox.alarmOf(stage.coach)).toBe(Date.now() + SECOND_MS);
  });

  test("the secret of another coach's channel brings neither of them a sync", async () => {
    const [stage, other] = [await scene(provider), await scene(provider)];
    const planned = [await stage.mailbox.alarmOf(stage.coach), await other.mailbox.alarmOf(other.coach)];
    await notify(stage, (await channelOf(stage)).channelId, (await channelOf(other)).token);
    expect([await stage.mailbox.alarmOf(stage.coach), await other.mailbox.alarmOf(other.coach)]).toEqual(planned);
  });
});

describe("Graph's messages about a subscription", () => {
  async function told(stage: Scene, event: string): Promise<void> {
    await stage.mailbox.admin("lifecycle", { event });
    expect(await stage.mailbox.pushAll()).toBeGreaterThan(0);
    await pass(2 * SECOND_MS, stage.mailbox);
    expect(await stage.mailbox.ring(stage.coach)).toBe(true);
  }

  test("that some were missed has all read anew", async () => {
    const stage = await scene("outlook");
    const before = (await stage.mailbox.log()).length;
    await told(stage, "missed");
    const lists = (await stage.mailbox.log()).slice(before).filter(({ path }) => path.includes("/me/calendars?"));
    // The list of calendars is read with all that is read anew, and only then.
    expect(lists).toHaveLength(1);
  });

  test("that one has been removed has another opened", async () => {
    const stage = await scene("outlook");
    const { channelId } = await channelOf(stage);
    await told(stage, "subscriptionRemoved");
    expect((await channelOf(stage)).channelId).not.toBe(channelId);
  });

  test("that one has to be authorised anew has it renewed", async () => {
    const stage = await scene("outlook");
    const { channelId } = await channelOf(stage);
    await pass(14 * MINUTE_MS, stage.mailbox);
    await told(stage, "reauthorizationRequired");
    expect((await channelOf(stage)).channelId).toBe(channelId);
    const until = Date.parse(String((await connection(stage))["push_until"]));
    expect(until).toBe(Date.now() + 6 * DAY_MS);
  });
});
