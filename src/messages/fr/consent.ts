import type { CONSENT as EN } from "../en/consent.ts";

/** The page a browser ends on after the consent to a calendar. */
export const CONSENT = {
  "consent.connected.title": "Votre agenda est connecté",
  "consent.connected.text": "Vos séances y apparaissent, et ce que vous y notez bloque votre temps.",
  "consent.declined.title": "Votre agenda n’est pas connecté",
  "consent.declined.text": "Vous n’avez pas donné votre accord, rien n’a donc été modifié. Vous pouvez le connecter à tout moment.",
  "consent.scopes_missing.title": "Votre agenda n’est pas connecté",
  "consent.scopes_missing.text":
    "Certaines autorisations manquent et, sans elles, votre agenda ne peut pas être tenu à jour. Reconnectez-le en laissant toutes les cases cochées.",
  "consent.no_calendar.title": "Votre agenda n’est pas connecté",
  "consent.no_calendar.text":
    "Ce compte n’a aucun agenda accessible : il n’a peut-être pas de messagerie, ou elle se trouve sur un serveur à part. Connectez un autre compte.",
  "consent.used.title": "Ce lien a déjà servi",
  "consent.used.text": "Si votre agenda n’apparaît pas comme connecté, recommencez depuis l’application.",
  "consent.invalid.title": "Votre agenda n’est pas connecté",
  "consent.invalid.text": "Le lien est trop ancien ou incomplet. Recommencez depuis l’application.",
  "consent.other_browser.title": "Continuez là où vous avez commencé",
  "consent.other_browser.text":
    "La connexion n’a pas commencé dans ce navigateur. Revenez à l’application ou au navigateur où vous avez commencé.",
  "consent.unavailable.title": "Votre agenda n’est pas encore connecté",
  "consent.unavailable.text": "Le fournisseur de l’agenda ne répond pas pour le moment. Recommencez dans une minute.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
