import type { REFERENCE as EN } from "../en/reference.ts";

/** The API's reference and its list of problems, as far as they are pages: what they describe is the contract's, in English. */
export const REFERENCE = {
  "reference.title": "Booking API",
  "reference.no_script": "リファレンスの表示にはJavaScriptが必要です。JavaScriptなしでも次の文書を読めます。",
  "reference.document": "OpenAPI文書",
  "reference.problems": "問題コードの一覧",

  "problems.page": "Booking APIの問題コード",
  "problems.title": "問題コード",
  "problems.lead": "問題文書の「code」が取りうる値を、優先順に並べています。複数が当てはまる場合は、最初のものが返されます。",
  "problems.code": "code",
  "problems.status": "status",
  "problems.meaning": "意味",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
