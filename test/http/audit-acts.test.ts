/** Acts that change no booking and are on record all the same, and the anchors after a person has looked into what was found. */
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { compose } from "../../src/compose.ts";
import { instant } from "../../src/domain/instant.ts";
import { MINUTE_MS } from "../../src/lib/duration.ts";
import { sha256Hex } from "../../src/lib/sha256.ts";
import { continueAnchors } from "../../src/operations/admin/keep-anchors.ts";
import { auditKeys, database } from "../support/agenda.ts";
import { apiWith, type Person, seenCoach, someone } from "./app-under-test.ts";
import { sweepOnce } from "../support/sweep.ts";

vi.setConfig({ testTimeout: 2 * MINUTE_MS });
const api = apiWith();
const admin = await someone("admin");
const logged = vi.spyOn(console, "error");

interface Row {
  readonly seq: number;
  readonly action: string;
  readonly changes: string;
}

async function rowsOf(chain: string): Promise<Row[]> {
  const found = env.DB.prepare("SELECT seq, action, changes FROM audit_log WHERE chain = ? ORDER BY seq").bind(chain);
  return (await found.all<Row>()).results;
}

let sweeps = 0;
async function sweepNow(): Promise<void> {
  sweeps += 1;
  const now = instant(Date.now() + sweeps * 5 * MINUTE_MS);
  await sweepOnce({ now });
}

async function verified(coach: Person): Promise<unknown> {
  return (await api("GET", `/admin/audit/verify?coach_id=${coach.id}`, { as: admin })).body["broken_anchor"];
}

async function contextOf({ id }: Person, role: "admin" | "coach") {
  const { reading, kept, submit, wake, newId } = compose(env);
  const now = instant(Date.now());
  const ctx = { database, reading, auditKeys: await auditKeys(), kept, submit, wake, now, requestId: newId(), newId };
  return { ...ctx, actor: { id, role }, claim: null };
}

test("the key of a feed, hours and an admin's decision about a coach are on record, each within bounds", async () => {
  const coach = await seenCoach(api);
  for (let key = 0; key < 2; key += 1) {
    expect((await api("POST", `/coach/${coach.id}/calendar-key`, { as: coach })).status).toBe(200);
  }
  const hours = { time_zone: "Europe/Lisbon", weekly: [] };
  expect((await api("PUT", `/coach/${coach.id}/availability`, { as: coach, body: hours })).status).toBe(200);
  // An act that changes nothing leaves no row.
  expect((await api("PUT", `/coach/${coach.id}/availability`, { as: coach, body: hours })).status).toBe(200);
  expect((await api("PUT", `/admin/users/${coach.id}`, { as: admin, body: { status: "inactive" } })).status).toBe(200);
  const rows = await rowsOf(coach.id);
  expect(rows.map(({ action, changes }) => [action, JSON.parse(changes)])).toEqual([
    ["feed_key_set", { replaced: false }],
    ["feed_key_set", { replaced: true }],
    ["hours_set", { time_zone: "Europe/Lisbon", hours_sha256: expect.stringMatching(/^[0-9a-f]{64}$/u) }],
    ["deactivated", {}],
  ]);
  const ofAdmins = (await rowsOf("admin")).map(({ action, changes }) => [action, JSON.parse(changes)]);
  expect(ofAdmins).toContainEqual(["user_status_ordered", { user_id: coach.id, status: "inactive" }]);
});

test("an admin continues the anchors: what was found is kept for good, under a row that signs it", async () => {
  const coach = await seenCoach(api);
  for (const minutes of [30, 60]) {
    await api("PATCH", `/coach/${coach.id}/settings`, { as: coach, body: { notice_minutes_min: minutes } });
  }
  await sweepNow();
  expect(await verified(coach)).toBeNull();
  const trigger = await env.DB.prepare("SELECT sql FROM sqlite_schema WHERE name = 'audit_log_no_delete'").first<{ sql: string }>();
  await env.DB.batch([
    env.DB.prepare("DROP TRIGGER audit_log_no_delete"),
    env.DB.prepare("DELETE FROM audit_log WHERE chain = ? AND seq = 2").bind(coach.id),
    env.DB.prepare(trigger?.sql ?? ""),
  ]);
  await sweepNow();
  expect(await verified(coach)).toMatchObject({ seq: 2, found_mac: null });
  expect(await continueAnchors(await contextOf(coach, "coach"), { note: "mine" })).toEqual({ ok: false, problem: { tag: "forbidden" } });
  const continued = await continueAnchors(await contextOf(admin, "admin"), { note: "Restored to noon" });
  expect(continued).toMatchObject({ ok: true, value: { chains: 1 } });
  const row = (await rowsOf("admin")).at(-1);
  const kept = await env.KEPT.get(`audit-continued:${String(row?.seq)}`);
  expect(JSON.parse(kept ?? "{}")).toMatchObject({
    note: "Restored to noon",
    replaced: [{ chain: coach.id, anchor: { seq: 2 }, head: { seq: 1 } }],
  });
  expect([row?.action, JSON.parse(row?.changes ?? "{}")]).toEqual([
    "anchors_continued",
    { evidence_sha256: await sha256Hex(kept ?? ""), chains: 1 },
  ]);
  expect(await verified(coach)).toBeNull();
  logged.mockClear();
  await sweepNow();
  expect(logged.mock.calls.filter(([line]) => String(line).includes("audit_"))).toEqual([]);
});

test("an older value of a group, as KV may give for a minute, is not written over", async () => {
  const coach = await seenCoach(api);
  const key = `audit-heads:${coach.id.slice(0, 1)}`;
  const setNotice = async (minutes: number) =>
    void (await api("PATCH", `/coach/${coach.id}/settings`, { as: coach, body: { notice_minutes_min: minutes } }));
  await setNotice(30);
  await sweepNow();
  const older = (await env.KEPT.get(key)) ?? "";
  await setNotice(60);
  await sweepNow();
  const newer = (await env.KEPT.get(key)) ?? "";
  await env.KEPT.put(key, older);
  await setNotice(90);
  await sweepNow();
  expect(await env.KEPT.get(key)).toBe(older);
  await env.KEPT.put(key, newer);
  await sweepNow();
  const { anchors } = JSON.parse((await env.KEPT.get(key)) ?? "{}") as { anchors: Record<string, unknown> };
  expect(anchors[coach.id]).toMatchObject({ seq: 3, found: null });
});
