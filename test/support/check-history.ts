/** What must hold of any history, whatever struck it. Each function throws with the number of the invariant it found broken. */
import { sql } from "drizzle-orm";
import type { Booking } from "../../src/domain/booking.ts";
import { DEFAULT_SETTINGS, defaultHours, slotRulesOf } from "../../src/domain/coach.ts";
import { after, type Instant } from "../../src/domain/instant.ts";
import { listSlots } from "../../src/domain/slots/slots.ts";
import { all, query } from "../../src/database/packing.ts";
import { AUDIT_ROW, type AuditRow, firstBrokenSeq } from "../../src/database/audit.ts";
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";
import { auditKeys, bookingsOf, createCommand, database, handMadeAgenda, newClient } from "./agenda.ts";
import { type Event, halfHour, type History, type Plan } from "./history.ts";

export class Violation extends Error {}

function must(holds: boolean, invariant: string, what: string): void {
  if (!holds) throw new Violation(`${invariant}: ${what}`);
}

export async function checkHistory(history: History, plan: Plan): Promise<void> {
  const bookings = await bookingsOf(history.coachId);
  const rows = await all(database, query(AUDIT_ROW, sql`SELECT * FROM audit_log WHERE chain = ${history.coachId} ORDER BY seq`));
  checkOverlap(bookings, history);
  checkAcknowledged(bookings, rows, history);
  checkKeys(history.events);
  await checkAudit(bookings, rows, history);
  await checkListing(bookings, history, plan);
}

/** Whether a booking holds its time at a moment: a statement of this checker's own, not that of the code under test. */
function holdsTime({ status, expiresAt }: Booking, now: Instant): boolean {
  if (status === "pending") return expiresAt === null || now < expiresAt;
  return status === "confirmed";
}

/** I1: no two active bookings conflict, buffers included. */
function checkOverlap(bookings: readonly Booking[], { clock }: History): void {
  const active = bookings.filter((booking) => holdsTime(booking, clock.now));
  for (const [index, earlier] of active.entries()) {
    for (const later of active.slice(index + 1)) {
      const gap = Math.max(earlier.bufferAfterMs, later.bufferBeforeMs);
      must(later.startsAt >= earlier.endsAt + gap, "I1", `${earlier.id} and ${later.id} overlap`);
    }
  }
}

/** I2, I3, I4: what was granted has its audit row, what was refused has none, what is unknown has at most one. */
function checkAcknowledged(bookings: readonly Booking[], rows: readonly AuditRow[], { events }: History): void {
  const ids = new Set(bookings.map((booking) => booking.id));
  for (const { command, outcome, reply } of events) {
    if (command.kind === "lapse") continue;
    const own = rows.filter((row) => row.commandId === command.commandId);
    if (outcome === "unknown") must(own.length <= 1, "I4", `${command.kind} happened ${own.length} times`);
    if (outcome === "refused" || reply.replayed) {
      must(own.length === 0, "I3", `a refused or replayed ${command.kind} left an audit row`);
      if (command.kind === "create") must(!ids.has(command.bookingId), "I3", "a refused booking exists");
    } else if (outcome === "ok" && reply.result.ok && reply.result.value.kind === "booking") {
      const { booking } = reply.result.value;
      // A move to the time at which it is already changes nothing.
      const movesNothing = command.kind === "reschedule" && own.length === 0 && booking.startsAt === command.startsAt;
      must(movesNothing || (own.length === 1 && own[0]?.bookingId === booking.id), "I2", `an acknowledged ${command.kind} is lost`);
      must(ids.has(booking.id), "I2", "an acknowledged booking is lost");
    }
  }
}

/** I5: one key, one booking, and the same answer every time. */
function checkKeys(events: readonly Event[]): void {
  const answers = new Map<string, string>();
  for (const { command, outcome, reply } of events) {
    if (command.claim === null || outcome === "unknown") continue;
    if (!reply.result.ok && reply.result.problem.tag === "idempotency_key_reused") continue;
    const { principal, key, fingerprint } = command.claim;
    const scope = `${principal}/${key}/${fingerprint}`;
    const answer = JSON.stringify([reply.result, reply.requestId]);
    const earlier = answers.get(scope) ?? answer;
    must(earlier === answer, "I5", `${scope} was answered in two ways: ${earlier} and ${answer}`);
    answers.set(scope, answer);
  }
}

/** I9: the chain verifies, and each booking stands at the state of its last row. */
async function checkAudit(bookings: readonly Booking[], rows: readonly AuditRow[], { direct }: History): Promise<void> {
  must((await firstBrokenSeq(await auditKeys(), null, rows)) === null, "I9", "the audit chain is broken");
  for (const booking of bookings) {
    if (direct.has(booking.id)) continue;
    const revisions = rows.filter((row) => row.bookingId === booking.id).map((row) => row.revision);
    must(
      JSON.stringify(revisions) === JSON.stringify(Array.from({ length: booking.revision }, (_, index) => index + 1)),
      "I9",
      `${booking.id} is at revision ${booking.revision} with rows ${JSON.stringify(revisions)}`,
    );
  }
}

/** I8, I11: after healing, what the slot function lists can be booked, freed time included, and what it does not list cannot. */
async function checkListing(bookings: readonly Booking[], { coachId, clock }: History, { buffers }: Plan): Promise<void> {
  const day = { startsAt: halfHour(0), endsAt: after(halfHour(0), DAY_MS) };
  const settings = { ...DEFAULT_SETTINGS, slotStepMinutes: 30, bufferBeforeMinutes: buffers[0], bufferAfterMinutes: buffers[1] };
  const blocked = bookings.filter((booking) => holdsTime(booking, clock.now)).map((booking) => ({ ...booking, isSession: true }));
  const listed = listSlots(slotRulesOf({ hours: defaultHours("UTC"), settings }), blocked, day, HOUR_MS, clock.now);
  const { agenda } = await handMadeAgenda(clock);
  const taken = Array.from({ length: 15 }, (_, half) => halfHour(half)).find((start) => !listed.includes(start));
  if (taken !== undefined) {
    const { result } = await agenda.submit(createCommand(coachId, await newClient(), taken));
    must(!result.ok, "I11", "a time that is not listed was granted");
  }
  const [first, last] = [listed.at(0), listed.at(-1)];
  if (first === undefined || last === undefined) return;
  // The second only where the first, once booked, does not stand in its way.
  for (const start of last - first >= 3 * HOUR_MS ? [first, last] : [first]) {
    const { result } = await agenda.submit(createCommand(coachId, await newClient(), start));
    must(result.ok, "I11", `a listed time was refused: ${result.ok ? "" : result.problem.tag}`);
  }
}
