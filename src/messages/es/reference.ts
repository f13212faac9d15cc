import type { REFERENCE as EN } from "../en/reference.ts";

/** The pages for developers: the list of guides, the API's reference and its problems. What they describe is the contract's, in English. */
export const REFERENCE = {
  "reference.title": "API de reservas",
  "reference.no_script": "La referencia necesita JavaScript. Sin él puede leer:",
  "reference.document": "el documento OpenAPI",
  "reference.problems": "la lista de problemas",

  "docs.lead": "Venda, reserve y siga sesiones desde su propia aplicación. Empiece por una tarea o busque una llamada.",
  "docs.english": "Las guías están en inglés.",
  "docs.guides": "Guías por tarea",
  "docs.look_up": "Consultar",
  "docs.topics": "Temas",
  "docs.all": "Todas las guías",
  "docs.reference": "Referencia de la API",
  "docs.reference.text": "Cada llamada con sus campos y un ejemplo, para leer y probar.",
  "docs.problems.text": "Cada código que puede llevar un rechazo.",
  "docs.document": "Documento OpenAPI",
  "docs.document.text": "Para herramientas que generan o comprueban un cliente.",

  "problems.title": "Problemas",
  "problems.lead":
    "Los valores que puede tener «code» en un documento de problema, por orden de prioridad: si se aplican varios, se indica el primero.",
  "problems.code": "código",
  "problems.status": "estado",
  "problems.meaning": "significado",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
