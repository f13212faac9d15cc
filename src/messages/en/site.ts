/** The frame of every page, the start, and the pages that say why there is no other page. */
export const SITE = {
  "site.name": "CultureBridge Booking",
  "site.skip": "Skip to the content",
  "site.nav": "Main",
  "site.book": "Find a coach",
  "site.api": "For developers",
  "site.bookings": "Your sessions",
  "site.desk": "Your desk",
  "site.admin": "Administration",
  "site.sign_in": "Sign in",
  "site.sign_out": "Sign out",
  "site.nameless": "Signed in",

  "page.title": "{title} · CultureBridge Booking",
  "page.title.faulty": "Error: {title} · CultureBridge Booking",

  "home.title": "Book a session with a coach",
  "home.lead":
    "See which times a coach has free, in your own time zone. A time that is shown is free, and it is never given to two people.",
  "home.book": "Find a coach",
  "home.book.text": "Search by name, look at what a coach offers and on which days there are times.",
  "home.app": "Your sessions",
  "home.app.text": "Sign in to book, move or cancel a session, to pay for it, or to set your hours as a coach.",
  "home.api": "For developers",
  "home.api.text": "Guides by task, and the reference of the API, to read and to try.",

  "error.title": "There is a problem",
  "error.prefix": "Error:",
  "form.fault.missing": "Fill in this field.",
  "form.fault.long": "This may have at most {max, plural, one {# character} other {# characters}}.",
  "form.fault.short": "This needs at least {min, plural, one {# character} other {# characters}}.",
  "form.fault.high": "This may be at most {max}.",
  "form.fault.low": "This must be at least {min}.",
  "form.fault.other": "What was sent for this field cannot be read. Please try again.",

  "not_found.title": "There is no such page",
  "not_found.text": "The address may be mistyped, or what stood here is gone.",

  "no_coach.title": "This coach cannot be booked",
  "no_coach.text": "The address may be mistyped, or the coach takes no bookings any more.",

  "wrong_method.title": "That cannot be done here",
  "wrong_method.text": "This page can only be looked at.",

  "forbidden.title": "This page is not for you",
  "forbidden.text": "You are signed in, but as somebody who may not see it. Sign out to be somebody else.",

  "inactive.title": "Your account has been closed",
  "inactive.text": "Ask the marketplace about it.",

  "forged.title": "This form did not come from our page",
  "forged.text": "To be safe, nothing has been done. Open the page again and send the form from there.",

  "too_large.title": "That is too long",
  "too_large.text": "Go back and make the text shorter. Nothing has been done.",

  "refused.title": "That cannot be done",

  "too_many.title": "Too many requests",
  "too_many.text": "Many requests come from your network. Wait a minute, then load this page again.",

  "unavailable.title": "Not reachable at the moment",
  "unavailable.text": "The record of bookings does not answer. Load this page again in a moment.",

  "fault.title": "Something went wrong",
  "fault.text": "It is our fault, and nothing has been changed. Load this page again in a moment.",

  "notice.on": "Find a coach",
  "notice.home": "Go to the start",
} as const;
