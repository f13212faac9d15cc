import type { ADMIN_HAND as EN } from "../en/admin-hand.ts";

/** Matters that need a person's hand, and the check of the audit trail. */
export const ADMIN_HAND = {
  "admin.nav.hand": "À traiter",
  "admin.nav.audit": "Audit",
  "hand.title": "À traiter",
  "hand.lead": "L’argent qui n’a pas suivi son cours, le plus récent d’abord.",
  "hand.none": "Rien n’est à traiter.",
  "hand.failed_effects": "Effets abandonnés",
  "hand.refund": "Un remboursement de {money} a échoué",
  "hand.refund.do": "L’argent n’est pas arrivé. Remboursez-le à la main chez Stripe, ou demandez un autre moyen.",
  "hand.dispute": "Un paiement de {money} est contesté",
  "hand.dispute.do": "Répondez chez Stripe avant l’échéance. Un remboursement fait ici serait payé en plus.",
  "hand.dispute.state": "Selon Stripe : {state}",
  "hand.booking": "Ouvrir la séance",
  "hand.more": "Seuls les plus récents de chaque sorte sont affichés. L’API les liste tous.",
  "audit.title": "Piste d’audit",
  "audit.lead":
    "Chaque changement est une ligne d’une chaîne : une par coach, une pour les actes de l’administration. Chaque ligne répond de la précédente.",
  "audit.begin": "Vérifier toutes les chaînes",
  "audit.on": "Continuer la vérification",
  "audit.progress":
    "{rows, plural, one {# ligne vérifiée} other {# lignes vérifiées}}, {chains, plural, one {# chaîne terminée} other {# chaînes terminées}}.",
  "audit.whole": "Toutes les chaînes sont intactes.",
  "audit.broken.admins": "La chaîne de l’administration est rompue à la ligne {seq}.",
  "audit.broken.coach": "La chaîne du coach {coach} est rompue à la ligne {seq}.",
  "audit.unaudited": "Le dernier changement de la séance {booking} n’a pas de ligne.",
  "audit.altered.booking": "La séance {booking} n’est pas telle que sa ligne le dit : elle a été modifiée hors du service.",
  "audit.altered.payment": "Le montant du paiement {payment} n’est pas celui que dit sa ligne : il a été modifié hors du service.",
  "audit.anchor.admins": "La chaîne de l’administration ne contient plus sa ligne ancrée {seq} : elle a été coupée ou remplacée.",
  "audit.anchor.coach": "La chaîne de {coach} ne contient plus sa ligne ancrée {seq} : elle a été coupée, remplacée ou supprimée.",
  "audit.findings": "Constaté par le service lui-même",
  "audit.broken.do": "Rien n’a été vérifié au-delà. Comparez avec les ancres hors de la base de données.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
