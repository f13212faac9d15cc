import type { DESK_BOOK as EN } from "../en/desk-book.ts";

/** Booking for a client, and the feed, on the desk. */
export const DESK_BOOK = {
  "clients.title": "Reservar para un cliente",
  "clients.lead": "Puede reservar para clientes que ya hayan reservado con usted.",
  "clients.choose": "Elija el cliente",
  "clients.search": "Nombre del cliente",
  "clients.search.submit": "Buscar",
  "clients.latest": "Última sesión: {time}",
  "clients.none": "Aún nadie ha reservado con usted. La primera reserva la hace el cliente, en su página de coach.",
  "clients.none.on": "Su página",
  "clients.nobody": "Ningún cliente suyo se llama «{name}».",
  "clients.all": "Ver todos los clientes",
  "clients.more": "Solo se muestran quienes tienen las sesiones más recientes. Busque a los demás por nombre.",
  "clients.other": "Elegir otro cliente",
  "clients.gone": "No puede reservar para este cliente. Elija a alguien que ya haya reservado con usted.",
  "clients.no_offers": "No ofrece nada en este momento, así que no se puede reservar nada.",
  "clients.no_offers.on": "Crear una oferta",

  "for_client.title": "Reservar para {name}",
  "for_client.client": "Cliente",
  "for_client.next.confirmed": "La sesión queda confirmada al instante y {name} recibe un correo.",
  "for_client.next.pay":
    "{name} debe pagar antes del {until}. Sin pago, la sesión caduca. Si usted confirma la sesión, será gratis para {name}.",
  "for_client.notes": "Notas",
  "for_client.notes.hint": "Las ven usted y el cliente. {max} caracteres como máximo.",
  "for_client.submit": "Reservar la sesión",
  "for_client.month": "Elegir otra hora",

  "feed.title": "Suscripción al calendario",
  "feed.lead":
    "La suscripción muestra sus sesiones en cualquier calendario que admita suscribirse a una dirección. Las muestra y no cambia nada.",
  "feed.secret": "No comparta la dirección: quien la tenga puede leer sus sesiones y los nombres de sus clientes.",
  "feed.has": "Tiene una suscripción. No guardamos copia de su dirección. Si la ha perdido, cree una nueva.",
  "feed.make": "Crear una dirección",
  "feed.renew": "Crear una dirección nueva y anular la anterior",
  "feed.made": "Su dirección nueva",
  "feed.once": "Solo se muestra esta vez. Cópiela ahora en su calendario.",
  "feed.open": "Abrir en su calendario",
  "feed.end": "Terminar la suscripción",
  "feed.end.what":
    "Los programas suscritos dejarán de mostrar novedades desde ese momento. Puede volver a crear una dirección cuando quiera.",
  "feed.ended": "La suscripción ha terminado. Su dirección ya no funciona.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
