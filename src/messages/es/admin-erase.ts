import type { ADMIN_ERASE as EN } from "../en/admin-erase.ts";

/** Erasing a person, for admins: the question before it, and what was done. */
export const ADMIN_ERASE = {
  "erase.title": "Borrar a {name}",
  "erase.what":
    "La cuenta se cierra definitivamente. Se borran el nombre, la dirección, las notas, los motivos, las suscripciones y los accesos a calendarios. Las sesiones quedan registradas con sus horas e importes, sin decir de quién eran.",
  "erase.undo": "No se puede deshacer, y la persona no podrá volver con el mismo inicio de sesión.",
  "erase.ahead": "Mientras haya sesiones pendientes o un pago abierto, no se borra nada. Cancele primero esas sesiones.",
  "erase.copies":
    "Stripe y los calendarios de las personas conservan lo que tienen. La lista está en la respuesta de la API y en esas cuentas.",
  "erase.sure": "Sí, borrar a esta persona definitivamente",
  "erase.tick": "Marque la casilla, para que nadie se borre por error.",
  "erase.do": "Borrar a esta persona",
  "erase.rest": "Borrar el resto",
  "erase.more": "{count, plural, one {Se ha limpiado una sesión.} other {Se han limpiado # sesiones.}} Hay más: continúe.",
  "erase.done":
    "Los datos de esta persona se han borrado. {count, plural, =0 {} one {Por último se limpió una sesión.} other {Por último se limpiaron # sesiones.}}",
  "erase.state": "Borrada",
  "erase.lead": "A petición, se puede borrar todo lo que dice quién es esta persona.",
  "erase.link": "Borrar a esta persona …",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
