import type { DESK_BOOK as EN } from "../en/desk-book.ts";

/** Booking for a client, and the feed, on the desk. */
export const DESK_BOOK = {
  "clients.title": "クライアントの代理予約",
  "clients.lead": "以前に予約のあったクライアントのセッションを、代わりに予約できます。",
  "clients.choose": "クライアントを選ぶ",
  "clients.search": "クライアントの名前",
  "clients.search.submit": "検索",
  "clients.latest": "最近のセッション：{time}",
  "clients.none": "まだ予約がありません。最初の予約は、クライアントがあなたのページから行います。",
  "clients.none.on": "あなたのページ",
  "clients.nobody": "「{name}」に一致するクライアントはいません。",
  "clients.all": "すべてのクライアントを表示",
  "clients.more": "最近セッションのあったクライアントだけを表示しています。ほかの方は名前で検索してください。",
  "clients.other": "別のクライアントを選ぶ",
  "clients.gone": "このクライアントの代理予約はできません。以前に予約のあったクライアントから選んでください。",
  "clients.no_offers": "現在提供中のメニューがないため、予約できません。",
  "clients.no_offers.on": "メニューを作成する",

  "for_client.title": "{name}さんの代理予約",
  "for_client.client": "クライアント",
  "for_client.next.confirmed": "セッションはすぐに確定し、{name}さんにメールでお知らせします。",
  "for_client.next.pay":
    "{name}さんに{until}までの支払いを依頼します。支払いがない場合、予約は失効します。あなたが確定すれば、{name}さんは無料で受けられます。",
  "for_client.notes": "メモ",
  "for_client.notes.hint": "あなたとクライアントに表示されます。{max}文字以内。",
  "for_client.submit": "セッションを予約する",
  "for_client.month": "別の時間を選ぶ",

  "feed.title": "カレンダーフィード",
  "feed.lead": "アドレスを購読できるカレンダーなら、フィードでセッションを表示できます。表示専用で、変更はできません。",
  "feed.secret": "アドレスは他人に知らせないでください。知っている人は誰でも、あなたのセッションとクライアントの名前を見られます。",
  "feed.has": "フィードは作成済みです。アドレスの控えは保存していません。紛失した場合は、新しく作成してください。",
  "feed.make": "アドレスを作成する",
  "feed.renew": "新しいアドレスを作成し、以前のものを無効にする",
  "feed.made": "新しいアドレス",
  "feed.once": "表示されるのは今回だけです。今すぐカレンダーにコピーしてください。",
  "feed.open": "カレンダーで開く",
  "feed.end": "購読を終了する",
  "feed.end.what": "購読中のプログラムには、それ以降の予定は表示されなくなります。アドレスはいつでも作り直せます。",
  "feed.ended": "購読を終了しました。以前のアドレスはもう使えません。",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
