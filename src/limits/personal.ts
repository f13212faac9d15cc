/** Bounds of personal data: how much of it leaves at a time, and how long each kind is kept. */
import { DAY_MS } from "../lib/duration.ts";

/** Of the notes of one session in a feed. */
export const FEED_NOTES_CHARACTERS_MAX = 200;
/** Bookings that one call of an erasure clears; what is left is for the next. */
export const ERASED_BOOKINGS_MAX = 200;
/** An open payment ends within a day: of sessions longer past than this none is looked for. */
export const OPEN_PAYMENT_BACK_MS = 2 * DAY_MS;
