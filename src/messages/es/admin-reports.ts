import type { ADMIN_REPORTS as EN } from "../en/admin-reports.ts";

/** Reports that an admin downloads. */
export const ADMIN_REPORTS = {
  "admin.nav.reports": "Informes",
  "reports.title": "Informes",
  "reports.lead": "Archivos para una hoja de cálculo, de 366 días como máximo cada uno.",
  "reports.from": "Primer día",
  "reports.to": "Último día",
  "reports.to.hint": "Forma parte del informe.",
  "reports.zone": "Zona horaria",
  "reports.bookings": "Sesiones",
  "reports.bookings.text": "Todas las sesiones que empiezan en estos días, sea cual sea su desenlace.",
  "reports.bookings.get": "Descargar sesiones",
  "reports.payments": "Pagos",
  "reports.payments.text": "Todos los pagos cobrados en estos días, con lo que se ha reembolsado.",
  "reports.payments.get": "Descargar pagos",
  "reports.coaches": "Coaches",
  "reports.coaches.text": "Todos los coaches, con las sesiones, las horas y el dinero de estos días.",
  "reports.coaches.get": "Descargar coaches",
  "reports.columns":
    "Las horas figuran en UTC y en la zona horaria elegida aquí. Un archivo grande puede tardar; si se interrumpe, no está completo.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
