/** What people see of their connected calendars, and change about them. */
import { ok, refused, type Result } from "../lib/result.ts";
import type { AccountCalendar, CalendarConnection, ConnectionPatch, SyncedEvent } from "../domain/calendar-account.ts";
import type { CalendarProviderName } from "../domain/effect.ts";
import type { Refusal } from "../domain/refusal.ts";
import { findBooking } from "../database/bookings.ts";
import { connectionsOf } from "../database/calendar-connections.ts";
import { openDatabase } from "../database/open.ts";
import type { CalendarContext } from "./calendar-consent.ts";
import type { ActorContext } from "./context.ts";

type Context = ActorContext & CalendarContext;

export async function listConnections(ctx: Context): Promise<Result<CalendarConnection[], Refusal>> {
  if (ctx.actor.role === "admin") return refused({ tag: "forbidden" });
  return ok(await connectionsOf(openDatabase(ctx.d1), ctx.actor.id));
}

export async function listAccountCalendars(
  ctx: Context,
  provider: CalendarProviderName,
): Promise<Result<readonly AccountCalendar[], Refusal>> {
  const refusal = refusalFor(ctx, provider);
  return refusal ?? (await ctx.calendarAccount(ctx.actor.id, provider).calendars());
}

export async function configureConnection(
  ctx: Context,
  provider: CalendarProviderName,
  patch: ConnectionPatch,
): Promise<Result<CalendarConnection, Refusal>> {
  const refusal = refusalFor(ctx, provider);
  return refusal ?? (await ctx.calendarAccount(ctx.actor.id, provider).configure(patch));
}

export async function disconnectCalendar(
  ctx: Context,
  provider: CalendarProviderName,
): Promise<Result<{ readonly adviceUrl: string | null }, Refusal>> {
  const refusal = refusalFor(ctx, provider);
  return refusal ?? (await ctx.calendarAccount(ctx.actor.id, provider).disconnect());
}

interface SyncInput {
  readonly bookingId: string;
  readonly provider: CalendarProviderName;
  readonly timeZone: string | null;
  readonly accessToken: string | null;
}

/** Writes an event with a token that the caller brought. */
export type SyncDetached = (
  input: Omit<SyncInput, "accessToken"> & {
    readonly accessToken: string;
    readonly userId: string;
    readonly record: () => Promise<Result<null, Refusal>>;
  },
) => Promise<Result<SyncedEvent, Refusal>>;

export async function syncBooking(
  ctx: Context & { readonly syncDetached: SyncDetached },
  input: SyncInput,
): Promise<Result<SyncedEvent, Refusal>> {
  const { bookingId, provider, timeZone, accessToken } = input;
  const booking = await findBooking(openDatabase(ctx.d1), bookingId);
  if (booking === null) return refused({ tag: "booking_not_found" });
  const { id: userId, role } = ctx.actor;
  const isParty = (role === "client" && booking.clientId === userId) || (role === "coach" && booking.coachId === userId);
  if (!isParty) return refused({ tag: "forbidden" });
  if (booking.status === "cancelled") return refused({ tag: "booking_not_active" });
  const refusal = refusalFor(ctx, provider);
  if (refusal !== null) return refusal;
  if (accessToken !== null) {
    const { coachId } = booking;
    const record = async (): Promise<Result<null, Refusal>> => await recordEvent(ctx, { bookingId, coachId, provider });
    return await ctx.syncDetached({ bookingId, provider, timeZone, accessToken, userId, record });
  }
  return await ctx.calendarAccount(userId, provider).syncBooking({ bookingId, timeZone });
}

async function recordEvent(
  ctx: ActorContext,
  { bookingId, coachId, provider }: { readonly bookingId: string; readonly coachId: string; readonly provider: CalendarProviderName },
): Promise<Result<null, Refusal>> {
  const base = { commandId: ctx.newId(), requestId: ctx.requestId, coachId, author: ctx.actor, claim: null };
  const { result } = await ctx.submit({ kind: "record_event", ...base, bookingId, provider });
  return result.ok ? ok(null) : result;
}

function refusalFor(
  { actor, calendars }: Context,
  provider: CalendarProviderName,
): { readonly ok: false; readonly problem: Refusal } | null {
  if (actor.role === "admin") return refused({ tag: "forbidden" });
  return calendars.clients[provider] === null ? refused({ tag: "calendar_not_offered" }) : null;
}
