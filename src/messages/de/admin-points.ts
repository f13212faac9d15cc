import type { ADMIN_POINTS as EN } from "../en/admin-points.ts";

/** Figures of the service over time, for admins. */
export const ADMIN_POINTS = {
  "points.title": "Im Verlauf",
  "points.ranges": "Zeitraum",
  "points.range.day": "Letzte 24 Stunden",
  "points.range.week": "Letzte 7 Tage",
  "points.analytics":
    "Werte im Verlauf werden erfasst, sind mit dieser Seite aber noch nicht verbunden. Sie zeichnet sie, sobald der Dienst sein Konto und ein Token kennt, das sie lesen darf.",
  "points.log":
    "Werte im Verlauf gehen in das Protokoll dieses Dienstes, je eine Zeile. Diese Seite zeichnet sie dort, wo sie an Analytics Engine gehen.",
  "points.off": "Hier werden keine Werte im Verlauf erfasst: Die Einstellung DATA_POINTS ist aus.",
  "points.connect": "Welche Werte es gibt und wie sie verbunden werden",
  "points.unread": "Das lässt sich gerade nicht lesen; wie viele es waren, kann niemand sagen. Bitte sehen Sie gleich noch einmal nach.",
  "points.sum": "{well}. {wrong}.",
  "points.group": "Gruppen",
  "points.group.definition":
    "Änderungen bei einem Coach, über die gemeinsam entschieden wurde. Eine gescheiterte traf unterwegs auf einen Fehler, etwa eine Datenbank, die nicht antwortete.",
  "points.group.well": "Entschieden",
  "points.group.wrong": "Gescheitert",
  "points.dispatch": "Ausführungen",
  "points.dispatch.definition":
    "Durchgänge, in denen Mails, Kalendereinträge, Erstattungen und Ähnliches ausgeführt werden. Mit Fehler: Mindestens eine Folgeaktion blieb offen.",
  "points.dispatch.well": "Alles erledigt",
  "points.dispatch.wrong": "Mit Fehler",
  "points.sync": "Abgleiche",
  "points.sync.definition": "Lesungen verbundener Kalender.",
  "points.sync.well": "Ganz gelesen",
  "points.sync.wrong": "Nicht ganz gelesen",
  "points.refusal": "Ablehnungen",
  "points.refusal.definition": "Anfragen, die abgelehnt wurden. Ab Status 500 liegt der Fehler beim Dienst.",
  "points.refusal.well": "Abgelehnt",
  "points.refusal.wrong": "Fehler des Dienstes",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
