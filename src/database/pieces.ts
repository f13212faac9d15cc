/** Lists that may be longer than one value of D1: sent in parts. Knows nothing of what a list holds. */
import { LIST_BYTES_MAX } from "../limits.ts";
import { batch, type Database, type Query } from "./packing.ts";

/**
 * A list in parts that each travel as one JSON parameter. D1 refuses a value over 2,000,000 bytes:
 * https://developers.cloudflare.com/d1/platform/limits/. One entry alone is never divided.
 */
export function inPieces<Entry>(entries: readonly Entry[], bytesMax = LIST_BYTES_MAX): readonly (readonly Entry[])[] {
  const encoder = new TextEncoder();
  const pieces: Entry[][] = [];
  let bytes = bytesMax;
  for (const entry of entries) {
    // A comma, or a bracket, beside it.
    const length = encoder.encode(JSON.stringify(entry)).byteLength + 1;
    if (bytes + length > bytesMax) {
      pieces.push([]);
      bytes = 1;
    }
    pieces.at(-1)?.push(entry);
    bytes += length;
  }
  return pieces;
}

/** The same query for each part of a list, in one trip; all rows together. */
export async function allInPieces<Entry, Row>(
  database: Database,
  entries: readonly Entry[],
  ask: (packed: string) => Query<Row>,
): Promise<Row[]> {
  if (entries.length === 0) return [];
  const asked = inPieces(entries).map((piece, index) => [String(index), ask(JSON.stringify(piece))] as const);
  const found: Readonly<Record<string, readonly Row[]>> = await batch(database, Object.fromEntries(asked));
  return Object.values(found).flat();
}
