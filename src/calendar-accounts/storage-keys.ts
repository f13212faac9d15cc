/**
 * Every key of a CalendarAccount object's storage, with what stands under it. The storage is the record of nothing but
 * the tokens: what else is lost with it is read or opened anew. No other file names a key. All keys go when the
 * owner disconnects, and `DISCONNECTED` alone is left.
 */
import type { CalendarInfo, PushChannel } from "../providers/port.ts";
import type { Instant, Interval } from "../domain/instant.ts";

/** `string`: the object's own name, `{userId}:{provider}`, for an alarm, which is told nothing. */
export const NAME = "name";
/** `string`: the newest token set, sealed. */
export const TOKENS = "tokens";
/** `"coach"` or `"client"`: as what the owner connected. */
export const ROLE = "role";
/** `Instant`, when the owner disconnected: a copy of the tokens that KV still shows is not used. Gone when they connect anew. */
export const DISCONNECTED = "disconnected";
/** `SyncState`: where reading goes on. */
export const SYNC_STATE = "sync";
/** `Known`: since when, and how far, each calendar that counts is known. */
export const KNOWN = "known";
/** `Instant`: until when the knowledge could be relied on, once the owner has been told that it is too old. */
export const OUTAGE = "outage";
/** `Instant`: when the next sync is due. */
export const SYNC_AT = "sync_at";
/** `number`: syncs that have failed since the last good one. */
export const SYNC_FAILURES = "sync_failures";
/** `Instant`, after a failure: no notification brings the next try before it. */
export const NOT_BEFORE = "sync_not_before";
/** `readonly KeptChannel[]`: the push channels that are open. */
export const CHANNELS = "channels";
/** `true`: the owner was shut out when this was last asked; gone when what waited has been queued. */
export const RESTED = "rested";
/** `used:{state id}` -> `Instant`, when the state ends by itself: a consent that has been finished once. */
export const USED_PREFIX = "used:";
/** `true`: an event of ours was found in another calendar, so that the next sync reads anew which calendars hold some. */
export const READ_ANEW = "read_anew";
/** `doubt:{booking id}` -> `Instant`, until when a create of unknown outcome may still take effect. */
export const DOUBT_PREFIX = "doubt:";
/** `meeting:{booking id}` -> `Instant`, since when the link of its meeting is waited for. */
export const MEETING_PREFIX = "meeting:";

export type Known = Readonly<Record<string, { readonly at: Instant; readonly until: Instant }>>;

export interface SyncState {
  /** Whose cursors these are. Absent: a version before kept them. */
  readonly connectionId?: string;
  /** Where each followed calendar goes on. */
  readonly cursors: Readonly<Record<string, string>>;
  readonly window: Interval | null;
  /** When all was last read whole. */
  readonly baselineAt: Instant | null;
  readonly calendars: readonly CalendarInfo[];
}

export interface KeptChannel extends PushChannel {
  readonly calendarId: string;
  readonly secret: string;
  /** Absent: a version before opened it. */
  readonly renewAt?: Instant;
}
