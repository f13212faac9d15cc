/**
 * A copy of what is kept about the person who asks: who they are, calendars, a coach's terms and offers, then the sessions part by part, so
 * that a long history never stands in memory at once. Nobody else's copy can be asked for. Secrets, hashes and busy time are left out.
 */
import type { Offer } from "../../domain/agreement/offer.ts";
import type { Booking, BookingCalendar } from "../../domain/booking.ts";
import type { CalendarConnection } from "../../domain/calendar-account.ts";
import type { CoachProfile } from "../../domain/coach.ts";
import { readersLanguage } from "../../domain/language.ts";
import type { Payment } from "../../domain/payment.ts";
import { manyLines } from "../../lib/clean-text.ts";
import { EXPORT_PARTS_MAX, EXPORT_SESSIONS_PER_PART } from "../../limits/personal.ts";
import { bookingsByIds } from "../../database/bookings.ts";
import { connectionsOf } from "../../database/calendar-connections.ts";
import { latestSessionsOf } from "../../database/calendar-feed.ts";
import { bookingsOfPerson, type PersonalPlace } from "../../database/erasure.ts";
import { listOffersOf } from "../../database/offers.ts";
import { all } from "../../database/packing.ts";
import { paymentsOfBookings } from "../../database/payments.ts";
import type { User } from "../../database/people.ts";
import { findProfile } from "../../database/profiles.ts";
import { inLanguage } from "../../messages/language.ts";
import { inSentence, type Somebody } from "../../messages/person.ts";
import { say } from "../../messages/say.ts";
import { feedCalendar } from "../../notices/calendar-file.ts";
import type { FileContext } from "../calendars/calendar-files.ts";
import type { ActorContext } from "../context.ts";
import { viewMe } from "./view-me.ts";

export interface ExportedPerson {
  readonly user: User;
  readonly connections: readonly CalendarConnection[];
  /** null: the person is no coach. */
  readonly coach: { readonly profile: CoachProfile; readonly offers: readonly Offer[] } | null;
}

export interface ExportedSession {
  readonly booking: Booking;
  readonly calendars: readonly BookingCalendar[];
  readonly payments: readonly Payment[];
}

export async function exportPerson(ctx: ActorContext): Promise<ExportedPerson> {
  const { database, actor } = ctx;
  const user = await viewMe(ctx);
  const [connections, profile, offered] = await Promise.all([
    connectionsOf(database, actor.id),
    user.isCoach ? findProfile(database, actor.id) : null,
    user.isCoach ? listOffersOf(database, actor.id, true) : null,
  ]);
  return { user, connections, coach: profile === null ? null : { profile, offers: offered?.offers ?? [] } };
}

export async function* exportSessions({ database, actor }: ActorContext): AsyncGenerator<readonly ExportedSession[], void> {
  let from: PersonalPlace | null = null;
  for (let part = 0; part < EXPORT_PARTS_MAX; part += 1) {
    const page = await bookingsOfPerson(database, actor.id, from, EXPORT_SESSIONS_PER_PART);
    const [{ bookings, calendars }, payments] = await Promise.all([
      bookingsByIds(database, page.bookingIds),
      all(database, paymentsOfBookings(page.bookingIds)),
    ]);
    yield bookings.map((booking) => ({
      booking,
      calendars: calendars.get(booking.id) ?? [],
      payments: payments.filter(({ bookingId }) => bookingId === booking.id),
    }));
    if (page.next === null) return;
    from = page.next;
  }
  throw new Error("the person has more sessions than one export may have");
}

/** The latest sessions as a calendar to import. */
export async function exportCalendar(ctx: ActorContext & FileContext): Promise<string> {
  const user = await viewMe(ctx);
  const sessions = await latestSessionsOf(ctx.database, ctx.actor.id, ctx.now);
  return await inLanguage(readersLanguage(user, null), () =>
    feedCalendar({
      name: say("export.calendar"),
      organizer: ctx.organizer,
      entries: sessions.map(({ booking, clientName, coachName }) => {
        const isCoachs = booking.coachId === ctx.actor.id;
        const other: Somebody = isCoachs ? { name: clientName, as: "a_client" } : { name: coachName, as: "coach" };
        return {
          booking,
          title: say(booking.status === "pending" ? "entry.title.requested" : "entry.title", { other: inSentence(other) }),
          description: booking.notes === null ? "" : manyLines(booking.notes),
          url: `${ctx.appUrl}/bookings/${booking.id}`,
        };
      }),
    }),
  );
}
