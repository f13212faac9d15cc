/** The page a browser ends on after the consent to a calendar. */
export const CONSENT = {
  "consent.connected.title": "Your calendar is connected",
  "consent.connected.text": "Your sessions appear in it, and what you put there blocks your time.",
  "consent.declined.title": "Your calendar is not connected",
  "consent.declined.text": "You did not agree, so nothing has been changed. You can connect it at any time.",
  "consent.scopes_missing.title": "Your calendar is not connected",
  "consent.scopes_missing.text":
    "Some of the permissions were left out, and without them your calendar cannot be kept. Connect again and leave all ticks set.",
  "consent.no_calendar.title": "Your calendar is not connected",
  "consent.no_calendar.text":
    "This account has no calendar that can be reached: it may have no mailbox, or one on a server of its own. Connect another account.",
  "consent.used.title": "This link has been used",
  "consent.used.text": "If your calendar does not show as connected, begin again from the app.",
  "consent.invalid.title": "Your calendar is not connected",
  "consent.invalid.text": "The link is too old or not whole. Begin again from the app.",
  "consent.other_browser.title": "Go on where you began",
  "consent.other_browser.text": "This browser did not begin connecting. Go back to the app or the browser you began in.",
  "consent.unavailable.title": "Your calendar is not connected yet",
  "consent.unavailable.text": "The calendar’s provider does not answer at the moment. Begin again in a minute.",
} as const;
