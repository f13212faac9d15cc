import type { ADMIN_POINTS as EN } from "../en/admin-points.ts";

/** Figures of the service over time, for admins. */
export const ADMIN_POINTS = {
  "points.title": "Au fil du temps",
  "points.ranges": "Période",
  "points.range.day": "Dernières 24 heures",
  "points.range.week": "7 derniers jours",
  "points.analytics":
    "Des valeurs au fil du temps sont relevées, mais ne sont pas encore reliées à cette page. Elle les dessinera dès que le service connaîtra son compte et un jeton qui peut les lire.",
  "points.log":
    "Les valeurs au fil du temps vont au journal de ce service, une ligne pour chacune. Cette page les dessine là où elles vont à Analytics Engine.",
  "points.off": "Aucune valeur au fil du temps n’est relevée ici : le réglage DATA_POINTS est désactivé.",
  "points.connect": "Quelles valeurs existent, et comment les relier",
  "points.unread": "Cela ne peut pas être lu maintenant ; personne ne peut dire combien il y en a eu. Regardez à nouveau dans un instant.",
  "points.sum": "{well}. {wrong}.",
  "points.group": "Groupes",
  "points.group.definition":
    "Changements d’un coach décidés ensemble. Un groupe échoué a rencontré une panne en chemin, comme une base de données qui n’a pas répondu.",
  "points.group.well": "Décidés",
  "points.group.wrong": "Échoués",
  "points.dispatch": "Exécutions",
  "points.dispatch.definition":
    "Tours où sont exécutés e-mails, entrées d’agenda, remboursements et autres. Avec une panne : au moins un effet n’a pas été exécuté.",
  "points.dispatch.well": "Tout fait",
  "points.dispatch.wrong": "Avec une panne",
  "points.sync": "Synchronisations",
  "points.sync.definition": "Lectures des agendas reliés.",
  "points.sync.well": "Lues en entier",
  "points.sync.wrong": "Non lues en entier",
  "points.refusal": "Refus",
  "points.refusal.definition": "Demandes qui ont été refusées. À partir du statut 500, la faute est celle du service.",
  "points.refusal.well": "Refusées",
  "points.refusal.wrong": "Faute du service",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
