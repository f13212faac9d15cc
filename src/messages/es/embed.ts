import type { EMBED as EN } from "../en/embed.ts";

/** A coach's times in a frame on another site's page, the page that explains it, and the way back. */
export const EMBED = {
  "embed.chosen": "Su hora",
  "embed.chosen.time": "{day}, {time}",
  "embed.continue": "Continuar",
  "embed.continue.text": "A continuación inicia sesión y lo ve todo antes de reservar.",
  "embed.back": "Volver a {host}",

  "embed.title": "Reservas en su propia página",
  "embed.lead": "Muestre las horas libres de un coach en su página. Quienes la visitan eligen allí una hora y la reservan aquí.",
  "embed.coach": "Id del coach",
  "embed.coach.hint": "La última parte de la dirección de la página del coach, después de /book/.",
  "embed.coach.submit": "Mostrar las líneas para este coach",
  "embed.copy": "Copie estas líneas",
  "embed.copy.text":
    "Póngalas donde deban aparecer las horas. El enlace que contienen se muestra mientras cargan las horas y donde no se pueden mostrar.",
  "embed.attributes": "Atributos",
  "embed.attribute": "Atributo",
  "embed.meaning": "Significado",
  "embed.attribute.coach": "El id del coach. Obligatorio.",
  "embed.attribute.offer": "El id de una sesión que ofrece el coach. Sin él, se elige en la página.",
  "embed.attribute.return": "La dirección a la que se vuelve después de reservar. Sin ella, la de la propia página.",
  "embed.attribute.zone": "Una zona horaria como Europe/Lisbon. Sin ella, la de quien visita.",
  "embed.attribute.theme": "light o dark. Sin él, lo que prefiera el dispositivo.",
  "embed.attribute.label": "El nombre del marco para lectores de pantalla, en el idioma de su página.",
  "embed.events": "Eventos",
  "embed.event": "Evento",
  "embed.events.text": "Su script los recibe en el elemento. No se propagan (sin bubbling).",
  "embed.event.ready": "Las horas se muestran. Llega una vez.",
  "embed.event.resize": "El marco tiene otra altura. detail contiene height, en píxeles.",
  "embed.event.chosen": "Se ha elegido una hora. detail contiene offer, que puede ser null, y start, en UTC.",
  "embed.event.booked":
    "Vuelta a su página después de reservar. detail contiene booking y status, tal como figuran en la dirección. Cualquiera puede escribir una dirección, así que consulte la API antes de fiarse.",
  "embed.origins": "Dónde funciona",
  "embed.origins.text": "Las páginas de estos sitios pueden mostrar las horas y se puede volver a ellas:",
  "embed.origins.none": "Aún ningún sitio puede mostrar las horas. Quien opera este servicio añade el suyo a EMBED_ORIGINS.",
  "embed.policy": "Si su página tiene una Content-Security-Policy, permita {origin} en script-src y frame-src.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
