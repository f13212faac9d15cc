/**
 * Anchors after the database was restored to an earlier minute: those that speak of rows which are gone go on from the end of their chain as it
 * stands now. Every other anchor stays, one that its chain contradicts in another way as well. What is replaced is answered, to be kept.
 */
import type { Instant } from "../../domain/instant.ts";
import { type Anchor, ANCHOR_GROUPS, rangeOf, readAnchors, writeAnchors } from "../../database/audit-anchors.ts";
import { chainHeads } from "../../database/audit-rows.ts";
import type { Database } from "../../database/open.ts";

interface AnchorsContext {
  readonly database: Database;
  readonly kept: KVNamespace;
  readonly now: Instant;
}

/** The anchors that were replaced, by their chain. */
export async function continueAnchors({ database, kept, now }: AnchorsContext): Promise<Readonly<Record<string, Anchor>>> {
  const replaced: Record<string, Anchor> = {};
  for (const group of ANCHOR_GROUPS) {
    const { sweep, anchors } = await readAnchors(kept, group);
    const heads = new Map((await chainHeads(database, rangeOf(group))).map(({ chain, seq, mac }) => [chain, { seq, mac }]));
    const ahead = Object.entries(anchors).filter(([chain, { seq }]) => seq > (heads.get(chain)?.seq ?? 0));
    if (ahead.length === 0) continue;
    const next = { ...anchors };
    for (const [chain, anchor] of ahead) {
      replaced[chain] = anchor;
      next[chain] = { ...(heads.get(chain) ?? { seq: 0, mac: "" }), at: now, found: null };
    }
    await writeAnchors(kept, group, { sweep, anchors: next });
  }
  return replaced;
}
