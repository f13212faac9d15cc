/**
 * The decider alone as a system under test: every act becomes the command that its operation submits, `GroupDecision` decides it on
 * a record in memory, and what follows is carried out at once. No D1, no outbox, no clock; calendars are an owner whose
 * drags are read back at once. `agreement` may be one with a rule left out.
 */
import { GroupDecision } from "../../src/agenda/decide.ts";
import { AGREEMENT, type Agreement } from "../../src/domain/agreement/guards.ts";
import { completionOf, waitsUntil } from "../../src/domain/agreement/deadline.ts";
import type { Offer as Sold } from "../../src/domain/agreement/offer.ts";
import type { Booking } from "../../src/domain/booking.ts";
import { DEFAULT_SETTINGS } from "../../src/domain/coach.ts";
import type { AgendaCommand, AgendaResult } from "../../src/domain/command.ts";
import { after, instant, type Instant } from "../../src/domain/instant.ts";
import type { ClientCaps } from "../../src/limits.ts";
import { type Act, type CalendarAct, MINUTE, type Offer } from "./acts.ts";
import { bookingThrough, createThrough, type Door, envelope, offerTermsOf, settingsOf, wanted } from "./decider-commands.ts";
import { Cashier, paymentIdOf } from "./decider-money.ts";
import { MemoryRecord } from "./decider-record.ts";
import { showBooking } from "./decider-show.ts";
import type { GivenBooking, Played, SystemUnderTest, VisibleBooking, World } from "./system.ts";

export class DeciderSystem implements SystemUnderTest {
  private readonly agreement: Agreement;
  private record = new MemoryRecord();
  private cashier: Cashier;
  private caps: ClientCaps = { pendingMax: 0, aheadMax: 0, unpaidWithCoachMax: 0, movesMax: 0 };
  private now: Instant = instant(0);

  constructor(agreement: Agreement = AGREEMENT) {
    this.agreement = agreement;
    this.cashier = this.newCashier();
  }

  private newCashier(): Cashier {
    return new Cashier(this.record, this.agreement, (command) => this.submit(command));
  }

  begin(world: World): readonly VisibleBooking[] {
    this.record = new MemoryRecord();
    this.cashier = this.newCashier();
    this.now = instant(world.now);
    const { caps } = world;
    this.caps = {
      pendingMax: caps.pending,
      aheadMax: caps.sessions_ahead,
      unpaidWithCoachMax: caps.free_or_unpaid_with_one_coach,
      movesMax: caps.moves_a_day,
    };
    for (const { name, settings, offers } of world.coaches) {
      const sold = offers.map((offer): Sold => madeOffer(offer, name, this.now)).toSorted((one, other) => one.position - other.position);
      this.record.coaches.set(name, {
        isActive: true,
        profile: {
          coachId: name,
          hours: { timeZone: "UTC", weekly: ALL_WEEK, recurrences: [], overrides: [] },
          settings: { ...DEFAULT_SETTINGS, ...settingsOf(settings), slotStepMinutes: 15 },
          settingsRevision: 1,
          availabilityVersion: 1,
          offers: sold,
          hasOffers: sold.length > 0,
        },
      });
    }
    for (const given of world.bookings) this.give(given);
    return this.show();
  }

  play(act: Act): Played {
    this.now = instant(act.at);
    this.pass();
    const code = this.playAct(act);
    this.cashier.settle(this.now);
    const bookings = this.show();
    return code === null ? { accepted: true, bookings } : { accepted: false, code, bookings };
  }

  /** The alarm: what has lapsed, and what is due in the outbox. */
  private pass(): void {
    for (const coachId of this.record.coaches.keys()) {
      if (this.record.isDue(coachId, this.now)) this.submit({ kind: "lapse", ...envelope(coachId, "system") });
    }
    this.cashier.settle(this.now);
  }

  /** The code of the refusal, or null. */
  private playAct(act: Act): string | null {
    if (act.by === "system") return null;
    if (act.by === "stripe") return this.cashier.play(act);
    if (act.by !== "admin" && this.isShutOut(act.by)) return "user_inactive";
    switch (act.do) {
      case "deactivate":
      case "reactivate":
        return this.admit(act.person, act.do === "reactivate");
      case "change_settings":
        return this.through({
          command: { kind: "set_settings", ...envelope(act.coach, act.by), patch: settingsOf(act.settings), ifRevision: null },
        });
      case "put_offer": {
        const stands = this.record.coach(act.coach).profile.offers.find(({ id }) => id === act.offer.name);
        const base = { ...envelope(act.coach, act.by), offerId: act.offer.name };
        const terms = offerTermsOf(act.offer);
        if (stands === undefined) return this.through({ command: { kind: "make_offer", ...base, terms } });
        return this.through({ command: { kind: "change_offer", ...base, patch: terms, ifRevision: null } });
      }
      case "retire_offer":
        return this.through({ command: { kind: "retire_offer", ...envelope(act.coach, act.by), offerId: act.offer, ifRevision: null } });
      case "create":
        return this.through(createThrough(act));
      default:
    }
    const booking = this.record.bookings.get(act.booking);
    if (booking === undefined) return "booking_not_found";
    switch (act.do) {
      case "refund":
        return this.cashier.goodwill(act.booking, act.amount_minor, this.now);
      case "read":
        return act.by === booking.coachId || (act.door === "api" && (act.by === booking.clientId || act.by === "admin"))
          ? null
          : "forbidden";
      case "checkout":
        return act.by === booking.clientId ? this.cashier.checkout(act.booking, this.now) : "forbidden";
      case "drag":
      case "delete_event":
        return act.by === booking.coachId ? this.inCalendar(act, booking) : "forbidden";
      default:
        return this.through(bookingThrough(act, booking));
    }
  }

