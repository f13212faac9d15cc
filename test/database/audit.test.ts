/**
 * The chain of the audit trail, row by row: each column is covered, and so is the row before. MACs are made here once more,
 * by a statement of their own, as somebody could who holds a key (I9).
 */
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { AUDIT_ROW, type AuditKeys, type AuditRow, firstBrokenSeq } from "../../src/database/audit.ts";
import { all, query } from "../../src/database/packing.ts";
import { at, auditKeys, createCommand, database, handMadeAgenda, MONDAY, newClient, newCoach, statusCommand } from "../support/agenda.ts";
import { LOCAL_BINDINGS } from "../support/bindings.ts";

const keys: AuditKeys = await auditKeys();
const secret = Uint8Array.from(atob((JSON.parse(LOCAL_BINDINGS.AUDIT_KEYS) as Record<string, string>)["k1"] ?? ""), (character) =>
  character.charCodeAt(0),
);

/** The columns that a MAC covers, in their order, behind the MAC of the row before. */
const COVERED = [
  "chain",
  "seq",
  "commandId",
  "bookingId",
  "revision",
  "action",
  "authorId",
  "authorRole",
  "at",
  "changes",
  "keyId",
] as const satisfies readonly (keyof AuditRow)[];

async function soundMac(row: AuditRow, previousMac: string): Promise<string> {
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const text = JSON.stringify([previousMac, ...COVERED.map((column) => row[column])]);
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text)))));
}

/** Booked, confirmed, cancelled. */
async function threeRows(): Promise<AuditRow[]> {
  const coachId = await newCoach();
  const { agenda } = await handMadeAgenda({ now: MONDAY });
  const { result } = await agenda.submit(createCommand(coachId, await newClient(), at(10)));
  if (!result.ok || result.value.kind !== "booking") throw new Error("not booked");
  const { booking } = result.value;
  for (const status of ["confirmed", "cancelled"] as const) {
    await agenda.submit(statusCommand(booking, status, { id: coachId, role: "coach" }));
  }
  return await all(database, query(AUDIT_ROW, sql`SELECT * FROM audit_log WHERE chain = ${coachId} ORDER BY seq`));
}

const rows = await threeRows();
const [first, second, third] = rows as [AuditRow, AuditRow, AuditRow];

describe("I9: the chain", () => {
  test("holds as it was written, and is what this file takes it for", async () => {
    expect(rows).toHaveLength(3);
    expect(await firstBrokenSeq(keys, null, rows)).toBeNull();
    expect(first.mac).toBe(await soundMac(first, "genesis"));
    expect(second.mac).toBe(await soundMac(second, first.mac));
  });

  test.each(COVERED)("breaks where %s is edited", async (column) => {
    const value = second[column];
    for (const edited of [typeof value === "number" ? value + 1 : `${String(value)} `, null]) {
      const row = { ...second, [column]: edited };
      expect([edited, await firstBrokenSeq(keys, null, [first, row, third])]).toEqual([edited, 2]);
    }
  });

  test("breaks where a row has a sound MAC of its own over another past", async () => {
    const elsewhere = await threeRows();
    const forged = { ...second, changes: '{"forged":true}' };
    const otherPasts = [...elsewhere.map(({ mac }) => mac), "genesis", third.mac, ""];
    for (const past of otherPasts) {
      const row = { ...forged, mac: await soundMac(forged, past) };
      expect([past, await firstBrokenSeq(keys, null, [first, row, third])]).toEqual([past, 2]);
    }
    // Over its own past the forger with the key has made a sound row: the next one gives it away.
    const fitting = { ...forged, mac: await soundMac(forged, first.mac) };
    expect(await firstBrokenSeq(keys, null, [first, fitting])).toBeNull();
    expect(await firstBrokenSeq(keys, null, [first, fitting, third])).toBe(3);
  });

  test("breaks where a row is left out, put first or repeated, also when the numbers are mended", async () => {
    const numbered = (...list: AuditRow[]) => list.map((row, index) => ({ ...row, seq: index + 1 }));
    expect(await firstBrokenSeq(keys, null, [first, third])).toBe(2);
    expect(await firstBrokenSeq(keys, null, numbered(first, third))).toBe(2);
    expect(await firstBrokenSeq(keys, null, numbered(second, first, third))).toBe(1);
    expect(await firstBrokenSeq(keys, null, numbered(first, second, second))).toBe(3);
  });

  test("goes on from a head, and only from the right one", async () => {
    expect(await firstBrokenSeq(keys, { seq: 1, mac: first.mac }, [second, third])).toBeNull();
    expect(await firstBrokenSeq(keys, { seq: 1, mac: second.mac }, [second, third])).toBe(2);
    expect(await firstBrokenSeq(keys, { seq: 2, mac: first.mac }, [second, third])).toBe(3);
  });

  test("breaks at a key that nobody has", async () => {
    expect(await firstBrokenSeq({ ...keys, byId: new Map() }, null, rows)).toBe(1);
  });
});
