/**
 * The record of a game in memory, in place of D1: what a group reads of it, and how a decision is written to it. It holds what the
 * statements of `src/database` would select, without bounds of time or number; it decides nothing.
 */
import { type Booking, hasLapsed, isActive, openRequest, statusAt } from "../../src/domain/booking.ts";
import type { CoachProfile } from "../../src/domain/coach.ts";
import type { AgendaCommand } from "../../src/domain/command.ts";
import type { NewEffect } from "../../src/domain/effect.ts";
import { after, type Instant } from "../../src/domain/instant.ts";
import type { Payment } from "../../src/domain/payment.ts";
import { LAPSED_AGAIN_MS, MOVES_COUNTED_MS } from "../../src/limits.ts";
import type { GroupDecision } from "../../src/agenda/decide.ts";
import { outboxRowOf } from "../../src/database/effect-codec.ts";
import type { LapsedUnpaid, WantingClient } from "../../src/database/client-holdings.ts";
import type { GroupState } from "../../src/database/group-read.ts";

export interface CoachRecord {
  profile: CoachProfile;
  isActive: boolean;
}

interface Moved {
  readonly bookingId: string;
  readonly at: Instant;
}

export class MemoryRecord {
  readonly coaches = new Map<string, CoachRecord>();
  readonly bookings = new Map<string, Booking>();
  readonly payments = new Map<string, Payment>();
  readonly inactiveClients = new Set<string>();
  /** Effects that wait, by id. */
  readonly outbox = new Map<string, NewEffect>();
  private readonly known = new Set<string>();
  private readonly clientMoves: Moved[] = [];

  coach(id: string): CoachRecord {
    const coach = this.coaches.get(id);
    if (coach === undefined) throw new Error(`no ${id} in this world`);
    return coach;
  }

  paymentsOf(bookingId: string): Payment[] {
    return [...this.payments.values()].filter((payment) => payment.bookingId === bookingId);
  }

  isDue(coachId: string, now: Instant): boolean {
    return this.of(coachId).some((one) => hasLapsed(one, now) || isCompleting(one, now) || isUnanswered(one, now));
  }

  read(command: AgendaCommand, now: Instant): GroupState {
    const { coachId } = command;
    const all = this.of(coachId);
    const isLapse = command.kind === "lapse";
    const named = "bookingId" in command ? this.bookings.get(command.bookingId) : undefined;
    const moves = this.clientMoves.filter(({ bookingId, at }) => bookingId === named?.id && at > after(now, -MOVES_COUNTED_MS));
    return {
      coach: this.coach(coachId),
      auditHead: null,
      nearby: isLapse ? [] : all.filter(({ status }) => status === "pending" || status === "confirmed"),
      calendars: { busy: [], connections: [] },
      due: isLapse ? all.filter((one) => hasLapsed(one, now)) : [],
      completing: isLapse ? all.filter((one) => isCompleting(one, now)) : [],
      asked: isLapse ? all.filter((one) => isUnanswered(one, now)) : [],
      endpoints: [],
      named: new Map(named === undefined ? [] : [[named.id, named]]),
      payments: named === undefined ? [] : this.paymentsOf(named.id),
      inactiveClients: this.inactiveClients,
      clientMoves: new Map(named === undefined ? [] : [[named.id, moves.length]]),
      lapsedUnpaid: command.kind === "create" ? this.lapsedUnpaid(coachId, now) : [],
      stored: new Map(),
      clients: command.kind === "create" ? new Map([[command.clientId, this.wanting(command.clientId, coachId, now)]]) : new Map(),
      elsewhere: [],
      committed: new Set(),
    };
  }

  write(coachId: string, { writes, profile }: GroupDecision, now: Instant): void {
    const coach = this.coach(coachId);
    for (const { booking } of [...writes.created, ...writes.changed]) this.bookings.set(booking.id, booking);
    for (const payment of writes.payments) this.payments.set(payment.id, payment);
    if (profile !== null && (writes.profile !== null || writes.offers.length > 0)) coach.profile = profile;
    if (writes.isActive !== null) coach.isActive = writes.isActive;
    for (const { action, author, bookingId, changes } of writes.audit) {
      const isOwn = action === "rescheduled" && author.role === "client" && changes["accepted"] === undefined;
      if (isOwn && bookingId !== null) this.clientMoves.push({ bookingId, at: now });
    }
    this.queue(writes.outbox);
  }

  /** An effect that was queued before is the same one. Mails are nobody's gain. */
  queue(effects: readonly NewEffect[]): void {
    for (const queued of effects) {
      if (queued.effect.kind === "mail") continue;
      const { id } = outboxRowOf(queued);
      if (this.known.has(id)) continue;
      this.known.add(id);
      this.outbox.set(id, queued);
    }
  }

  private of(coachId: string): Booking[] {
    return [...this.bookings.values()].filter((booking) => booking.coachId === coachId);
  }

  private lapsedUnpaid(coachId: string, now: Instant): LapsedUnpaid[] {
    return this.of(coachId).filter(
      ({ price, paymentId, cancelledBy, createdBy, updatedAt }) =>
        createdBy === "client" &&
        price !== null &&
        paymentId === null &&
        cancelledBy === "system" &&
        updatedAt > after(now, -LAPSED_AGAIN_MS),
    );
  }

  private wanting(clientId: string, coachId: string, now: Instant): WantingClient {
    const own = [...this.bookings.values()].filter((booking) => booking.clientId === clientId);
    const ahead = own.filter((one) => one.createdBy === "client" && one.startsAt > now && isActive(one, now));
    return {
      recorded: { id: clientId, role: "client", email: null, name: null, timeZone: null, locale: null, claimsIssuedAt: null },
      isActive: !this.inactiveClients.has(clientId),
      isKnownToCoach: own.some((one) => one.coachId === coachId && one.createdBy !== "coach"),
      pending: ahead.filter(({ status }) => status === "pending").length,
      ahead: ahead.length,
      unpaid: ahead.filter((one) => one.coachId === coachId && one.paymentId === null).length,
    };
  }
}

const isCompleting = (booking: Booking, now: Instant): boolean => booking.status === "confirmed" && statusAt(booking, now) === "completed";
const isUnanswered = (booking: Booking, now: Instant): boolean => booking.moveRequest !== null && openRequest(booking, now) === null;
