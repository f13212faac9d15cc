import type { SIGN_IN as EN } from "../en/sign-in.ts";

/** Signing in. */
export const SIGN_IN = {
  "sign_in.failed.title": "La connexion a échoué",
  "sign_in.invalid": "La connexion a commencé dans un autre navigateur, ou le lien est incomplet. Veuillez vous reconnecter.",
  "sign_in.expired": "La connexion a pris plus de dix minutes. Veuillez vous reconnecter.",
  "sign_in.declined": "Vous n’avez pas donné votre accord au service de connexion. Vous pouvez vous connecter à tout moment.",
  "sign_in.not_accepted": "La réponse du service de connexion n’est pas acceptée : elle a peut-être déjà servi. Veuillez vous reconnecter.",
  "sign_in.unknown_role": "Votre compte n’a pas encore de rôle ici : client, coach ou administration. Adressez-vous à la place de marché.",
  "sign_in.unavailable": "Le service de connexion ne répond pas pour le moment. Réessayez dans une minute.",
  "sign_in.not_offered": "La connexion n’est pas proposée sur ces pages. Utilisez l’application de la place de marché.",
  "sign_in.again": "Se connecter",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
