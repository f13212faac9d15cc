/**
 * Decides a group of commands, in order of arrival, on what was just read: no I/O, no clock. Each decision sees those
 * before it. What is refused leaves no trace here; what is granted becomes part of one set of writes. Whether a time can
 * be had is asked of the same function that lists times (`domain/slots/slots.ts`).
 */
import { assert, unreachable } from "../lib/assert.ts";
import { ok, refused } from "../lib/result.ts";
import { SYSTEM } from "../domain/actor.ts";
import { type Booking, type BookingAction, expiryOf, hasLapsed, isActive } from "../domain/booking.ts";
import { blockedByCalendars } from "../domain/slots/calendar-time.ts";
import { type CoachProfile, pendingMsOf, priceOf } from "../domain/coach.ts";
import type {
  AgendaAnswer,
  AgendaCommand,
  AgendaResult,
  CreateCommand,
  PaymentCommand,
  ProfileCommand,
  RecordEventCommand,
  RescheduleCommand,
  SetStatusCommand,
} from "../domain/command.ts";
import { bookingEffect } from "../domain/effect.ts";
import { after, type Instant } from "../domain/instant.ts";
import { changesRecord } from "../domain/person.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { Blocked } from "../domain/slots/slots.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import { decidePayment, lapsedBooking, type PaymentDesk } from "./decide-payment.ts";
import { refuseTime } from "./decide-time.ts";
import { decideProfile } from "./decide-profile.ts";
import { decideStatus } from "./decide-status.ts";
import { describeProfileChange, leavesTime, timesOf } from "./describe.ts";
import type { GroupDraftWrites } from "./draft.ts";
import type { AuditEntry } from "../database/audit.ts";
import type { GroupState, NearbyTime } from "../database/group-read.ts";

export interface GroupTerms {
  readonly now: Instant;
  readonly pendingPerClientMax: number;
}

type By = Pick<AgendaCommand, "commandId" | "author">;

export class GroupDecision {
  readonly writes: GroupDraftWrites = {
    people: [],
    created: [],
    changed: [],
    profile: null,
    isActive: null,
    audit: [],
    outbox: [],
    payments: [],
    paymentEvents: [],
    bumpsVersion: false,
  };
  readonly #state: GroupState;
  readonly #terms: GroupTerms;
  /** What holds time right now, with the decisions made so far. */
  readonly #holding: Map<string, Booking>;
  /** Bookings whose time has run out and whose cancellation nobody has recorded yet. */
  readonly #lapsed: Map<string, Booking>;
  readonly #pendingAhead = new Map<string, number>();
  #profile: CoachProfile | null;
  #isActive: boolean;

  constructor(state: GroupState, terms: GroupTerms) {
    this.#state = state;
    this.#terms = terms;
    const known = [...state.nearby, ...state.due];
    this.#holding = new Map(known.filter((booking) => !hasLapsed(booking, terms.now)).map((booking) => [booking.id, booking]));
    this.#lapsed = new Map(known.filter((booking) => hasLapsed(booking, terms.now)).map((booking) => [booking.id, booking]));
    this.#profile = state.coach?.profile ?? null;
    this.#isActive = state.coach?.isActive ?? false;
  }

  /** The coach's terms as they stand after the decisions made so far; null when there is no such coach. */
  get profile(): CoachProfile | null {
    return this.#profile;
  }

  /** What blocks time after the decisions made so far, as the slot function takes it. */
  blocked(except: string | null, { nearby, calendars } = this.#near()): Blocked[] {
    const blocked = this.#profile === null ? [] : blockedByCalendars(calendars, this.#profile.settings);
    for (const { id, startsAt, endsAt, bufferBeforeMs, bufferAfterMs } of nearby) {
      if (id !== except) blocked.push({ startsAt, endsAt, bufferBeforeMs, bufferAfterMs, isSession: true });
    }
    return blocked;
  }

