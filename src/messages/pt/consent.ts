import type { CONSENT as EN } from "../en/consent.ts";

/** The page a browser ends on after the consent to a calendar. */
export const CONSENT = {
  "consent.connected.title": "Sua agenda está conectada",
  "consent.connected.text": "Suas sessões aparecem nela, e o que você inclui ali bloqueia seu tempo.",
  "consent.declined.title": "Sua agenda não está conectada",
  "consent.declined.text": "Você não deu permissão, por isso nada foi alterado. Você pode conectá-la quando quiser.",
  "consent.scopes_missing.title": "Sua agenda não está conectada",
  "consent.scopes_missing.text":
    "Algumas permissões ficaram de fora, e sem elas não é possível manter sua agenda atualizada. Conecte de novo e mantenha todas marcadas.",
  "consent.no_calendar.title": "Sua agenda não está conectada",
  "consent.no_calendar.text":
    "Esta conta não tem nenhuma agenda acessível: talvez não tenha caixa de correio, ou use um servidor próprio. Conecte outra conta.",
  "consent.used.title": "Este link já foi usado",
  "consent.used.text": "Se sua agenda não aparecer como conectada, comece de novo pelo aplicativo.",
  "consent.invalid.title": "Sua agenda não está conectada",
  "consent.invalid.text": "O link é antigo demais ou está incompleto. Comece de novo pelo aplicativo.",
  "consent.other_browser.title": "Continue onde você começou",
  "consent.other_browser.text": "A conexão não foi iniciada neste navegador. Volte ao aplicativo ou ao navegador em que começou.",
  "consent.unavailable.title": "Sua agenda ainda não está conectada",
  "consent.unavailable.text": "O provedor da agenda não responde no momento. Comece de novo em um minuto.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
