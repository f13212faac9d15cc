/** Reports that an admin downloads. */
export const ADMIN_REPORTS = {
  "admin.nav.reports": "Reports",
  "reports.title": "Reports",
  "reports.lead": "Files for a spreadsheet, of at most 366 days each.",
  "reports.from": "First day",
  "reports.to": "Last day",
  "reports.to.hint": "It belongs to the report.",
  "reports.zone": "Time zone",
  "reports.bookings": "Sessions",
  "reports.bookings.text": "Every session that starts in these days, whatever became of it.",
  "reports.bookings.get": "Download sessions",
  "reports.payments": "Payments",
  "reports.payments.text": "Every payment that took money in these days, with what was given back.",
  "reports.payments.get": "Download payments",
  "reports.coaches": "Coaches",
  "reports.coaches.text": "Every coach with sessions, hours and money of these days.",
  "reports.coaches.get": "Download coaches",
  "reports.columns":
    "Times stand in UTC and in the time zone chosen here. A large file may take a while; one that breaks off is not whole.",
} as const;
