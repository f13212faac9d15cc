/** The pages for developers: the list of guides, the API's reference and its problems. What they describe is the contract's, in English. */
export const REFERENCE = {
  "reference.title": "Booking API",
  "reference.no_script": "The reference needs JavaScript. You can read without it:",
  "reference.document": "the OpenAPI document",
  "reference.problems": "the list of problems",

  "docs.lead": "Sell, book and follow sessions from your own app. Begin with a task, or look a call up.",
  "docs.english": "The guides are in English.",
  "docs.guides": "Guides by task",
  "docs.look_up": "Look up",
  "docs.topics": "Subjects",
  "docs.all": "All guides",
  "docs.reference": "Reference of the API",
  "docs.reference.text": "Every call with its fields and an example, to read and to try.",
  "docs.problems.text": "Each code that a refusal can carry.",
  "docs.document": "OpenAPI document",
  "docs.document.text": "For tools that write a client or check one.",

  "problems.title": "Problems",
  "problems.lead": "What “code” can be in a problem document, in order of precedence: where several apply, the first is told.",
  "problems.code": "code",
  "problems.status": "status",
  "problems.meaning": "meaning",
} as const;
