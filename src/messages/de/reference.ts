import type { REFERENCE as EN } from "../en/reference.ts";

/** The API's reference and its list of problems, as far as they are pages: what they describe is the contract's, in English. */
export const REFERENCE = {
  "reference.title": "Booking-API",
  "reference.no_script": "Die Referenz benötigt JavaScript. Ohne JavaScript können Sie lesen:",
  "reference.document": "das OpenAPI-Dokument",
  "reference.problems": "die Liste der Probleme",

  "problems.page": "Probleme der Booking-API",
  "problems.title": "Probleme",
  "problems.lead": "Mögliche Werte von „code“ in einem Problemdokument, nach Vorrang geordnet: Treffen mehrere zu, wird der erste genannt.",
  "problems.code": "Code",
  "problems.status": "Status",
  "problems.meaning": "Bedeutung",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
