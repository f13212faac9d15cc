import type { SIGN_IN as EN } from "../en/sign-in.ts";

/** Signing in. */
export const SIGN_IN = {
  "sign_in.failed.title": "ログインできませんでした",
  "sign_in.invalid": "別のブラウザーでログインを始めたか、リンクが不完全です。もう一度ログインしてください。",
  "sign_in.expired": "ログインに10分以上かかりました。もう一度ログインしてください。",
  "sign_in.declined": "ログインサービスで同意されませんでした。いつでもログインできます。",
  "sign_in.not_accepted": "ログインサービスの応答を受け付けられません。すでに使用された可能性があります。もう一度ログインしてください。",
  "sign_in.unknown_role": "アカウントに役割（クライアント、コーチ、管理者）がまだありません。マーケットプレイスにお問い合わせください。",
  "sign_in.unavailable": "ログインサービスが現在応答していません。1分ほど待ってから、もう一度お試しください。",
  "sign_in.not_offered": "このサイトからはログインできません。マーケットプレイスのアプリをご利用ください。",
  "sign_in.again": "ログイン",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
