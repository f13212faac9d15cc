/** The settings of connected calendars: how people see and change them. */
import { writeDetachedEvent } from "../../calendar-accounts/detached-event.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import type { AccountCalendar, CalendarConnection, ConnectionPatch, SyncedEvent } from "../../domain/calendar-account.ts";
import type { CalendarProviderName } from "../../domain/effect.ts";
import { isParty, mayConnectCalendars } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { findBooking } from "../../database/bookings.ts";
import { connectionsOf } from "../../database/calendar-connections.ts";
import type { CalendarContext } from "./calendar-consent.ts";
import { envelopeOf } from "../command.ts";
import type { ActorContext } from "../context.ts";

type Context = ActorContext & CalendarContext;

interface OfProvider {
  readonly provider: CalendarProviderName;
}

export async function listConnections(ctx: Context): Promise<Result<CalendarConnection[], Refusal>> {
  if (!mayConnectCalendars(ctx.actor)) return refused({ tag: "forbidden" });
  return ok(await connectionsOf(ctx.database, ctx.actor.id));
}

export async function listAccountCalendars(ctx: Context, { provider }: OfProvider): Promise<Result<readonly AccountCalendar[], Refusal>> {
  const refusal = refusalFor(ctx, provider);
  return refusal ?? (await ctx.calendarAccount(ctx.actor.id, provider).calendars());
}

export async function configureConnection(
  ctx: Context,
  { provider, patch }: OfProvider & { readonly patch: ConnectionPatch },
): Promise<Result<CalendarConnection, Refusal>> {
  const refusal = refusalFor(ctx, provider);
  return refusal ?? (await ctx.calendarAccount(ctx.actor.id, provider).configure(patch));
}

export async function disconnectCalendar(
  ctx: Context,
  { provider }: OfProvider,
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

/** The parts that an event written with a caller's own token needs beside the rest. */
interface DetachedContext {
  readonly appUrl: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly wait: (ms: number) => Promise<void>;
}

export async function syncBooking(ctx: Context & DetachedContext, input: SyncInput): Promise<Result<SyncedEvent, Refusal>> {
  const { bookingId, provider, timeZone, accessToken } = input;
  const booking = await findBooking(ctx.database, bookingId);
  if (booking === null) return refused({ tag: "booking_not_found" });
  if (!isParty(ctx.actor, booking)) return refused({ tag: "forbidden" });
  if (booking.status === "cancelled") return refused({ tag: "booking_not_active" });
  const refusal = refusalFor(ctx, provider);
  if (refusal !== null) return refusal;
  const userId = ctx.actor.id;
  if (accessToken !== null) {
    const { coachId } = booking;
    const record = async (): Promise<Result<null, Refusal>> => await recordEvent(ctx, { bookingId, coachId, provider });
    const { database, appUrl, fetch, wait, now } = ctx;
    const deps = { database, standInUrl: ctx.calendars.standInUrl, appUrl, fetch, wait, now: () => now };
    return await writeDetachedEvent(deps, { bookingId, provider, timeZone, accessToken, userId, record });
  }
  return await ctx.calendarAccount(userId, provider).syncBooking({ bookingId, timeZone });
}

async function recordEvent(
  ctx: ActorContext,
  { bookingId, coachId, provider }: { readonly bookingId: string; readonly coachId: string; readonly provider: CalendarProviderName },
): Promise<Result<null, Refusal>> {
  const { result } = await ctx.submit({ kind: "record_event", ...envelopeOf(ctx, coachId), bookingId, provider });
  return result.ok ? ok(null) : result;
}

function refusalFor(
  { actor, calendars }: Context,
  provider: CalendarProviderName,
): { readonly ok: false; readonly problem: Refusal } | null {
  if (!mayConnectCalendars(actor)) return refused({ tag: "forbidden" });
  return calendars.clients[provider] === null ? refused({ tag: "calendar_not_offered" }) : null;
}
