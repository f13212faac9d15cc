/**
 * The anchors of the audit trail: the head of each chain as the cron sweep last saw it, kept in KV, where somebody who holds D1 alone
 * cannot reach them. Chains are grouped by their first character, one value for each group, so that a sweep writes seventeen values at
 * most however many chains and rows there are. An anchor that its chain contradicts stays as it is, with what was found beside it.
 *
 * KV is eventually consistent: `audit-sweep` says of each group which sweep wrote it last, so that an older value is recognised.
 */
import type { Instant } from "../domain/instant.ts";
import type { AuditHead } from "./audit.ts";

/** Where the check of a chain goes on; null: the chain of the acts of admins. */
export interface AuditPlace {
  readonly coachId: string | null;
  readonly afterSeq: number;
}

export interface Anchor extends AuditHead {
  /** When the sweep saw this head. */
  readonly at: Instant;
  /** Set once, when the chain was first found to contradict the anchor; a head of null: the chain was gone. */
  readonly found: { readonly head: AuditHead | null; readonly at: Instant } | null;
}

export interface AnchorGroup {
  /** The number of the sweep that wrote it. */
  readonly sweep: number;
  readonly anchors: Readonly<Record<string, Anchor>>;
}

/** Something that the sweep's check found; a null that there is nothing of that kind. */
export interface AuditFinding {
  readonly coachId: string | null;
  readonly at: Instant;
  readonly brokenSeq: number | null;
  readonly unauditedBookingId: string | null;
  readonly alteredBookingId: string | null;
  readonly alteredPaymentId: string | null;
  readonly brokenAnchorSeq: number | null;
}

export interface SweepRecord {
  readonly sweep: number;
  readonly at: Instant;
  /** Of each group, the sweep that wrote it last. */
  readonly groups: Readonly<Record<string, number>>;
  /** Where the sweep's check goes on. */
  readonly place: AuditPlace;
  readonly findings: readonly AuditFinding[];
}

const SWEEP = "audit-sweep";
/** The first characters at which groups begin, in order: ids are hexadecimal. The chain `admin` is in group `a`. */
export const ANCHOR_GROUPS = "0123456789abcdef".split("");

function groupOf(chain: string): string {
  return ANCHOR_GROUPS.findLast((first) => first <= chain) ?? "0";
}

/** The chains of a group: from `from` on, and before `before`; null: without end. */
export function rangeOf(group: string): { readonly from: string; readonly before: string | null } {
  const index = ANCHOR_GROUPS.findIndex((first) => first === group);
  return { from: index <= 0 ? "" : group, before: ANCHOR_GROUPS[index + 1] ?? null };
}

export async function readAnchors(kept: KVNamespace, group: string): Promise<AnchorGroup> {
  return (await kept.get<AnchorGroup>(keyOf(group), "json")) ?? { sweep: 0, anchors: {} };
}

export async function writeAnchors(kept: KVNamespace, group: string, anchors: AnchorGroup): Promise<void> {
  await kept.put(keyOf(group), JSON.stringify(anchors));
}

export async function readSweepRecord(kept: KVNamespace): Promise<SweepRecord | null> {
  return await kept.get<SweepRecord>(SWEEP, "json");
}

export async function writeSweepRecord(kept: KVNamespace, record: SweepRecord): Promise<void> {
  await kept.put(SWEEP, JSON.stringify(record));
}

/** Keeps for good what new anchors have replaced, under the row of the admins' chain that signs it. */
export async function keepReplaced(kept: KVNamespace, seq: number, replaced: unknown): Promise<void> {
  await kept.put(`audit-continued:${String(seq)}`, JSON.stringify(replaced));
}

/** Reads each group once: for a check of many chains. */
export class AnchorReader {
  readonly #kept: KVNamespace;
  readonly #groups = new Map<string, Promise<AnchorGroup>>();

  constructor(kept: KVNamespace) {
    this.#kept = kept;
  }

  async of(chain: string): Promise<Anchor | null> {
    return (await this.#group(groupOf(chain))).anchors[chain] ?? null;
  }

  /** The first anchored chain after an id, but for `except`; null: there is none. */
  async chainAfter(id: string, except: string): Promise<string | null> {
    for (const group of ANCHOR_GROUPS.slice(ANCHOR_GROUPS.findIndex((first) => first === groupOf(id)))) {
      const { anchors } = await this.#group(group);
      const chains = Object.keys(anchors).filter((chain) => chain > id && chain !== except);
      const [first] = chains.toSorted();
      if (first !== undefined) return first;
    }
    return null;
  }

  #group(group: string): Promise<AnchorGroup> {
    const known = this.#groups.get(group) ?? readAnchors(this.#kept, group);
    this.#groups.set(group, known);
    return known;
  }
}

function keyOf(group: string): string {
  return `audit-heads:${group}`;
}
