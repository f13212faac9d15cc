/**
 * How a decision is written down: what the audit trail says of a booking's times and of a change of terms. Ids, times and
 * states only; never names, addresses or notes.
 */
import type { AuditEntry } from "../database/audit.ts";
import type { Booking, BookingAction } from "../domain/booking.ts";
import type { ProfileCommand } from "../domain/command.ts";
import { unreachable } from "../lib/assert.ts";

/** Whether after such a change the same time is held as before. */
const LEAVES_TIME: Readonly<Record<BookingAction, boolean>> = {
  created: false,
  confirmed: true,
  rescheduled: false,
  cancelled: false,
  lapsed: false,
  completed: true,
  checkout_opened: true,
  paid: true,
  move_asked: true,
  move_withdrawn: true,
  move_declined: true,
  move_lapsed: true,
  place_changed: true,
};

export function leavesTime(action: BookingAction): boolean {
  return LEAVES_TIME[action];
}

export function timesOf(booking: Booking): Record<string, number> {
  const { startsAt, endsAt, bufferBeforeMs, bufferAfterMs } = booking;
  return { starts_at: startsAt, ends_at: endsAt, buffer_before_ms: bufferBeforeMs, buffer_after_ms: bufferAfterMs };
}

export function describeProfileChange(command: ProfileCommand): Pick<AuditEntry, "action" | "changes" | "hashed"> {
  switch (command.kind) {
    case "set_hours":
      return { action: "hours_set", changes: { time_zone: command.hours.timeZone }, hashed: { hours: command.hours } };
    case "set_settings":
      return { action: "settings_set", changes: { settings: command.patch } };
    case "set_activity":
      return { action: command.active ? "activated" : "deactivated", changes: {} };
    default:
      return unreachable(command);
  }
}
