import type { REFERENCE as EN } from "../en/reference.ts";

/** The pages for developers: the list of guides, the API's reference and its problems. What they describe is the contract's, in English. */
export const REFERENCE = {
  "reference.title": "Booking-API",
  "reference.no_script": "Die Referenz benötigt JavaScript. Ohne JavaScript können Sie lesen:",
  "reference.document": "das OpenAPI-Dokument",
  "reference.problems": "die Liste der Probleme",

  "docs.lead":
    "Verkaufen, buchen und verfolgen Sie Sitzungen aus Ihrer eigenen App. Beginnen Sie mit einer Aufgabe, oder schlagen Sie einen Aufruf nach.",
  "docs.english": "Die Anleitungen sind auf Englisch.",
  "docs.guides": "Anleitungen nach Aufgabe",
  "docs.look_up": "Nachschlagen",
  "docs.topics": "Themen",
  "docs.all": "Alle Anleitungen",
  "docs.reference": "Referenz der API",
  "docs.reference.text": "Jeder Aufruf mit seinen Feldern und einem Beispiel, zum Lesen und Ausprobieren.",
  "docs.problems.text": "Jeder Code, den eine Ablehnung tragen kann.",
  "docs.document": "OpenAPI-Dokument",
  "docs.document.text": "Für Werkzeuge, die einen Client erzeugen oder prüfen.",

  "problems.title": "Probleme",
  "problems.lead": "Mögliche Werte von „code“ in einem Problemdokument, nach Vorrang geordnet: Treffen mehrere zu, wird der erste genannt.",
  "problems.code": "Code",
  "problems.status": "Status",
  "problems.meaning": "Bedeutung",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
