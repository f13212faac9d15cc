import type { SITE as EN } from "../en/site.ts";

/** The frame of every page, the start, and the pages that say why there is no other page. */
export const SITE = {
  "site.name": "CultureBridge Booking",
  "site.skip": "Ir al contenido",
  "site.nav": "Menú principal",
  "site.book": "Buscar coach",
  "site.api": "Para desarrolladores",
  "site.bookings": "Sus sesiones",
  "site.desk": "Su panel",
  "site.admin": "Administración",
  "site.sign_in": "Iniciar sesión",
  "site.sign_out": "Cerrar sesión",
  "site.nameless": "Sesión iniciada",

  "page.title": "{title} · CultureBridge Booking",
  "page.title.faulty": "Error: {title} · CultureBridge Booking",

  "home.title": "Reserve una sesión con un coach",
  "home.lead":
    "Consulte las horas libres de cada coach en su propia zona horaria. Toda hora que se muestra está libre y nunca se asigna a dos personas.",
  "home.book": "Buscar coach",
  "home.book.text": "Busque por nombre, vea qué ofrece cada coach y qué días tiene horas libres.",
  "home.app": "Sus sesiones",
  "home.app.text": "Inicie sesión para reservar, cambiar, cancelar o pagar una sesión, o para definir su horario si es coach.",
  "home.api": "Para desarrolladores",
  "home.api.text": "Guías por tarea y la referencia de la API, para leer y probar.",

  "error.title": "Hay un problema",
  "error.prefix": "Error:",
  "form.fault.missing": "Rellene este campo.",
  "form.fault.long": "Aquí caben como máximo {max, plural, one {# carácter} other {# caracteres}}.",
  "form.fault.short": "Aquí hacen falta al menos {min, plural, one {# carácter} other {# caracteres}}.",
  "form.fault.high": "El valor puede ser como máximo {max}.",
  "form.fault.low": "El valor debe ser al menos {min}.",
  "form.fault.other": "No se puede leer lo que se envió en este campo. Inténtelo de nuevo.",

  "not_found.title": "Esta página no existe",
  "not_found.text": "Puede que la dirección esté mal escrita o que el contenido ya no esté disponible.",

  "no_coach.title": "No se puede reservar con este coach",
  "no_coach.text": "Puede que la dirección esté mal escrita o que el coach ya no acepte reservas.",

  "wrong_method.title": "Eso no se puede hacer aquí",
  "wrong_method.text": "Esta página solo se puede consultar.",

  "forbidden.title": "Esta página no está disponible para usted",
  "forbidden.text": "Ha iniciado sesión, pero su cuenta no tiene acceso a esta página. Cierre la sesión para entrar con otra cuenta.",

  "inactive.title": "Su cuenta se ha cerrado",
  "inactive.text": "Consulte con el marketplace.",

  "forged.title": "Este formulario no procede de nuestra página",
  "forged.text": "Por seguridad, no se ha hecho nada. Vuelva a abrir la página y envíe el formulario desde allí.",

  "too_large.title": "Es demasiado largo",
  "too_large.text": "Vuelva atrás y acorte el texto. No se ha hecho nada.",

  "refused.title": "Eso no se puede hacer",

  "too_many.title": "Demasiadas solicitudes",
  "too_many.text": "Llegan muchas solicitudes desde su red. Espere un minuto y vuelva a cargar esta página.",

  "unavailable.title": "No disponible en este momento",
  "unavailable.text": "El registro de reservas no responde. Vuelva a cargar esta página en un momento.",

  "fault.title": "Algo ha fallado",
  "fault.text": "El error es nuestro y no se ha cambiado nada. Vuelva a cargar esta página en un momento.",

  "notice.on": "Buscar coach",
  "notice.home": "Ir al inicio",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
