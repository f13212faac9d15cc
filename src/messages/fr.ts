/** Every message in French, formal. What English has and this lacks does not compile. */
import type { Catalogue } from "./language.ts";
import { ANALYTICS } from "./fr/analytics.ts";
import { ADMIN_REPORTS } from "./fr/admin-reports.ts";
import { ADMIN_BOOKINGS } from "./fr/admin-bookings.ts";
import { ADMIN_BOOKING } from "./fr/admin-booking.ts";
import { ADMIN_EFFECTS } from "./fr/admin-effects.ts";
import { ADMIN_ERASE } from "./fr/admin-erase.ts";
import { ADMIN_HAND } from "./fr/admin-hand.ts";
import { ADMIN_HEALTH } from "./fr/admin-health.ts";
import { ADMIN_PEOPLE } from "./fr/admin-people.ts";
import { ADMIN_POINTS } from "./fr/admin-points.ts";
import { ADMIN_WEBHOOKS } from "./fr/admin-webhooks.ts";
import { ADMIN } from "./fr/admin.ts";
import { BOOK_TIME } from "./fr/book-time.ts";
import { BOOK } from "./fr/book.ts";
import { CALENDAR_ENTRY } from "./fr/calendar-entry.ts";
import { CALENDARS } from "./fr/calendars.ts";
import { CONSENT } from "./fr/consent.ts";
import { DESK_BOOK } from "./fr/desk-book.ts";
import { DESK_FORMS } from "./fr/desk-forms.ts";
import { DESK_OFFERS } from "./fr/desk-offers.ts";
import { DESK } from "./fr/desk.ts";
import { EMBED } from "./fr/embed.ts";
import { HOURS } from "./fr/hours.ts";
import { LANGUAGE } from "./fr/language.ts";
import { MAIL } from "./fr/mail.ts";
import { REFERENCE } from "./fr/reference.ts";
import { REFUSALS } from "./fr/refusals.ts";
import { SESSIONS } from "./fr/sessions.ts";
import { SIGN_IN } from "./fr/sign-in.ts";
import { SITE } from "./fr/site.ts";

export const FR: Catalogue = {
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
