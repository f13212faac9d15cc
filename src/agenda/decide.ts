/**
 * Decides a group of commands, in order of arrival, on what was just read: no I/O, no clock. Each decision sees those
 * before it. What is refused leaves no trace here; what is granted becomes part of one set of writes. Whether an act is
 * allowed is asked of the table of transitions (`domain/agreement/transitions.ts`), and whether a time can be had of the
 * same function that lists times (`domain/slots/slots.ts`).
 */
import { assert, unreachable } from "../lib/assert.ts";
import { ok, refused } from "../lib/result.ts";
import { SYSTEM } from "../domain/actor.ts";
import { AGREEMENT, type Agreement, type Facts, type Side, type WantedTime } from "../domain/agreement/guards.ts";
import { soldFor } from "../domain/agreement/offer.ts";
import { type Act, refuseAct } from "../domain/agreement/transitions.ts";
import { type Booking, type BookingAction, hasLapsed, isActive, openRequest, statusAt } from "../domain/booking.ts";
import { blockedByCalendars } from "../domain/slots/calendar-time.ts";
import { type CoachProfile, slotRulesFor, slotRulesOf } from "../domain/coach.ts";
import type {
  AgendaAnswer,
  AgendaCommand,
  AgendaResult,
  AnswerMoveCommand,
  AskMoveCommand,
  CreateCommand,
  OfferCommand,
  PartySide,
  PaymentCommand,
  ProfileCommand,
  RecordEventCommand,
  RescheduleCommand,
  SetStatusCommand,
} from "../domain/command.ts";
import { bookingEffect } from "../domain/effect.ts";
import type { Instant } from "../domain/instant.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { Blocked, SlotRules } from "../domain/slots/slots.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import type { ClientCaps } from "../limits.ts";
import { decideCreate } from "./decide-create.ts";
import { askedBooking, type Move, movedBooking, unaskedBooking } from "./decide-move.ts";
import { decideOffer } from "./decide-offer.ts";
import { decidePayment, type PaymentDesk } from "./decide-payment.ts";
import { refuseTime, type TimeWish } from "./decide-time.ts";
import { decideProfile } from "./decide-profile.ts";
import { cancelledBooking, completedBooking, confirmedBooking, lapsedBooking } from "./decide-status.ts";
import { describeProfileChange, leavesTime, timesOf } from "./describe.ts";
import type { GroupDraftWrites } from "./draft.ts";
import type { AuditEntry } from "../database/audit.ts";
import { type GroupState, type NearbyTime, wantedTime } from "../database/group-read.ts";
import { effectsOfCancellation, effectsOfWaiver } from "../effects/derive.ts";

export interface GroupTerms {
  readonly now: Instant;
  readonly caps: ClientCaps;
  /** A test hands in one with a rule left out. */
  readonly agreement?: Agreement;
}

/** A time that a command wants, by the rules of what it would be booked by. */
export interface Wish extends WantedTime {
  readonly rules: SlotRules;
  /** The booking that would leave its own time for it. */
  readonly moving: string | null;
}

type By = Pick<AgendaCommand, "commandId" | "author">;

export class GroupDecision {
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
  readonly #state: GroupState;
  readonly #terms: GroupTerms;
  readonly #agreement: Agreement;
  /** What holds time right now, with the decisions made so far. */
  readonly #holding: Map<string, Booking>;
  /** Bookings whose time has run out and whose cancellation nobody has recorded yet. */
  readonly #lapsed: Map<string, Booking>;
  #profile: CoachProfile | null;
  #isActive: boolean;

