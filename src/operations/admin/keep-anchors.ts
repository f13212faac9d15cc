/**
 * The cron sweep's part of the audit: it anchors the head of each chain outside D1, and goes on checking the chains, some pages at each
 * sweep. An anchor is replaced only by a head whose chain still holds it; one that its chain contradicts stays, with what was found, until
 * an admin continues it (`continueAnchors`). Whatever is found is an `error` in the log at each sweep, and is kept for admins.
 */
import { log } from "../../lib/log.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import { sha256Hex } from "../../lib/sha256.ts";
import { isAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { after, type Instant } from "../../domain/instant.ts";
import { AUDIT_ROWS_PER_PAGE_MAX } from "../../limits.ts";
import { AUDIT_ANCHORS_SETTLED_MS, AUDIT_FINDINGS_KEPT_MAX, AUDIT_PAGES_PER_SWEEP } from "../../limits/audit.ts";
import { ADMIN_CHAIN, type AuditHead, type AuditKeys } from "../../database/audit.ts";
import {
  type Anchor,
  ANCHOR_GROUPS,
  type AnchorGroup,
  AnchorReader,
  type AuditFinding,
  type AuditPlace,
  keepReplaced,
  rangeOf,
  readAnchors,
  readSweepRecord,
  type SweepRecord,
  writeAnchors,
  writeSweepRecord,
} from "../../database/audit-anchors.ts";
import { noteContinuedAnchors } from "../../database/admin-acts.ts";
import { chainHeads, rowsAt } from "../../database/audit-rows.ts";
import type { Database } from "../../database/open.ts";
import type { ActorContext } from "../context.ts";
import type { AuditContext } from "./verify-audit.ts";
import { chainBehind, type ChainVerdict, checkChain, type CheckContext, isWhole } from "./check-chain.ts";

interface AnchorContext {
  readonly database: Database;
  readonly kept: KVNamespace;
  readonly now: Instant;
}

const BEGINNING: AuditPlace = { coachId: null, afterSeq: 0 };

export async function keepAnchors(ctx: AnchorContext & { readonly auditKeys: AuditKeys }): Promise<void> {
  const { database, auditKeys, kept, now } = ctx;
  const before = (await readSweepRecord(kept)) ?? { sweep: 0, at: now, groups: {}, place: BEGINNING, findings: [] };
  const sweep = before.sweep + 1;
  const groups = { ...before.groups };
  for (const group of ANCHOR_GROUPS) if (await keepGroup(ctx, group, { sweep, before })) groups[group] = sweep;
  const checked = await goOnChecking({ database, auditKeys, anchors: new AnchorReader(kept) }, before, now);
  await writeSweepRecord(kept, { sweep, at: now, groups, ...checked });
}

/** Whether the group has been written. */
async function keepGroup(
  { database, kept, now }: AnchorContext,
  group: string,
  { sweep, before }: { readonly sweep: number; readonly before: SweepRecord },
): Promise<boolean> {
  const { sweep: writtenBy, anchors } = await readAnchors(kept, group);
  if (writtenBy < (before.groups[group] ?? 0)) {
    // An older value than the last that was written: what stands in the newer one would be overwritten unseen.
    const isLost = now >= after(before.at, AUDIT_ANCHORS_SETTLED_MS);
    log(isLost ? "error" : "warn", isLost ? "audit_anchors_lost" : "audit_anchors_behind", { group });
    return false;
  }
  const { holds, heads } = await asItStands(database, group, anchors);
  const next = { ...anchors };
  for (const chain of new Set([...Object.keys(anchors), ...heads.keys()])) {
    const [anchor, head] = [anchors[chain] ?? null, heads.get(chain) ?? null];
    next[chain] = anchored({ chain, anchor, head, holds: holds(chain), now });
  }
  const hasChanged = Object.keys(next).some((chain) => next[chain] !== anchors[chain]);
  if (hasChanged) await writeAnchors(kept, group, { sweep, anchors: next });
  return hasChanged;
}

/** The chains of a group in D1: their heads, and whether each holds the row of its anchor. */
async function asItStands(database: Database, group: string, anchors: AnchorGroup["anchors"]) {
  const held = await rowsAt(
    database,
    Object.entries(anchors).map(([chain, { seq }]) => ({ chain, seq })),
  );
  const macs = new Map(held.map(({ chain, mac }) => [chain, mac]));
  const heads = new Map((await chainHeads(database, rangeOf(group))).map(({ chain, seq, mac }) => [chain, { seq, mac }]));
  return { heads, holds: (chain: string) => macs.has(chain) && macs.get(chain) === anchors[chain]?.mac };
}

interface Held {
  readonly chain: string;
  readonly anchor: Anchor | null;
  readonly head: AuditHead | null;
  /** Whether the row of the anchor stands in the chain. */
  readonly holds: boolean;
  readonly now: Instant;
}

/** The anchor after this sweep: the same object where nothing has changed. */
function anchored({ chain, anchor, head, holds, now }: Held): Anchor {
  if (anchor === null) return { seq: head?.seq ?? 0, mac: head?.mac ?? "", at: now, found: null };
  if (!holds || anchor.found !== null || head === null) {
    log("error", "audit_anchor_contradicted", { chain, kept_seq: anchor.seq, found_seq: head?.seq ?? null });
    return anchor.found === null ? { ...anchor, found: { head, at: now } } : anchor;
  }
  return head.seq === anchor.seq ? anchor : { ...head, at: now, found: null };
}

/** Some pages of the check of all chains, from where the last sweep ended; the next sweep begins anew behind the last chain. */
async function goOnChecking(ctx: CheckContext, before: SweepRecord, now: Instant): Promise<Pick<SweepRecord, "place" | "findings">> {
  let place: AuditPlace | null = before.place;
  const findings = new Map(before.findings.map((finding) => [finding.coachId, finding]));
  for (let page = 0; page < AUDIT_PAGES_PER_SWEEP && place !== null; page += 1) {
    const { coachId, afterSeq }: AuditPlace = place;
    const verdict = await checkChain(ctx, { coachId, afterSeq }, AUDIT_ROWS_PER_PAGE_MAX);
    if (isWhole(verdict) && verdict.nextSeq !== null) {
      place = { coachId, afterSeq: verdict.nextSeq };
      continue;
    }
    findings.delete(coachId);
    if (!isWhole(verdict)) {
      const finding = findingOf(coachId, verdict, now);
      const { brokenSeq, unauditedBookingId, alteredBookingId, alteredPaymentId, brokenAnchorSeq } = finding;
      log("error", "audit_broken", {
        chain: coachId ?? ADMIN_CHAIN,
        seq: brokenSeq,
        unaudited_booking_id: unauditedBookingId,
        altered_booking_id: alteredBookingId,
        altered_payment_id: alteredPaymentId,
        anchor_seq: brokenAnchorSeq,
      });
      findings.set(coachId, finding);
    }
    const behind: string | null = await chainBehind(ctx, coachId);
    place = behind === null ? null : { coachId: behind, afterSeq: 0 };
  }
  return { place: place ?? BEGINNING, findings: [...findings.values()].slice(-AUDIT_FINDINGS_KEPT_MAX) };
}

function findingOf(coachId: string | null, verdict: ChainVerdict, at: Instant): AuditFinding {
  const { brokenSeq, unauditedBookingId, alteredBookingId, alteredPaymentId, brokenAnchor } = verdict;
  return { coachId, at, brokenSeq, unauditedBookingId, alteredBookingId, alteredPaymentId, brokenAnchorSeq: brokenAnchor?.seq ?? null };
}

interface Continued {
  /** The row of the admins' chain that signs the note and the anchors replaced. */
  readonly auditSeq: number;
  /** Chains whose anchors were replaced. */
  readonly chains: number;
}

/**
 * An admin has the anchors go on from the chains as they stand, after a restore of the database: those that speak of rows which are gone. What is
 * replaced is kept in KV for good with the note, under the row that signs both; chains that are gone are anchored no more. An anchor that its chain
 * contradicts in another way stays, and so does a broken row. Bounds of the note are its caller's.
 */
export async function continueAnchors(
  ctx: ActorContext & AuditContext,
  { note }: { readonly note: string },
): Promise<Result<Continued, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const { database, kept, auditKeys, now, actor: author } = ctx;
  const replaced: { chain: string; anchor: Anchor; head: AuditHead | null }[] = [];
  const continued: { group: string; anchors: Record<string, Anchor> }[] = [];
  for (const group of ANCHOR_GROUPS) {
    const { anchors } = await readAnchors(kept, group);
    const heads = new Map((await chainHeads(database, rangeOf(group))).map((head) => [head.chain, head]));
    const next: Record<string, Anchor> = {};
    for (const [chain, anchor] of Object.entries(anchors)) {
      const head = heads.get(chain) ?? null;
      if (anchor.seq <= (head?.seq ?? 0)) {
        next[chain] = anchor;
        continue;
      }
      replaced.push({ chain, anchor, head });
      if (head !== null) next[chain] = { seq: head.seq, mac: head.mac, at: now, found: null };
    }
    continued.push({ group, anchors: next });
  }
  const evidence = { note, by: author.id, at: now, replaced };
  const act = { commandId: ctx.newId(), author, now, evidenceHash: await sha256Hex(JSON.stringify(evidence)), chains: replaced.length };
  const auditSeq = await noteContinuedAnchors(database, auditKeys, act);
  await keepReplaced(kept, auditSeq, evidence);
  const record = await readSweepRecord(kept);
  const sweep = (record?.sweep ?? 0) + 1;
  for (const { group, anchors } of continued) await writeAnchors(kept, group, { sweep, anchors });
  const groups = Object.fromEntries(ANCHOR_GROUPS.map((group) => [group, sweep]));
  await writeSweepRecord(kept, { sweep, at: now, groups, place: BEGINNING, findings: [] });
  return ok({ auditSeq, chains: replaced.length });
}
