import type { SITE as EN } from "../en/site.ts";

/** The frame of every page, the start, and the pages that say why there is no other page. */
export const SITE = {
  "site.name": "CultureBridge Booking",
  "site.skip": "Zum Inhalt springen",
  "site.nav": "Hauptmenü",
  "site.book": "Coach finden",
  "site.api": "Für Entwickler-Teams",
  "site.bookings": "Ihre Sitzungen",
  "site.desk": "Coach-Bereich",
  "site.admin": "Verwaltung",
  "site.sign_in": "Anmelden",
  "site.sign_out": "Abmelden",
  "site.nameless": "Angemeldet",

  "page.title": "{title} · CultureBridge Booking",
  "page.title.faulty": "Fehler: {title} · CultureBridge Booking",

  "home.title": "Sitzung mit einem Coach buchen",
  "home.lead":
    "Sehen Sie in Ihrer eigenen Zeitzone, wann ein Coach Zeit hat. Jeder angezeigte Termin ist frei und wird nie doppelt vergeben.",
  "home.book": "Coach finden",
  "home.book.text": "Suchen Sie nach dem Namen und sehen Sie, was ein Coach anbietet und an welchen Tagen Termine frei sind.",
  "home.app": "Ihre Sitzungen",
  "home.app.text":
    "Melden Sie sich an, um Sitzungen zu buchen, zu verlegen, abzusagen oder zu bezahlen – oder um als Coach Ihre Arbeitszeiten festzulegen.",
  "home.api": "Für Entwickler-Teams",
  "home.api.text": "Anleitungen nach Aufgabe und die Referenz der API, zum Lesen und Ausprobieren.",

  "error.title": "Es gibt ein Problem",
  "error.prefix": "Fehler:",
  "form.fault.missing": "Bitte füllen Sie dieses Feld aus.",
  "form.fault.long": "Hier sind höchstens {max} Zeichen möglich.",
  "form.fault.short": "Hier sind mindestens {min} Zeichen nötig.",
  "form.fault.high": "Der Wert darf höchstens {max} sein.",
  "form.fault.low": "Der Wert muss mindestens {min} sein.",
  "form.fault.other": "Die Angabe in diesem Feld ist nicht lesbar. Bitte versuchen Sie es noch einmal.",

  "not_found.title": "Diese Seite gibt es nicht",
  "not_found.text": "Vielleicht enthält die Adresse einen Tippfehler, oder die Seite wurde entfernt.",

  "no_coach.title": "Dieser Coach kann nicht gebucht werden",
  "no_coach.text": "Vielleicht enthält die Adresse einen Tippfehler, oder der Coach nimmt keine Buchungen mehr an.",

  "wrong_method.title": "Das ist hier nicht möglich",
  "wrong_method.text": "Diese Seite kann nur angesehen werden.",

  "forbidden.title": "Diese Seite ist nicht für Sie bestimmt",
  "forbidden.text":
    "Sie sind angemeldet, dürfen diese Seite mit diesem Konto aber nicht sehen. Melden Sie sich ab, um ein anderes Konto zu verwenden.",

  "inactive.title": "Ihr Konto wurde geschlossen",
  "inactive.text": "Bitte wenden Sie sich an den Marktplatz.",

  "forged.title": "Dieses Formular kam nicht von unserer Seite",
  "forged.text": "Sicherheitshalber wurde nichts geändert. Öffnen Sie die Seite noch einmal und senden Sie das Formular von dort ab.",

  "too_large.title": "Das ist zu lang",
  "too_large.text": "Gehen Sie zurück und kürzen Sie den Text. Es wurde nichts geändert.",

  "refused.title": "Das ist nicht möglich",

  "too_many.title": "Zu viele Anfragen",
  "too_many.text": "Aus Ihrem Netzwerk kommen viele Anfragen. Warten Sie eine Minute und laden Sie diese Seite dann neu.",

  "unavailable.title": "Zurzeit nicht erreichbar",
  "unavailable.text": "Auf die Buchungen kann gerade nicht zugegriffen werden. Laden Sie diese Seite gleich noch einmal.",

  "fault.title": "Etwas ist schiefgegangen",
  "fault.text": "Der Fehler liegt bei uns, und es wurde nichts geändert. Laden Sie diese Seite gleich noch einmal.",

  "notice.on": "Coach finden",
  "notice.home": "Zur Startseite",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
