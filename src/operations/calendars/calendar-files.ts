/** Sessions as iCalendar files, in their reader's language: one to download for its parties, and a coach's feed for whoever has its key. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { sha256Hex } from "../../lib/sha256.ts";
import { isPartyOrAdmin, isSelf } from "../../domain/access.ts";
import type { Booking } from "../../domain/booking.ts";
import { type Language, readersLanguage } from "../../domain/language.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { findHasFeed, readFeed, setFeedKey } from "../../database/calendar-feed.ts";
import { findBookingWithParties } from "../../database/bookings.ts";
import { FEED_NOTES_CHARACTERS_MAX } from "../../limits/personal.ts";
import { bookingCalendar, type CalendarParty, feedCalendar } from "../../notices/calendar-file.ts";
import { manyLines, nameOr } from "../../lib/clean-text.ts";
import { inLanguage } from "../../messages/language.ts";
import { inSentence, type Somebody, quoted } from "../../messages/person.ts";
import { say } from "../../messages/say.ts";
import type { ActorContext, OperationContext } from "../context.ts";
import { viewMe } from "../people/view-me.ts";

export interface FileContext {
  /** In whose name files are made: the service's own mailbox, so that neither side learns the other's address. */
  readonly organizer: CalendarParty;
  readonly appUrl: string;
}

interface InviteContext extends FileContext {
  /** In which the page speaks that is asked from; null: as the reader is on record. */
  readonly language: Language | null;
}

export async function downloadInvite(
  ctx: ActorContext & InviteContext,
  { bookingId }: { readonly bookingId: string },
): Promise<Result<string, Refusal>> {
  const found = await findBookingWithParties(ctx.database, bookingId);
  if (found === null) return refused({ tag: "booking_not_found" });
  const { booking, client, coach } = found;
  if (!isPartyOrAdmin(ctx.actor, booking)) return refused({ tag: "forbidden" });
  const { role } = ctx.actor;
  const other: Somebody = role === "coach" ? { name: client.name, as: "client" } : { name: coach.name, as: "coach" };
  const language = ctx.language ?? readersLanguage(await viewMe(ctx), booking);
  const file = await inLanguage(language, () =>
    bookingCalendar({
      booking,
      method: "PUBLISH",
      organizer: ctx.organizer,
      attendee: null,
      title: say("entry.title", { other: inSentence(other) }),
      description: role === "coach" ? notesOf(booking, other) : "",
      url: `${ctx.appUrl}/bookings/${booking.id}`,
      now: ctx.now,
    }),
  );
  return ok(file);
}

function notesOf({ notes }: Booking, client: Somebody): string {
  return notes === null || notes.trim() === "" ? "" : quoted(client, manyLines(notes));
}

/** A feed is fetched again and again and passes other services: it says how notes begin. */
function excerptOf({ notes }: Booking, client: Somebody): string {
  if (notes === null || notes.trim() === "") return "";
  const characters = Array.from(manyLines(notes));
  const isWhole = characters.length <= FEED_NOTES_CHARACTERS_MAX;
  return quoted(client, isWhole ? characters.join("") : `${characters.slice(0, FEED_NOTES_CHARACTERS_MAX).join("").trimEnd()}…`);
}

export async function rotateFeedKey(ctx: ActorContext, { coachId }: { readonly coachId: string }): Promise<Result<string, Refusal>> {
  if (!isSelf(ctx.actor, "coach", coachId)) return refused({ tag: "forbidden" });
  const key = `${ctx.newId()}${ctx.newId()}`.replaceAll("-", "");
  return (await setKey(ctx, coachId, await sha256Hex(key))) ? ok(key) : refused({ tag: "coach_not_found" });
}

/** Ends the feed without making another; where there is none, nothing changes. */
export async function revokeFeedKey(ctx: ActorContext, { coachId }: { readonly coachId: string }): Promise<Result<null, Refusal>> {
  if (!isSelf(ctx.actor, "coach", coachId)) return refused({ tag: "forbidden" });
  return (await setKey(ctx, coachId, null)) ? ok(null) : refused({ tag: "coach_not_found" });
}

async function setKey({ database, auditKeys, actor, now, newId }: ActorContext, coachId: string, keyHash: string | null): Promise<boolean> {
  return await setFeedKey(database, auditKeys, { coachId, keyHash, commandId: newId(), author: actor, now });
}

/** Whether there is a feed. Its address is told once, when it is made: of the key a hash is kept. */
export async function viewFeed(ctx: ActorContext, { coachId }: { readonly coachId: string }): Promise<Result<boolean, Refusal>> {
  if (!isSelf(ctx.actor, "coach", coachId)) return refused({ tag: "forbidden" });
  const hasFeed = await findHasFeed(ctx.database, coachId);
  return hasFeed === null ? refused({ tag: "coach_not_found" }) : ok(hasFeed);
}

/** A wrong key and an unknown coach are told alike. */
export async function readCalendarFeed(
  ctx: OperationContext & FileContext,
  input: { readonly coachId: string; readonly key: string },
): Promise<Result<string, Refusal>> {
  const feed = await readFeed(ctx.database, input.coachId, await sha256Hex(input.key), ctx.now);
  if (feed === null) return refused({ tag: "coach_not_found" });
  const file = await inLanguage(readersLanguage(feed.coach, null), () =>
    feedCalendar({
      name: say("entry.feed", { name: nameOr(feed.coach.name, say("person.the_coach")) }),
      organizer: ctx.organizer,
      entries: feed.sessions.map(({ booking, clientName }) => {
        const client: Somebody = { name: clientName, as: "a_client" };
        return {
          booking,
          title: say(booking.status === "pending" ? "entry.title.requested" : "entry.title", { other: inSentence(client) }),
          description: excerptOf(booking, client),
          url: `${ctx.appUrl}/bookings/${booking.id}`,
        };
      }),
    }),
  );
  return ok(file);
}
