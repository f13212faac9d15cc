/** One coach, one client and the commands about them, to decide on a state in memory. */
import { GroupDecision } from "../../src/agenda/decide.ts";
import type { GroupState } from "../../src/database/group-read.ts";
import type { Role } from "../../src/domain/actor.ts";
import type { Booking } from "../../src/domain/booking.ts";
import { type CoachProfile, type CoachSettings, DEFAULT_SETTINGS } from "../../src/domain/coach.ts";
import type { AgendaCommand } from "../../src/domain/command.ts";
import type { Payment } from "../../src/domain/payment.ts";
import { at, bookingOf, daily } from "./making.ts";

export const NOW = at("2030-03-10T10:00Z");
export const START = at("2030-03-12T10:00Z");
export const END = at("2030-03-12T11:00Z");
export const EUR = { minor: 10_000, currency: "EUR" };
export const CAPS = { pendingMax: 3, aheadMax: 7, unpaidWithCoachMax: 5, movesMax: 5 };
export const PAYMENT_ID = "00000000-0000-4000-8000-000000000001";

export function booked(changes: Partial<Booking> = {}): Booking {
  const parties = { id: "b", coachId: "coach", clientId: "client" };
  return bookingOf({ ...parties, startsAt: START, endsAt: END, status: "confirmed", createdAt: NOW, updatedAt: NOW, ...changes });
}

export function pending(changes: Partial<Booking> = {}): Booking {
  return booked({ status: "pending", expiresAt: START, ...changes });
}

export function paymentOf(changes: Partial<Payment> = {}): Payment {
  return {
    id: PAYMENT_ID,
    bookingId: "b",
    coachId: "coach",
    clientId: "client",
    amountMinor: 10_000,
    currency: "EUR",
    state: "open",
    sessionId: "session",
    sessionUrl: "https://pay.example/session",
    paymentIntentId: null,
    capturedMinor: 0,
    refundedMinor: 0,
    cutoffMinutes: 0,
    lateRefundPercent: 0,
    expiresAt: at("2030-03-10T10:20Z"),
    createdAt: at("2030-03-10T09:49Z"),
    updatedAt: at("2030-03-10T09:49Z"),
    ...changes,
  };
}

/** Open from eight to six in UTC, sells every length for nothing unless there are offers. */
export function profileOf({
  settings = {},
  ...changes
}: Partial<Omit<CoachProfile, "settings">> & { settings?: Partial<CoachSettings> } = {}): CoachProfile {
  return {
    coachId: "coach",
    hours: daily("UTC", "08:00-18:00"),
    settings: { ...DEFAULT_SETTINGS, ...settings },
    settingsRevision: 3,
    availabilityVersion: 7,
    offers: [],
    hasOffers: false,
    ...changes,
  };
}

export type State = Partial<GroupState> & { readonly bookings?: readonly Booking[] };

/** `bookings`: those that the commands name, which hold their time as well. */
export function stateOf({ bookings = [], ...changes }: State = {}): GroupState {
  return {
    coach: { profile: profileOf(), isActive: true },
    auditHead: null,
    nearby: bookings.filter(({ status }) => status === "pending" || status === "confirmed"),
    calendars: { busy: [], connections: [] },
    due: [],
    completing: [],
    asked: [],
    endpoints: [],
    named: new Map(bookings.map((booking) => [booking.id, booking])),
    payments: [],
    inactiveClients: new Set(),
    clientMoves: new Map(),
    lapsedUnpaid: [],
    stored: new Map(),
    clients: new Map(["client", "other"].map((id) => [id, wanting(id)])),
    elsewhere: [],
    committed: new Set(),
    ...changes,
  };
}

export type Wanting = GroupState["clients"] extends ReadonlyMap<string, infer Client> ? Client : never;

export function wanting(id: string, changes: Partial<Wanting> = {}): Wanting {
  const recorded = {
    id,
    role: "client",
    email: "c@people.test",
    name: "C",
    timeZone: "Europe/Lisbon",
    locale: null,
    claimsIssuedAt: null,
  } as const;
  return { recorded, isActive: true, isKnownToCoach: true, pending: 0, ahead: 0, unpaid: 0, ...changes };
}

export function by(role: Role | "system", commandId = "command") {
  const author = role === "system" ? ({ id: null, role } as const) : { id: role, role };
  return { commandId, requestId: "request", coachId: "coach", author, claim: null };
}

/** Decides commands one after the other, as a group, and shows the last answer and all that would be written. */
export function decide(state: State, ...commands: readonly AgendaCommand[]) {
  const decision = new GroupDecision(stateOf(state), { now: NOW, caps: CAPS });
  const [result] = commands.map((command) => decision.decide(command)).slice(-1);
  if (result === undefined) throw new Error("nothing was to be decided");
  const { writes, profile } = decision;
  return {
    answer: result.ok ? result.value : null,
    problem: result.ok ? null : result.problem,
    writes,
    profile,
    audit: writes.audit.map(({ action, changes }) => [action, changes]),
    /** What follows, but for mails. */
    effects: writes.outbox.map(({ effect }) => effect).filter(({ kind }) => kind !== "mail"),
  };
}
