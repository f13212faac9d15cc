import type { MAIL as EN } from "../en/mail.ts";

/** Mails: subject, sentences and labels of facts. `other` follows «con»; `starting` is a subject. */
export const MAIL = {
  "mail.greeting": "Hola, {name}:",
  "mail.greeting.client": "Hola:",
  "mail.greeting.coach": "Hola:",
  "mail.footer": "CultureBridge Booking envía este correo por sus sesiones o calendarios. Las respuestas no se leen.",

  "mail.created.subject": "Reservada: sesión con {other} el {time}",
  "mail.created.opening":
    "{reader, select, client {Su sesión con {other} está reservada.} other {{starting} ha reservado una sesión con usted.}}",
  "mail.requested.subject": "Solicitada: sesión con {other} el {time}",
  "mail.requested.opening":
    "{reader, select, client {Ha solicitado una sesión con {other}.} other {{starting} ha solicitado una sesión con usted.}}",
  "mail.requested.closing":
    "{reader, select, client {La hora queda reservada para usted. Le escribiremos de nuevo en cuanto se confirme la sesión.} other {La hora queda reservada. La sesión solo tendrá lugar cuando se confirme.}}",
  "mail.confirmed.subject": "Confirmada: sesión con {other} el {time}",
  "mail.confirmed.opening": "Su sesión con {other} está confirmada.",
  "mail.confirmed.also": "La sesión está confirmada.",
  "mail.rescheduled.subject": "Nueva hora: sesión con {other} el {time}",
  "mail.rescheduled.opening": "Su sesión con {other} tiene una hora nueva.",
  "mail.rescheduled.closing": "Aún no está confirmada.",
  "mail.rescheduled.also": "La sesión tiene una hora nueva.",
  "mail.cancelled.subject": "Cancelada: sesión con {other} el {time}",
  "mail.cancelled.opening":
    "{by, select, reader {Ha cancelado su sesión con {other}.} other_side {{starting} ha cancelado la sesión con usted.} admin {La administración ha cancelado su sesión con {other}.} other {Su sesión con {other} se ha cancelado.}}",
  "mail.lapsed.subject": "Sin confirmar: sesión con {other} el {time}",
  "mail.lapsed.opening": "Su sesión con {other} no se confirmó a tiempo y no tendrá lugar.",
  "mail.refund_to_come":
    "{reader, select, client {El reembolso vuelve a la tarjeta con la que pagó.} other {El reembolso vuelve a la tarjeta del cliente.}}",
  "mail.completed.subject": "Completada: sesión con {other} el {time}",
  "mail.completed.opening": "Su sesión con {other} ha tenido lugar.",
  "mail.move_asked.subject": "¿Se puede cambiar la hora? Sesión con {other} el {time}",
  "mail.move_asked.opening": "{starting} pide cambiar la hora de la sesión con usted.",
  "mail.move_asked.closing": "La hora deseada no está reservada. La sesión no cambia a menos que usted acepte, y puede rechazarlo.",
  "mail.move_asked.action": "Aceptar o rechazar",
  "mail.move_withdrawn.subject": "Ya no se pide cambiarla: sesión con {other} el {time}",
  "mail.move_withdrawn.opening": "{starting} ya no pide cambiar la hora de la sesión con usted.",
  "mail.move_declined.subject": "Sin cambio de hora: sesión con {other} el {time}",
  "mail.move_declined.opening": "Se rechazó su solicitud de cambiar la hora de la sesión con {other}.",
  "mail.move_lapsed.subject": "Sin cambio de hora: sesión con {other} el {time}",
  "mail.move_lapsed.opening": "Su solicitud de cambiar la hora de la sesión con {other} no recibió respuesta a tiempo.",
  "mail.stays": "La sesión sigue a la hora que figura aquí.",
  "mail.place_changed.subject": "Nuevo lugar: sesión con {other} el {time}",
  "mail.place_changed.opening": "Su sesión con {other} tiene un lugar nuevo.",
  "mail.place_changed.also": "La sesión tiene un lugar nuevo.",
  "mail.reminder.subject": "Recordatorio: sesión con {other} el {time}",
  "mail.reminder.opening":
    "{ahead, select, none {Le recordamos su sesión con {other}.} other {Este es su recordatorio, con {ahead} de antelación, para su sesión con {other}.}}",
  "mail.payment_received.subject": "Pago recibido: sesión con {other} el {time}",
  "mail.payment_received.opening":
    "{reader, select, client {Hemos recibido su pago por la sesión con {other}.} other {{starting} ha pagado la sesión con usted.}}",
  "mail.payment_received.closing":
    "{status, select, pending {{reader, select, client {La sesión aún espera la confirmación de su coach.} other {La sesión aún espera su confirmación.}}} cancelled {La sesión ya se había cancelado, así que se reembolsa el pago.} other {La sesión está confirmada.}}",
  "mail.payment_failed.subject": "Pago fallido: sesión con {other} el {time}",
  "mail.payment_failed.opening":
    "{reader, select, client {El pago de su sesión con {other} no se pudo completar.} other {El pago de la sesión con {other} no se pudo completar.}}",
  "mail.payment_failed.held": "La hora sigue reservada y puede intentarlo de nuevo.",
  "mail.payment_failed.freed": "La sesión no tendrá lugar y su hora vuelve a estar libre.",
  "mail.payment_failed.action": "Pagar o gestionar esta sesión",
  "mail.refunded.subject": "Reembolso: sesión con {other} el {time}",
  "mail.refunded.opening":
    "{reader, select, client {Se ha reembolsado su pago por la sesión con {other}.} other {Se ha reembolsado el pago de la sesión con {other}.}}",
  "mail.refunded.closing": "Cuándo lo verá depende de su banco.",
  "mail.event_deleted_ask.subject": "¿Quería cancelar? Sesión con {other} el {time}",
  "mail.event_deleted_ask.opening": "El evento de su sesión con {other} se borró de su calendario.",
  "mail.event_deleted_ask.closing": "La sesión sigue en pie. Si no debe tener lugar, cancélela aquí; si no, no hay nada que hacer.",
  "mail.calendar_conflict.subject": "Conflicto de calendario: sesión con {other} el {time}",
  "mail.calendar_conflict.opening": "Su calendario está en conflicto con su sesión con {other}.",
  "mail.calendar_conflict.closing": "La sesión sigue a la hora que figura aquí hasta que alguien la cambie o la cancele.",
  "mail.withdrawn":
    "Su calendario ya contiene esta sesión por sí mismo. La entrada que creó nuestro correo anterior se retira; la sesión sigue en pie.",

  "mail.calendar": "calendario",
  "mail.calendars": "Ver sus calendarios",
  "mail.calendar_needs_reconnect.subject": "Vuelva a conectar su {calendar}",
  "mail.calendar_needs_reconnect.opening": "Ya no podemos acceder a su {calendar}.",
  "mail.calendar_needs_reconnect.closing":
    "Hasta que vuelva a conectarlo, sus sesiones no se anotan en él y no se lee cuándo tiene el tiempo ocupado. Lo que falta por anotar se guarda y se anotará solo.",
  "mail.calendar_needs_reconnect.action": "Volver a conectar",
  "mail.calendar_unread.subject": "No se ha podido leer su {calendar} en horas",
  "mail.calendar_unread.opening": "No hemos podido leer su {calendar} desde hace unas horas.",
  "mail.calendar_unread.closing":
    "No sabemos qué ha cambiado en él desde entonces. Si se puede reservar con usted mientras tanto depende de su ajuste para conexiones perdidas. Seguimos intentándolo y le avisaremos cuando vuelva a funcionar. Si no funciona, vuelva a conectarlo o quite el calendario que no se pueda leer.",
  "mail.calendar_read_again.subject": "Su {calendar} se vuelve a leer",
  "mail.calendar_read_again.opening": "Su {calendar} se puede leer de nuevo y ya sabemos qué ha cambiado en él.",
  "mail.calendar_read_again.closing": "No hay nada que hacer.",
  "mail.calendar_gone.subject": "Falta un calendario en su {calendar}",
  "mail.calendar_gone.opening": "En su {calendar} ya no existe uno de los calendarios.",
  "mail.calendar_gone.closing":
    "Ya no cuenta; los demás cuentan como antes. Compruebe que estén elegidos los calendarios que deben bloquear su tiempo. Sus sesiones siguen en pie. Si se anotaban en ese calendario, elija otro para ellas.",

  "mail.fact.when": "Cuándo",
  "mail.fact.before": "Antes",
  "mail.fact.wished": "Hora deseada",
  "mail.fact.answer_until": "Plazo de respuesta",
  "mail.fact.with": "Con",
  "mail.fact.held_until": "Reservada hasta",
  "mail.fact.price": "Precio",
  "mail.fact.paid": "Pagado",
  "mail.fact.refund_to_come": "Por reembolsar",
  "mail.fact.refunded": "Reembolsado",
  "mail.fact.place": "Lugar",
  "mail.fact.link": "Enlace de la reunión",
  "mail.fact.reason": "Motivo",

  "mail.place.in_person": "En persona",
  "mail.place.phone": "Por teléfono",
  "mail.place.online": "En línea",
  "mail.place.video": "Por vídeo",

  "mail.zone": "({zone}, {offset})",
  "mail.zone.utc": "({offset})",
  "mail.offsets": "{first} a {last}",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