  constructor(state: GroupState, terms: GroupTerms) {
    this.#state = state;
    this.#terms = terms;
    this.#agreement = terms.agreement ?? AGREEMENT;
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

  /** null where a command wants no time, or one that nobody sells. */
  wishOf(command: AgendaCommand): Wish | null {
    const profile = this.#profile;
    if (profile === null) return null;
    if (command.kind === "create") {
      const durationMinutes = command.durationMs === null ? null : command.durationMs / MINUTE_MS;
      const sold = soldFor(profile, { offerId: command.offerId, durationMinutes });
      if (!sold.ok) return null;
      const { offer, durationMinutes: minutes } = sold.value;
      return { startsAt: command.startsAt, durationMs: minutes * MINUTE_MS, moving: null, rules: slotRulesFor(profile, offer) };
    }
    if (wantedTime(command) === null || !("bookingId" in command) || !("durationMs" in command)) return null;
    const booking = this.#state.named.get(command.bookingId);
    if (booking === undefined) return null;
    const { startsAt, durationMs } = command;
    return { startsAt, durationMs, moving: booking.id, rules: this.#wishOf(profile, booking, { startsAt, durationMs }, true).rules };
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
        return this.#setStatus(command);
      case "ask_move":
        return this.#askMove(command, this.#profile);
      case "answer_move":
        return this.#answerMove(command, this.#profile);
      case "record_event":
        return this.#recordEvent(command);
      case "set_hours":
      case "set_settings":
      case "set_activity":
        return this.#setProfile(command, this.#profile);
      case "make_offer":
      case "change_offer":
      case "retire_offer":
        return this.#setOffer(command, this.#profile);
      case "open_payment":
      case "settle_payment":
      case "close_payment":
        return decidePayment(this.#paymentDesk(command, this.#profile), command);
      case "lapse":
        return ok({ kind: "lapsed", count: this.#recordDue(command.commandId) });
      default:
        return unreachable(command);
    }
  }

  /** The answer to a command that turned out to have committed before a fault hid it: what stands now. */
  #standing(command: AgendaCommand): AgendaAnswer {
    assert(this.#profile !== null, "a command of this coach has committed, so the coach exists");
    const { availabilityVersion } = this.#profile;
    if (command.kind === "lapse") return { kind: "lapsed", count: 0 };
    if ("offerId" in command && !("bookingId" in command)) {
      const offer = this.#profile.offers.find(({ id }) => id === command.offerId);
      assert(offer !== undefined, "an offer that was written exists");
      return { kind: "offer", offer, availabilityVersion };
    }
    if (!("bookingId" in command)) return { kind: "profile", profile: this.#profile, isActive: this.#isActive };
    const booking = this.#state.named.get(command.bookingId);
    assert(booking !== undefined, "an audit row names a booking that exists");
    if ("paymentId" in command) {
      const payment = this.#state.payments.find(({ id }) => id === command.paymentId);
      assert(payment !== undefined, "an audit row of a payment's change names a payment that exists");
      return { kind: "payment", payment, booking };
    }
    return { kind: "booking", booking, availabilityVersion };
  }

  #create(command: CreateCommand, profile: CoachProfile): AgendaResult {
    const { now, caps } = this.#terms;
    const client = this.#state.clients.get(command.clientId);
    assert(client !== undefined, "the client of a booking was looked up");
    const decided = decideCreate(
      {
        now,
        caps,
        agreement: this.#agreement,
        profile,
        isCoachActive: this.#isActive,
        client,
        lapsedUnpaid: this.#state.lapsedUnpaid,
        earlier: this.writes.created,
        refuseTime: (wish) => this.#refuseTime(profile, wish, null),
      },
      command,
    );
    if (!decided.ok) return decided;
    this.#recordLapses(command.commandId);
    const { booking, recordsClient } = decided.value;
    this.writes.created.push({ booking, ahead: this.#aheadOf(booking), clientOverlapAllowed: profile.settings.clientOverlapAllowed });
    if (recordsClient && command.client !== null) this.writes.people.push(command.client);
    this.#holding.set(booking.id, booking);
    this.#record(command, booking, "created", { client_id: booking.clientId, status: booking.status, ...timesOf(booking) });
    return this.#answer(booking);
  }

  /** Bookings of the same client made earlier in this group: they count towards the client's caps. */
  #aheadOf({ clientId }: Booking): number {
    return this.writes.created.filter(({ booking }) => booking.clientId === clientId).length;
  }

  #reschedule(command: RescheduleCommand, profile: CoachProfile): AgendaResult {
    const { now } = this.#terms;
    const current = this.#state.named.get(command.bookingId);
    if (current === undefined) return refused({ tag: "booking_not_found" });
    if (command.ifRevision !== null && command.ifRevision !== current.revision) return refused({ tag: "revision_mismatch" });
    const { startsAt, durationMs, onBehalfOf } = command;
    const wanted = { startsAt, durationMs };
    const misplaced = command.place === null ? null : this.#refuseAct("change_place", current, sideOf(command), {});
    if (misplaced !== null) return refused(misplaced);
    const placed = command.place === null ? current : { ...current, place: command.place };
    const status = statusAt(current, now);
    const stands = status === "pending" || status === "confirmed";
    if (stands && this.#agreement.rules.movesNothing(current, wanted)) return this.#place(command, current, placed);
    const side = onBehalfOf === null ? sideOf(command) : "both";
    const refusal = this.#refuseAct("move", current, side, { wanted });
    if (refusal !== null) return refused(refusal);
    const isClients = side === "client" || onBehalfOf === "client";
    const judged = onBehalfOf === null ? {} : { on_behalf_of: onBehalfOf };
    return this.#move(command, profile, placed, { ...wanted, clientWishedAt: isClients ? now : null, changes: judged }, side === "client");
  }

  /** Another place at the same time; the same place changes nothing. */
  #place(by: By, current: Booking, placed: Booking): AgendaResult {
    if (JSON.stringify(current.place) === JSON.stringify(placed.place)) return this.#answer(current);
    const booking: Booking = { ...placed, revision: current.revision + 1, updatedAt: this.#terms.now };
    this.#change(by, booking, "place_changed", { place: booking.place?.kind ?? null });
    return this.#answer(booking);
  }

  /** A move that is allowed, to a time that has to be free. */
  #move(by: By, profile: CoachProfile, current: Booking, move: Move, isBound: boolean): AgendaResult {
    const wish = this.#wishOf(profile, current, move, isBound);
    const refusal = this.#refuseTime(profile, wish, current.id);
    if (refusal !== null) return refused(refusal);
    this.#recordLapses(by.commandId);
    const booking = movedBooking(this.#agreement, profile, current, move, this.#terms.now);
    const changes = { from: timesOf(current), to: timesOf(booking), ...move.changes, ...capChange(current, booking) };
    this.#change(by, booking, "rescheduled", changes, profile.settings.clientOverlapAllowed);
    return this.#answer(booking);
  }

  #wishOf(profile: CoachProfile, { clientId, bufferBeforeMs, bufferAfterMs }: Booking, wanted: WantedTime, isBound: boolean): TimeWish {
    const { startsAt, durationMs } = wanted;
    return { clientId, startsAt, durationMs, isBound, rules: slotRulesOf(profile, { bufferBeforeMs, bufferAfterMs }) };
  }

  #setStatus(command: SetStatusCommand): AgendaResult {
    const { now } = this.#terms;
    const current = this.#state.named.get(command.bookingId);
    if (current === undefined) return refused({ tag: "booking_not_found" });
    if (command.ifRevision !== null && command.ifRevision !== current.revision) return refused({ tag: "revision_mismatch" });
    const from = statusAt(current, now);
    const { status: to, onBehalfOf, waivesPrice } = command;
    // Nothing ever becomes pending again.
    if (to === "pending") return refused({ tag: "invalid_transition", from, to });
    const act = ({ confirmed: "confirm", completed: "complete", cancelled: "cancel" } as const)[to];
    const side = to === "cancelled" ? (onBehalfOf ?? command.author.role) : command.author.role;
    const refusal = this.#refuseAct(act, current, side, { waivesPrice });
    if (refusal !== null) return refused(refusal);
    if (to === "confirmed") return this.#confirm(command, current);
    if (to === "completed") {
      const completed = completedBooking(current, now);
      this.#change(command, completed, "completed", { from, to });
      return this.#answer(completed);
    }
    const booking = cancelledBooking(
      current,
      { side, cancelledBy: command.author.role, reason: command.reason, isCoachActive: this.#isActive },
      now,
    );
    const judged = onBehalfOf === null ? {} : { on_behalf_of: onBehalfOf };
    this.#change(command, booking, "cancelled", { from, to, refund_percent: booking.refundPercent ?? 100, ...judged });
    this.#giveBack(booking);
    return this.#answer(booking);
  }

  #confirm(command: SetStatusCommand, current: Booking): AgendaResult {
    const booking = confirmedBooking(current, this.#terms.now);
    const waived = booking.priceWaived && !current.priceWaived ? { price_waived: true } : {};
    this.#change(command, booking, "confirmed", { from: current.status, to: "confirmed", ...waived });
    if (booking.priceWaived) this.writes.outbox.push(...effectsOfWaiver(booking, this.#paymentsOf(booking.id), this.#terms.now));
    return this.#answer(booking);
  }

  #askMove(command: AskMoveCommand, profile: CoachProfile): AgendaResult {
    const { now } = this.#terms;
    const current = this.#state.named.get(command.bookingId);
    if (current === undefined) return refused({ tag: "booking_not_found" });
    const { startsAt, durationMs } = command;
    const wanted = { startsAt, durationMs };
    const side = sideOf(command);
    const askedBy: PartySide = side === "client" ? "client" : "coach";
    const isOwn = command.replacesOwn && openRequest(current, now)?.askedBy === askedBy;
    const refusal = this.#refuseAct("ask_move", isOwn ? { ...current, moveRequest: null } : current, side, { wanted });
    if (refusal !== null) return refused(refusal);
    // The client asks for what the client could book. Nothing is held, so what the coach asks for is looked at when it is accepted.
    const against = side === "client" ? this.#refuseTime(profile, this.#wishOf(profile, current, wanted, true), current.id) : null;
    if (against !== null) return refused(against);
    const booking = askedBooking(current, wanted, askedBy, now);
    this.#change(command, booking, "move_asked", { asked_by: askedBy, starts_at: startsAt, duration_ms: durationMs });
    return this.#answer(booking);
  }

  #answerMove(command: AnswerMoveCommand, profile: CoachProfile): AgendaResult {
    const { now } = this.#terms;
    const current = this.#state.named.get(command.bookingId);
    if (current === undefined) return refused({ tag: "booking_not_found" });
    const { moveRequest } = current;
    const act = ({ accept: "accept_move", decline: "decline_move", withdraw: "withdraw_move" } as const)[command.answer];
    const wanted = moveRequest === null ? null : { startsAt: moveRequest.startsAt, durationMs: moveRequest.durationMs };
    const refusal = this.#refuseAct(act, current, sideOf(command), { wanted });
    if (refusal !== null) return refused(refusal);
    assert(moveRequest !== null && wanted !== null, "the guards let no answer pass to a question that is not there");
    if (command.answer !== "accept") {
      const unasked = unaskedBooking(current, now);
      this.#change(command, unasked, command.answer === "decline" ? "move_declined" : "move_withdrawn", { asked_by: moveRequest.askedBy });
      return this.#answer(unasked);
    }
    // Another question than the one that was read: what is around it has not been read.
    if (wanted.startsAt !== command.startsAt || wanted.durationMs !== command.durationMs) return refused({ tag: "move_request_not_found" });
    const clientWishedAt = moveRequest.askedBy === "client" ? moveRequest.askedAt : null;
    // What both have agreed does not count as a move of the client's own.
    return this.#move(command, profile, current, { ...wanted, clientWishedAt, changes: { accepted: true } }, false);
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
    if (profile === before && takesBookings === this.#isActive) return ok({ kind: "profile", profile, isActive: takesBookings });
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

  #setOffer(command: OfferCommand, before: CoachProfile): AgendaResult {
    const decided = decideOffer(command, before, this.#terms.now);
    if (!decided.ok) return decided;
    const { offer, profile, changes } = decided.value;
    const { availabilityVersion } = before;
    if (changes === null) return ok({ kind: "offer", offer, availabilityVersion });
    this.#profile = profile;
    this.writes.offers.push(offer);
    this.writes.bumpsVersion = true;
    const { commandId, author } = command;
    this.writes.audit.push({ commandId, bookingId: null, revision: null, author, at: this.#terms.now, ...changes });
    return ok({ kind: "offer", offer, availabilityVersion });
  }

  /** The first reason why a booking cannot have this time; `except` is the booking's own id when it moves. */
  #refuseTime(profile: CoachProfile, wish: TimeWish, except: string | null): Refusal | null {
    return refuseTime({ profile, blocked: this.blocked(except), elsewhere: this.#state.elsewhere, now: this.#terms.now }, wish);
  }

  #refuseAct(act: Act, booking: Booking, side: Side, more: Partial<Pick<Facts, "wanted" | "waivesPrice" | "deadline">>): Refusal | null {
    assert(this.#profile !== null, "a booking has a coach");
    return refuseAct(this.#agreement, act, {
      booking,
      side,
      now: this.#terms.now,
      sale: this.#profile,
      isCoachActive: this.#isActive,
      isClientActive: !this.#state.inactiveClients.has(booking.clientId),
      wanted: null,
      waivesPrice: false,
      deadline: booking.expiresAt,
      counts: this.#countsOf(booking),
      ...more,
    });
  }

  #countsOf({ id }: Booking): Facts["counts"] {
    const { caps } = this.#terms;
    return { ...caps, pending: 0, ahead: 0, unpaidWithCoach: 0, moves: this.#state.clientMoves.get(id) ?? 0 };
  }

  /** Cancels in these writes every lapsed booking that was read: the trigger would still count it as holding its time. */
  #recordLapses(commandId: string): number {
    const lapsed = [...this.#lapsed.values()];
    this.#lapsed.clear();
    for (const current of lapsed) {
      const booking = lapsedBooking(current, this.#terms.now);
      // Its refund follows from the change itself, where there is anything to give back: all of it is, whoever carries it out.
      this.#change({ commandId: `${commandId}/lapse`, author: SYSTEM }, booking, "lapsed", { from: "pending", to: "cancelled" });
    }
    return lapsed.length;
  }

  /** Everything that the passing of time has brought about and nobody has recorded yet. */
  #recordDue(commandId: string): number {
    const { now } = this.#terms;
    const by = { commandId: `${commandId}/due`, author: SYSTEM };
    const { completing, asked } = this.#state;
    for (const current of completing) this.#changeInSilence(by, completedBooking(current, now), { from: "confirmed", to: "completed" });
    for (const current of asked) {
      if (completing.some(({ id }) => id === current.id) || openRequest(current, now) !== null || current.moveRequest === null) continue;
      this.#change(by, unaskedBooking(current, now), "move_lapsed", { asked_by: current.moveRequest.askedBy });
    }
    return this.#recordLapses(commandId) + completing.length + asked.length;
  }

  #giveBack(booking: Booking): void {
    this.writes.outbox.push(...effectsOfCancellation(booking, this.#paymentsOf(booking.id), this.#terms.now));
  }

  #paymentsOf(bookingId: string) {
    return this.#state.payments.filter((payment) => payment.bookingId === bookingId);
  }

  #paymentDesk(command: PaymentCommand, profile: CoachProfile): PaymentDesk {
    const booking = this.#state.named.get(command.bookingId);
    return {
      now: this.#terms.now,
      profile,
      booking,
      agreement: this.#agreement,
      arePartiesActive: this.#isActive && booking !== undefined && !this.#state.inactiveClients.has(booking.clientId),
      refuseToPay: (current, deadline) => this.#refuseAct("pay", current, sideOf(command), { deadline }),
      payments: this.#paymentsOf(command.bookingId),
      change: (changed, action, changes) => this.#change(command, changed, action, changes),
      keep: (payment, event) => {
        this.writes.payments.push(payment);
        if (event !== null) this.writes.paymentEvents.push(event);
      },
      queue: (effects) => this.writes.outbox.push(...effects),
    };
  }

  #change(by: By, booking: Booking, action: BookingAction, changes: AuditEntry["changes"], clientOverlapAllowed = true): void {
    this.#keep(booking, clientOverlapAllowed);
    this.#record(by, booking, action, changes);
  }

  /** Nothing follows from it: the trail says it, and nobody is told. */
  #changeInSilence({ commandId, author }: By, booking: Booking, changes: AuditEntry["changes"]): void {
    this.#keep(booking, true);
    const { id: bookingId, revision } = booking;
    this.writes.audit.push({ commandId, bookingId, revision, action: "completed", author, at: this.#terms.now, changes });
  }

  #keep(booking: Booking, clientOverlapAllowed: boolean): void {
    this.writes.changed.push({ booking, clientOverlapAllowed });
    if (isActive(booking, this.#terms.now)) this.#holding.set(booking.id, booking);
    else this.#holding.delete(booking.id);
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

function sideOf({ author }: Pick<AgendaCommand, "author">): Side {
  return author.role;
}

function capChange(before: Booking, now: Booking): Record<string, number> {
  return before.refundCapPercent === now.refundCapPercent ? {} : { refund_cap_percent: now.refundCapPercent };
}
