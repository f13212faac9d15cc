/** Every message in German, formal. What English has and this lacks does not compile. */
import type { Catalogue } from "./language.ts";
import { ANALYTICS } from "./de/analytics.ts";
import { ADMIN_REPORTS } from "./de/admin-reports.ts";
import { ADMIN_BOOKINGS } from "./de/admin-bookings.ts";
import { ADMIN_BOOKING } from "./de/admin-booking.ts";
import { ADMIN_EFFECTS } from "./de/admin-effects.ts";
import { ADMIN_ERASE } from "./de/admin-erase.ts";
import { ADMIN_HAND } from "./de/admin-hand.ts";
import { ADMIN_HEALTH } from "./de/admin-health.ts";
import { ADMIN_PEOPLE } from "./de/admin-people.ts";
import { ADMIN_POINTS } from "./de/admin-points.ts";
import { ADMIN_WEBHOOKS } from "./de/admin-webhooks.ts";
import { ADMIN } from "./de/admin.ts";
import { BOOK_TIME } from "./de/book-time.ts";
import { BOOK } from "./de/book.ts";
import { CALENDAR_ENTRY } from "./de/calendar-entry.ts";
import { CALENDARS } from "./de/calendars.ts";
import { CONSENT } from "./de/consent.ts";
import { DESK_BOOK } from "./de/desk-book.ts";
import { DESK_FORMS } from "./de/desk-forms.ts";
import { DESK_OFFERS } from "./de/desk-offers.ts";
import { DESK } from "./de/desk.ts";
import { EMBED } from "./de/embed.ts";
import { HOURS } from "./de/hours.ts";
import { LANGUAGE } from "./de/language.ts";
import { MAIL } from "./de/mail.ts";
import { REFERENCE } from "./de/reference.ts";
import { REFUSALS } from "./de/refusals.ts";
import { SESSIONS } from "./de/sessions.ts";
import { SIGN_IN } from "./de/sign-in.ts";
import { SITE } from "./de/site.ts";

export const DE: Catalogue = {
  ...ADMIN,
  ...ADMIN_ERASE,
  ...ADMIN_HAND,
  ...ADMIN_HEALTH,
  ...ADMIN_PEOPLE,
  ...ADMIN_POINTS,
  ...ADMIN_WEBHOOKS,
  ...ADMIN_EFFECTS,
  ...ADMIN_BOOKING,
  ...ADMIN_BOOKINGS,
  ...ANALYTICS,
  ...ADMIN_REPORTS,
  ...BOOK,
  ...BOOK_TIME,
  ...CALENDARS,
  ...CALENDAR_ENTRY,
  ...CONSENT,
  ...DESK,
  ...DESK_BOOK,
  ...DESK_FORMS,
  ...DESK_OFFERS,
  ...EMBED,
  ...HOURS,
  ...LANGUAGE,
  ...MAIL,
  ...REFERENCE,
  ...REFUSALS,
  ...SESSIONS,
  ...SIGN_IN,
  ...SITE,
};
