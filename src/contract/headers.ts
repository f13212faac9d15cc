/**
 * Request and response headers that mean something to the contract: `Idempotency-Key`, `If-Match`, `ETag`, `Location`.
 */
import { z } from "@hono/zod-openapi";
import { IDEMPOTENCY_KEY_CHARACTERS_MAX } from "../limits.ts";

const PRINTABLE = /^[\x20-\x7e]+$/u;
/** A string of RFC 8941 section 3.3.3: printable ASCII, with `"` and `\` escaped. */
const QUOTED = /^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*"$/u;

/** The key itself, or null where the header holds none. Quoted and bare forms of one key are the same key. */
function readKey(header: string): string | null {
  if (header.startsWith('"') && !QUOTED.test(header)) return null;
  const key = header.startsWith('"') ? header.slice(1, -1).replaceAll(/\\(["\\])/gu, "$1") : header;
  return PRINTABLE.test(key) && key.length <= IDEMPOTENCY_KEY_CHARACTERS_MAX ? key : null;
}

const idempotencyKey = z
  .string()
  .transform((header, context): string => {
    const key = readKey(header);
    if (key !== null) return key;
    const message = `must be 1-${String(IDEMPOTENCY_KEY_CHARACTERS_MAX)} printable ASCII characters, bare or as a quoted string`;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  })
  .optional()
  .openapi({
    type: "string",
    example: "8e03978e-40d5-43e8-bc93-6894a57f9324",
    description: "Makes repeating safe: the same key and request give the first answer again, for 24 hours.",
  });

const ifMatch = z.string().optional().openapi({ example: '"3"', description: "Do it only at this revision, as ETag gave it; else 412." });

export const ifMatchHeaders = z.object({ "If-Match": ifMatch });
export const idempotencyHeaders = z.object({ "Idempotency-Key": idempotencyKey });
export const writeHeaders = z.object({ "Idempotency-Key": idempotencyKey, "If-Match": ifMatch });

const text = { type: "string" as const };
export const etagHeader = { ETag: { schema: text, description: "The revision, quoted: a value for If-Match." } };
export const versionHeader = {
  "Availability-Version": {
    schema: { type: "integer" as const },
    description: "In answers to writes: pass it as min_version to see the change.",
  },
};
export const lookUpResponseHeaders = {
  ETag: { schema: text, description: "Equal tags mean equal bodies. In If-None-Match: 304 while it still fits." },
  "Cache-Control": { schema: text, description: "Ask again before showing it." },
};
export const locationHeader = { Location: { schema: text, description: "The path of what was created." } };
export const replayedHeader = {
  "Idempotency-Replayed": { schema: text, description: "`true` where this is an earlier answer to the same key." },
};
