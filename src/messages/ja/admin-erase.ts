import type { ADMIN_ERASE as EN } from "../en/admin-erase.ts";

/** Erasing a person, for admins: the question before it, and what was done. */
export const ADMIN_ERASE = {
  "erase.title": "{name}のデータを消去",
  "erase.what":
    "アカウントは完全に閉鎖されます。お名前、メールアドレス、メモ、理由、カレンダーの購読とアクセス権は消去されます。セッションは日時と金額のみが記録に残り、どなたのものかはわからなくなります。",
  "erase.undo": "この操作は取り消せません。同じサインインで戻ることもできません。",
  "erase.ahead": "今後のセッションや未完了の支払いがある間は、何も消去されません。先にセッションをキャンセルしてください。",
  "erase.copies":
    "Stripe と各自のカレンダーに残っているものは、そのまま保持されます。一覧は API の応答と、それぞれのアカウントで確認できます。",
  "erase.sure": "はい、この方のデータを完全に消去します",
  "erase.tick": "誤って消去しないよう、チェックを入れてください。",
  "erase.do": "この方のデータを消去",
  "erase.rest": "残りを消去",
  "erase.more": "{count, plural, other {#件のセッションを整理しました。}}まだ残っています。続けてください。",
  "erase.done": "この方のデータを消去しました。{count, plural, =0 {} other {最後に#件のセッションを整理しました。}}",
  "erase.state": "消去済み",
  "erase.lead": "ご希望により、この方を特定できる情報をすべて消去できます。",
  "erase.link": "この方のデータを消去…",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