  /** Lays the decisions made so far over what was read of a wider stretch. */
  overlay({ nearby, calendars }: NearbyTime): NearbyTime {
    const touched = new Set([...this.writes.created, ...this.writes.changed].map(({ booking }) => booking.id));
    const untouched = nearby.filter((booking) => !touched.has(booking.id) && !hasLapsed(booking, this.#terms.now));
    return { nearby: [...untouched, ...[...this.#holding.values()].filter((booking) => touched.has(booking.id))], calendars };
  }

  #near(): NearbyTime {
    return { nearby: [...this.#holding.values()], calendars: this.#state.calendars };
  }

  decide(command: AgendaCommand): AgendaResult {
    if (this.#state.committed.has(command.commandId)) return ok(this.#standing(command));
    if (this.#profile === null) return refused({ tag: "coach_not_found" });
    switch (command.kind) {
      case "create":
        return this.#create(command, this.#profile);
      case "reschedule":
        return this.#reschedule(command, this.#profile);
      case "set_status":
        return this.#setStatus(command, this.#profile);
      case "record_event":
        return this.#recordEvent(command);
      case "set_hours":
      case "set_settings":
      case "set_activity":
        return this.#setProfile(command, this.#profile);
      case "open_payment":
      case "settle_payment":
      case "close_payment":
        return decidePayment(this.#paymentDesk(command, this.#profile), command);
      case "lapse":
        return ok({ kind: "lapsed", count: this.#recordLapses(command.commandId) });
      default:
        return unreachable(command);
    }
  }

  /** The answer to a command that turned out to have committed before a fault hid it: what stands now. */
  #standing(command: AgendaCommand): AgendaAnswer {
    assert(this.#profile !== null, "a command of this coach has committed, so the coach exists");
    if (command.kind === "lapse") return { kind: "lapsed", count: 0 };
    if (!("bookingId" in command)) return { kind: "profile", profile: this.#profile, isActive: this.#isActive };
    const booking = this.#state.named.get(command.bookingId);
    assert(booking !== undefined, "an audit row names a booking that exists");
    if ("paymentId" in command) {
      const payment = this.#state.payments.find(({ id }) => id === command.paymentId);
      assert(payment !== undefined, "an audit row of a payment's change names a payment that exists");
      return { kind: "payment", payment, booking };
    }
    return { kind: "booking", booking, availabilityVersion: this.#profile.availabilityVersion };
  }

  #create(command: CreateCommand, profile: CoachProfile): AgendaResult {
    const { now, pendingPerClientMax } = this.#terms;
    const { settings } = profile;
    const client = this.#state.clients.get(command.clientId);
    assert(client !== undefined, "whoever wants to book was looked up");
    const durationMinutes = command.durationMs / MINUTE_MS;
    const price = priceOf(settings, durationMinutes);
    const isPending = !settings.autoConfirm || settings.approvalRequired || (price !== null && price.amountMinor > 0);
    const ahead = this.#pendingAhead.get(command.clientId) ?? 0;
    if (isPending && client.pending + ahead >= pendingPerClientMax) {
      return refused({ tag: "too_many_pending", pendingMax: pendingPerClientMax });
    }
    if (!this.#isActive) return refused({ tag: "coach_inactive" });
    const refusal = this.#refuseTime(profile, command, null);
    if (refusal !== null) return refused(refusal);
    this.#recordLapses(command.commandId);
    const booking: Booking = {
      ...command.details,
      id: command.bookingId,
      coachId: command.coachId,
      clientId: command.clientId,
      startsAt: command.startsAt,
      endsAt: after(command.startsAt, command.durationMs),
      bufferBeforeMs: settings.bufferBeforeMinutes * MINUTE_MS,
      bufferAfterMs: settings.bufferAfterMinutes * MINUTE_MS,
      status: isPending ? "pending" : "confirmed",
      paymentId: null,
      meetingLink: null,
      expiresAt: isPending ? expiryOf(now, command.startsAt, pendingMsOf(profile)) : null,
      cancelledBy: null,
      cancelReason: null,
      revision: 1,
      createdAt: now,
      updatedAt: now,
    };
    this.writes.created.push({ booking, pendingAhead: ahead, clientOverlapAllowed: settings.clientOverlapAllowed });
    if (client.recorded === null || changesRecord(client.recorded, command.client)) this.writes.people.push(command.client);
    if (isPending) this.#pendingAhead.set(command.clientId, ahead + 1);
    this.#holding.set(booking.id, booking);
    this.#record(command, booking, "created", { client_id: booking.clientId, status: booking.status, ...timesOf(booking) });
    return this.#answer(booking);
  }

  #reschedule(command: RescheduleCommand, profile: CoachProfile): AgendaResult {
    const { now } = this.#terms;
    const current = this.#state.named.get(command.bookingId);
    if (current === undefined) return refused({ tag: "booking_not_found" });
    if (command.ifRevision !== null && command.ifRevision !== current.revision) return refused({ tag: "revision_mismatch" });
    const from = hasLapsed(current, now) ? "cancelled" : current.status;
    if (from === "completed" || from === "cancelled") return refused({ tag: "invalid_transition", from, to: "rescheduled" });
    const refusal = this.#refuseTime(profile, command, current.id);
    if (refusal !== null) return refused(refusal);
    this.#recordLapses(command.commandId);
    const { settings } = profile;
    const booking: Booking = {
      ...current,
      startsAt: command.startsAt,
      endsAt: after(command.startsAt, command.durationMs),
      bufferBeforeMs: settings.bufferBeforeMinutes * MINUTE_MS,
      bufferAfterMs: settings.bufferAfterMinutes * MINUTE_MS,
      expiresAt: from === "pending" ? expiryOf(now, command.startsAt, pendingMsOf(profile)) : null,
      revision: current.revision + 1,
      updatedAt: now,
    };
    this.#change(command, booking, "rescheduled", { from: timesOf(current), to: timesOf(booking) }, settings.clientOverlapAllowed);
    return this.#answer(booking);
  }

  #setStatus(command: SetStatusCommand, profile: CoachProfile): AgendaResult {
    const current = this.#state.named.get(command.bookingId);
    if (current === undefined) return refused({ tag: "booking_not_found" });
    const decided = decideStatus({ now: this.#terms.now, settings: profile.settings }, current, command);
    if (!decided.ok) return decided;
    const { booking, from, to } = decided.value;
    this.#change(command, booking, to, { from, to });
    return this.#answer(booking);
  }

  /** A row of history without a revision: the booking stands as it stood. */
  #recordEvent({ commandId, author, bookingId, provider }: RecordEventCommand): AgendaResult {
    const booking = this.#state.named.get(bookingId);
    if (booking === undefined) return refused({ tag: "booking_not_found" });
    const changes = { calendar_type: provider, state: "detached" };
    this.writes.audit.push({ commandId, bookingId, revision: null, action: "event_written", author, at: this.#terms.now, changes });
    return this.#answer(booking);
  }

  #setProfile(command: ProfileCommand, before: CoachProfile): AgendaResult {
    const decided = decideProfile(command, before, this.#isActive);
    if (!decided.ok) return decided;
    const { profile, isActive: takesBookings } = decided.value;
    this.#profile = profile;
    this.#isActive = takesBookings;
    if (command.kind === "set_activity") this.writes.isActive = takesBookings;
    else this.writes.profile = profile;
    this.writes.bumpsVersion = true;
    const { commandId, author } = command;
    const at = this.#terms.now;
    this.writes.audit.push({ commandId, bookingId: null, revision: null, author, at, ...describeProfileChange(command) });
    return ok({ kind: "profile", profile, isActive: takesBookings });
  }

  /** The first reason why a booking cannot have this time; `except` is the booking's own id when it moves. */
  #refuseTime(profile: CoachProfile, wanted: CreateCommand | RescheduleCommand, except: string | null): Refusal | null {
    return refuseTime({ profile, blocked: this.blocked(except), elsewhere: this.#state.elsewhere, now: this.#terms.now }, wanted);
  }

  /** Cancels in these writes every lapsed booking that was read: the trigger would still count it as holding its time. */
  #recordLapses(commandId: string): number {
    const lapsed = [...this.#lapsed.values()];
    this.#lapsed.clear();
    for (const current of lapsed) {
      const booking = lapsedBooking(current, this.#terms.now);
      this.#change({ commandId: `${commandId}/lapse`, author: SYSTEM }, booking, "lapsed", { from: "pending", to: "cancelled" });
    }
    return lapsed.length;
  }

  #paymentDesk(command: PaymentCommand, profile: CoachProfile): PaymentDesk {
    return {
      now: this.#terms.now,
      profile,
      booking: this.#state.named.get(command.bookingId),
      payments: this.#state.payments.filter(({ bookingId }) => bookingId === command.bookingId),
      change: (booking, action, changes) => this.#change(command, booking, action, changes),
      keep: (payment, event) => {
        this.writes.payments.push(payment);
        if (event !== null) this.writes.paymentEvents.push(event);
      },
      queue: (effects) => this.writes.outbox.push(...effects),
    };
  }

  #change(by: By, booking: Booking, action: BookingAction, changes: AuditEntry["changes"], clientOverlapAllowed = true): void {
    this.writes.changed.push({ booking, clientOverlapAllowed });
    if (isActive(booking, this.#terms.now)) this.#holding.set(booking.id, booking);
    else this.#holding.delete(booking.id);
    this.#record(by, booking, action, changes);
  }

  #record({ commandId, author }: By, booking: Booking, action: BookingAction, changes: AuditEntry["changes"]): void {
    const at = this.#terms.now;
    this.writes.audit.push({ commandId, bookingId: booking.id, revision: booking.revision, action, author, at, changes });
    this.writes.outbox.push(bookingEffect(booking, { kind: "booking_changed", action }, at));
    if (!leavesTime(action)) this.writes.bumpsVersion = true;
  }

  #answer(booking: Booking): AgendaResult {
    // The version is the one before the commit; the commit fills in its own.
    return ok({ kind: "booking", booking, availabilityVersion: this.#profile?.availabilityVersion ?? 0 });
  }
}
