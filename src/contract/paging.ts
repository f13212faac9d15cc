/**
 * How lists are cut into pages: by offset, or by a cursor that holds the place of the last entry. A cursor is opaque to
 * the caller and checked as strictly as any input; forging one yields nothing but another place in a list the caller
 * may read anyway, so it carries no signature.
 */
import { z } from "@hono/zod-openapi";
import { instant, type Instant } from "../domain/instant.ts";
import { BOOKINGS_PER_PAGE_DEFAULT, BOOKINGS_PER_PAGE_MAX, OFFSET_MAX } from "../limits.ts";
import { uuid, wholeNumberInQuery } from "./scalar.ts";

const CURSOR_CHARACTERS_MAX = 200;
const EPOCH_MS_MAX = 8.64e15;

export interface Place {
  readonly startsAt: Instant;
  readonly id: string;
}

const placeSchema = z.strictObject({ starts_at: z.int().min(0).max(EPOCH_MS_MAX), id: uuid });

export function writeCursor(place: Place): string {
  const json = JSON.stringify({ starts_at: place.startsAt, id: place.id });
  return btoa(json).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function readCursor(cursor: string): Place | null {
  try {
    const parsed = placeSchema.safeParse(JSON.parse(atob(cursor.replaceAll("-", "+").replaceAll("_", "/"))));
    if (!parsed.success) return null;
    const place = { startsAt: instant(parsed.data.starts_at), id: parsed.data.id };
    // One place has one cursor; what only decodes to the same was not written by us.
    return writeCursor(place) === cursor ? place : null;
  } catch {
    return null;
  }
}

export const cursorIn = z
  .string()
  .max(CURSOR_CHARACTERS_MAX)
  .transform((cursor, context): Place => {
    const place = readCursor(cursor);
    if (place !== null) return place;
    context.addIssue({ code: "custom", message: "must be a next_cursor of this list" });
    return z.NEVER;
  })
  .openapi({ type: "string", description: "`next_cursor` of the page before; not together with `offset`." });

const limitIn = wholeNumberInQuery(1, BOOKINGS_PER_PAGE_MAX)
  .default(BOOKINGS_PER_PAGE_DEFAULT)
  .openapi({ default: BOOKINGS_PER_PAGE_DEFAULT, description: "The most that a page holds." });
const offsetIn = wholeNumberInQuery(0, OFFSET_MAX).openapi({ description: "How many entries are passed over." });

/** For lists that know offsets only. */
export const offsetPage = { limit: limitIn, offset: offsetIn.default(0).openapi({ default: 0 }) };
/** For lists that know both; see `notBoth`. */
export const anyPage = { limit: limitIn, offset: offsetIn.optional(), cursor: cursorIn.optional() };

export function notBoth(query: { readonly offset?: unknown; readonly cursor?: unknown }, context: z.RefinementCtx): void {
  if (query.offset === undefined || query.cursor === undefined) return;
  context.addIssue({ code: "custom", path: ["cursor"], message: "must not come together with offset" });
}
