/** Where the adversary lets time jump: to the instants at which a rule turns, and to a second before and after. */
import { DAY, HOUR, MINUTE, SECOND } from "./acts.ts";
import type { Table } from "./adversary-table.ts";
import { endOf } from "./rules.ts";
import type { VisibleBooking } from "./system.ts";

/**
 * Mostly time stands nearly still; else it goes to an instant at which a rule turns for some booking, or a second beside it. The nearest are
 * the likeliest: a far jump leaves nothing alive to be greedy about.
 */
export function later({ random, now }: Table, standing: readonly VisibleBooking[]): number {
  const kind = random.next();
  if (kind < 0.55) return now;
  if (kind < 0.75) return now + (random.pick([SECOND, SECOND, MINUTE, MINUTE, 4 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR]) ?? 0);
  const booking = random.pick(standing.filter(({ status }) => status === "pending" || status === "confirmed"));
  if (booking === undefined) return now + (random.chance(0.5) ? 0 : random.below(40) * HOUR);
  const ahead = turns(booking, now).filter((instant) => instant > now);
  ahead.sort((one, other) => one - other);
  const turn = ahead[Math.floor(random.next() ** 2 * ahead.length)];
  return turn === undefined ? now : Math.max(now, turn + (random.below(3) - 1) * SECOND);
}

/** The instants at which something turns for a booking: its policy's steps, its windows, its deadline, start, end and completion. */
function turns(booking: VisibleBooking, now: number): number[] {
  const { session_datetime: start, expires_at, move_request } = booking;
  const instants = [
    start,
    start - DAY,
    start - 2 * DAY,
    start - 10 * MINUTE,
    endOf(booking),
    endOf(booking) + DAY,
    now + DAY,
    now + 2 * DAY,
  ];
  for (const { before_minutes } of booking.cancellation_policy) instants.push(start - before_minutes * MINUTE);
  if (booking.move_notice_minutes > 0) instants.push(start - booking.move_notice_minutes * MINUTE);
  // A pending booking is dead soon, and then no use: its deadline, and the end of a checkout before it, weigh more.
  if (expires_at !== null)
    return [expires_at, expires_at - 4 * MINUTE, expires_at - 5 * MINUTE, ...(now + HOUR < expires_at ? instants : [])];
  if (move_request !== null) instants.push(move_request.expires_at, move_request.expires_at, move_request.asked_at + DAY);
  return instants;
}
