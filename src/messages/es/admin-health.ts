import type { ADMIN_HEALTH as EN } from "../en/admin-health.ts";

/** The health of the service, part by part, for admins. */
export const ADMIN_HEALTH = {
  "admin.nav.health": "Estado",
  "health.title": "Estado del servicio",
  "health.ok": "Todo va bien: cada parte responde y ningún valor ha alcanzado un umbral.",
  "health.warning":
    "El servicio funciona. {count, plural, one {Un valor ha} other {# valores han}} alcanzado un umbral, y hay tiempo para revisarlo.",
  "health.failing": "{count, plural, one {Una parte necesita} other {# partes necesitan}} ayuda ahora. Empiece por la primera de abajo.",
  "health.checked": "Revisado el {moment}.",
  "health.again": "Volver a revisar",
  "health.parts": "Parte por parte",
  "health.part.database_read": "Lectura de la base de datos",
  "health.part.database_write": "Escritura en la base de datos",
  "health.part.objects": "Objetos de coaches y calendarios",
  "health.part.database_size": "Tamaño de la base de datos",
  "health.part.overdue_effects": "Retraso del efecto pendiente más antiguo",
  "health.part.silent_accounts": "Calendarios que han dejado de responder",
  "health.part.anchor_lag": "Tiempo desde el último anclaje del registro de auditoría",
  "health.state.ok": "Bien",
  "health.state.warning": "Conviene revisarlo",
  "health.state.failing": "En alarma",
  "health.state.unknown": "Desconocido: sin respuesta, así que cuenta como alarma",
  "health.measured": "Medido: {figure}",
  "health.warning_from": "revisar desde {figure}",
  "health.failing_from": "alarma desde {figure}",
  "health.calendars": "{count, plural, one {# calendario} other {# calendarios}}",
  "health.do.database_read":
    "Consulte la página de estado de Cloudflare. Hasta que la base de datos responda, se pide a quienes llaman que vuelvan más tarde.",
  "health.do.database_write":
    "Consulte la página de estado de Cloudflare. Si se puede leer pero no escribir, la base de datos puede estar llena.",
  "health.do.objects": "Consulte la página de estado de Cloudflare. Si empezó con una versión nueva, retírela.",
  "health.do.database_size": "Al llegar a 10 GB se rechaza toda escritura. Prepare antes un archivo.",
  "health.do.overdue_effects": "Puede que un proveedor no funcione. Los efectos en espera dicen cuál y por qué.",
  "health.do.silent_accounts":
    "El servicio los despierta por sí solo cada cinco minutos. Si el número no baja, el registro indica el fallo.",
  "health.do.anchor_lag": "El barrido no llega o falla una parte de él. Tras la primera puesta en marcha, esto pasa en unos minutos.",
  "health.do.unknown": "Nadie puede decir cómo está esta parte hasta que responda. El registro dice por qué no lo hizo.",
  "health.effects": "Ver los efectos en espera",
  "health.guide": "Guía de operación: {part}",
  "health.monitor": "Cómo pide un monitor los mismos valores",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
