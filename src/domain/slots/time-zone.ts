/**
 * Wall-clock time in an IANA zone and back: which instant a date and time of day is, and which local day an instant
 * falls on. Temporal knows the zones; what it says is kept as pieces of constant offset, because asking it for every
 * boundary of a year of working hours costs milliseconds. A piece is a fact about the past or of the tzdata this
 * process was built with, so what is cached cannot go stale; the caches are bounded. Reads no clock.
 *
 * Where a zone skips a wall time (a gap), the time moves forward by the gap's length; where it repeats one (a fold), the
 * first occurrence counts. That is Temporal's `compatible`, and RFC 5545 section 3.3.5.
 */
import { Temporal } from "temporal-polyfill";
import { assert } from "../../lib/assert.ts";
import { DAY_MS, MINUTE_MS } from "../../lib/duration.ts";
import { instant, type Instant, type Interval } from "../instant.ts";

/** Time is cut into blocks of this length; the offsets of a block are found together. */
const BLOCK_MS = 400 * DAY_MS;
const BLOCKS_PER_ZONE_MAX = 32;
const ZONES_MAX = 128;

/** One offset holds from `startsAt` to `endsAt`. Neighbours may share an offset, where a block ends. */
interface OffsetPiece {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly offsetMs: number;
}

/** Matches no instant: what a clock has looked up before its first look-up. */
const NO_PIECE: OffsetPiece = { startsAt: 0, endsAt: 0, offsetMs: 0 };

/** One zone's clock. Instances are shared through `zoneClock`; hold one for as long as a computation, not longer. */
export class ZoneClock {
  readonly #timeZone: string;
  readonly #blocks = new Map<number, readonly OffsetPiece[]>();
  /** Questions come in order of time, so the piece of the last answer nearly always holds the next one. */
  #lastPiece = NO_PIECE;

  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

  /** The instant at which this zone's clocks show the wall time, given as milliseconds as if the zone were UTC. */
  instantOfWall(wallMs: number): Instant {
    // No offset reaches a day (the widest are near 16 hours), so no earlier piece can hold the answer.
    let piece = this.#pieceAt(wallMs - DAY_MS);
    while (wallMs - piece.offsetMs >= piece.endsAt) {
      const next = this.#pieceAt(piece.endsAt);
      const inGap = wallMs - next.offsetMs < next.startsAt;
      if (inGap) break;
      piece = next;
    }
    return instant(wallMs - piece.offsetMs);
  }

  /** The local day an instant falls on, as days since 1970-01-01. */
  epochDayAt(moment: Instant): number {
    return Math.floor(this.wallAt(moment) / DAY_MS);
  }

  /** The wall time at an instant, as milliseconds as if the zone were UTC. */
  wallAt(moment: Instant): number {
    return moment + this.#pieceAt(moment).offsetMs;
  }

  /** The offsets from UTC that hold in a range, in order, without a hole; the first and the last reach beyond it. */
  offsetsIn({ startsAt, endsAt }: Interval): readonly Readonly<OffsetPiece>[] {
    const pieces: OffsetPiece[] = [];
    for (let from: number = startsAt; from < endsAt; from = pieces.at(-1)?.endsAt ?? endsAt) pieces.push(this.#pieceAt(from));
    return pieces;
  }

  #pieceAt(epochMs: number): OffsetPiece {
    const last = this.#lastPiece;
    if (epochMs >= last.startsAt && epochMs < last.endsAt) return last;
    const piece = this.#block(Math.floor(epochMs / BLOCK_MS)).find(({ endsAt }) => epochMs < endsAt);
    assert(piece !== undefined, "the pieces of a block cover it");
    this.#lastPiece = piece;
    return piece;
  }

  #block(index: number): readonly OffsetPiece[] {
    const known = this.#blocks.get(index);
    if (known !== undefined) return known;
    if (this.#blocks.size >= BLOCKS_PER_ZONE_MAX) this.#blocks.clear();
    const pieces = offsetPieces(this.#timeZone, index * BLOCK_MS, (index + 1) * BLOCK_MS);
    this.#blocks.set(index, pieces);
    return pieces;
  }
}

/** The pieces of [startsAt, endsAt), in order, without a hole. */
function offsetPieces(timeZone: string, startsAt: number, endsAt: number): OffsetPiece[] {
  const pieces: OffsetPiece[] = [];
  let from = Temporal.Instant.fromEpochMilliseconds(startsAt).toZonedDateTimeISO(timeZone);
  for (;;) {
    // The polyfill gives up three years after the later of `from` and today. A block is shorter than that, so "none"
    // always means "none in this block", and the clock it reads cannot show.
    const next = from.getTimeZoneTransition("next");
    const until = next === null ? endsAt : Math.min(next.epochMilliseconds, endsAt);
    pieces.push({ startsAt: from.epochMilliseconds, endsAt: until, offsetMs: from.offsetNanoseconds / 1e6 });
    if (next === null || until === endsAt) return pieces;
    from = next;
  }
}

const clocks = new Map<string, ZoneClock>();

/** The shared clock of a zone. The name must have passed `isTimeZone`; another throws RangeError on first use. */
export function zoneClock(timeZone: string): ZoneClock {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  if (clocks.size >= ZONES_MAX) clocks.clear();
  const clock = new ZoneClock(timeZone);
  clocks.set(timeZone, clock);
  return clock;
}

/**
 * Whether a name is one of the IANA database, spelled as it is there (`Europe/Lisbon`, aliases such as `Asia/Calcutta`
 * included). Offsets are refused: they know no summer time. So are other spellings, which other systems would refuse.
 */
export function isTimeZone(name: string): boolean {
  // Temporal takes the zone out of a whole date-time string as well; no name holds a colon, bracket or leading digit.
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{1,63}$/.test(name)) return false;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId === name;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** `minuteOfDay` is 0-1440; 1440 is the start of the next day. */
export function instantOfWallTime(timeZone: string, epochDay: number, minuteOfDay: number): Instant {
  return zoneClock(timeZone).instantOfWall(epochDay * DAY_MS + minuteOfDay * MINUTE_MS);
}

/** The local date of an instant, as days since 1970-01-01. */
export function localEpochDay(timeZone: string, moment: Instant): number {
  return zoneClock(timeZone).epochDayAt(moment);
}