  /** A pending booking has no event, and after the start nothing follows one. */
  private inCalendar(act: CalendarAct, booking: Booking): string | null {
    if (booking.status !== "confirmed" || this.now >= booking.startsAt) return "no_event";
    if (act.do === "delete_event") return this.through(bookingThrough({ ...act, do: "cancel" }, booking));
    const moved = this.through(bookingThrough({ ...act, do: "move" }, booking));
    if (moved !== "move_needs_client") return moved;
    // The event is put back, and the question is asked for the coach.
    const { startsAt, durationMs } = wanted(act, booking);
    if (durationMs !== booking.endsAt - booking.startsAt) return moved;
    const { id: bookingId, clientId, coachId } = booking;
    const by = { ...envelope(coachId, act.by), bookingId, clientId };
    return this.through({ command: { kind: "ask_move", ...by, startsAt, durationMs, replacesOwn: true } });
  }

  private through(door: Door): string | null {
    if ("code" in door) return door.code;
    const result = this.submit(door.command);
    return result.ok ? null : result.problem.tag;
  }

  private submit(command: AgendaCommand): AgendaResult {
    const decision = new GroupDecision(this.record.read(command, this.now), { now: this.now, caps: this.caps, agreement: this.agreement });
    const result = decision.decide(command);
    this.record.write(command.coachId, decision, this.now);
    return result;
  }

  private isShutOut(person: string): boolean {
    return this.record.inactiveClients.has(person) || this.record.coaches.get(person)?.isActive === false;
  }

  private admit(person: string, isAdmitted: boolean): null {
    if (this.record.coaches.has(person))
      this.through({ command: { kind: "set_activity", ...envelope(person, "admin"), active: isAdmitted } });
    else if (isAdmitted) this.record.inactiveClients.delete(person);
    else this.record.inactiveClients.add(person);
    return null;
  }

  private show(): VisibleBooking[] {
    return [...this.record.bookings.values()].map((booking) => {
      const names = { booking: booking.id, offer: booking.offerId, held_at_stripe_minor: this.cashier.ledger.heldFor(booking.id) };
      return showBooking(booking, this.record.paymentsOf(booking.id), names);
    });
  }

  private give(given: GivenBooking): void {
    const { profile } = this.record.coach(given.coach);
    const startsAt = instant(given.session_datetime);
    const madeAt = instant(given.made_at);
    const since = instant(given.captured_at ?? given.made_at);
    const isPaid = given.captured_at !== null && given.price !== null;
    const paymentId = isPaid ? paymentIdOf(this.record.payments.size) : null;
    const offer = profile.offers.find(({ id }) => id === given.offer);
    const drafted: Omit<Booking, "expiresAt"> = {
      notes: null,
      offerId: offer?.id ?? null,
      offerTitle: offer?.title ?? null,
      price: given.price === null ? null : { minor: given.price.amount_minor, currency: given.price.currency },
      cancellationPolicy: settingsOf(given).cancellationPolicy ?? [],
      approvalRequired: given.approval_required,
      place: null,
      createdBy: given.made_by,
      clientTimeZone: null,
      locale: null,
      bufferBeforeMs: 0,
      bufferAfterMs: 0,
      moveNoticeMinutes: given.move_notice_minutes,
      id: given.booking,
      coachId: given.coach,
      clientId: given.client,
      startsAt,
      endsAt: after(startsAt, given.duration_minutes * MINUTE),
      status: given.status,
      paymentId,
      meetingLink: null,
      refundCapPercent: 100,
      refundPercent: null,
      priceWaived: false,
      moves: 0,
      moveRequest: null,
      completesAt: given.status === "confirmed" ? completionOf(after(startsAt, given.duration_minutes * MINUTE)) : null,
      cancelledBy: null,
      cancelReason: null,
      revision: 1,
      createdAt: madeAt,
      updatedAt: since,
    };
    this.record.bookings.set(given.booking, { ...drafted, expiresAt: waitsUntil(drafted, since, profile.settings) });
    if (paymentId === null || given.price === null) return;
    const { amount_minor: amountMinor, currency } = given.price;
    this.cashier.begin(
      {
        id: paymentId,
        bookingId: given.booking,
        coachId: given.coach,
        clientId: given.client,
        amountMinor,
        currency,
        state: "paid",
        sessionId: paymentId,
        sessionUrl: paymentId,
        paymentIntentId: null,
        capturedMinor: amountMinor,
        refundedMinor: 0,
        cutoffMinutes: 0,
        lateRefundPercent: 0,
        expiresAt: since,
        createdAt: madeAt,
        updatedAt: since,
      },
      given.booking,
    );
  }
}

const ALL_WEEK = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, startMinute: 0, endMinute: 24 * 60 }));

function madeOffer(offer: Offer, coachId: string, now: Instant): Sold {
  return { ...offerTermsOf(offer), id: offer.name, coachId, isActive: true, revision: 1, createdAt: now, updatedAt: now };
}
