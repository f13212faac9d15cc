import type { CONSENT as EN } from "../en/consent.ts";

/** The page a browser ends on after the consent to a calendar. */
export const CONSENT = {
  "consent.connected.title": "Ihr Kalender ist verbunden",
  "consent.connected.text": "Ihre Sitzungen erscheinen darin, und Ihre Einträge blockieren Ihre Zeit.",
  "consent.declined.title": "Ihr Kalender ist nicht verbunden",
  "consent.declined.text": "Sie haben nicht zugestimmt, daher wurde nichts geändert. Sie können ihn jederzeit verbinden.",
  "consent.scopes_missing.title": "Ihr Kalender ist nicht verbunden",
  "consent.scopes_missing.text":
    "Einige Berechtigungen fehlen, und ohne sie kann Ihr Kalender nicht geführt werden. Verbinden Sie ihn noch einmal und lassen Sie alle Häkchen gesetzt.",
  "consent.no_calendar.title": "Ihr Kalender ist nicht verbunden",
  "consent.no_calendar.text":
    "Dieses Konto hat keinen erreichbaren Kalender: Vielleicht hat es kein Postfach oder eines auf einem eigenen Server. Verbinden Sie ein anderes Konto.",
  "consent.used.title": "Dieser Link wurde schon verwendet",
  "consent.used.text": "Falls Ihr Kalender nicht als verbunden angezeigt wird, beginnen Sie in der App von vorn.",
  "consent.invalid.title": "Ihr Kalender ist nicht verbunden",
  "consent.invalid.text": "Der Link ist zu alt oder unvollständig. Beginnen Sie in der App von vorn.",
  "consent.other_browser.title": "Machen Sie dort weiter, wo Sie begonnen haben",
  "consent.other_browser.text":
    "In diesem Browser wurde die Verbindung nicht begonnen. Kehren Sie zur App oder zu dem Browser zurück, in dem Sie begonnen haben.",
  "consent.unavailable.title": "Ihr Kalender ist noch nicht verbunden",
  "consent.unavailable.text": "Der Kalenderanbieter antwortet zurzeit nicht. Versuchen Sie es in einer Minute noch einmal.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
