import type { MAIL as EN } from "../en/mail.ts";

/**
 * The texts of mails: subject, first sentence and further sentences of each kind of notice, and the labels of facts. `other` is the other party's
 * name, or what they are, inside a sentence; `starting` is the same at the beginning of one; `reader` is `client` or `coach`. Sentences state
 * what is so when the mail is read, not how soon something is: a reminder that was delivered late must not lie.
 */
export const MAIL = {
  "mail.greeting": "{name}さん、こんにちは。",
  "mail.greeting.client": "クライアントの方へ",
  "mail.greeting.coach": "コーチの方へ",
  "mail.footer":
    "このメールは、ご利用のセッションまたはカレンダーについてCultureBridge Bookingからお送りしています。返信いただいても確認できません。",

  "mail.created.subject": "予約完了：{other}さんとのセッション（{time}）",
  "mail.created.opening":
    "{reader, select, client {{other}さんとのセッションを予約しました。} other {{starting}さんがセッションを予約しました。}}",
  "mail.requested.subject": "予約リクエスト：{other}さんとのセッション（{time}）",
  "mail.requested.opening":
    "{reader, select, client {{other}さんにセッションをリクエストしました。} other {{starting}さんからセッションのリクエストがありました。}}",
  "mail.requested.closing":
    "{reader, select, client {この時間は確保されています。セッションが確定したら、改めてお知らせします。} other {この時間は確保されています。セッションは確定して初めて行われます。}}",
  "mail.confirmed.subject": "確定：{other}さんとのセッション（{time}）",
  "mail.confirmed.opening": "{other}さんとのセッションが確定しました。",
  "mail.confirmed.also": "セッションが確定しました。",
  "mail.rescheduled.subject": "日時変更：{other}さんとのセッション（{time}）",
  "mail.rescheduled.opening": "{other}さんとのセッションの日時が変わりました。",
  "mail.rescheduled.closing": "まだ確定していません。",
  "mail.rescheduled.also": "セッションの日時が変わりました。",
  "mail.cancelled.subject": "キャンセル：{other}さんとのセッション（{time}）",
  "mail.cancelled.opening":
    "{by, select, reader {{other}さんとのセッションをキャンセルしました。} other_side {{starting}さんがセッションをキャンセルしました。} admin {管理者が{other}さんとのセッションをキャンセルしました。} other {{other}さんとのセッションがキャンセルされました。}}",
  "mail.lapsed.subject": "確定せず：{other}さんとのセッション（{time}）",
  "mail.lapsed.opening": "{other}さんとのセッションは期限までに確定しなかったため、行われません。",
  "mail.refund_to_come": "{reader, select, client {お支払いに使ったカードに返金します。} other {クライアントのカードに返金します。}}",
  "mail.completed.subject": "完了：{other}さんとのセッション（{time}）",
  "mail.completed.opening": "{other}さんとのセッションが行われました。",
  "mail.move_asked.subject": "日時変更の依頼：{other}さんとのセッション（{time}）",
  "mail.move_asked.opening": "{starting}さんがセッションの日時変更を希望しています。",
  "mail.move_asked.closing": "希望の時間は確保されていません。承諾しない限り日時は変わりません。お断りすることもできます。",
  "mail.move_asked.action": "承諾またはお断りする",
  "mail.move_withdrawn.subject": "変更依頼の取り下げ：{other}さんとのセッション（{time}）",
  "mail.move_withdrawn.opening": "{starting}さんがセッションの日時変更の依頼を取り下げました。",
  "mail.move_declined.subject": "日時変更なし：{other}さんとのセッション（{time}）",
  "mail.move_declined.opening": "{other}さんとのセッションの日時変更の依頼は承諾されませんでした。",
  "mail.move_lapsed.subject": "日時変更なし：{other}さんとのセッション（{time}）",
  "mail.move_lapsed.opening": "{other}さんとのセッションの日時変更の依頼に、期限までに回答がありませんでした。",
  "mail.stays": "セッションは、ここに記載の日時のままです。",
  "mail.place_changed.subject": "場所の変更：{other}さんとのセッション（{time}）",
  "mail.place_changed.opening": "{other}さんとのセッションの場所が変わりました。",
  "mail.place_changed.also": "セッションの場所が変わりました。",
  "mail.reminder.subject": "リマインダー：{other}さんとのセッション（{time}）",
  "mail.reminder.opening":
    "{ahead, select, none {{other}さんとのセッションのお知らせです。} other {{other}さんとのセッションの{ahead}前のお知らせです。}}",
  "mail.payment_received.subject": "お支払い確認：{other}さんとのセッション（{time}）",
  "mail.payment_received.opening":
    "{reader, select, client {{other}さんとのセッションのお支払いを受け取りました。} other {{starting}さんがセッションの料金を支払いました。}}",
  "mail.payment_received.closing":
    "{status, select, pending {{reader, select, client {セッションはコーチの確定待ちです。} other {セッションはあなたの確定待ちです。}}} cancelled {お支払いの時点でセッションはキャンセルされていたため、返金します。} other {セッションは確定しています。}}",
  "mail.payment_failed.subject": "お支払い失敗：{other}さんとのセッション（{time}）",
  "mail.payment_failed.opening":
    "{reader, select, client {{other}さんとのセッションのお支払いが完了しませんでした。} other {{other}さんとのセッションの支払いが完了しませんでした。}}",
  "mail.payment_failed.held": "この時間はまだ確保されています。もう一度お試しください。",
  "mail.payment_failed.freed": "セッションは行われず、この時間は再び空きになりました。",
  "mail.payment_failed.action": "支払い・セッションの管理",
  "mail.refunded.subject": "返金：{other}さんとのセッション（{time}）",
  "mail.refunded.opening":
    "{reader, select, client {{other}さんとのセッションのお支払いを返金しました。} other {{other}さんとのセッションの支払いを返金しました。}}",
  "mail.refunded.closing": "反映までの期間は銀行によって異なります。",
  "mail.event_deleted_ask.subject": "キャンセルしますか？{other}さんとのセッション（{time}）",
  "mail.event_deleted_ask.opening": "{other}さんとのセッションの予定がカレンダーから削除されました。",
  "mail.event_deleted_ask.closing":
    "セッションの予約は有効です。行わない場合は、ここからキャンセルしてください。そうでなければ、何もする必要はありません。",
  "mail.calendar_conflict.subject": "カレンダーの競合：{other}さんとのセッション（{time}）",
  "mail.calendar_conflict.opening": "カレンダーの内容が{other}さんとのセッションと競合しています。",
  "mail.calendar_conflict.closing": "変更またはキャンセルされるまで、セッションはここに記載の日時のままです。",
  "mail.withdrawn":
    "このセッションは、連携したカレンダーに直接登録されました。以前のメールで追加された予定は削除されますが、セッションの予約は有効です。",

  "mail.calendar": "カレンダー",
  "mail.calendars": "カレンダーを確認する",
  "mail.calendar_needs_reconnect.subject": "{calendar}をもう一度接続してください",
  "mail.calendar_needs_reconnect.opening": "{calendar}にアクセスできなくなりました。",
  "mail.calendar_needs_reconnect.closing":
    "もう一度接続するまで、セッションはカレンダーに登録されず、予定の読み込みも行われません。未登録の内容は保管され、再接続後に自動で登録されます。",
  "mail.calendar_needs_reconnect.action": "もう一度接続する",
  "mail.calendar_unread.subject": "{calendar}を数時間読み込めていません",
  "mail.calendar_unread.opening": "{calendar}を数時間読み込めていません。",
  "mail.calendar_unread.closing":
    "その間の変更は、こちらに反映されていません。その間も予約を受け付けるかどうかは、接続が切れたときの設定によります。引き続き試行し、復旧したらお知らせします。復旧しない場合は、もう一度接続するか、読み込めないカレンダーを外してください。",
  "mail.calendar_read_again.subject": "{calendar}の読み込みが再開しました",
  "mail.calendar_read_again.opening": "{calendar}を再び読み込めるようになり、その間の変更も反映されました。",
  "mail.calendar_read_again.closing": "必要な操作はありません。",
  "mail.calendar_gone.subject": "{calendar}のカレンダーが1つなくなりました",
  "mail.calendar_gone.opening": "{calendar}のカレンダーが1つ見つからなくなりました。",
  "mail.calendar_gone.closing":
    "そのカレンダーは対象外になり、ほかのカレンダーはこれまでどおりです。予定のある時間をふさぐカレンダーが選ばれているか確認してください。セッションの予約は有効です。セッションの登録先だった場合は、別のカレンダーを選んでください。",

  "mail.fact.when": "日時",
  "mail.fact.before": "変更前",
  "mail.fact.wished": "希望日時",
  "mail.fact.answer_until": "回答期限",
  "mail.fact.with": "相手",
  "mail.fact.held_until": "確保の期限",
  "mail.fact.price": "料金",
  "mail.fact.paid": "お支払い額",
  "mail.fact.refund_to_come": "返金予定額",
  "mail.fact.refunded": "返金額",
  "mail.fact.place": "場所",
  "mail.fact.link": "会議リンク",
  "mail.fact.reason": "理由",

  "mail.place.in_person": "対面",
  "mail.place.phone": "電話",
  "mail.place.online": "オンライン",
  "mail.place.video": "ビデオ通話",

  "mail.zone": "({zone}, {offset})",
  "mail.zone.utc": "({offset})",
  "mail.offsets": "{first}〜{last}",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
