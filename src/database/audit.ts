/**
 * The audit trail: one chain of rows for each coach and one for the acts of admins. Each row's MAC (HMAC-SHA256, with
 * the id of its key) covers the row and the MAC before it, so that an edited, deleted or reordered row breaks the chain
 * from there on; a cut tail shows against the revisions of the bookings and against the heads that the cron keeps
 * outside D1. Rows hold ids, times and states, never names, addresses or notes.
 */
import { type InferSelectModel, sql, type SQL } from "drizzle-orm";
import type { Author } from "../domain/actor.ts";
import type { Instant } from "../domain/instant.ts";
import { sha256Hex } from "../lib/sha256.ts";
import { type SealedBooking, type SealedPayment, type Seals, sealsOf } from "./audit-seals.ts";
import { fieldsOf, insertRows, query } from "./packing.ts";
import { auditLog } from "./schema.ts";

export const ADMIN_CHAIN = "admin";
/** The action of a row that seals a booking as it stands: nothing happened to it. */
export const SEALED = "sealed";
/** What the first row of a chain covers in place of a MAC before it. */
const GENESIS = "genesis";

export interface AuditEntry {
  readonly commandId: string;
  readonly bookingId: string | null;
  readonly revision: number | null;
  readonly action: string;
  readonly author: Author;
  readonly at: Instant;
  readonly changes: Readonly<Record<string, unknown>>;
  /** Values too large for a row that can never be deleted: each is written as its SHA-256, under its name and `_sha256`. */
  readonly hashed?: Readonly<Record<string, unknown>>;
}

export type AuditRow = InferSelectModel<typeof auditLog>;
export type AuditHead = Pick<AuditRow, "seq" | "mac">;

/** The keys that sign audit rows: new rows with `current`, old rows by the id they name. */
export interface AuditKeys {
  readonly currentId: string;
  readonly byId: ReadonlyMap<string, CryptoKey>;
}

export const AUDIT_ROW = fieldsOf(auditLog);
export const AUDIT_HEAD = { seq: AUDIT_ROW.seq, mac: AUDIT_ROW.mac };

export function headQuery(chain: string) {
  return query(AUDIT_HEAD, sql`SELECT seq, mac FROM audit_log WHERE chain = ${chain} ORDER BY seq DESC LIMIT 1`);
}

/** Bookings and payments that are written beside the entries: their rows vouch for these. */
export interface VouchedFor {
  readonly bookings: readonly SealedBooking[];
  readonly payments: readonly SealedPayment[];
}

/** Chains new entries onto a head; the result is inserted as it is. */
export async function sealEntries(
  keys: AuditKeys,
  chain: string,
  head: AuditHead | null,
  entries: readonly AuditEntry[],
  written: VouchedFor = { bookings: [], payments: [] },
): Promise<AuditRow[]> {
  const rows: AuditRow[] = [];
  let seq = head?.seq ?? 0;
  let mac = head?.mac ?? GENESIS;
  for (const entry of entries) {
    seq += 1;
    const unsealed = {
      chain,
      seq,
      commandId: entry.commandId,
      bookingId: entry.bookingId,
      revision: entry.revision,
      action: entry.action,
      authorId: entry.author.id,
      authorRole: entry.author.role,
      at: entry.at,
      changes: JSON.stringify({ ...entry.changes, ...(await hashesOf(entry)), ...(await sealsFor(entry, written)) }),
      keyId: keys.currentId,
    };
    mac = await macOf(keys, unsealed, mac);
    rows.push({ ...unsealed, mac });
  }
  return rows;
}

async function hashesOf({ hashed = {} }: AuditEntry): Promise<Readonly<Record<string, string>>> {
  const hashes: Record<string, string> = {};
  for (const [name, value] of Object.entries(hashed)) hashes[`${name}_sha256`] = await sha256Hex(JSON.stringify(value));
  return hashes;
}

async function sealsFor({ bookingId, revision }: AuditEntry, { bookings, payments }: VouchedFor): Promise<Seals> {
  if (bookingId === null) return {};
  const booking = bookings.find((written) => written.id === bookingId && written.revision === revision) ?? null;
  return await sealsOf(
    booking,
    payments.filter((payment) => payment.bookingId === bookingId),
  );
}

/**
 * Checks rows of one chain in order, starting after `head` (null: from the beginning). Returns the seq of the first row
 * that does not fit, or null when all do.
 */
export async function firstBrokenSeq(keys: AuditKeys, head: AuditHead | null, rows: readonly AuditRow[]): Promise<number | null> {
  let seq = head?.seq ?? 0;
  let mac = head?.mac ?? GENESIS;
  for (const row of rows) {
    seq += 1;
    if (row.seq !== seq || !keys.byId.has(row.keyId)) return seq;
    mac = await macOf(keys, row, mac);
    if (row.mac !== mac) return seq;
  }
  return null;
}

/**
 * Inserts sealed rows. An entry about a revision of a booking names it only if the booking stands at that very revision
 * (an act that changes nothing has none); otherwise it names nothing that exists, its foreign key fails, and the whole batch is rolled back. That is what turns an UPDATE
 * that touched no row, which D1 lets pass, into a refusal.
 */
export function insertAuditRows(rows: readonly AuditRow[]): SQL {
  return insertRows(auditLog, rows, {
    instead: {
      bookingId: `CASE WHEN fresh.value ->> 'bookingId' IS NULL OR EXISTS (
        SELECT 1 FROM bookings WHERE id = fresh.value ->> 'bookingId' AND revision = coalesce(fresh.value ->> 'revision', revision)
      ) THEN fresh.value ->> 'bookingId' ELSE 'stale revision' END`,
    },
  });
}

async function macOf(keys: AuditKeys, row: Omit<AuditRow, "mac">, previousMac: string): Promise<string> {
  const key = keys.byId.get(row.keyId);
  if (key === undefined) throw new Error(`no audit key ${row.keyId}`);
  // An array, because its order is fixed; JSON, because it cannot be read two ways.
  const covered = JSON.stringify([
    previousMac,
    row.chain,
    row.seq,
    row.commandId,
    row.bookingId,
    row.revision,
    row.action,
    row.authorId,
    row.authorRole,
    row.at,
    row.changes,
    row.keyId,
  ]);
  const signature = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(covered));
  return btoa(String.fromCharCode(...new Uint8Array(signature)));
}
