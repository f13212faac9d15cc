import type { REFERENCE as EN } from "../en/reference.ts";

/** The pages for developers: the list of guides, the API's reference and its problems. What they describe is the contract's, in English. */
export const REFERENCE = {
  "reference.title": "Booking API",
  "reference.no_script": "リファレンスの表示にはJavaScriptが必要です。JavaScriptなしでも次の文書を読めます。",
  "reference.document": "OpenAPI文書",
  "reference.problems": "問題コードの一覧",

  "docs.lead": "ご自身のアプリからセッションの販売、予約、確認ができます。やりたいことから始めるか、呼び出しを調べてください。",
  "docs.english": "ガイドは英語です。",
  "docs.guides": "目的別ガイド",
  "docs.look_up": "調べる",
  "docs.topics": "テーマ",
  "docs.all": "すべてのガイド",
  "docs.reference": "APIリファレンス",
  "docs.reference.text": "すべての呼び出しを、項目と例とともに読み、試すことができます。",
  "docs.problems.text": "拒否の応答に含まれるコードの一覧です。",
  "docs.document": "OpenAPI文書",
  "docs.document.text": "クライアントを生成または検査するツール向けです。",

  "problems.title": "問題コード",
  "problems.lead": "問題文書の「code」が取りうる値を、優先順に並べています。複数が当てはまる場合は、最初のものが返されます。",
  "problems.code": "code",
  "problems.status": "status",
  "problems.meaning": "意味",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
