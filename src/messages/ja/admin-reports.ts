import type { ADMIN_REPORTS as EN } from "../en/admin-reports.ts";

/** Reports that an admin downloads. */
export const ADMIN_REPORTS = {
  "admin.nav.reports": "レポート",
  "reports.title": "レポート",
  "reports.lead": "表計算ソフト用のファイルです。1件につき最長366日分です。",
  "reports.from": "最初の日",
  "reports.to": "最後の日",
  "reports.to.hint": "この日もレポートに含まれます。",
  "reports.zone": "タイムゾーン",
  "reports.bookings": "セッション",
  "reports.bookings.text": "この期間に始まるすべてのセッション（状態を問いません）。",
  "reports.bookings.get": "セッションをダウンロード",
  "reports.payments": "支払い",
  "reports.payments.text": "この期間に受け取ったすべての支払いと、その返金額。",
  "reports.payments.get": "支払いをダウンロード",
  "reports.coaches": "コーチ",
  "reports.coaches.text": "この期間のセッション、時間数、金額を含むすべてのコーチ。",
  "reports.coaches.get": "コーチをダウンロード",
  "reports.columns":
    "時刻はUTCと、ここで選んだタイムゾーンで記載されます。大きなファイルは時間がかかることがあります。途中で切れたファイルは不完全です。",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
