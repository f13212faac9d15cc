/**
 * A coach's own desk: what waits for the coach, the sessions and busy time of a week and of a day, in the coach's zone. The zone is known only once
 * the record has been read, so as much is read as the days may be in any zone, and what is too much is left out.
 */
import { DAY_MS, HOUR_MS } from "../../lib/duration.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import { DESK_WEEKS_MAX } from "../../limits.ts";
import { isSelf } from "../../domain/access.ts";
import type { CoachProfile } from "../../domain/coach.ts";
import { earlier, instant, type Instant, type Interval, later } from "../../domain/instant.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { weekdayOf } from "../../domain/slots/calendar-date.ts";
import { instantOfWallTime, localEpochDay } from "../../domain/slots/time-zone.ts";
import { type DeskBusy, type DeskRead, type DeskSession, readDesk } from "../../database/desk.ts";
import type { ActorContext } from "../context.ts";

const DAYS_PER_WEEK = 7;
/** How much earlier and later than in UTC a date can begin. */
const ZONE_AHEAD_MS = 14 * HOUR_MS;
const ZONE_BEHIND_MS = 12 * HOUR_MS;

interface DeskInput {
  readonly coachId: string;
  /** Days since 1970-01-01: any day of the week; null: the present one. */
  readonly weekOf: number | null;
  /** null: today. */
  readonly day: number | null;
}

interface DeskDay {
  /** Days since 1970-01-01. */
  readonly epochDay: number;
  readonly sessions: readonly DeskSession[];
  /** Joined where it touches, cut to the day, by start. */
  readonly busy: readonly DeskBusy[];
}

export interface Desk extends Pick<DeskRead, "calendars" | "approvals" | "questions"> {
  readonly profile: CoachProfile;
  readonly today: number;
  readonly day: DeskDay;
  /** From Monday. */
  readonly week: readonly DeskDay[];
  /** There is more than is read: the latest of it may be missing. */
  readonly isCut: boolean;
}

export async function viewDesk(ctx: ActorContext, { coachId, weekOf, day }: DeskInput): Promise<Result<Desk, Refusal>> {
  if (!isSelf(ctx.actor, "coach", coachId)) return refused({ tag: "forbidden" });
  const [first, last] = [localDayAt(ctx.now, -ZONE_BEHIND_MS), localDayAt(ctx.now, ZONE_AHEAD_MS)];
  const within = (epochDay: number) => Math.min(Math.max(epochDay, first - DAYS_OF_DESK), last + DAYS_OF_DESK);
  const weekRange = anyZone(mondayOf(within(weekOf ?? first)), mondayOf(within(weekOf ?? last)) + DAYS_PER_WEEK);
  const dayRange = anyZone(within(day ?? first), within(day ?? last) + 1);
  const isDayInWeek = dayRange.startsAt >= weekRange.startsAt && dayRange.endsAt <= weekRange.endsAt;
  const read = await readDesk(ctx.database, { coachId, week: weekRange, day: isDayInWeek ? null : dayRange, now: ctx.now });
  if (read === null) return refused({ tag: "coach_not_found" });
  const { timeZone } = read.profile.hours;
  const today = localEpochDay(timeZone, ctx.now);
  const monday = mondayOf(within(weekOf ?? today));
  return ok({
    profile: read.profile,
    calendars: read.calendars,
    approvals: read.approvals,
    questions: read.questions,
    today,
    day: dayOf(within(day ?? today), timeZone, read.day),
    week: Array.from({ length: DAYS_PER_WEEK }, (_, index) => dayOf(monday + index, timeZone, read.week)),
    isCut: read.week.isCut || read.day.isCut,
  });
}

const DAYS_OF_DESK = DESK_WEEKS_MAX * DAYS_PER_WEEK;

function localDayAt(now: Instant, offsetMs: number): number {
  return Math.floor((now + offsetMs) / DAY_MS);
}

function mondayOf(epochDay: number): number {
  return epochDay - ((weekdayOf(epochDay) + DAYS_PER_WEEK - 1) % DAYS_PER_WEEK);
}

/** These days, the second left out, wherever they are days. */
function anyZone(firstDay: number, endDay: number): Interval {
  return { startsAt: instant(firstDay * DAY_MS - ZONE_AHEAD_MS), endsAt: instant(endDay * DAY_MS + ZONE_BEHIND_MS) };
}

function dayOf(epochDay: number, timeZone: string, { sessions, busy }: DeskRead["day"]): DeskDay {
  const range = { startsAt: instantOfWallTime(timeZone, epochDay, 0), endsAt: instantOfWallTime(timeZone, epochDay + 1, 0) };
  return {
    epochDay,
    // One that goes on after midnight stands on both days.
    sessions: sessions.filter(({ booking }) => meets(booking, range)),
    busy: joined(busy.filter((piece) => meets(piece, range)).map((piece) => cut(piece, range))),
  };
}

function meets(one: Interval, other: Interval): boolean {
  return one.startsAt < other.endsAt && one.endsAt > other.startsAt;
}

function cut(piece: DeskBusy, range: Interval): DeskBusy {
  return { ...piece, startsAt: later(piece.startsAt, range.startsAt), endsAt: earlier(piece.endsAt, range.endsAt) };
}

/** Of one calendar's kind, what touches is one stretch. */
function joined(pieces: readonly DeskBusy[]): DeskBusy[] {
  const last = new Map<DeskBusy["provider"], number>();
  const stretches: DeskBusy[] = [];
  for (const piece of pieces.toSorted((one, other) => one.startsAt - other.startsAt)) {
    const index = last.get(piece.provider);
    const before = index === undefined ? undefined : stretches[index];
    if (index !== undefined && before !== undefined && piece.startsAt <= before.endsAt) {
      stretches[index] = { ...before, endsAt: later(before.endsAt, piece.endsAt) };
    } else {
      last.set(piece.provider, stretches.length);
      stretches.push(piece);
    }
  }
  return stretches;
}
