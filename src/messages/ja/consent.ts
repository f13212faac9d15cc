import type { CONSENT as EN } from "../en/consent.ts";

/** The page a browser ends on after the consent to a calendar. */
export const CONSENT = {
  "consent.connected.title": "カレンダーを接続しました",
  "consent.connected.text": "セッションがカレンダーに表示され、予定のある時間は予約できなくなります。",
  "consent.declined.title": "カレンダーは接続されていません",
  "consent.declined.text": "同意されなかったため、何も変更していません。いつでも接続できます。",
  "consent.scopes_missing.title": "カレンダーは接続されていません",
  "consent.scopes_missing.text":
    "一部の権限が許可されていないため、カレンダーを連携できません。もう一度接続し、すべてのチェックを付けたままにしてください。",
  "consent.no_calendar.title": "カレンダーは接続されていません",
  "consent.no_calendar.text":
    "このアカウントには利用できるカレンダーがありません。メールボックスがないか、独自のサーバーを使っている可能性があります。別のアカウントを接続してください。",
  "consent.used.title": "このリンクは使用済みです",
  "consent.used.text": "カレンダーが接続済みと表示されない場合は、アプリから最初からやり直してください。",
  "consent.invalid.title": "カレンダーは接続されていません",
  "consent.invalid.text": "リンクが古いか、不完全です。アプリから最初からやり直してください。",
  "consent.other_browser.title": "始めた場所で続けてください",
  "consent.other_browser.text": "このブラウザーで始めた接続ではありません。接続を始めたアプリまたはブラウザーに戻ってください。",
  "consent.unavailable.title": "カレンダーはまだ接続されていません",
  "consent.unavailable.text": "カレンダーの提供元が現在応答していません。1分ほど待ってから、最初からやり直してください。",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
