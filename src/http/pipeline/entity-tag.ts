/**
 * The entity tag of a look-up: a hash of what its answer is written from (`contract/slot-listing.ts`), which is a tenth
 * of the text. Decision 0024 says why not of less. SHA-256, because a caller must not find two answers with one tag.
 */
import type { TagParts } from "../../contract/slot-listing.ts";

const TAG_BYTES = 16;

export async function entityTagOf({ text, starts }: TagParts): Promise<string> {
  const head = new TextEncoder().encode(text);
  const bytes = new Uint8Array(head.byteLength + Float64Array.BYTES_PER_ELEMENT * starts.reduce((sum, run) => sum + run.length, 0));
  // The text tells how many starts each run has, so no two listings give the same bytes.
  bytes.set(head);
  let offset = head.byteLength;
  for (const run of starts) {
    const numbers = new Uint8Array(Float64Array.from(run).buffer);
    bytes.set(numbers, offset);
    offset += numbers.byteLength;
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes), 0, TAG_BYTES);
  return `"${Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")}"`;
}
