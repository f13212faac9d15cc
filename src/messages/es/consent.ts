import type { CONSENT as EN } from "../en/consent.ts";

/** The page a browser ends on after the consent to a calendar. */
export const CONSENT = {
  "consent.connected.title": "Su calendario está conectado",
  "consent.connected.text": "Sus sesiones aparecen en él, y lo que usted anote bloquea su tiempo.",
  "consent.declined.title": "Su calendario no está conectado",
  "consent.declined.text": "No dio su consentimiento, así que no se ha cambiado nada. Puede conectarlo cuando quiera.",
  "consent.scopes_missing.title": "Su calendario no está conectado",
  "consent.scopes_missing.text":
    "Faltan algunos permisos y, sin ellos, no podemos mantener su calendario al día. Vuelva a conectarlo y deje todas las casillas marcadas.",
  "consent.no_calendar.title": "Su calendario no está conectado",
  "consent.no_calendar.text":
    "Esta cuenta no tiene ningún calendario accesible: puede que no tenga buzón o que esté en un servidor propio. Conecte otra cuenta.",
  "consent.used.title": "Este enlace ya se ha usado",
  "consent.used.text": "Si su calendario no aparece como conectado, empiece de nuevo desde la aplicación.",
  "consent.invalid.title": "Su calendario no está conectado",
  "consent.invalid.text": "El enlace es demasiado antiguo o está incompleto. Empiece de nuevo desde la aplicación.",
  "consent.other_browser.title": "Continúe donde empezó",
  "consent.other_browser.text": "La conexión no empezó en este navegador. Vuelva a la aplicación o al navegador en el que empezó.",
  "consent.unavailable.title": "Su calendario aún no está conectado",
  "consent.unavailable.text": "El proveedor del calendario no responde en este momento. Empiece de nuevo en un minuto.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
