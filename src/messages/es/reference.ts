import type { REFERENCE as EN } from "../en/reference.ts";

/** The API's reference and its list of problems, as far as they are pages: what they describe is the contract's, in English. */
export const REFERENCE = {
  "reference.title": "API de reservas",
  "reference.no_script": "La referencia necesita JavaScript. Sin él puede leer:",
  "reference.document": "el documento OpenAPI",
  "reference.problems": "la lista de problemas",

  "problems.page": "Problemas de la API de reservas",
  "problems.title": "Problemas",
  "problems.lead":
    "Los valores que puede tener «code» en un documento de problema, por orden de prioridad: si se aplican varios, se indica el primero.",
  "problems.code": "código",
  "problems.status": "estado",
  "problems.meaning": "significado",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
