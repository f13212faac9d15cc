import type { ANALYTICS as EN } from "../en/analytics.ts";

/** The figures of admins, and a coach's own: names, definitions and what the charts say. */
export const ANALYTICS = {
  "figures.title": "Cifras",
  "figures.from": "Desde",
  "figures.to": "Hasta",
  "figures.interval": "Por",
  "figures.interval.day": "día",
  "figures.interval.week": "semana, desde el lunes",
  "figures.interval.month": "mes",
  "figures.zone": "Zona horaria",
  "figures.show": "Mostrar cifras",
  "figures.fault.from": "Indique el primer día como fecha.",
  "figures.fault.to": "Indique el último día como fecha, no anterior al primero y con {days} días en total como máximo.",
  "figures.fault.interval": "Elija día, semana o mes.",
  "figures.fault.time_zone": "Elija una zona horaria de la lista.",
  "figures.range": "{from} – {to}, en esta zona horaria: {zone}. Cada estado es el de este momento: {now}.",
  "figures.definition": "Cómo se cuenta",
  "figures.definition.of": ": {figure}",
  "figures.table": "Como tabla",
  "figures.table.of": ": {figure}",
  "figures.when": "Cuándo",
  "figures.total": "Total",
  "figures.none": "No hay nada que contar en este período.",
  "figures.legend.stacked": "De abajo arriba:",
  "figures.legend.lines": "Líneas:",

  "figures.status.pending": "Pendientes",
  "figures.status.confirmed": "Confirmadas",
  "figures.status.completed": "Completadas",
  "figures.status.cancelled": "Canceladas",
  "figures.held": "Realizadas",

  "figures.made": "Reservas hechas",
  "figures.made.sum":
    "{count, plural, =0 {No se hizo ninguna reserva} one {Se hizo una reserva} other {Se hicieron {count} reservas}} en este período.",
  "figures.made.definition": "Reservas según el momento en que se hicieron, con el estado que tienen ahora.",
  "figures.sessions": "Sesiones",
  "figures.sessions.sum":
    "{count, plural, =0 {No empieza ninguna sesión} one {Empieza una sesión} other {Empiezan {count} sesiones}} en este período; {held, plural, =0 {no se realizó ninguna} one {se realizó una} other {se realizaron {held}}}.",
  "figures.sessions.definition":
    "Sesiones según su comienzo actual, con el estado que tienen ahora. Realizadas son las confirmadas o completadas que ya han terminado. No se pregunta a nadie si acudieron ambas partes.",
  "figures.lead": "Tiempo de antelación",
  "figures.lead.sum":
    "La mitad de las reservas se hizo con {median} o más de antelación; la mitad central, con una antelación de entre {lower} y {upper}.",
  "figures.lead.lower": "Cuartil inferior",
  "figures.lead.median": "Mediana",
  "figures.lead.upper": "Cuartil superior",
  "figures.lead.definition":
    "El tiempo entre la reserva y su comienzo actual, en horas enteras, de todas las reservas hechas en este período, incluidas las canceladas. Una cuarta parte tiene como máximo el cuartil inferior y otra cuarta parte, como mínimo el superior.",
  "figures.hours": "{hours, plural, one {# hora} other {# horas}}",
  "figures.days": "{days, plural, one {# día} other {# días}}",
  "figures.days_hours": "{days} y {hours}",

  "figures.cancelled": "Cancelaciones",
  "figures.cancelled.sum":
    "{count, plural, =0 {Nadie canceló} one {Se canceló una reserva} other {Se cancelaron {count} reservas}} en este período.",
  "figures.cancelled.by": "Por",
  "figures.cancelled.definition":
    "Reservas que alguien canceló en este período, según quién lo hizo y cuánto antes del comienzo de la sesión. Las reservas que caducaron se cuentan aparte.",
  "figures.by.client": "Cliente",
  "figures.by.coach": "Coach",
  "figures.by.admin": "Administración",
  "figures.by.both": "De común acuerdo",
  "figures.late.after_start": "Al empezar o después",
  "figures.late.under_2_hours": "Menos de 2 horas antes",
  "figures.late.under_24_hours": "De 2 a 24 horas antes",
  "figures.late.under_7_days": "De 1 a 7 días antes",
  "figures.late.earlier": "7 días antes o más",

  "figures.lapsed": "Caducadas",
  "figures.lapsed.unpaid": "Sin pagar a tiempo",
  "figures.lapsed.unanswered": "Sin respuesta a tiempo",
  "figures.lapsed.definition":
    "Reservas pendientes cuyo plazo venció en este período: las que aún esperaban el pago y las que esperaban al coach.",
  "figures.moves": "Cambios de hora",
  "figures.moves.definition":
    "Cambios de hora hechos en este período, según quién los hizo. Un cambio que una parte pidió y la otra aceptó es de común acuerdo. Una sesión cambiada dos veces cuenta dos veces.",

  "figures.money": "Dinero en {currency}",
  "figures.money.sum": "Cobrado: {captured}. De ello, reembolsado: {back}. Conservado: {kept}.",
  "figures.money.disputed": "En disputas abiertas o perdidas: {amount}. No se descuenta.",
  "figures.money.captured": "Cobrado",
  "figures.money.given_back": "Reembolsado",
  "figures.money.kept": "Conservado",
  "figures.money.definition":
    "Según el momento en que se abrió el pago, como máximo una media hora antes de que llegara el dinero. Reembolsado es lo que se ha devuelto hasta ahora de ese mismo dinero, sea cuando sea. Conservado es la diferencia; no se descuentan las comisiones del proveedor de pagos. Las monedas nunca se suman.",

  "figures.busy": "Horas con más sesiones",
  "figures.busy.sum": "Cuando más sesiones empiezan: {day}, {hour}. Son {count}.",
  "figures.busy.definition":
    "Sesiones confirmadas y completadas de este período, según el día de la semana y la hora en que empiezan en la zona horaria elegida.",
  "figures.busy.day": "Día",

  "figures.coaches": "Coaches",
  "figures.coaches.name": "Coach",
  "figures.coaches.nameless": "Coach sin nombre",
  "figures.coaches.booked": "Horas reservadas",
  "figures.coaches.cancellations": "Canceladas por el coach",
  "figures.coaches.offered": "Horas ofrecidas, según el horario de hoy",
  "figures.coaches.definition":
    "Las horas reservadas son las de las sesiones confirmadas y completadas que empiezan en este período. Las horas ofrecidas son las que el horario abre en él, según el horario de hoy, estén reservadas o no; se indican en períodos que empiezan hoy o más tarde.",
  "figures.coaches.before": "Coaches anteriores",
  "figures.coaches.after": "Más coaches",
  "figures.coaches.none": "No hay coaches en esta página.",

  "own.title": "Sus cifras",
  "own.lead": "Sus últimos {months} meses, incluido este, en su zona: {zone}.",
  "own.hours": "Horas",
  "own.hours.sum": "Horas realizadas: {held}. Por venir: {ahead}.",
  "own.hours.held": "Realizadas",
  "own.hours.ahead": "Por venir",
  "own.hours.definition":
    "La duración de sus sesiones confirmadas y completadas según el mes en que empiezan: las que ya han terminado y las que están por venir.",
  "own.sessions": "Sesiones",
  "own.no_money": "No llegó ningún pago en estos meses.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
