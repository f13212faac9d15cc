import type { REFERENCE as EN } from "../en/reference.ts";

/** The pages for developers: the list of guides, the API's reference and its problems. What they describe is the contract's, in English. */
export const REFERENCE = {
  "reference.title": "API de réservation",
  "reference.no_script": "La référence nécessite JavaScript. Sans lui, vous pouvez lire :",
  "reference.document": "le document OpenAPI",
  "reference.problems": "la liste des problèmes",

  "docs.lead": "Vendez, réservez et suivez des séances depuis votre propre application. Commencez par une tâche ou cherchez un appel.",
  "docs.english": "Les guides sont en anglais.",
  "docs.guides": "Guides par tâche",
  "docs.look_up": "Consulter",
  "docs.topics": "Sujets",
  "docs.all": "Tous les guides",
  "docs.reference": "Référence de l’API",
  "docs.reference.text": "Chaque appel avec ses champs et un exemple, à lire et à essayer.",
  "docs.problems.text": "Chaque code qu’un refus peut porter.",
  "docs.document": "Document OpenAPI",
  "docs.document.text": "Pour les outils qui génèrent ou vérifient un client.",

  "problems.title": "Problèmes",
  "problems.lead":
    "Les valeurs possibles de « code » dans un document de problème, par ordre de priorité : si plusieurs s’appliquent, la première est indiquée.",
  "problems.code": "code",
  "problems.status": "statut",
  "problems.meaning": "signification",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
