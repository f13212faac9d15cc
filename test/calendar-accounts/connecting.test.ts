/**
 * A connection's life as its owner sees it: connected again it is the same one, with another account it is a new one, and a
 * consent that was finished stays finished.
 */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { compose } from "../../src/compose.ts";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { database } from "../support/agenda.ts";
import { Mailbox } from "../support/calendar-sim.ts";
import { person } from "../support/people.ts";
import { accountFaults } from "../support/worker.ts";
import { accountOf, at, connectedScene, connection, heard, later, pass, scene, settle, useCalendarClock, wanted } from "./stage.ts";

useCalendarClock();

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  test("the same account connected again keeps the connection, its settings and its busy time", async () => {
    const stage = await scene(provider);
    await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
    await heard(stage);
    await stage.coach.call("PATCH", `/calendar/${provider}/connection`, { is_organizer: false });
    const row = async () => await database.get<{ id: string }>(sql`SELECT id FROM calendar_connections WHERE user_id = ${stage.coach.id}`);
    const before = await row();
    expect((await stage.mailbox.connect(stage.coach)).status).toBe(200);
    expect(await row()).toEqual(before);
    expect(await connection(stage)).toMatchObject({ is_organizer: false });
    expect(await wanted(stage, at(5))).toBe("slot_taken");
  });

  test("another account begins anew: the channel and the busy time of the one before are gone", async () => {
    const stage = await scene(provider);
    await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
    await heard(stage);
    const other = new Mailbox(provider);
    expect((await other.connect(stage.coach)).status).toBe(200);
    expect((await stage.mailbox.snapshot()).channels).toEqual([]);
    expect(await connection(stage)).toMatchObject({ account: other.address });
    // Nothing of the new one has been read.
    expect(await wanted(stage, at(6))).toBe("slot_taken");
    await other.ring(stage.coach);
    expect(await wanted(stage, at(5))).toBe("booked");
    expect((await other.snapshot()).channels).toHaveLength(1);
  });

  test("an account that cannot be read connects nothing and leaves the one before at work", async () => {
    const stage = await scene(provider);
    const other = new Mailbox(provider);
    const path = provider === "google" ? "calendarList" : "/me/calendars";
    await other.admin("faults", { match: { method: "GET", path }, status: 500, times: 5, body: "<html>oops</html>" });
    const refused = await other.connect(stage.coach);
    expect([refused.status, await refused.json()]).toMatchObject([503, { code: "provider_unavailable" }]);
    expect(await connection(stage)).toMatchObject({ account: stage.mailbox.address, state: "active" });
    await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
    await heard(stage);
    expect(await wanted(stage, at(5))).toBe("slot_taken");
    expect(await connection(stage)).toMatchObject({ state: "active" });
  });

  test("a finished consent stays finished after the alarm, and is forgotten once it could not be finished anyway", async () => {
    const stage = await connectedScene(provider);
    const { code, state, iss } = await stage.mailbox.consent(stage.coach);
    const body = { code, state, ...(iss === null ? {} : { iss }) };
    const finish = async () =>
      await stage.mailbox.whilePushing(async () => await stage.coach.call("POST", `/calendar/${provider}/exchange-token`, body));
    expect((await finish()).status).toBe(200);
    await stage.mailbox.ring(stage.coach);
    const again = await finish();
    expect([again.status, await again.json()]).toMatchObject([400, { code: "consent_used" }]);
    const used = async () =>
      await runInDurableObject(accountOf(stage).object, async (_object, state_) => (await state_.storage.list({ prefix: "used:" })).size);
    expect(await used()).toBe(2);
    await pass(16 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect(await used()).toBe(0);
  });

  test("a disconnected account is asked nothing more, and keeps neither token nor channel", async () => {
    const stage = await scene(provider);
    await stage.coach.call("DELETE", `/calendar/${provider}/connection`);
    const calls = (await stage.mailbox.log()).length;
    await pass(HOUR_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    await settle(stage);
    expect((await stage.mailbox.log()).length).toBe(calls);
    const kept = await runInDurableObject(accountOf(stage).object, async (_object, state) => [...(await state.storage.list()).keys()]);
    expect(kept).toEqual(["disconnected"]);
    expect(await stage.mailbox.alarmOf(stage.coach)).toBeNull();
    expect(await env.TOKENS.get(`tokens:${provider}:${stage.coach.id}`)).toBeNull();
  });

  test("what is read while its owner disconnects leaves nothing in the object, and connecting again begins anew", async () => {
    const stage = await scene(provider);
    const { name, object } = accountOf(stage);
    let [reads, isGone] = [0, false];
    accountFaults.plan = {
      next: ({ writes }) => {
        if (!writes) reads += 1;
        return null;
      },
      pause: async () => {
        if (reads < 1 || isGone) return;
        isGone = true;
        await env.CALENDAR_ACCOUNT.getByName(name).disconnect(name);
      },
    };
    await pass(15 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    accountFaults.plan = null;
    const kept = await runInDurableObject(object, async (_object, state) => [...(await state.storage.list()).keys()]);
    expect([isGone, kept, await stage.mailbox.alarmOf(stage.coach)]).toEqual([true, ["disconnected"], null]);
    expect((await stage.mailbox.connect(stage.coach)).status).toBe(200);
    await stage.mailbox.ring(stage.coach);
    expect(await wanted(stage, at(5))).toBe("booked");
  });

  test("an object that has lost all it stored goes on from the copy of its tokens, which it refreshes first", async () => {
    const stage = await scene(provider);
    await pass(3 * HOUR_MS, stage.mailbox);
    await runInDurableObject(accountOf(stage).object, async (_object, { storage }) => {
      await storage.deleteAlarm();
      await storage.deleteAll();
    });
    await evictDurableObject(accountOf(stage).object);
    await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
    await compose(env).wakeAccount(stage.coach.id, provider);
    expect(await stage.mailbox.ring(stage.coach)).toBe(true);
    expect(await wanted(stage, at(5))).toBe("slot_taken");
    expect(await connection(stage)).toMatchObject({ state: "active" });
  });

  test("a copy whose refresh is refused is a lost connection, of which the owner is told", async () => {
    const stage = await scene(provider);
    await stage.mailbox.admin("revoke");
    await runInDurableObject(accountOf(stage).object, async (_object, { storage }) => {
      await storage.deleteAlarm();
      await storage.deleteAll();
    });
    await compose(env).wakeAccount(stage.coach.id, provider);
    await stage.mailbox.ring(stage.coach);
    expect(await connection(stage)).toMatchObject({ state: "needs_reconnect" });
    const mails = await database.all(sql`SELECT kind FROM outbox WHERE coach_id = ${stage.coach.id} AND booking_id IS NULL`);
    expect(mails).toEqual([{ kind: "mail:calendar_needs_reconnect:coach" }]);
  });

  test("a client's calendar blocks nobody, and is read for our events alone", async () => {
    const own = new Mailbox(provider);
    const client = await person("client", { lifetime: "90d" });
    await own.connect(client);
    await own.admin("events/create", { title: "Dentist", starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
    await own.ring(client);
    expect(await database.all(sql`SELECT event_id FROM busy_intervals WHERE coach_id = ${client.id}`)).toEqual([]);
    if (provider === "google") expect((await own.log()).some(({ path }) => path.includes("calendarList"))).toBe(false);
    expect((await own.snapshot()).channels).toHaveLength(1);
  });
});
