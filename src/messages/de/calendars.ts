import type { CALENDARS as EN } from "../en/calendars.ts";

/** A person's calendars: which are connected, how they are, which of their calendars count, and how to part with them. */
export const CALENDARS = {
  "calendars.title": "Ihre Kalender",
  "calendars.lead.coach": "Einträge in einem verbundenen Kalender blockieren Ihre Zeit, und Ihre Sitzungen erscheinen darin.",
  "calendars.lead.client": "Ihre Sitzungen erscheinen in einem verbundenen Kalender.",
  "calendars.none": "Hier können keine Kalender verbunden werden.",
  "calendars.name.google": "Google Kalender",
  "calendars.name.outlook": "Outlook",
  "calendars.connected": "{name} ist verbunden und wird in wenigen Minuten gelesen.",
  "calendars.changed": "Ihre Auswahl ist gespeichert. Die Kalender werden in wenigen Minuten gelesen.",
  "calendars.gone": "{name} ist getrennt.",
  "calendars.other_browser":
    "Die Verbindung wurde nicht in diesem Browser begonnen, daher ist noch nichts verbunden. Beginnen Sie hier noch einmal.",

  "calendars.state.none": "Nicht verbunden.",
  "calendars.state.new": "Verbunden. Wird zum ersten Mal gelesen.",
  "calendars.state.active": "Verbunden. Zuletzt gelesen: {age}.",
  "calendars.state.old": "Veraltet. Zuletzt gelesen: {age}. Wir versuchen es immer wieder.",
  "calendars.state.lost":
    "Bitte neu verbinden: {name} lässt uns nicht mehr zu. Das passiert, wenn die Berechtigung entzogen, das Passwort geändert oder das Konto geschlossen wurde.",
  "calendars.lost.keep_booking": "Bis dahin können Ihre Termine weiter gebucht werden, auch wenn wir neue Einträge nicht sehen.",
  "calendars.lost.stop_booking": "Bis dahin kann keiner Ihrer Termine gebucht werden.",
  "calendars.lost": "Wenn eine Verbindung abbricht",
  "calendars.lost.setting.keep_booking": "Wenn eine Verbindung abbricht, können Ihre Termine weiter gebucht werden.",
  "calendars.lost.setting.stop_booking": "Wenn eine Verbindung abbricht, kann keiner Ihrer Termine gebucht werden, bis sie wieder besteht.",
  "calendars.lost.change": "In den Einstellungen ändern",
  "calendars.reads":
    "{count, plural, =0 {Keiner der Kalender blockiert Ihre Zeit.} one {# der Kalender blockiert Ihre Zeit.} other {# der Kalender blockieren Ihre Zeit.}}",
  "calendars.writes": "Ihre Sitzungen werden dort eingetragen.",
  "calendars.writes.none": "Ihre Sitzungen werden dort nicht eingetragen.",

  "calendars.connect": "{name} verbinden",
  "calendars.reconnect": "{name} neu verbinden",
  "calendars.choose": "Kalender auswählen",
  "calendars.choose.of": "Kalender auswählen: {name}",
  "calendars.disconnect": "Trennen",
  "calendars.disconnect.of": "{name} trennen",
  "calendars.back": "Ihre Kalender",

  "choose.title": "{name}: Kalender auswählen",
  "choose.account": "Konto: {account}",
  "choose.reads": "Diese Kalender blockieren Ihre Zeit",
  "choose.reads.hint": "Solange in einem davon etwas eingetragen ist, können Sie nicht gebucht werden.",
  "choose.writes": "Hier werden Ihre Sitzungen eingetragen",
  "choose.writes.none": "Nirgends",
  "choose.primary": "{name} (Hauptkalender)",
  "choose.none": "Dieses Konto hat keine Kalender.",
  "choose.submit": "Speichern",
  "choose.fault.writes": "Wählen Sie, wo Ihre Sitzungen eingetragen werden.",

  "disconnect.title": "{name} trennen?",
  "disconnect.text":
    "Der Kalender wird nicht mehr gelesen, seine Einträge blockieren Ihre Zeit also nicht mehr. Einträge Ihrer Sitzungen bleiben dort stehen und werden nicht mehr aktualisiert.",
  "disconnect.submit": "Trennen",
  "disconnect.keep": "Verbunden lassen",
  "disconnected.title": "{name} ist getrennt",
  "disconnected.advice":
    "Wir haben unseren Zugriff gelöscht. Um auch beim Anbieter die Berechtigung zu entziehen, gehen Sie dort in Ihr Konto.",
  "disconnected.advice.link": "Berechtigungen Ihres Kontos",
  "consent.on": "Ihre Kalender",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
