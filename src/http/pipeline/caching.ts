/** What may be kept of an answer, and by whom. An answer that says nothing else is kept by nobody. */

/** Anonymous answers that change at any moment: a browser asks again before it shows one. */
export const REVALIDATED = { "Cache-Control": "public, max-age=0, must-revalidate" };
/** Files that change with a deployment only. */
export const KEPT_AN_HOUR = { "Cache-Control": "public, max-age=3600" };
/** Files whose name changes with what they hold. */
export const KEPT_FOR_EVER = { "Cache-Control": "public, max-age=31536000, immutable" };
export const NO_STORE = "no-store";
