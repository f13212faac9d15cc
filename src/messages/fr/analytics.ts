import type { ANALYTICS as EN } from "../en/analytics.ts";

/** The figures of admins, and a coach's own: names, definitions and what the charts say. */
export const ANALYTICS = {
  "figures.title": "Chiffres",
  "figures.from": "Du",
  "figures.to": "Au",
  "figures.interval": "Par",
  "figures.interval.day": "jour",
  "figures.interval.week": "semaine, à partir du lundi",
  "figures.interval.month": "mois",
  "figures.zone": "Fuseau horaire",
  "figures.show": "Afficher les chiffres",
  "figures.fault.from": "Indiquez le premier jour sous forme de date.",
  "figures.fault.to": "Indiquez le dernier jour sous forme de date, pas avant le premier, et {days} jours au plus en tout.",
  "figures.fault.interval": "Choisissez jour, semaine ou mois.",
  "figures.fault.time_zone": "Choisissez un fuseau horaire dans la liste.",
  "figures.range": "Du {from} au {to}, dans ce fuseau horaire : {zone}. Chaque statut est celui de cet instant : {now}.",
  "figures.definition": "Mode de calcul",
  "figures.definition.of": ", {figure}",
  "figures.table": "Sous forme de tableau",
  "figures.table.of": ", {figure}",
  "figures.when": "Quand",
  "figures.total": "Total",
  "figures.none": "Il n’y a rien à compter dans cette période.",
  "figures.legend.stacked": "De bas en haut :",
  "figures.legend.lines": "Lignes :",

  "figures.status.pending": "En attente",
  "figures.status.confirmed": "Confirmées",
  "figures.status.completed": "Terminées",
  "figures.status.cancelled": "Annulées",
  "figures.held": "Tenues",

  "figures.made": "Réservations faites",
  "figures.made.sum":
    "{count, plural, =0 {Aucune réservation n’a été faite} one {Une réservation a été faite} other {{count} réservations ont été faites}} dans cette période.",
  "figures.made.definition": "Les réservations selon le moment où elles ont été faites, avec leur statut actuel.",
  "figures.sessions": "Séances",
  "figures.sessions.sum":
    "{count, plural, =0 {Aucune séance ne commence} one {Une séance commence} other {{count} séances commencent}} dans cette période ; {held, plural, =0 {aucune n’a été tenue} one {une a été tenue} other {{held} ont été tenues}}.",
  "figures.sessions.definition":
    "Les séances selon leur début actuel, avec leur statut actuel. Sont tenues celles qui sont confirmées ou terminées, et passées. Personne n’est interrogé sur la présence des deux parties.",
  "figures.lead": "Anticipation",
  "figures.lead.sum":
    "La moitié des réservations ont été faites {median} ou plus avant leur début ; la moitié centrale, entre {lower} et {upper} avant.",
  "figures.lead.lower": "Premier quartile",
  "figures.lead.median": "Médiane",
  "figures.lead.upper": "Troisième quartile",
  "figures.lead.definition":
    "Le temps entre la réservation et le début actuel de la séance, en heures entières, pour toutes les réservations faites dans cette période, y compris celles qui sont annulées. Un quart d’entre elles ont au plus le premier quartile, et un quart au moins le troisième.",
  "figures.hours": "{hours, plural, one {# heure} other {# heures}}",
  "figures.days": "{days, plural, one {# jour} other {# jours}}",
  "figures.days_hours": "{days} {hours}",

  "figures.cancelled": "Annulations",
  "figures.cancelled.sum":
    "{count, plural, =0 {Personne n’a annulé} one {Une réservation a été annulée} other {{count} réservations ont été annulées}} dans cette période.",
  "figures.cancelled.by": "Par",
  "figures.cancelled.definition":
    "Les réservations que quelqu’un a annulées dans cette période, selon qui l’a fait et combien de temps avant le début de la séance. Les réservations expirées sont comptées à part.",
  "figures.by.client": "Client",
  "figures.by.coach": "Coach",
  "figures.by.admin": "Administration",
  "figures.by.both": "D’un commun accord",
  "figures.late.after_start": "Au début ou après",
  "figures.late.under_2_hours": "Moins de 2 heures avant",
  "figures.late.under_24_hours": "De 2 à 24 heures avant",
  "figures.late.under_7_days": "De 1 à 7 jours avant",
  "figures.late.earlier": "7 jours avant ou plus tôt",

  "figures.lapsed": "Expirées",
  "figures.lapsed.unpaid": "Sans paiement à temps",
  "figures.lapsed.unanswered": "Sans réponse à temps",
  "figures.lapsed.definition":
    "Les réservations en attente dont le délai s’est écoulé dans cette période : celles dont le prix était encore attendu et celles qui attendaient le coach.",
  "figures.moves": "Déplacements",
  "figures.moves.definition":
    "Les déplacements faits dans cette période, selon qui les a faits. Un déplacement demandé par une partie et accepté par l’autre est fait d’un commun accord. Une séance déplacée deux fois compte deux fois.",

  "figures.money": "Montants en {currency}",
  "figures.money.sum": "Encaissé : {captured}, dont remboursé : {back}, conservé : {kept}.",
  "figures.money.disputed": "Montant des litiges ouverts ou perdus : {amount}. Il n’est pas déduit.",
  "figures.money.captured": "Encaissé",
  "figures.money.given_back": "Remboursé",
  "figures.money.kept": "Conservé",
  "figures.money.definition":
    "Selon le moment où le paiement a été ouvert, une demi-heure environ au plus avant l’arrivée de l’argent. Est remboursé ce qui a été rendu de ce même argent jusqu’à présent, quel qu’en soit le moment. Est conservée la différence ; les frais du prestataire de paiement ne sont pas déduits. Les devises ne sont jamais additionnées.",

  "figures.busy": "Heures les plus chargées",
  "figures.busy.sum": "C’est le {day} à {hour} que commencent le plus de séances : {count}.",
  "figures.busy.definition":
    "Les séances confirmées et terminées de cette période, selon le jour de la semaine et l’heure de leur début dans le fuseau horaire choisi.",
  "figures.busy.day": "Jour",

  "figures.coaches": "Coachs",
  "figures.coaches.name": "Coach",
  "figures.coaches.nameless": "Coach sans nom",
  "figures.coaches.booked": "Heures réservées",
  "figures.coaches.cancellations": "Annulées par le coach",
  "figures.coaches.offered": "Heures proposées, selon les horaires actuels",
  "figures.coaches.definition":
    "Les heures réservées sont celles des séances confirmées et terminées qui commencent dans cette période. Les heures proposées sont celles qu’y ouvrent les horaires actuels, réservées ou non ; elles sont indiquées pour les périodes qui commencent aujourd’hui ou plus tard.",
  "figures.coaches.before": "Coachs précédents",
  "figures.coaches.after": "Plus de coachs",
  "figures.coaches.none": "Il n’y a aucun coach sur cette page.",

  "own.title": "Vos chiffres",
  "own.lead": "Vos {months} derniers mois, celui-ci compris, dans votre fuseau : {zone}.",
  "own.hours": "Heures",
  "own.hours.sum": "Heures tenues : {held} ; encore à venir : {ahead}.",
  "own.hours.held": "Tenues",
  "own.hours.ahead": "Encore à venir",
  "own.hours.definition":
    "La durée de vos séances confirmées et terminées selon le mois de leur début : celles qui sont passées et celles à venir.",
  "own.sessions": "Séances",
  "own.no_money": "Aucun paiement n’est arrivé pendant ces mois.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
