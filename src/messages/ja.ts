/** Every message in Japanese, polite. What English has and this lacks does not compile. */
import type { Catalogue } from "./language.ts";
import { ANALYTICS } from "./ja/analytics.ts";
import { ADMIN_REPORTS } from "./ja/admin-reports.ts";
import { ADMIN_BOOKINGS } from "./ja/admin-bookings.ts";
import { ADMIN_BOOKING } from "./ja/admin-booking.ts";
import { ADMIN_EFFECTS } from "./ja/admin-effects.ts";
import { ADMIN_ERASE } from "./ja/admin-erase.ts";
import { ADMIN_HAND } from "./ja/admin-hand.ts";
import { ADMIN_HEALTH } from "./ja/admin-health.ts";
import { ADMIN_PEOPLE } from "./ja/admin-people.ts";
import { ADMIN_POINTS } from "./ja/admin-points.ts";
import { ADMIN_WEBHOOKS } from "./ja/admin-webhooks.ts";
import { ADMIN } from "./ja/admin.ts";
import { BOOK_TIME } from "./ja/book-time.ts";
import { BOOK } from "./ja/book.ts";
import { CALENDAR_ENTRY } from "./ja/calendar-entry.ts";
import { CALENDARS } from "./ja/calendars.ts";
import { CONSENT } from "./ja/consent.ts";
import { DESK_BOOK } from "./ja/desk-book.ts";
import { DESK_FORMS } from "./ja/desk-forms.ts";
import { DESK_OFFERS } from "./ja/desk-offers.ts";
import { DESK } from "./ja/desk.ts";
import { EMBED } from "./ja/embed.ts";
import { HOURS } from "./ja/hours.ts";
import { LANGUAGE } from "./ja/language.ts";
import { MAIL } from "./ja/mail.ts";
import { REFERENCE } from "./ja/reference.ts";
import { REFUSALS } from "./ja/refusals.ts";
import { SESSIONS } from "./ja/sessions.ts";
import { SIGN_IN } from "./ja/sign-in.ts";
import { SITE } from "./ja/site.ts";

export const JA: Catalogue = {
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
