/** Messages that are the same as in English by right: proper names everywhere, and words that a language shares with English. */
import type { MessageId } from "../../src/messages/language.ts";

export const SAME_BY_RIGHT = {
  everywhere: ["site.name", "page.title", "calendars.name.outlook"],
  de: ["coach.place.link", "facts.coach", "facts.link", "offer.link", "mail.place.online", "session.coach", "session.link"],
  es: ["facts.coach", "calendars.name.google", "field.no", "session.coach", "page.title.faulty", "error.prefix"],
  fr: [
    "admin.nav",
    "coach.minutes",
    "facts.coach",
    "length.minutes",
    "for_client.client",
    "for_client.notes",
    "field.unit.minutes",
    "offer.description",
    "problems.code",
    "session.client",
    "session.coach",
    "site.admin",
    "all_bookings.coach",
    "all_bookings.client",
    "figures.total",
    "figures.by.client",
    "figures.by.coach",
    "figures.coaches.name",
    "effects.coach",
    "people.role.client",
    "people.role.coach",
  ],
  pt: ["reports.coaches", "facts.coach", "facts.link", "offer.link", "problems.code", "problems.status", "session.coach", "session.link"],
  ja: ["reference.title", "problems.code", "problems.status"],
} as const satisfies Readonly<Record<string, readonly MessageId[]>>;
