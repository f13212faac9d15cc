import type { ADMIN_POINTS as EN } from "../en/admin-points.ts";

/** Figures of the service over time, for admins. */
export const ADMIN_POINTS = {
  "points.title": "時間ごとの推移",
  "points.ranges": "期間",
  "points.range.day": "過去24時間",
  "points.range.week": "過去7日間",
  "points.analytics":
    "推移の数値は記録されていますが、まだこのページに接続されていません。アカウントと読み取り用のトークンをサービスに設定すると、ここにグラフが表示されます。",
  "points.log":
    "推移の数値は、このサービスのログに一行ずつ記録されます。Analytics Engineに送る環境では、このページにグラフが表示されます。",
  "points.off": "ここでは推移の数値を記録していません。設定DATA_POINTSがオフです。",
  "points.connect": "記録される数値と接続の方法",
  "points.unread": "現在は読み取れないため、件数は分かりません。しばらくしてからもう一度ご確認ください。",
  "points.sum": "{well}、{wrong}。",
  "points.group": "グループ",
  "points.group.definition":
    "一人のコーチについてまとめて判定された変更です。失敗は、データベースが応答しないなどの障害に遭ったことを示します。",
  "points.group.well": "確定",
  "points.group.wrong": "失敗",
  "points.dispatch": "実行",
  "points.dispatch.definition":
    "メール、カレンダーの予定、返金などを実行した回です。障害ありは、少なくとも一つが完了しなかったことを示します。",
  "points.dispatch.well": "すべて完了",
  "points.dispatch.wrong": "障害あり",
  "points.sync": "同期",
  "points.sync.definition": "接続されたカレンダーの読み取りです。",
  "points.sync.well": "すべて読み取り",
  "points.sync.wrong": "一部読み取れず",
  "points.refusal": "拒否",
  "points.refusal.definition": "拒否されたリクエストです。ステータス500以上はサービス側の障害です。",
  "points.refusal.well": "拒否",
  "points.refusal.wrong": "サービスの障害",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
