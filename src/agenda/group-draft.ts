/**
 * A group of commands while it is being decided: what was read, what has been decided so far, and the writes that will commit
 * it (but for the audit rows' seals). Decides nothing by itself: it answers what stands against an act or a time, and takes
 * down what has been decided. No I/O, no clock.
 */
import { assert } from "../lib/assert.ts";
import { ok } from "../lib/result.ts";
import { SYSTEM } from "../domain/actor.ts";
import { AGREEMENT, type Agreement, type Facts, type Side } from "../domain/agreement/guards.ts";
import { type Act, refuseAct } from "../domain/agreement/transitions.ts";
import { type Booking, type BookingAction, hasLapsed, isActive } from "../domain/booking.ts";
import { blockedByCalendars } from "../domain/slots/calendar-time.ts";
import type { CoachProfile } from "../domain/coach.ts";
import type { AgendaCommand, AgendaResult } from "../domain/command.ts";
import { bookingEffect } from "../domain/effect.ts";
import { deliveriesOfChange } from "../effects/deliveries.ts";
import type { Instant } from "../domain/instant.ts";
import type { Payment } from "../domain/payment.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { Blocked } from "../domain/slots/slots.ts";
import type { ClientCaps } from "../limits.ts";
import type { AuditEntry } from "../database/audit.ts";
import type { GroupState, NearbyTime } from "../database/group-read.ts";
import type { GroupWrites } from "../database/group-write.ts";
import { refuseTime, type TimeWish } from "./decide-time.ts";
import { lapsedBooking } from "./changed-booking.ts";
import { leavesTime } from "./describe.ts";

type Draft<Row> = { -readonly [Key in keyof Row]: Row[Key] extends readonly (infer Item)[] ? Item[] : Row[Key] };

type GroupDraftWrites = Draft<
  Pick<
    GroupWrites,
    "people" | "created" | "changed" | "offers" | "profile" | "isActive" | "outbox" | "payments" | "paymentEvents" | "bumpsVersion"
  >
> & {
  audit: AuditEntry[];
};

export interface GroupTerms {
  readonly now: Instant;
  readonly caps: ClientCaps;
  /** A test hands in one with a rule left out. */
  readonly agreement?: Agreement;
}

export type By = Pick<AgendaCommand, "commandId" | "author">;

export class GroupDraft {
  readonly writes: GroupDraftWrites = {
    people: [],
    created: [],
    changed: [],
    offers: [],
    profile: null,
    isActive: null,
    audit: [],
    outbox: [],
    payments: [],
    paymentEvents: [],
    bumpsVersion: false,
  };
  readonly state: GroupState;
  readonly now: Instant;
  readonly caps: ClientCaps;
  readonly agreement: Agreement;
  /** The coach's terms as they stand after the decisions made so far; null when there is no such coach. */
  profile: CoachProfile | null;
  /** Whether the coach takes bookings. */
  isActive: boolean;
  /** Bookings that hold time right now, with the decisions made so far. */
  readonly #holding: Map<string, Booking>;
  /** Bookings whose time has run out and whose cancellation nobody has recorded yet. */
  readonly #lapsed: Map<string, Booking>;

  constructor(state: GroupState, terms: GroupTerms) {
    this.state = state;
    this.now = terms.now;
    this.caps = terms.caps;
    this.agreement = terms.agreement ?? AGREEMENT;
    const known = [...state.nearby, ...state.due];
    this.#holding = new Map(known.filter((booking) => !hasLapsed(booking, terms.now)).map((booking) => [booking.id, booking]));
    this.#lapsed = new Map(known.filter((booking) => hasLapsed(booking, terms.now)).map((booking) => [booking.id, booking]));
    this.profile = state.coach?.profile ?? null;
    this.isActive = state.coach?.isActive ?? false;
  }

  /** Blocked time after the decisions made so far, as the slot function takes it. */
  blocked(except: string | null, { nearby, calendars } = this.#near()): Blocked[] {
    const blocked = this.profile === null ? [] : blockedByCalendars(calendars, this.profile.settings);
    for (const { id, startsAt, endsAt, bufferBeforeMs, bufferAfterMs } of nearby) {
      if (id !== except) blocked.push({ startsAt, endsAt, bufferBeforeMs, bufferAfterMs, isSession: true });
    }
    return blocked;
  }

