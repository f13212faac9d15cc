import type { CALENDAR_ENTRY as EN } from "../en/calendar-entry.ts";

/** The texts of a session’s entry in a calendar, and of a change there that was not followed. */
export const CALENDAR_ENTRY = {
  "calendar.google": "calendario de Google",
  "calendar.outlook": "calendario de Outlook",

  "entry.title": "Sesión con {other}",
  "entry.title.requested": "Solicitada: sesión con {other}",
  "entry.feed": "Sesiones: {name}",
  "entry.manage": "Gestionar esta sesión",
  "entry.manage.at": "Gestionar esta sesión: {url}",
  "entry.meeting": "Reunión: {url}",

  "person.client.starting": "Su cliente",
  "person.coach.starting": "Su coach",
  "person.a_client": "un cliente",
  "person.a_client.starting": "Un cliente",

  "wrote.name": "{name} escribió",
  "wrote.you": "Usted escribió",
  "wrote.admin": "La administración escribió",

  "conflict.overlap": "Hay otro evento en el calendario a la misma hora.",
  "conflict.put_backs_ended":
    "El evento del calendario vuelve a cambiar cada vez que se repone, así que ya no se repone. La sesión vale como figura aquí.",
  "conflict.move_refused": "El evento se movió en el calendario a una hora que no se puede reservar y se ha repuesto.",
  "conflict.client_asked":
    "El evento se movió en el calendario y se ha repuesto: la sesión tiene un precio, así que se ha preguntado a su cliente si está de acuerdo. Si acepta, se cambiará la hora.",
  "conflict.client_asks": "El evento se movió en el calendario y se ha repuesto: su cliente ha pedido otra hora y espera su respuesta.",
  "conflict.length_changed":
    "El evento se movió en el calendario y se ha repuesto: la sesión tiene un precio y su duración es parte de lo acordado.",
  "conflict.not_confirmed":
    "El evento se movió en el calendario y se ha repuesto: la sesión tiene un precio y aún no está confirmada, así que se puede confirmar o cancelar, pero no cambiar de hora.",
  "conflict.already_begun": "El evento del calendario se cambió después de empezar la sesión. La sesión vale según lo acordado.",
  "conflict.copy_moved":
    "El evento se movió en el calendario y se ha repuesto: moverlo aquí no cambia la hora de la sesión. Para cambiarla, use la página de abajo.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
