import type { CALENDARS as EN } from "../en/calendars.ts";

/** A person's calendars: which are connected, how they are, which of their calendars count, and how to part with them. */
export const CALENDARS = {
  "calendars.title": "Sus calendarios",
  "calendars.lead.coach": "Lo que hay en un calendario conectado bloquea su tiempo, y sus sesiones aparecen en él.",
  "calendars.lead.client": "Sus sesiones aparecen en un calendario conectado.",
  "calendars.none": "Aquí no se pueden conectar calendarios.",
  "calendars.name.google": "Google Calendar",
  "calendars.name.outlook": "Outlook",
  "calendars.connected": "{name} está conectado. Se leerá en unos minutos.",
  "calendars.changed": "Su elección se ha guardado. Los calendarios se leerán en unos minutos.",
  "calendars.gone": "{name} está desconectado.",
  "calendars.other_browser": "La conexión no empezó en este navegador, así que aún no hay nada conectado. Empiece de nuevo aquí.",

  "calendars.state.none": "No conectado.",
  "calendars.state.new": "Conectado. Se está leyendo por primera vez.",
  "calendars.state.active": "Conectado. Última lectura: {age}.",
  "calendars.state.old": "Desactualizado. Última lectura: {age}. Seguimos intentándolo.",
  "calendars.state.lost":
    "Hay que volver a conectarlo: {name} ya no nos deja entrar. Ocurre cuando se retira el permiso, se cambia la contraseña o se cierra la cuenta.",
  "calendars.lost.keep_booking": "Hasta entonces se puede seguir reservando con usted, aunque no veamos lo que anote en él.",
  "calendars.lost.stop_booking": "Hasta entonces no se puede reservar ninguna de sus horas.",
  "calendars.lost": "Si se pierde una conexión",
  "calendars.lost.setting.keep_booking": "Si se pierde una conexión, se puede seguir reservando con usted.",
  "calendars.lost.setting.stop_booking": "Si se pierde una conexión, no se puede reservar ninguna de sus horas hasta que vuelva.",
  "calendars.lost.change": "Cambiarlo en sus ajustes",
  "calendars.reads":
    "{count, plural, =0 {Ninguno de sus calendarios bloquea su tiempo.} one {# de sus calendarios bloquea su tiempo.} other {# de sus calendarios bloquean su tiempo.}}",
  "calendars.writes": "Sus sesiones se anotan en él.",
  "calendars.writes.none": "Sus sesiones no se anotan en él.",

  "calendars.connect": "Conectar {name}",
  "calendars.reconnect": "Volver a conectar {name}",
  "calendars.choose": "Elegir calendarios",
  "calendars.choose.of": "Elegir calendarios de {name}",
  "calendars.disconnect": "Desconectar",
  "calendars.disconnect.of": "Desconectar {name}",
  "calendars.back": "Sus calendarios",

  "choose.title": "{name}: elegir calendarios",
  "choose.account": "Cuenta: {account}",
  "choose.reads": "Cuáles bloquean su tiempo",
  "choose.reads.hint": "Mientras haya algo en uno de estos, no se puede reservar con usted.",
  "choose.writes": "Dónde se anotan sus sesiones",
  "choose.writes.none": "En ninguno",
  "choose.primary": "{name} (calendario principal)",
  "choose.none": "Esta cuenta no tiene calendarios.",
  "choose.submit": "Guardar",
  "choose.fault.writes": "Elija dónde se anotan sus sesiones.",

  "disconnect.title": "¿Desconectar {name}?",
  "disconnect.text":
    "Dejará de leerse, así que lo que contiene ya no bloqueará su tiempo. Los eventos de sus sesiones se quedan en él y ya no se actualizan.",
  "disconnect.submit": "Desconectar",
  "disconnect.keep": "Mantener conectado",
  "disconnected.title": "{name} está desconectado",
  "disconnected.advice": "Hemos borrado nuestro acceso. Para retirar también el permiso en el proveedor, vaya a su cuenta allí.",
  "disconnected.advice.link": "Permisos de su cuenta",
  "consent.on": "Sus calendarios",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
