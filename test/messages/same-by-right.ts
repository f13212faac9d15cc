/** Messages that are the same as in English by right: proper names everywhere, and words that a language shares with English. */
import type { MessageId } from "../../src/messages/language.ts";

/** Not by right: the reports wait for their German, Spanish and French text. */
const WAITING = [
  "admin.nav.reports",
  "reports.title",
  "reports.lead",
  "reports.from",
  "reports.to",
  "reports.to.hint",
  "reports.zone",
  "reports.bookings",
  "reports.bookings.text",
  "reports.bookings.get",
  "reports.payments",
  "reports.payments.text",
  "reports.payments.get",
  "reports.coaches",
  "reports.coaches.text",
  "reports.coaches.get",
  "reports.columns",
] as const;

export const SAME_BY_RIGHT = {
  everywhere: ["site.name", "page.title", "calendars.name.outlook"],
  de: ["coach.place.link", "facts.coach", "facts.link", "offer.link", "mail.place.online", "session.coach", "session.link", ...WAITING],
  es: ["facts.coach", "calendars.name.google", "field.no", "session.coach", "page.title.faulty", "error.prefix", ...WAITING],
  fr: [
    "admin.nav",
    "admin.title",
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
    ...WAITING,
  ],
  pt: ["reports.coaches", "facts.coach", "facts.link", "offer.link", "problems.code", "problems.status", "session.coach", "session.link"],
  ja: ["reference.title", "problems.code", "problems.status"],
} as const satisfies Readonly<Record<string, readonly MessageId[]>>;
