import type { EMBED as EN } from "../en/embed.ts";

/** A coach's times in a frame on another site's page, the page that explains it, and the way back. */
export const EMBED = {
  "embed.chosen": "選んだ時間",
  "embed.chosen.time": "{day}、{time}",
  "embed.continue": "続ける",
  "embed.continue.text": "次にログインし、予約の前に内容をすべて確認できます。",
  "embed.back": "{host}に戻る",

  "embed.title": "自分のページに予約を埋め込む",
  "embed.lead": "コーチの空き時間を自分のページに表示できます。訪問者はそのページで時間を選び、当サイトで予約します。",
  "embed.coach": "コーチのID",
  "embed.coach.hint": "コーチのページのアドレスで、/book/の後にある部分です。",
  "embed.coach.submit": "このコーチ用のコードを表示",
  "embed.copy": "このコードをコピー",
  "embed.copy.text":
    "空き時間を表示したい場所に貼り付けてください。空き時間の読み込み中や、表示できない環境では、コード内のリンクが表示されます。",
  "embed.attributes": "属性",
  "embed.attribute": "属性",
  "embed.meaning": "意味",
  "embed.attribute.coach": "コーチのID。必須です。",
  "embed.attribute.offer": "コーチが提供するメニュー1件のID。省略すると、訪問者が選びます。",
  "embed.attribute.return": "予約後に訪問者が戻るアドレス。省略すると、そのページ自体のアドレスになります。",
  "embed.attribute.zone": "Europe/Lisbonなどのタイムゾーン。省略すると、訪問者のタイムゾーンになります。",
  "embed.attribute.theme": "lightまたはdark。省略すると、訪問者の端末の設定に従います。",
  "embed.attribute.label": "スクリーンリーダー向けのフレームの名前。ページの言語で書いてください。",
  "embed.events": "イベント",
  "embed.event": "イベント",
  "embed.events.text": "スクリプトは要素上でイベントを受け取ります。イベントはバブリングしません。",
  "embed.event.ready": "空き時間が表示されたとき。一度だけ発生します。",
  "embed.event.resize": "フレームの高さが変わったとき。detailにheight（ピクセル単位）が入ります。",
  "embed.event.chosen": "訪問者が時間を選んだとき。detailにoffer（nullの場合あり）とstart（UTC）が入ります。",
  "embed.event.booked":
    "訪問者が予約を終えて戻ったとき。detailに、アドレスに含まれるbookingとstatusが入ります。アドレスは誰でも書けるため、利用する前にAPIで確認してください。",
  "embed.origins": "利用できるサイト",
  "embed.origins.text": "次のサイトのページでは、空き時間を表示でき、訪問者が戻ることもできます。",
  "embed.origins.none": "空き時間を表示できるサイトはまだありません。サービスの運営者がEMBED_ORIGINSに追加します。",
  "embed.policy": "ページにContent-Security-Policyがある場合は、script-srcとframe-srcで{origin}を許可してください。",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
