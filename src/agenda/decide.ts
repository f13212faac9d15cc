/**
 * Decides a group of commands, in order of arrival, on what was just read: no I/O, no clock. Each decision sees those
 * before it. What is refused leaves no trace here; what is granted becomes part of one set of writes. Whether an act is
 * allowed is asked of the table of transitions (`domain/agreement/transitions.ts`), and whether a time can be had of the
 * same function that lists times (`domain/slots/slots.ts`).
 */
import { assert } from "../lib/assert.ts";
import { ok, refused } from "../lib/result.ts";
import { soldFor } from "../domain/agreement/offer.ts";
import type { WantedTime } from "../domain/agreement/guards.ts";
import { type CoachProfile, slotRulesFor } from "../domain/coach.ts";
import {
  type AgendaAnswer,
  type AgendaCommand,
  type AgendaResult,
  type CreateCommand,
  type OfferCommand,
  type PaymentCommand,
  type ProfileCommand,
  type RecordEventCommand,
  wantedTime,
} from "../domain/command.ts";
import type { Blocked, SlotRules } from "../domain/slots/slots.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import type { GroupState, NearbyTime } from "../database/group-read.ts";
import { decideCreate } from "./decide-create.ts";
import { decideAnswerMove, decideAskMove, decideMove, wishFor } from "./decide-move.ts";
import { decideOffer } from "./decide-offer.ts";
import { decidePayment, type PaymentDesk } from "./decide-payment.ts";
import { decideProfile } from "./decide-profile.ts";
import { decideDue, decideStatus } from "./decide-status.ts";
import { describeProfileChange, timesOf } from "./describe.ts";
import { GroupDraft, type GroupTerms } from "./group-draft.ts";

/** A time that a command wants, by the rules of what it would be booked by. */
export interface Wish extends WantedTime {
  readonly rules: SlotRules;
  /** The booking that would leave its own time for it. */
  readonly moving: string | null;
}

export class GroupDecision {
  readonly #draft: GroupDraft;

  constructor(state: GroupState, terms: GroupTerms) {
    this.#draft = new GroupDraft(state, terms);
  }

  get writes(): GroupDraft["writes"] {
    return this.#draft.writes;
  }

  /** The coach's terms as they stand after the decisions made so far; null when there is no such coach. */
  get profile(): CoachProfile | null {
    return this.#draft.profile;
  }

  /** Blocked time after the decisions made so far, as the slot function takes it. */
  blocked(except: string | null, near?: NearbyTime): Blocked[] {
    return this.#draft.blocked(except, near);
  }

  /** Lays the decisions made so far over what was read of a wider stretch. */
  overlay(nearby: NearbyTime): NearbyTime {
    return this.#draft.overlay(nearby);
  }

  /** null where a command wants no time, or one that nobody sells. */
  wishOf(command: AgendaCommand): Wish | null {
    const profile = this.#draft.profile;
    if (profile === null) return null;
    if (command.kind === "create") {
      const durationMinutes = command.durationMs === null ? null : command.durationMs / MINUTE_MS;
      const sold = soldFor(profile, { offerId: command.offerId, durationMinutes });
      if (!sold.ok) return null;
      const { offer, durationMinutes: minutes } = sold.value;
      return { startsAt: command.startsAt, durationMs: minutes * MINUTE_MS, moving: null, rules: slotRulesFor(profile, offer) };
    }
    if (wantedTime(command) === null || !("bookingId" in command) || !("durationMs" in command)) return null;
    const booking = this.#draft.state.named.get(command.bookingId);
    if (booking === undefined) return null;
    const { startsAt, durationMs } = command;
    return {
      startsAt,
      durationMs,
      moving: booking.id,
      rules: wishFor(profile, booking, { startsAt, durationMs }, { isBound: true, isClients: true }).rules,
    };
  }

