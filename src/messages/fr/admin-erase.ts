import type { ADMIN_ERASE as EN } from "../en/admin-erase.ts";

/** Erasing a person, for admins: the question before it, and what was done. */
export const ADMIN_ERASE = {
  "erase.title": "Effacer {name}",
  "erase.what":
    "Le compte est fermé définitivement. Le nom, l’adresse, les notes, les motifs, les abonnements et les accès aux calendriers disparaissent. Les séances restent enregistrées avec leurs heures et leurs montants, sans dire de qui elles étaient.",
  "erase.undo": "Cette action est irréversible, et la personne ne pourra pas revenir avec la même connexion.",
  "erase.ahead": "Tant que des séances sont à venir ou qu’un paiement est en cours, rien n’est effacé. Annulez d’abord ces séances.",
  "erase.copies":
    "Stripe et les calendriers des personnes gardent ce qu’ils détiennent. La liste se trouve dans la réponse de l’API et dans ces comptes.",
  "erase.sure": "Oui, effacer cette personne définitivement",
  "erase.tick": "Cochez la case, afin que personne ne soit effacé par erreur.",
  "erase.do": "Effacer cette personne",
  "erase.rest": "Effacer le reste",
  "erase.more": "{count, plural, one {Une séance a été nettoyée.} other {# séances ont été nettoyées.}} Il en reste : continuez.",
  "erase.done":
    "Les données de cette personne ont été effacées. {count, plural, =0 {} one {Une séance a été nettoyée en dernier.} other {# séances ont été nettoyées en dernier.}}",
  "erase.state": "Effacée",
  "erase.lead": "Sur demande, tout ce qui dit qui est cette personne peut être effacé.",
  "erase.link": "Effacer cette personne …",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
