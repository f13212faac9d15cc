import type { ADMIN_REPORTS as EN } from "../en/admin-reports.ts";

/** Reports that an admin downloads. */
export const ADMIN_REPORTS = {
  "admin.nav.reports": "Berichte",
  "reports.title": "Berichte",
  "reports.lead": "Dateien für die Tabellenkalkulation, jeweils über höchstens 366 Tage.",
  "reports.from": "Erster Tag",
  "reports.to": "Letzter Tag",
  "reports.to.hint": "Er gehört noch zum Bericht.",
  "reports.zone": "Zeitzone",
  "reports.bookings": "Sitzungen",
  "reports.bookings.text": "Jede Sitzung, die an diesen Tagen beginnt, was auch aus ihr geworden ist.",
  "reports.bookings.get": "Sitzungen herunterladen",
  "reports.payments": "Zahlungen",
  "reports.payments.text": "Jede Zahlung, die an diesen Tagen eingegangen ist, mit dem, was erstattet wurde.",
  "reports.payments.get": "Zahlungen herunterladen",
  "reports.coaches": "Coaches",
  "reports.coaches.text": "Jeder Coach mit Sitzungen, Stunden und Geld dieser Tage.",
  "reports.coaches.get": "Coaches herunterladen",
  "reports.columns":
    "Zeiten stehen in UTC und in der hier gewählten Zeitzone. Eine große Datei kann etwas dauern; bricht sie ab, ist sie unvollständig.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
