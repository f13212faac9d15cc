/**
 * An admin erases a person: shut out, calendars disconnected, name and address gone at once, then their bookings cleared a page for
 * each call. It is refused while sessions are ahead or a payment is open, unless the call asks for them to be cancelled. Rows keep ids
 * and times. Copies elsewhere are told, not deleted: they are in other hands.
 */
import { ok, refused, type Result } from "../../lib/result.ts";
import { isAdmin } from "../../domain/access.ts";
import type { CalendarAccountClient } from "../../domain/calendar-account.ts";
import type { CalendarProviderName } from "../../domain/effect.ts";
import { instant } from "../../domain/instant.ts";
import { isErased } from "../../domain/person.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { YEAR_MAX } from "../../limits.ts";
import { recordErasure } from "../../database/admin-acts.ts";
import { connectionsOf } from "../../database/calendar-connections.ts";
import { type Copies, eraseBookings, type PersonalPlace, standingOf } from "../../database/erasure.ts";
import { findUser, type User } from "../../database/people.ts";
import type { ActorContext } from "../context.ts";
import { cancelPeriod } from "./cancel-period.ts";
import { setUserStatus } from "./set-user-status.ts";

export interface EraseContext extends ActorContext {
  readonly calendarAccount: (userId: string, provider: CalendarProviderName) => CalendarAccountClient;
}

export interface EraseInput {
  readonly userId: string;
  /** Whether sessions ahead are cancelled first. */
  readonly cancels: boolean;
  /** Where the call before ended; null: at the beginning. */
  readonly from: PersonalPlace | null;
}

interface Consent {
  readonly provider: CalendarProviderName;
  /** Where the person can withdraw it by hand; null: it was withdrawn. */
  readonly adviceUrl: string | null;
}

export interface ErasedStep extends Copies {
  /** Sessions that this call has cancelled. */
  readonly cancelled: number;
  /** Bookings that this call has cleared. */
  readonly bookings: number;
  readonly consents: readonly Consent[];
  readonly isDone: boolean;
  readonly next: PersonalPlace | null;
}

const NO_END = instant(Date.UTC(YEAR_MAX + 1, 0, 1));

export async function erasePerson(ctx: EraseContext, { userId, cancels, from }: EraseInput): Promise<Result<ErasedStep, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const user = await findUser(ctx.database, userId);
  if (user === null) return refused({ tag: "user_not_found" });
  if (user.id === ctx.actor.id) return refused({ tag: "self_deactivation" });
  const begun = isErased(user) ? ok({ cancelled: 0, isBegun: true, consents: [] }) : await begin(ctx, user, cancels);
  if (!begun.ok) return begun;
  const { cancelled, isBegun, consents } = begun.value;
  if (!isBegun) return ok({ cancelled, consents, bookings: 0, payments: [], events: [], isDone: false, next: null });
  const page = await eraseBookings(ctx.database, user.id, from, ctx.now);
  return ok({ ...page, cancelled, consents, isDone: page.next === null });
}

interface Begun {
  readonly cancelled: number;
  /** Whether nothing stood in the way, and the person has been erased. */
  readonly isBegun: boolean;
  readonly consents: readonly Consent[];
}

async function begin(ctx: EraseContext, user: User, cancels: boolean): Promise<Result<Begun, Refusal>> {
  const before = await standingOf(ctx.database, user.id, ctx.now);
  if (!cancels && (before.hasSessionsAhead || before.hasOpenPayment)) return refused({ tag: "erasure_blocked" });
  // From here on no session is added.
  const closed = await setUserStatus(ctx, { userId: user.id, status: "inactive" });
  if (!closed.ok) return closed;
  let cancelled = 0;
  if (cancels) {
    for (const of of ["client", "coach"] as const) {
      const done = await cancelPeriod(ctx, { of, personId: user.id, from: ctx.now, to: NO_END, reason: null, shown: null });
      if (!done.ok) return done;
      cancelled += done.value.cancelled.length;
    }
  }
  // Bookings that came in between, or could not be cancelled at once. A payment of a cancelled booking ends by itself, and is given back if it does not.
  const { hasSessionsAhead, hasOpenPayment } = await standingOf(ctx.database, user.id, ctx.now);
  if (!cancels && (hasSessionsAhead || hasOpenPayment)) return refused({ tag: "erasure_blocked" });
  if (hasSessionsAhead) return ok({ cancelled, isBegun: false, consents: [] });
  const consents: Consent[] = [];
  for (const { provider } of await connectionsOf(ctx.database, user.id)) {
    const disconnected = await ctx.calendarAccount(user.id, provider).disconnect();
    if (disconnected.ok) consents.push({ provider, adviceUrl: disconnected.value.adviceUrl });
  }
  await recordErasure(ctx.database, ctx.auditKeys, { commandId: ctx.newId(), author: ctx.actor, userId: user.id, now: ctx.now });
  return ok({ cancelled, isBegun: true, consents });
}
