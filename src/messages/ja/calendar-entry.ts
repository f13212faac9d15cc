import type { CALENDAR_ENTRY as EN } from "../en/calendar-entry.ts";

/** The texts of a session's entry in a calendar, in our files as in events at a provider, and of a change there that was not followed. */
export const CALENDAR_ENTRY = {
  "calendar.google": "Googleカレンダー",
  "calendar.outlook": "Outlookカレンダー",

  "entry.title": "{other}さんとのセッション",
  "entry.title.requested": "リクエスト中：{other}さんとのセッション",
  "entry.feed": "{name}さんのセッション",
  "entry.manage": "このセッションを管理する",
  "entry.manage.at": "このセッションを管理する：{url}",
  "entry.meeting": "会議：{url}",

  "person.client.starting": "クライアント",
  "person.coach.starting": "コーチ",
  "person.a_client": "クライアント",
  "person.a_client.starting": "クライアント",

  "wrote.name": "{name}さんのメッセージ",
  "wrote.you": "あなたのメッセージ",
  "wrote.admin": "管理者のメッセージ",

  "conflict.overlap": "カレンダーの同じ時間に別の予定があります。",
  "conflict.put_backs_ended":
    "カレンダーの予定は、元に戻すたびに変更されるため、元に戻すのを中止しました。セッションの内容は、ここに記載のとおりです。",
  "conflict.move_refused": "カレンダーの予定が、予約できない時間に移動されたため、元に戻しました。",
  "conflict.client_asked":
    "カレンダーの予定が移動されたため、元に戻しました。有料のセッションのため、クライアントに変更の可否を確認しています。承諾されると、日時が変わります。",
  "conflict.client_asks":
    "カレンダーの予定が移動されたため、元に戻しました。クライアントが別の時間を希望しており、あなたの回答を待っています。",
  "conflict.length_changed": "カレンダーの予定が移動されたため、元に戻しました。有料のセッションのため、長さは変更できません。",
  "conflict.not_confirmed":
    "カレンダーの予定が移動されたため、元に戻しました。有料で未確定のセッションのため、確定またはキャンセルはできますが、日時変更はできません。",
  "conflict.already_begun": "セッションの開始後に、カレンダーの予定が変更されました。セッションの内容は、当初のとおりです。",
  "conflict.copy_moved":
    "カレンダーの予定が移動されたため、元に戻しました。カレンダーで移動しても、セッションの日時は変わりません。変更するには、下記のページをご利用ください。",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
