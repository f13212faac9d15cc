/**
 * Every bound of the service, named with its unit. A bound that an operator may change is a variable in `config.ts`
 * and has its default here; the others are part of the design, and changing one is a change of the contract.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "./lib/duration.ts";

// The session itself.
export const DURATION_MINUTES_MIN = 15;
export const DURATION_MINUTES_MAX = 480;
/** Of a request that names neither a length nor an offer. */
export const DURATION_MINUTES_DEFAULT = 60;
export const BUFFER_MINUTES_MAX = 240;
export const NOTICE_MINUTES_MAX = 60 * 24 * 60;
export const HORIZON_DAYS_DEFAULT = 365;
export const HORIZON_DAYS_MAX = 730;
export const SLOT_STEP_MINUTES_MIN = 5;
export const SESSIONS_PER_DAY_MAX = 96;
/** How long a booking waits for its payment, and for its coach's approval. */
export const WAITING_MINUTES_MIN = 5;
export const WAITING_MINUTES_MAX = 30 * 24 * 60;
export const PAYMENT_MINUTES_DEFAULT = 15;
export const APPROVAL_MINUTES_DEFAULT = 2_880;
export const POLICY_STEPS_MAX = 5;
export const POLICY_BEFORE_MINUTES_MAX = 60 * 24 * 60;
export const NOTES_CHARACTERS_MAX = 2_000;
export const REASON_CHARACTERS_MAX = 500;
/** Instants outside these years are refused: nobody books them and calendars disagree about them. */
export const YEAR_MIN = 2000;
export const YEAR_MAX = 2099;

// The life of a booking.
/** A confirmed session counts as completed this long after its end. */
export const COMPLETES_AFTER_MS = 1 * DAY_MS;
/** A question to move a session is open this long at most. */
export const MOVE_REQUEST_MS = 48 * HOUR_MS;
/** A client who lets a time lapse unpaid may have the same time again this long after. */
export const LAPSED_AGAIN_MS = 30 * MINUTE_MS;
/** Bounds of what one client holds by bookings of the client's own; what coach or admin made counts nowhere. */
export interface ClientCaps {
  readonly pendingMax: number;
  /** Active sessions ahead, of all coaches. */
  readonly aheadMax: number;
  /** Of them, with one coach and free or unpaid. */
  readonly unpaidWithCoachMax: number;
  /** Moves of one booking, counted over a day back. */
  readonly movesMax: number;
}
export const CLIENT_CAPS_DEFAULT: ClientCaps = { pendingMax: 10, aheadMax: 50, unpaidWithCoachMax: 10, movesMax: 5 };
/** The caps of the `load` profile, which exists so that a load test meets no cap that a person would. */
export const CLIENT_CAPS_LOAD: ClientCaps = {
  pendingMax: 1_000_000,
  aheadMax: 1_000_000,
  unpaidWithCoachMax: 1_000_000,
  movesMax: 1_000_000,
};
export const MOVES_COUNTED_MS = 1 * DAY_MS;

// A coach's rules.
export const WEEKLY_RANGES_MAX = 100;
export const OVERRIDES_MAX = 400;
export const OVERRIDE_RANGES_MAX = 24;
export const OVERRIDE_DAYS_MAX = 366;
export const RECURRENCES_MAX = 20;
export const EXDATES_MAX = 400;
export const RRULE_CHARACTERS_MAX = 200;
export const RRULE_INTERVAL_MAX = 400;
export const RRULE_COUNT_MAX = 10_000;
/** A rule whose first occurrence is further than this from its first date is taken for a mistake. */
export const RRULE_YEARS_TO_FIRST_MAX = 12;
export const OFFERS_ACTIVE_MAX = 50;
/** Offers of one answer, the retired ones included. */
export const OFFERS_LISTED_MAX = 500;
export const OFFER_TITLE_CHARACTERS_MAX = 80;
export const OFFER_DESCRIPTION_CHARACTERS_MAX = 2_000;
export const OFFER_POSITION_MAX = 10_000;
/** Of a description, where a page lists offers beside each other: fifty of them stay under 60 KiB. */
export const OFFER_EXCERPT_CHARACTERS_MAX = 120;
export const PLACE_CHARACTERS_MAX = 500;
export const PRICE_AMOUNT_MINOR_MAX = 100_000_000;
export const REMINDERS_MAX = 5;

