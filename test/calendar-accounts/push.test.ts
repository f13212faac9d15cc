/**
 * Who may say that a calendar has changed: a notification with the secret of its channel, and no other, however near it
 * comes (S42, S43). And what Graph's own messages about a subscription bring about.
 */
import { listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { pushSecretsOf } from "../../src/clients/push-secret.ts";
import { compose } from "../../src/compose.ts";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../../src/lib/duration.ts";
import { database } from "../support/agenda.ts";
import { accountOf, channelOf, connection, pass, scene, type Scene, useCalendarClock } from "./stage.ts";

useCalendarClock();

/** The work that a request leaves behind its answer is done. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await env.DB.prepare("SELECT 1").run();
}

async function notify({ coach, mailbox }: Scene, channelId: string, token: string): Promise<void> {
  const path = `/calendar/${mailbox.provider}/notifications`;
  const answer =
    mailbox.provider === "google"
      ? await coach.call("POST", path, undefined, { "x-goog-channel-id": channelId, "x-goog-channel-token": token })
      : await coach.call("POST", path, { value: [{ subscriptionId: channelId, clientState: token }] });
  expect(answer.status).toBe(mailbox.provider === "google" ? 204 : 202);
  await settled();
}

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  test("the right channel with a wrong secret brings no sync, with its own secret it does (S42, S43)", async () => {
    const stage = await scene(provider);
    const { channelId, token } = await channelOf(stage);
    const planned = await stage.mailbox.alarmOf(stage.coach);
    const other = token.endsWith("0") ? "1" : "0";
    // Signed for the same person and provider, as the secret of a channel that has been replaced is.
    const ofAnotherChannel = await compose(env).pushSecrets.draw(stage.coach.id, provider);
    expect(ofAnotherChannel).toHaveLength(token.length);
    for (const wrong of [
      ofAnotherChannel,
      token.slice(0, -1) + other,
      `${stage.coach.id}.${crypto.randomUUID()}`,
      token.slice(0, -1),
      `${token}0`,
    ]) {
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

describe("an anonymous notification (F2, security 4)", () => {
  const FORGED_AT_ONCE = 100;

  /** Everything that the service keeps: rows, keys and objects. */
  async function everything(): Promise<unknown> {
    const tables = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf*'").all<{
      name: string;
    }>();
    const rows = await env.DB.batch(tables.results.map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`)));
    return {
      rows: rows.map(({ results }) => results),
      keys: [(await env.KEPT.list()).keys, (await env.TOKENS.list()).keys],
      accounts: (await listDurableObjectIds(env.CALENDAR_ACCOUNT)).length,
      agendas: (await listDurableObjectIds(env.COACH_AGENDA)).length,
    };
  }

  const uuid = () => crypto.randomUUID();
  const elsewhere = pushSecretsOf({ currentId: "k1", secrets: new Map([["k1", crypto.getRandomValues(new Uint8Array(32))]]) });
  const forgeries: Readonly<Record<string, () => Promise<string>>> = {
    "in the form of the version before": () => Promise.resolve(`${uuid()}.${uuid()}`),
    "signed by nobody": () => Promise.resolve(`${uuid()}.${uuid()}.${"A".repeat(43)}`),
    "signed with another key": async () => await elsewhere.draw(uuid(), "outlook"),
    "signed for the other provider": async () => await compose(env).pushSecrets.draw(uuid(), "google"),
  };

  test.each(Object.entries(forgeries))("%s makes no object and writes nothing, a hundred of them in one message", async (_what, forge) => {
    const { coach } = await scene("outlook");
    const before = await everything();
    const value = await Promise.all(
      Array.from({ length: FORGED_AT_ONCE }, async () => ({ subscriptionId: uuid(), clientState: await forge() })),
    );
    for (const path of ["notifications", "lifecycle"]) {
      expect((await coach.call("POST", `/calendar/outlook/${path}`, { value })).status).toBe(202);
    }
    await settled();
    expect(await everything()).toEqual(before);
  });

  test("to Google's address makes no object either", async () => {
    const { coach } = await scene("google");
    const before = await everything();
    for (const token of [`${uuid()}.${uuid()}`, await elsewhere.draw(uuid(), "google")]) {
      const headers = { "x-goog-channel-id": uuid(), "x-goog-channel-token": token };
      expect((await coach.call("POST", "/calendar/google/notifications", undefined, headers)).status).toBe(204);
    }
    await settled();
    expect(await everything()).toEqual(before);
  });

  test("with the secret of another channel reads, and writes nothing into the object that it reaches", async () => {
    const stage = await scene("google");
    const kept = async () => await runInDurableObject(accountOf(stage).object, async (_object, { storage }) => [...(await storage.list())]);
    const before = await kept();
    await notify(stage, uuid(), await compose(env).pushSecrets.draw(stage.coach.id, "google"));
    expect(await kept()).toEqual(before);
  });
});

describe.each(CALENDAR_PROVIDERS)("a channel that the version before opened at %s", (provider) => {
  async function unsignedScene(): Promise<Scene & { readonly old: { channelId: string; token: string } }> {
    const stage = await scene(provider);
    const { channelId } = await channelOf(stage);
    const token = `${stage.coach.id}.${crypto.randomUUID()}`;
    await runInDurableObject(accountOf(stage).object, async (_object, { storage }) => {
      const channels = (await storage.get<readonly object[]>("channels")) ?? [];
      await storage.put(
        "channels",
        channels.map((channel) => ({ ...channel, secret: token })),
      );
    });
    await database.run(sql`UPDATE calendar_connections SET push_signed_at = NULL WHERE user_id = ${stage.coach.id}`);
    return { ...stage, old: { channelId, token } };
  }

  test("is heard, and replaced by one that bears a signed secret", async () => {
    const stage = await unsignedScene();
    await notify(stage, stage.old.channelId, stage.old.token);
    expect(await stage.mailbox.alarmOf(stage.coach)).toBe(Date.now() + SECOND_MS);
    await pass(SECOND_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    const { token } = await channelOf(stage);
    expect(await compose(env).pushSecrets.isCurrent(token, provider)).toBe(true);
    expect((await stage.mailbox.snapshot()).channels).toHaveLength(1);
  });

  test.each([
    ["push_signed_at", "since signed ones were opened"],
    ["updated_at", "since that version last wrote the row"],
  ])("is heard for seven days (%s: %s) and no longer", async (column) => {
    const stage = await unsignedScene();
    const planned = await stage.mailbox.alarmOf(stage.coach);
    const setTo = async (moment: number) =>
      await database.run(sql`UPDATE calendar_connections SET ${sql.raw(column)} = ${moment} WHERE user_id = ${stage.coach.id}`);
    await setTo(Date.now() - 7 * DAY_MS);
    await notify(stage, stage.old.channelId, stage.old.token);
    await settled();
    expect(await stage.mailbox.alarmOf(stage.coach)).toBe(planned);
    await setTo(Date.now() - 7 * DAY_MS + 1);
    await notify(stage, stage.old.channelId, stage.old.token);
    expect(await stage.mailbox.alarmOf(stage.coach)).toBe(Date.now() + SECOND_MS);
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
