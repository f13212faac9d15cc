import type { ADMIN_HAND as EN } from "../en/admin-hand.ts";

/** Matters that need a person's hand, and the check of the audit trail. */
export const ADMIN_HAND = {
  "admin.nav.hand": "要対応",
  "admin.nav.audit": "監査",
  "hand.title": "対応が必要な項目",
  "hand.lead": "正しく処理されなかったお金です。新しい順に並んでいます。",
  "hand.none": "対応が必要な項目はありません。",
  "hand.failed_effects": "中止された処理",
  "hand.refund": "{money}の返金に失敗しました",
  "hand.refund.do": "返金がまだ届いていません。Stripeで手動で返金するか、別の方法をご相談ください。",
  "hand.dispute": "{money}の支払いに異議申し立てがあります",
  "hand.dispute.do": "期限までにStripeで回答してください。ここでも返金すると二重払いになります。",
  "hand.dispute.state": "Stripeでの状態：{state}",
  "hand.booking": "セッションを開く",
  "hand.more": "種類ごとに最新のものだけを表示しています。すべてはAPIで確認できます。",
  "audit.title": "監査証跡",
  "audit.lead": "すべての変更は鎖の一行として残ります。鎖はコーチごとに一つ、管理者の操作に一つあり、各行が直前の行を保証します。",
  "audit.begin": "すべての鎖を検証する",
  "audit.on": "検証を続ける",
  "audit.progress": "{rows, plural, other {#行}}を検証し、{chains, plural, other {#本}}の鎖を終えました。",
  "audit.whole": "すべての鎖は完全です。",
  "audit.broken.admins": "管理者の操作の鎖が{seq}行目で壊れています。",
  "audit.broken.coach": "コーチ{coach}の鎖が{seq}行目で壊れています。",
  "audit.unaudited": "セッション{booking}の最新の変更に対応する行がありません。",
  "audit.broken.do": "これより先は検証していません。データベースの外にある控えと照合してください。",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
