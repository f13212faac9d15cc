import type { REFERENCE as EN } from "../en/reference.ts";

/** The API's reference and its list of problems, as far as they are pages: what they describe is the contract's, in English. */
export const REFERENCE = {
  "reference.title": "API de réservation",
  "reference.no_script": "La référence nécessite JavaScript. Sans lui, vous pouvez lire :",
  "reference.document": "le document OpenAPI",
  "reference.problems": "la liste des problèmes",

  "problems.page": "Problèmes de l’API de réservation",
  "problems.title": "Problèmes",
  "problems.lead":
    "Les valeurs possibles de « code » dans un document de problème, par ordre de priorité : si plusieurs s’appliquent, la première est indiquée.",
  "problems.code": "code",
  "problems.status": "statut",
  "problems.meaning": "signification",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
