/** The API's reference and its list of problems, as far as they are pages: what they describe is the contract's, in English. */
export const REFERENCE = {
  "reference.title": "Booking API",
  "reference.no_script": "The reference needs JavaScript. You can read without it:",
  "reference.document": "the OpenAPI document",
  "reference.problems": "the list of problems",

  "problems.page": "Problems of the Booking API",
  "problems.title": "Problems",
  "problems.lead": "What “code” can be in a problem document, in order of precedence: where several apply, the first is told.",
  "problems.code": "code",
  "problems.status": "status",
  "problems.meaning": "meaning",
} as const;
