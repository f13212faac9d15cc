import type { ADMIN_HAND as EN } from "../en/admin-hand.ts";

/** Matters that need a person's hand, and the check of the audit trail. */
export const ADMIN_HAND = {
  "admin.nav.hand": "Por atender",
  "admin.nav.audit": "Auditoría",
  "hand.title": "Por atender",
  "hand.lead": "Dinero que no siguió su curso; lo más reciente primero.",
  "hand.none": "No hay nada por atender.",
  "hand.failed_effects": "Efectos abandonados",
  "hand.refund": "Falló un reembolso de {money}",
  "hand.refund.do": "El dinero no ha llegado. Devuélvalo a mano en Stripe o pregunte por otra vía.",
  "hand.dispute": "Hay una disputa por un pago de {money}",
  "hand.dispute.do": "Responda en Stripe antes del plazo. Un reembolso hecho aquí se pagaría además.",
  "hand.dispute.state": "En palabras de Stripe: {state}",
  "hand.booking": "Abrir la sesión",
  "hand.more": "Solo se muestran los más recientes de cada tipo. La API los enumera todos.",
  "audit.title": "Registro de auditoría",
  "audit.lead":
    "Cada cambio es una fila de una cadena: una por coach y otra para los actos de la administración. Cada fila responde por la anterior.",
  "audit.begin": "Comprobar todas las cadenas",
  "audit.on": "Seguir comprobando",
  "audit.progress":
    "{rows, plural, one {# fila comprobada} other {# filas comprobadas}}, {chains, plural, one {# cadena terminada} other {# cadenas terminadas}}.",
  "audit.whole": "Todas las cadenas están íntegras.",
  "audit.broken.admins": "La cadena de la administración está rota en la fila {seq}.",
  "audit.broken.coach": "La cadena de coach {coach} está rota en la fila {seq}.",
  "audit.unaudited": "El último cambio de la sesión {booking} no tiene fila.",
  "audit.altered.booking": "La sesión {booking} no está como dice su fila: se cambió al margen del servicio.",
  "audit.altered.payment": "El importe del pago {payment} no es el que dice su fila: se cambió al margen del servicio.",
  "audit.anchor.admins": "La cadena de la administración ya no contiene su fila anclada {seq}: fue cortada o sustituida.",
  "audit.anchor.coach": "La cadena de {coach} ya no contiene su fila anclada {seq}: fue cortada, sustituida o borrada.",
  "audit.findings": "Hallado por el propio servicio",
  "audit.broken.do": "No se ha comprobado nada a partir de ahí. Compárelo con los anclajes fuera de la base de datos.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
