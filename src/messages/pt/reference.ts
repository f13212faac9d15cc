import type { REFERENCE as EN } from "../en/reference.ts";

/** The API's reference and its list of problems, as far as they are pages: what they describe is the contract's, in English. */
export const REFERENCE = {
  "reference.title": "API do Booking",
  "reference.no_script": "A referência precisa de JavaScript. Sem ele, você pode ler:",
  "reference.document": "o documento OpenAPI",
  "reference.problems": "a lista de problemas",

  "problems.page": "Problemas da API do Booking",
  "problems.title": "Problemas",
  "problems.lead":
    "Os valores possíveis de “code” em um documento de problema, em ordem de precedência: quando vários se aplicam, o primeiro é informado.",
  "problems.code": "code",
  "problems.status": "status",
  "problems.meaning": "significado",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
