/** Bounds of personal data: how much of it leaves at a time, and how long each kind is kept. */
import { DAY_MS } from "../lib/duration.ts";
import { IDEMPOTENCY_KEPT_MS, OUTBOX_KEPT_MS, PAYMENT_EVENTS_KEPT_MS } from "../limits.ts";

/** Of the notes of one session in a feed. */
export const FEED_NOTES_CHARACTERS_MAX = 200;
/** Bookings that one call of an erasure clears; what is left is for the next. */
export const ERASED_BOOKINGS_MAX = 200;
/** An open payment ends within a day: of sessions longer past than this none is looked for. */
export const OPEN_PAYMENT_BACK_MS = 2 * DAY_MS;

/** How long each kind of data is kept: the sweep keeps to it, and docs/privacy.md shows it. null: as long as the record. */
export const RETENTION = {
  stored_answers: { keptMs: IDEMPOTENCY_KEPT_MS, of: "Answers kept for an `Idempotency-Key`", from: "the request" },
  done_effects: { keptMs: OUTBOX_KEPT_MS, of: "Mails and other effects that are done", from: "the day they were done" },
  payment_events: { keptMs: PAYMENT_EVENTS_KEPT_MS, of: "Ids of events of Stripe, refunds excepted", from: "the day they came" },
  session_words: { keptMs: 730 * DAY_MS, of: "Notes, reasons and links of a session", from: "its start" },
  unused_people: {
    keptMs: 1_095 * DAY_MS,
    of: "Name, address, zone and language of a client",
    from: "the last session and the last change of them",
  },
  agreements: { keptMs: null, of: "Ids, times, states and amounts of sessions, payments and the audit trail", from: "" },
} as const satisfies Readonly<Record<string, { readonly keptMs: number | null; readonly of: string; readonly from: string }>>;
/** Sessions, and people, that one sweep looks at to forget what is past its time. */
export const RETENTION_ROWS_MAX = 500;
/** Once everybody has been looked at, they are looked at again so long after. */
export const PEOPLE_WALKED_AGAIN_MS = 1 * DAY_MS;
/** Sessions read at once for an export, and parts of one: past them the file breaks off rather than pass for whole. */
export const EXPORT_SESSIONS_PER_PART = 100;
export const EXPORT_PARTS_MAX = 400;
/** Of an export as a calendar: the latest. */
export const EXPORT_EVENTS_MAX = 1_000;
