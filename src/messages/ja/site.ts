import type { SITE as EN } from "../en/site.ts";

/** The frame of every page, the start, and the pages that say why there is no other page. */
export const SITE = {
  "site.name": "CultureBridge Booking",
  "site.skip": "本文へ移動",
  "site.nav": "メイン",
  "site.book": "コーチを探す",
  "site.api": "開発者向け",
  "site.bookings": "セッション一覧",
  "site.desk": "コーチデスク",
  "site.admin": "管理",
  "site.sign_in": "ログイン",
  "site.sign_out": "ログアウト",
  "site.nameless": "ログイン中",

  "page.title": "{title} · CultureBridge Booking",
  "page.title.faulty": "エラー：{title} · CultureBridge Booking",

  "home.title": "コーチとのセッションを予約",
  "home.lead": "コーチの空き時間を、ご自分のタイムゾーンで確認できます。表示されている時間は予約可能で、二重に予約されることはありません。",
  "home.book": "コーチを探す",
  "home.book.text": "名前で検索し、コーチのメニューと空きのある日を確認できます。",
  "home.app": "セッション一覧",
  "home.app.text": "ログインすると、セッションの予約、日時変更、キャンセル、お支払いができます。コーチは対応時間を設定できます。",
  "home.api": "開発者向け",
  "home.api.text": "目的別ガイドとAPIリファレンスを、読んで試すことができます。",

  "error.title": "問題があります",
  "error.prefix": "エラー：",
  "form.fault.missing": "この項目を入力してください。",
  "form.fault.long": "{max}文字以内で入力してください。",
  "form.fault.short": "{min}文字以上で入力してください。",
  "form.fault.high": "{max}以下の値を入力してください。",
  "form.fault.low": "{min}以上の値を入力してください。",
  "form.fault.other": "この項目に送信された内容を読み取れませんでした。もう一度お試しください。",

  "not_found.title": "ページが見つかりません",
  "not_found.text": "アドレスが間違っているか、ページが削除された可能性があります。",

  "no_coach.title": "このコーチは予約できません",
  "no_coach.text": "アドレスが間違っているか、コーチが予約の受付を終了した可能性があります。",

  "wrong_method.title": "ここではその操作はできません",
  "wrong_method.text": "このページは閲覧専用です。",

  "forbidden.title": "このページは表示できません",
  "forbidden.text":
    "ログイン中のアカウントには、このページを見る権限がありません。別のアカウントを使うには、いったんログアウトしてください。",

  "inactive.title": "アカウントは閉鎖されています",
  "inactive.text": "詳しくはマーケットプレイスにお問い合わせください。",

  "forged.title": "このフォームは当サイトから送信されたものではありません",
  "forged.text": "安全のため、何も実行していません。ページを開き直し、そこからフォームを送信してください。",

  "too_large.title": "文字数が多すぎます",
  "too_large.text": "前のページに戻り、文章を短くしてください。何も実行されていません。",

  "refused.title": "その操作はできません",

  "too_many.title": "リクエストが多すぎます",
  "too_many.text": "お使いのネットワークから多数のリクエストが届いています。1分ほど待ってから、このページを再読み込みしてください。",

  "unavailable.title": "現在利用できません",
  "unavailable.text": "予約データに接続できません。しばらくしてから、このページを再読み込みしてください。",

  "fault.title": "問題が発生しました",
  "fault.text": "当サービス側の不具合です。何も変更されていません。しばらくしてから、このページを再読み込みしてください。",

  "notice.on": "コーチを探す",
  "notice.home": "トップページへ",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
