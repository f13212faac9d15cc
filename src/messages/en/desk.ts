/** The coach's desk. */
export const DESK = {
  "desk.nav": "Your desk",
  "desk.nav.today": "Today",
  "desk.nav.hours": "Hours",
  "desk.nav.offers": "Offers",
  "desk.nav.policy": "Policy",
  "desk.nav.settings": "Settings",
  "desk.nav.calendars": "Calendars",
  "desk.nav.feed": "Calendar feed",
  "desk.nav.book": "Book for a client",
} as const;
