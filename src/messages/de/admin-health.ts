import type { ADMIN_HEALTH as EN } from "../en/admin-health.ts";

/** The health of the service, part by part, for admins. */
export const ADMIN_HEALTH = {
  "admin.nav.health": "Zustand",
  "health.title": "Zustand des Dienstes",
  "health.ok": "Alles ist in Ordnung: Jeder Teil antwortet, und kein Wert hat eine Schwelle erreicht.",
  "health.warning":
    "Der Dienst arbeitet. {count, plural, one {Ein Wert hat} other {# Werte haben}} eine Schwelle erreicht; es bleibt Zeit, danach zu sehen.",
  "health.failing":
    "{count, plural, one {Ein Teil braucht} other {# Teile brauchen}} jetzt Hilfe. Bitte beginnen Sie mit dem ersten unten.",
  "health.checked": "Angesehen am {moment}.",
  "health.again": "Noch einmal nachsehen",
  "health.parts": "Teil für Teil",
  "health.part.database_read": "Lesen der Datenbank",
  "health.part.database_write": "Schreiben in die Datenbank",
  "health.part.objects": "Objekte der Coaches und Kalender",
  "health.part.database_size": "Größe der Datenbank",
  "health.part.overdue_effects": "Verspätung der ältesten fälligen Folgeaktion",
  "health.part.silent_accounts": "Verstummte Kalender",
  "health.part.anchor_lag": "Zeit seit der letzten Verankerung der Prüfkette",
  "health.state.ok": "In Ordnung",
  "health.state.warning": "Bitte nachsehen",
  "health.state.failing": "Alarm",
  "health.state.unknown": "Unbekannt: keine Antwort, das zählt als Alarm",
  "health.measured": "Gemessen: {figure}",
  "health.warning_from": "nachsehen ab {figure}",
  "health.failing_from": "Alarm ab {figure}",
  "health.calendars": "{count, plural, one {# Kalender} other {# Kalender}}",
  "health.do.database_read":
    "Bitte sehen Sie auf der Statusseite von Cloudflare nach. Bis die Datenbank antwortet, werden Aufrufer gebeten wiederzukommen.",
  "health.do.database_write":
    "Bitte sehen Sie auf der Statusseite von Cloudflare nach. Geht das Lesen und das Schreiben nicht, ist die Datenbank vielleicht voll.",
  "health.do.objects": "Bitte sehen Sie auf der Statusseite von Cloudflare nach. Begann es mit einer neuen Version, nehmen Sie sie zurück.",
  "health.do.database_size": "Bei 10 GB wird jedes Schreiben abgelehnt. Bitte planen Sie vorher ein Archiv.",
  "health.do.overdue_effects": "Vielleicht ist ein Anbieter ausgefallen. Die wartenden Folgeaktionen sagen, welcher und warum.",
  "health.do.silent_accounts": "Der Dienst weckt sie alle fünf Minuten von selbst. Bleibt die Zahl, so nennt das Protokoll den Fehler.",
  "health.do.anchor_lag":
    "Der regelmäßige Durchgang kommt nicht, oder ein Teil von ihm schlägt fehl. Nach der ersten Inbetriebnahme vergeht das in wenigen Minuten.",
  "health.do.unknown": "Niemand kann sagen, wie es um diesen Teil steht, bis er antwortet. Das Protokoll sagt, warum er schwieg.",
  "health.effects": "Wartende Folgeaktionen ansehen",
  "health.guide": "Anleitung für den Betrieb: {part}",
  "health.monitor": "Wie eine Überwachung dieselben Werte abfragt",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
