import type { ADMIN_REPORTS as EN } from "../en/admin-reports.ts";

/** Reports that an admin downloads. */
export const ADMIN_REPORTS = {
  "admin.nav.reports": "Rapports",
  "reports.title": "Rapports",
  "reports.lead": "Des fichiers pour un tableur, de 366 jours au plus chacun.",
  "reports.from": "Premier jour",
  "reports.to": "Dernier jour",
  "reports.to.hint": "Il fait partie du rapport.",
  "reports.zone": "Fuseau horaire",
  "reports.bookings": "Séances",
  "reports.bookings.text": "Toutes les séances qui commencent pendant ces jours, quoi qu’il en soit advenu.",
  "reports.bookings.get": "Télécharger les séances",
  "reports.payments": "Paiements",
  "reports.payments.text": "Tous les paiements encaissés pendant ces jours, avec ce qui a été remboursé.",
  "reports.payments.get": "Télécharger les paiements",
  "reports.coaches": "Coachs",
  "reports.coaches.text": "Tous les coachs avec les séances, les heures et les montants de ces jours.",
  "reports.coaches.get": "Télécharger les coachs",
  "reports.columns":
    "Les heures sont indiquées en UTC et dans le fuseau horaire choisi ici. Un grand fichier peut prendre du temps ; un fichier interrompu n’est pas complet.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