// The look-up.
export const LOOK_UP_RANGE_DAYS_MAX = 62;
export const LOOK_UP_COACHES_MAX = 20;
export const LOOK_UP_SEVERAL_RANGE_DAYS_MAX = 14;
/** Slots in one answer, of all coaches together; only the first day may have more. */
export const LOOK_UP_SLOTS_MAX = 5_000;
/** Look-ups of a month at most: one holds three whole days even of a start every minute, which windows that overlap can come to. */
export const LOOK_UPS_PER_MONTH_MAX = 12;
/** How old a listing from the edge can be. Half of the ten seconds that are promised: the rest is for a replica's lag. */
export const LOOK_UP_KEPT_SECONDS = 5;
/** Answers that one isolate keeps in memory, together. */
export const EDGE_CACHE_CHARACTERS_MAX = 8_000_000;
/** An answer longer than this is computed for each asker: a few of them would push out everybody else's. */
export const EDGE_CACHE_ANSWER_CHARACTERS_MAX = 250_000;
export const ALTERNATIVES_MAX = 5;
/** How far around the wanted start a refusal looks for other times. */
export const ALTERNATIVES_BEFORE_MS = 1 * DAY_MS;
export const ALTERNATIVES_AFTER_MS = 14 * DAY_MS;

// Lists.
export const BOOKINGS_PER_PAGE_DEFAULT = 20;
export const BOOKINGS_PER_PAGE_MAX = 100;
export const OFFSET_MAX = 100_000;
/**
 * The address of another site's page to which a booking leads back, as it stands in a query. Signing in comes back to a path of 500
 * characters at most, which the rest of a choice fills with less than 200.
 */
export const RETURN_ADDRESS_CHARACTERS_MAX = 300;
/** The search of a page for coaches. */
export const COACH_SEARCH_CHARACTERS_MAX = 80;
export const AUDIT_ROWS_PER_PAGE_MAX = 500;

// Requests.
export const BODY_BYTES_MAX = 64 * 1024;
export const IDEMPOTENCY_KEY_CHARACTERS_MAX = 255;
export const IDEMPOTENCY_KEPT_MS = 24 * HOUR_MS;
/** How long a request waits for another with the same key before it is told to come back. */
export const IDEMPOTENCY_WAIT_MS_MAX = 2 * SECOND_MS;

// Tokens.
export const CLOCK_SKEW_SECONDS_MAX = 60;
export const JWKS_TIMEOUT_MS = 5 * SECOND_MS;
/** A withdrawn key verifies new tokens this long; with the time a verified token is kept, it is honoured under two minutes. */
export const JWKS_KEPT_MS = 1 * MINUTE_MS;
/** A verified token passes on its text alone this long. */
export const TOKEN_KEPT_MS = 45 * SECOND_MS;
export const TOKENS_KEPT_MAX = 2_000;
/** From this age on a set is read again beside the requests; a key that is not in it is looked for no sooner. */
export const JWKS_COOLDOWN_MS = 30 * SECOND_MS;

// The agenda's queue.
export const GROUP_COMMANDS_MAX = 64;
export const QUEUE_COMMANDS_MAX = 4_096;
/** A command that has waited this long when its group is cut is turned away unread: 503, nothing happened. */
export const QUEUE_WAIT_MS_MAX = 10 * SECOND_MS;
/** How often one group is read and decided anew after an error of the database before its outcome is called unknown. */
export const GROUP_ATTEMPTS_MAX = 3;
/** Lapses done by one alarm; more are left to the next, armed at once. */
export const LAPSES_PER_ALARM_MAX = 200;
/** When an alarm's work failed it comes back, so that thousands do not come back at once; the cron sweep stands behind it. */
export const ALARM_BACKOFF = { firstMs: 30 * SECOND_MS, longestMs: 10 * MINUTE_MS } as const;
/** An alarm that should have rung this long ago is not relied on: it is set anew. */
export const ALARM_STALE_MS = 1 * MINUTE_MS;
export const RETRY_AFTER_SECONDS = 2;

