/** When each part of the sweep last ended well, kept outside of the database: how anybody sees that the sweep comes, and how late its anchors are. */
import type { Instant } from "../domain/instant.ts";

/** `sweep-parts` -> JSON, from the name of a part to the instant. */
const KEY = "sweep-parts";
/** The part that anchors the audit trail. */
const ANCHORING = "audit_anchors";

type SweepRecord = Readonly<Record<string, Instant>>;

async function readSweepRecord(kept: KVNamespace): Promise<SweepRecord> {
  return (await kept.get<SweepRecord>(KEY, "json")) ?? {};
}

/** Parts that are not named keep what was noted of them before. */
export async function noteSweep(kept: KVNamespace, ended: SweepRecord): Promise<void> {
  await kept.put(KEY, JSON.stringify({ ...(await readSweepRecord(kept)), ...ended }));
}

/** null: not yet. */
export async function lastAnchored(kept: KVNamespace): Promise<Instant | null> {
  return (await readSweepRecord(kept))[ANCHORING] ?? null;
}
