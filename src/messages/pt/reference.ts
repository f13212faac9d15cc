import type { REFERENCE as EN } from "../en/reference.ts";

/** The pages for developers: the list of guides, the API's reference and its problems. What they describe is the contract's, in English. */
export const REFERENCE = {
  "reference.title": "API do Booking",
  "reference.no_script": "A referência precisa de JavaScript. Sem ele, você pode ler:",
  "reference.document": "o documento OpenAPI",
  "reference.problems": "a lista de problemas",

  "docs.lead": "Venda, reserve e acompanhe sessões a partir do seu próprio aplicativo. Comece por uma tarefa ou procure uma chamada.",
  "docs.english": "Os guias estão em inglês.",
  "docs.guides": "Guias por tarefa",
  "docs.look_up": "Consultar",
  "docs.topics": "Assuntos",
  "docs.all": "Todos os guias",
  "docs.reference": "Referência da API",
  "docs.reference.text": "Cada chamada com seus campos e um exemplo, para ler e testar.",
  "docs.problems.text": "Cada código que uma recusa pode trazer.",
  "docs.document": "Documento OpenAPI",
  "docs.document.text": "Para ferramentas que geram ou verificam um cliente.",

  "problems.title": "Problemas",
  "problems.lead":
    "Os valores possíveis de “code” em um documento de problema, em ordem de precedência: quando vários se aplicam, o primeiro é informado.",
  "problems.code": "code",
  "problems.status": "status",
  "problems.meaning": "significado",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