// The outbox.
/** How long after a commit its effects are dispatched: what commits meanwhile goes along, and no alarm is set for each booking. */
export const DISPATCH_DELAY_MS = 500;
/** Effects are dispatched once nobody has asked the agenda for anything so long. */
export const DISPATCH_QUIET_MS = 400;
/** How long effects that are due let commands go first, which people wait for and which need the same database. */
export const DISPATCH_PATIENCE_MS = 5 * SECOND_MS;
/** Effects claimed at once, and tried side by side. */
export const EFFECTS_PER_CLAIM_MAX = 48;
export const EFFECTS_AT_ONCE_MAX = 6;
/** Claims in one alarm; more are left to the next, armed at once. */
export const CLAIMS_PER_ALARM_MAX = 8;
/** More than twice what any sender may take. */
export const EFFECT_LEASE_MS = 2 * MINUTE_MS;
/** How long a calendar may take to bring one event up to date: under half the lease. */
export const RECONCILE_MS_MAX = 45 * SECOND_MS;
export const EFFECT_ATTEMPTS_MAX = 14;
/** Claims that nobody lived to settle, tries included; then the effect is parked unseen. */
export const EFFECT_CLAIMS_MAX = 2 * EFFECT_ATTEMPTS_MAX;
export const EFFECT_BACKOFF = { firstMs: 5 * SECOND_MS, longestMs: 1 * HOUR_MS } as const;
/** After a mail about a change of a booking, what else its reader is to be told of that booking is gathered so long and leaves as one mail. */
export const MAILS_GATHERED_MS = 2 * MINUTE_MS;
/** How long the mail of a confirmation waits for the meeting link that a calendar is about to make. */
export const LINK_WAIT_MS = 1 * MINUTE_MS;
export const LINK_POLL_MS = 5 * SECOND_MS;
/** An effect that was dispatched is kept so long, and while its booking stands; one that failed is kept until somebody has looked at it. */
export const OUTBOX_KEPT_MS = 3 * DAY_MS;
/** A row due for longer than this was missed by its alarm. */
export const OUTBOX_OVERDUE_MS = 1 * MINUTE_MS;

// Calendars.
/** Of a list that travels as one parameter: D1 refuses two million, and packs what it is given again. */
export const LIST_BYTES_MAX = 500_000;

/** Bookings that one connection brings up to date at a time; what is beyond them is found by the next. */
export const CALENDAR_QUEUE_MAX = 1_000;
/** Calendars of one account that are chosen from, and that may block its owner's time. */
export const CALENDARS_CHOSEN_MAX = 50;
/** How far ahead a calendar is read. Time beyond it is not offered. */
export const SYNC_AHEAD_MS = 400 * DAY_MS;
/** Knowledge of a calendar that is older is treated as a lost connection is; `KNOWLEDGE_MS_MAX` changes it. */
export const KNOWLEDGE_MS_MAX_DEFAULT = 6 * HOUR_MS;
/** A calendar in which nothing changes is noted in D1 as read this often, however often it is read. */
export const KNOWLEDGE_NOTED_MS = 1 * HOUR_MS;
export const SYNC_BACK_MS = 1 * DAY_MS;
/** A window is read anew, whole, this often: it moves with time, and a cursor's window does not. */
export const BASELINE_MS = 1 * DAY_MS;
/** Push is lossy: without a word of it a calendar is read this often, and more often where there is no push. */
export const SWEEP_WITH_PUSH_MS = 15 * MINUTE_MS;
export const SWEEP_WITHOUT_PUSH_MS = 2 * MINUTE_MS;
/** What notifications come in this time is one sync. */
export const PUSH_SETTLE_MS = 1 * SECOND_MS;
/** Channels are asked to live this long, and renewed once less than the second is left. */
export const CHANNEL_MS = 6 * DAY_MS;
export const CHANNEL_RENEWED_BEFORE_MS = 1 * DAY_MS;
/** One that is granted for less is renewed when half of it is over, and no sooner than this. */
export const CHANNEL_KEPT_MS_MIN = 5 * MINUTE_MS;
/** Channels that the version before opened bear no signature: their notifications are heard this long. None of them lives longer than six days. */
export const UNSIGNED_CHANNELS_MS = 7 * DAY_MS;
/** Calls to one account at a time: Graph allows four for each mailbox. */
export const ACCOUNT_CALLS_AT_ONCE_MAX = 3;
/** How long a create whose outcome is unknown may still take effect: until then "there is no event" is not believed. */
export const CREATE_DOUBT_MS = 1 * MINUTE_MS;
/** How long a meeting link that is being made is waited for, and how often it is asked after. */
export const MEETING_WAIT_MS = 2 * MINUTE_MS;
export const MEETING_POLL_MS = 2 * SECOND_MS;
/** An event written with a caller's own token: its link is looked for within two seconds, while the caller waits. */
export const DETACHED_LINK_LOOKS_MAX = 4;
export const DETACHED_LINK_POLL_MS = SECOND_MS / 2;
export const DETACHED_LINK_CALL_MS_MAX = 1 * SECOND_MS;
/** An event that was changed in its calendar is written again so often within a day, for one revision of its booking. */
export const PUT_BACKS_A_DAY_MAX = 4;
/** The same change that comes back so often, each time right after it was put back, is a standstill. */
export const PUT_BACK_REPEATS_MAX = 2;
/** Calendars of one account in which an event that has vanished from its own is looked for, and that are read because they hold events of ours. */
export const CALENDARS_SEARCHED_MAX = 20;
export const SYNC_BACKOFF = { firstMs: 10 * SECOND_MS, longestMs: 30 * MINUTE_MS } as const;

