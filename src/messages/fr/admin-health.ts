import type { ADMIN_HEALTH as EN } from "../en/admin-health.ts";

/** The health of the service, part by part, for admins. */
export const ADMIN_HEALTH = {
  "admin.nav.health": "Santé",
  "health.title": "Santé du service",
  "health.ok": "Tout va bien : chaque partie répond et aucune valeur n’a atteint de seuil.",
  "health.warning":
    "Le service fonctionne. {count, plural, one {Une valeur a} other {# valeurs ont}} atteint un seuil, et vous avez le temps de regarder.",
  "health.failing":
    "{count, plural, one {Une partie a} other {# parties ont}} besoin d’aide maintenant. Commencez par la première ci-dessous.",
  "health.checked": "Vérifié le {moment}.",
  "health.again": "Vérifier à nouveau",
  "health.parts": "Partie par partie",
  "health.part.database_read": "Lecture de la base de données",
  "health.part.database_write": "Écriture dans la base de données",
  "health.part.objects": "Objets des coachs et des agendas",
  "health.part.database_size": "Taille de la base de données",
  "health.part.overdue_effects": "Retard du plus ancien effet à exécuter",
  "health.part.silent_accounts": "Agendas devenus silencieux",
  "health.part.anchor_lag": "Temps depuis le dernier ancrage de la piste d’audit",
  "health.state.ok": "En ordre",
  "health.state.warning": "À regarder",
  "health.state.failing": "En alarme",
  "health.state.unknown": "Inconnu : pas de réponse, ce qui compte comme une alarme",
  "health.measured": "Mesuré : {figure}",
  "health.warning_from": "à regarder dès {figure}",
  "health.failing_from": "alarme dès {figure}",
  "health.calendars": "{count, plural, one {# agenda} other {# agendas}}",
  "health.do.database_read":
    "Consultez la page d’état de Cloudflare. Tant que la base de données ne répond pas, les appelants sont priés de revenir.",
  "health.do.database_write":
    "Consultez la page d’état de Cloudflare. Si la lecture fonctionne et l’écriture non, la base de données est peut-être pleine.",
  "health.do.objects": "Veuillez consulter la page d’état de Cloudflare. Si cela a commencé avec une nouvelle version, retirez-la.",
  "health.do.database_size": "À 10 Go, toute écriture est refusée. Prévoyez un archivage avant cela.",
  "health.do.overdue_effects": "Un fournisseur est peut-être en panne. Les effets en attente disent lequel, et pourquoi.",
  "health.do.silent_accounts":
    "Le service les réveille de lui-même toutes les cinq minutes. Si le nombre ne baisse pas, le journal nomme la panne.",
  "health.do.anchor_lag":
    "Le balayage ne vient pas, ou une de ses parties échoue. Après un premier déploiement, cela passe en quelques minutes.",
  "health.do.unknown":
    "Personne ne peut dire comment va cette partie tant qu’elle ne répond pas. Le journal dit pourquoi elle ne l’a pas fait.",
  "health.effects": "Voir les effets en attente",
  "health.guide": "Guide d’exploitation : {part}",
  "health.monitor": "Comment une surveillance demande les mêmes valeurs",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