  decide(command: AgendaCommand): AgendaResult {
    if (this.#draft.state.committed.has(command.commandId)) return ok(this.#standing(command));
    if (this.#draft.profile === null) return refused({ tag: "coach_not_found" });
    switch (command.kind) {
      case "create":
        return this.#create(command, this.#draft.profile);
      case "reschedule":
        return decideMove(this.#draft, command, this.#draft.profile);
      case "set_status":
        return decideStatus(this.#draft, command);
      case "ask_move":
        return decideAskMove(this.#draft, command, this.#draft.profile);
      case "answer_move":
        return decideAnswerMove(this.#draft, command, this.#draft.profile);
      case "record_event":
        return this.#recordEvent(command);
      case "set_hours":
      case "set_settings":
      case "set_activity":
        return this.#setProfile(command, this.#draft.profile);
      case "make_offer":
      case "change_offer":
      case "retire_offer":
        return this.#setOffer(command, this.#draft.profile);
      case "open_payment":
      case "settle_payment":
      case "close_payment":
        return this.#decidePayment(command, this.#draft.profile);
      case "lapse":
        return ok({ kind: "lapsed", count: decideDue(this.#draft, command.commandId) });
      default:
        // Of a Worker that is newer than this object, for the while that a deployment takes. The compiler knows all of today's.
        command satisfies never;
        return refused({ tag: "busy" });
    }
  }

  /** The answer to a command that turned out to have committed before a fault hid it: what stands now. */
  #standing(command: AgendaCommand): AgendaAnswer {
    assert(this.#draft.profile !== null, "a command of this coach has committed, so the coach exists");
    const { availabilityVersion } = this.#draft.profile;
    if (command.kind === "lapse") return { kind: "lapsed", count: 0 };
    if ("offerId" in command && !("bookingId" in command)) {
      const offer = this.#draft.profile.offers.find(({ id }) => id === command.offerId);
      assert(offer !== undefined, "an offer that was written exists");
      return { kind: "offer", offer, availabilityVersion };
    }
    if (!("bookingId" in command)) return { kind: "profile", profile: this.#draft.profile, isActive: this.#draft.isActive };
    const booking = this.#draft.state.named.get(command.bookingId);
    assert(booking !== undefined, "an audit row names a booking that exists");
    if ("paymentId" in command) {
      const payment = this.#draft.state.payments.find(({ id }) => id === command.paymentId);
      assert(payment !== undefined, "an audit row of a payment's change names a payment that exists");
      return { kind: "payment", payment, booking };
    }
    return { kind: "booking", booking, availabilityVersion };
  }

  #create(command: CreateCommand, profile: CoachProfile): AgendaResult {
    const { now, caps } = this.#draft;
    const client = this.#draft.state.clients.get(command.clientId);
    assert(client !== undefined, "the client of a booking was looked up");
    const decided = decideCreate(
      {
        now,
        caps,
        agreement: this.#draft.agreement,
        profile,
        isCoachActive: this.#draft.isActive,
        client,
        lapsedUnpaid: this.#draft.state.lapsedUnpaid,
        earlier: this.#draft.writes.created,
        refuseTime: (wish) => this.#draft.refuseTime(profile, wish, null),
      },
      command,
    );
    if (!decided.ok) return decided;
    this.#draft.recordLapses(command.commandId);
    const { booking, recordsClient } = decided.value;
    if (recordsClient && command.client !== null) this.#draft.writes.people.push(command.client);
    const changes = { client_id: booking.clientId, status: booking.status, ...timesOf(booking) };
    this.#draft.create(command, booking, profile.settings.clientOverlapAllowed, changes);
    return this.#draft.answer(booking);
  }

  /** A row of history without a revision: the booking stands as it stood. */
  #recordEvent({ commandId, author, bookingId, provider }: RecordEventCommand): AgendaResult {
    const booking = this.#draft.state.named.get(bookingId);
    if (booking === undefined) return refused({ tag: "booking_not_found" });
    const changes = { calendar_type: provider, state: "detached" };
    this.#draft.writes.audit.push({ commandId, bookingId, revision: null, action: "event_written", author, at: this.#draft.now, changes });
    return this.#draft.answer(booking);
  }

  #setProfile(command: ProfileCommand, before: CoachProfile): AgendaResult {
    const decided = decideProfile(command, before, this.#draft.isActive);
    if (!decided.ok) return decided;
    const { profile, isActive: takesBookings } = decided.value;
    if (profile === before && takesBookings === this.#draft.isActive) return ok({ kind: "profile", profile, isActive: takesBookings });
    this.#draft.profile = profile;
    this.#draft.isActive = takesBookings;
    if (command.kind === "set_activity") this.#draft.writes.isActive = takesBookings;
    else this.#draft.writes.profile = profile;
    this.#draft.writes.bumpsVersion = true;
    const { commandId, author } = command;
    const at = this.#draft.now;
    this.#draft.writes.audit.push({ commandId, bookingId: null, revision: null, author, at, ...describeProfileChange(command) });
    return ok({ kind: "profile", profile, isActive: takesBookings });
  }

  #setOffer(command: OfferCommand, before: CoachProfile): AgendaResult {
    const decided = decideOffer(command, before, this.#draft.now);
    if (!decided.ok) return decided;
    const { offer, profile, changes } = decided.value;
    const { availabilityVersion } = before;
    if (changes === null) return ok({ kind: "offer", offer, availabilityVersion });
    this.#draft.profile = profile;
    this.#draft.writes.offers.push(offer);
    this.#draft.writes.bumpsVersion = true;
    const { commandId, author } = command;
    this.#draft.writes.audit.push({ commandId, bookingId: null, revision: null, author, at: this.#draft.now, ...changes });
    return ok({ kind: "offer", offer, availabilityVersion });
  }

  #decidePayment(command: PaymentCommand, profile: CoachProfile): AgendaResult {
    const { writes } = this.#draft;
    const [rows, kept] = [writes.audit.length, writes.payments.length];
    const result = decidePayment(this.#paymentDesk(command, profile), command);
    // A change of the booking has a row that vouches for its payment as well; money that comes without one has a row of its own.
    if (writes.audit.length === rows) for (const payment of writes.payments.slice(kept)) this.#draft.recordMoney(command, payment);
    return result;
  }

  #paymentDesk(command: PaymentCommand, profile: CoachProfile): PaymentDesk {
    const booking = this.#draft.state.named.get(command.bookingId);
    return {
      now: this.#draft.now,
      profile,
      booking,
      agreement: this.#draft.agreement,
      arePartiesActive: this.#draft.isActive && booking !== undefined && !this.#draft.state.inactiveClients.has(booking.clientId),
      refuseToPay: (current, deadline) => this.#draft.refuseAct("pay", current, command.author.role, { deadline }),
      payments: this.#draft.paymentsOf(command.bookingId),
      change: (changed, action, changes) => this.#draft.change(command, changed, action, changes),
      keep: (payment, event) => {
        this.#draft.writes.payments.push(payment);
        if (event !== null) this.#draft.writes.paymentEvents.push(event);
      },
      queue: (effects) => this.#draft.writes.outbox.push(...effects),
    };
  }
}