  /** Lays the decisions made so far over what was read of a wider stretch. */
  overlay({ nearby, calendars }: NearbyTime): NearbyTime {
    const touched = new Set([...this.writes.created, ...this.writes.changed].map(({ booking }) => booking.id));
    const untouched = nearby.filter((booking) => !touched.has(booking.id) && !hasLapsed(booking, this.now));
    return { nearby: [...untouched, ...[...this.#holding.values()].filter((booking) => touched.has(booking.id))], calendars };
  }

  #near(): NearbyTime {
    return { nearby: [...this.#holding.values()], calendars: this.state.calendars };
  }

  /** The first reason why a booking cannot have this time; `except` is the booking's own id when it moves. */
  refuseTime(profile: CoachProfile, wish: TimeWish, except: string | null): Refusal | null {
    return refuseTime({ profile, blocked: this.blocked(except), elsewhere: this.state.elsewhere, now: this.now }, wish);
  }

  refuseAct(act: Act, booking: Booking, side: Side, more: Partial<Pick<Facts, "wanted" | "waivesPrice" | "deadline">>): Refusal | null {
    assert(this.profile !== null, "a booking has a coach");
    return refuseAct(this.agreement, act, {
      booking,
      side,
      now: this.now,
      sale: this.profile,
      isCoachActive: this.isActive,
      isClientActive: !this.state.inactiveClients.has(booking.clientId),
      wanted: null,
      waivesPrice: false,
      deadline: booking.expiresAt,
      counts: this.#countsOf(booking),
      ...more,
    });
  }

  #countsOf({ id }: Booking): Facts["counts"] {
    return { ...this.caps, pending: 0, ahead: 0, unpaidWithCoach: 0, moves: this.state.clientMoves.get(id) ?? 0 };
  }

  /** Cancels in these writes every lapsed booking that was read: the trigger would still count it as holding its time. */
  recordLapses(commandId: string): number {
    const lapsed = [...this.#lapsed.values()];
    this.#lapsed.clear();
    for (const current of lapsed) {
      const booking = lapsedBooking(current, this.now);
      // Its refund follows from the change itself, where there is anything to give back: all of it is, whoever carries it out.
      this.change({ commandId: `${commandId}/lapse`, author: SYSTEM }, booking, "lapsed", { from: "pending", to: "cancelled" });
    }
    return lapsed.length;
  }

  /** Of a booking that a command names. */
  paymentsOf(bookingId: string): readonly Payment[] {
    return this.state.payments.filter((payment) => payment.bookingId === bookingId);
  }

  change(by: By, booking: Booking, action: BookingAction, changes: AuditEntry["changes"], clientOverlapAllowed = true): void {
    this.#keep(booking, clientOverlapAllowed);
    this.#record(by, booking, action, changes);
  }

  /** Nothing else follows from it: the trail says it, no mail is sent, and only a marketplace that wants to be told is told. */
  changeInSilence({ commandId, author }: By, booking: Booking, changes: AuditEntry["changes"]): void {
    this.#keep(booking, true);
    const { id: bookingId, revision } = booking;
    this.writes.audit.push({ commandId, bookingId, revision, action: "completed", author, at: this.now, changes });
    const { endpoints } = this.state;
    this.writes.outbox.push(...deliveriesOfChange("completed", booking, { endpoints, at: this.now, now: this.now }));
  }

  #keep(booking: Booking, clientOverlapAllowed: boolean): void {
    const { startsAt, endsAt } = booking;
    const before = this.#readBooking(booking.id);
    const isMoved = before === undefined || before.startsAt !== startsAt || before.endsAt !== endsAt;
    this.writes.changed.push({ booking, clientOverlapAllowed, isMoved });
    if (isActive(booking, this.now)) this.#holding.set(booking.id, booking);
    else this.#holding.delete(booking.id);
  }

  /** As it was read; undefined: it was not. */
  #readBooking(id: string): Booking | undefined {
    const { named, nearby, due, completing, asked } = this.state;
    return named.get(id) ?? [...nearby, ...due, ...completing, ...asked].find((booking) => booking.id === id);
  }

  #record({ commandId, author }: By, booking: Booking, action: BookingAction, changes: AuditEntry["changes"]): void {
    const at = this.now;
    this.writes.audit.push({ commandId, bookingId: booking.id, revision: booking.revision, action, author, at, changes });
    this.writes.outbox.push(bookingEffect(booking, { kind: "booking_changed", action }, at));
    if (!leavesTime(action)) this.writes.bumpsVersion = true;
  }

  /** A row of the trail without a revision, where what a payment has brought in is not what it was. */
  recordMoney({ commandId, author }: By, { id, bookingId, state, capturedMinor }: Payment): void {
    const before = this.state.payments.find((payment) => payment.id === id);
    if (before !== undefined && before.capturedMinor === capturedMinor) return;
    const changes = { payment_id: id, state, captured_minor: capturedMinor };
    this.writes.audit.push({ commandId, bookingId, revision: null, action: "payment_recorded", author, at: this.now, changes });
  }

  answer(booking: Booking): AgendaResult {
    // The version is the one before the commit; the commit fills in its own.
    return ok({ kind: "booking", booking, availabilityVersion: this.profile?.availabilityVersion ?? 0 });
  }

  /** A booking has been made: it holds its time from now on. */
  create(by: By, booking: Booking, clientOverlapAllowed: boolean, changes: AuditEntry["changes"]): void {
    const ahead = this.writes.created.filter(({ booking: { clientId } }) => clientId === booking.clientId).length;
    this.writes.created.push({ booking, ahead, clientOverlapAllowed });
    this.#holding.set(booking.id, booking);
    this.#record(by, booking, "created", changes);
  }
}
