import type { ADMIN_POINTS as EN } from "../en/admin-points.ts";

/** Figures of the service over time, for admins. */
export const ADMIN_POINTS = {
  "points.title": "A lo largo del tiempo",
  "points.ranges": "Periodo",
  "points.range.day": "Últimas 24 horas",
  "points.range.week": "Últimos 7 días",
  "points.analytics":
    "Se recogen valores a lo largo del tiempo, pero aún no están conectados a esta página. Los dibujará cuando el servicio conozca su cuenta y un token que pueda leerlos.",
  "points.log":
    "Los valores a lo largo del tiempo van al registro de este servicio, una línea por cada uno. Esta página los dibuja cuando van a Analytics Engine.",
  "points.off": "Aquí no se recogen valores a lo largo del tiempo: el ajuste DATA_POINTS está desactivado.",
  "points.connect": "Qué valores hay y cómo conectarlos",
  "points.unread": "Esto no se puede leer ahora, así que nadie puede decir cuántos hubo. Vuelva a mirar dentro de un momento.",
  "points.sum": "{well}. {wrong}.",
  "points.group": "Grupos",
  "points.group.definition":
    "Cambios de un coach que se decidieron juntos. Uno que falló encontró un error por el camino, como una base de datos que no respondió.",
  "points.group.well": "Decididos",
  "points.group.wrong": "Fallidos",
  "points.dispatch": "Ejecuciones",
  "points.dispatch.definition":
    "Turnos en los que se llevan a cabo correos, entradas de calendario, reembolsos y similares. Con error: al menos uno no se hizo.",
  "points.dispatch.well": "Todo hecho",
  "points.dispatch.wrong": "Con error",
  "points.sync": "Sincronizaciones",
  "points.sync.definition": "Lecturas de los calendarios conectados.",
  "points.sync.well": "Leídas por completo",
  "points.sync.wrong": "No leídas por completo",
  "points.refusal": "Rechazos",
  "points.refusal.definition": "Solicitudes que se rechazaron. Desde el estado 500, el fallo es del servicio.",
  "points.refusal.well": "Rechazadas",
  "points.refusal.wrong": "Fallo del servicio",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
