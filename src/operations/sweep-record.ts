/** When each part of the sweep last ended well, kept outside of the database: how anybody sees that the sweep comes, and how late its anchors are. */
import type { Instant } from "../domain/instant.ts";

/** `sweep-parts` -> JSON, from the name of a part to the instant. */
const KEY = "sweep-parts";
/** Parts that anchor the audit trail are named so. */
const ANCHORING = "audit_";

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
  const [at = null] = Object.entries(await readSweepRecord(kept)).flatMap(([part, ended]) => (part.startsWith(ANCHORING) ? [ended] : []));
  return at;
}