// Payments.
/** Ids of Stripe's events are kept so long to know a repeated one. */
export const PAYMENT_EVENTS_KEPT_MS = 30 * DAY_MS;
/** Sessions that one call of an admin cancels. */
export const CANCEL_PERIOD_BOOKINGS_MAX = 100;
/** No checkout is opened for a booking that lapses within this time, its last instant included. */
export const CHECKOUT_MS_MIN = 5 * MINUTE_MS;

// Pages.
/** A session of the pages, from sign-in on. */
export const SESSION_MS_MAX = 12 * HOUR_MS;
/** Times of one day on one page: a start every five minutes of a whole day would weigh more than a page may. */
export const TIMES_SHOWN_MAX = 72;
/** More than a day of 25 hours fills. */
export const TIMES_PAGES_MAX = 5;
/** How long a booking that began on another site may take, until its way back is forgotten. */
export const RETURN_KEPT_MS = 1 * HOUR_MS;
/** Of the cookie that holds one: browsers keep 4,096 bytes of name, value and attributes. Longer ones are not ours. */
export const SESSION_CHARACTERS_MAX = 3_800;
/** From the page of the identity provider back to ours. */
export const SIGN_IN_MS_MAX = 10 * MINUTE_MS;
/** Of `state`; longer ones are not ours and are not opened. */
export const SIGN_IN_STATE_CHARACTERS_MAX = 2_048;
/** One call of the identity provider. */
export const OPENID_TIMEOUT_MS = 10 * SECOND_MS;
export const OPENID_ANSWER_BYTES_MAX = 64 * 1024;
/** Its discovery document. */
export const OPENID_DISCOVERY_KEPT_MS = 1 * HOUR_MS;

// The coach's desk.
/** Of what waits for the coach, of each kind. */
export const DESK_WAITING_MAX = 10;
/** Lines of a day, sessions and busy time together: in the week, and on the page of that day. What is left out is counted. */
export const DESK_WEEK_DAY_LINES_MAX = 14;
export const DESK_DAY_LINES_MAX = 40;
/** Of the retired, on the page of a coach's offers. */
export const OFFERS_RETIRED_SHOWN_MAX = 50;
/** Names in the week are cut, so that a full one stays a light page. */
export const DESK_NAME_CHARACTERS_MAX = 32;
/** Read for one stretch: more than a week holds of sessions of 20 minutes, day and night. */
export const DESK_SESSIONS_READ_MAX = 600;
/** Pieces of busy time before they are joined. */
export const DESK_BUSY_READ_MAX = 2_000;
/** Weeks that the desk can be turned to, on either side of today. */
export const DESK_WEEKS_MAX = 105;
/** A coach's clients are looked for among so many of the latest bookings, and so many of them are shown. */
export const CLIENTS_LOOKED_AT_MAX = 2_000;
export const CLIENTS_LISTED_MAX = 50;
export const CLIENTS_SEARCH_CHARACTERS_MAX = 80;

// A person's sessions in pages.
/** Sessions of one page of a person's list, and those that wait for the person, which stand before them. */
export const SESSIONS_PER_PAGE = 20;
export const SESSIONS_WAITING_MAX = 50;
export const SESSIONS_WAITING_SHOWN_MAX = 10;
/** The way into a meeting stands beside a session from so long before its start. */
export const JOIN_SHOWN_MS = 1 * HOUR_MS;
/** Rows of a session's history on its page: the newest. */
export const HISTORY_SHOWN_MAX = 50;

// Calendar files.
export const FEED_BACK_MS = 30 * DAY_MS;
export const FEED_BOOKINGS_MAX = 1_000;

// The cron sweep.
/** A connection's row is written by its account at least this often; one that is not was missed: an hour, and four readings late. */
export const ACCOUNT_EXPECTED_MS = KNOWLEDGE_NOTED_MS + 4 * SWEEP_WITH_PUSH_MS;
/** An account that has been woken is woken again this long after, and comes behind all others. */
export const ACCOUNT_WOKEN_AGAIN_MS = 10 * MINUTE_MS;
/** Accounts woken by one sweep. */
export const SWEEP_ACCOUNTS_MAX = 200;
export const SWEEP_LAPSES_MAX = 1_000;
/** Bookings of the version before whose terms one sweep writes. */
export const STANDING_ROWS_MAX = 500;
export const PURGE_ROWS_MAX = 5_000;
