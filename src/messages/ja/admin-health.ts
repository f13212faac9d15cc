import type { ADMIN_HEALTH as EN } from "../en/admin-health.ts";

/** The health of the service, part by part, for admins. */
export const ADMIN_HEALTH = {
  "admin.nav.health": "稼働状況",
  "health.title": "サービスの稼働状況",
  "health.ok": "すべて正常です。どの部分も応答し、しきい値に達した数値はありません。",
  "health.warning": "サービスは動作しています。{count, plural, other {#件}}の数値がしきい値に達しました。落ち着いてご確認ください。",
  "health.failing": "{count, plural, other {#か所}}で今すぐ対応が必要です。下の一番上の項目から始めてください。",
  "health.checked": "確認した日時：{moment}",
  "health.again": "もう一度確認する",
  "health.parts": "部分ごとの状況",
  "health.part.database_read": "データベースの読み取り",
  "health.part.database_write": "データベースへの書き込み",
  "health.part.database_size": "データベースの大きさ",
  "health.part.overdue_effects": "実行待ちで最も古い処理の遅れ",
  "health.part.silent_accounts": "応答がなくなったカレンダー",
  "health.part.anchor_lag": "監査証跡の控えを取ってからの時間",
  "health.state.ok": "正常",
  "health.state.warning": "要確認",
  "health.state.failing": "警報",
  "health.state.unknown": "不明：応答がないため、警報として扱います",
  "health.measured": "測定値：{figure}",
  "health.warning_from": "{figure}で要確認",
  "health.failing_from": "{figure}で警報",
  "health.calendars": "{count, plural, other {#件}}",
  "health.do.database_read":
    "Cloudflareのステータスページをご確認ください。データベースが応答するまで、利用者には後で再度お試しいただくよう案内します。",
  "health.do.database_write":
    "Cloudflareのステータスページをご確認ください。読み取りができて書き込みができない場合、データベースが満杯の可能性があります。",
  "health.do.database_size": "10 GBに達すると、すべての書き込みが拒否されます。その前に保管先への移行をご計画ください。",
  "health.do.overdue_effects": "プロバイダーが停止している可能性があります。どこがなぜ止まっているかは、待機中の処理で確認できます。",
  "health.do.silent_accounts": "サービスが5分ごとに自動で呼び起こします。件数が減らない場合は、ログに原因が記録されています。",
  "health.do.anchor_lag": "定期処理が実行されていないか、その一部が失敗しています。最初のデプロイ直後であれば、数分で解消します。",
  "health.do.unknown": "応答があるまで、この部分の状態は分かりません。応答しなかった理由はログに記録されています。",
  "health.effects": "待機中の処理を見る",
  "health.guide": "運用ガイド：{part}",
  "health.monitor": "監視ツールから同じ数値を取得する方法",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
