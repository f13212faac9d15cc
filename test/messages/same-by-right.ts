/** Messages that are the same as in English by right: proper names everywhere, and words that a language shares with English. */
import type { MessageId } from "../../src/messages/language.ts";

export const SAME_BY_RIGHT = {
  everywhere: ["site.name", "page.title", "calendars.name.outlook"],
  de: ["coach.place.link", "facts.coach", "facts.link", "offer.link", "mail.place.online", "session.coach", "session.link"],
  es: [
    "figures.total",
    "figures.by.coach",
    "figures.coaches",
    "figures.coaches.name",
    "reports.coaches",
    "all_bookings.coach",
    "effects.coach",
    "people.role.coach",
    "facts.coach",
    "calendars.name.google",
    "field.no",
    "session.coach",
    "page.title.faulty",
    "error.prefix",
  ],
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
  ],
  pt: ["reports.coaches", "facts.coach", "facts.link", "offer.link", "problems.code", "problems.status", "session.coach", "session.link"],
  ja: ["reference.title", "problems.code", "problems.status"],
} as const satisfies Readonly<Record<string, readonly MessageId[]>>;
