import type { MAIL as EN } from "../en/mail.ts";

/** Mails: subject, sentences and labels of facts. `other` follows « avec »; `starting` is a subject. */
export const MAIL = {
  "mail.greeting": "Bonjour {name},",
  "mail.greeting.client": "Bonjour,",
  "mail.greeting.coach": "Bonjour,",
  "mail.footer": "CultureBridge Booking envoie cet e-mail à propos de vos séances ou agendas. Les réponses ne sont pas lues.",

  "mail.created.subject": "Réservée : séance avec {other} le {time}",
  "mail.created.opening":
    "{reader, select, client {Votre séance avec {other} est réservée.} other {{starting} a réservé une séance avec vous.}}",
  "mail.requested.subject": "Demandée : séance avec {other} le {time}",
  "mail.requested.opening":
    "{reader, select, client {Vous avez demandé une séance avec {other}.} other {{starting} a demandé une séance avec vous.}}",
  "mail.requested.closing":
    "{reader, select, client {Le créneau vous est réservé. Nous vous écrirons à nouveau dès que la séance sera confirmée.} other {Le créneau est réservé. La séance n’aura lieu qu’une fois confirmée.}}",
  "mail.confirmed.subject": "Confirmée : séance avec {other} le {time}",
  "mail.confirmed.opening": "Votre séance avec {other} est confirmée.",
  "mail.confirmed.also": "La séance est confirmée.",
  "mail.rescheduled.subject": "Déplacée : séance avec {other} le {time}",
  "mail.rescheduled.opening": "Votre séance avec {other} a un nouveau créneau.",
  "mail.rescheduled.closing": "Elle n’est pas encore confirmée.",
  "mail.rescheduled.also": "La séance a un nouveau créneau.",
  "mail.cancelled.subject": "Annulée : séance avec {other} le {time}",
  "mail.cancelled.opening":
    "{by, select, reader {Vous avez annulé votre séance avec {other}.} other_side {{starting} a annulé la séance avec vous.} admin {L’administration a annulé votre séance avec {other}.} other {Votre séance avec {other} a été annulée.}}",
  "mail.lapsed.subject": "Non confirmée : séance avec {other} le {time}",
  "mail.lapsed.opening": "Votre séance avec {other} n’a pas été confirmée à temps et n’aura pas lieu.",
  "mail.refund_to_come":
    "{reader, select, client {Le remboursement revient sur la carte qui a servi au paiement.} other {Le remboursement revient sur la carte du client.}}",
  "mail.completed.subject": "Terminée : séance avec {other} le {time}",
  "mail.completed.opening": "Votre séance avec {other} a eu lieu.",
  "mail.move_asked.subject": "Peut-on la déplacer ? Séance avec {other} le {time}",
  "mail.move_asked.opening": "{starting} demande à déplacer la séance avec vous.",
  "mail.move_asked.closing": "Le créneau souhaité n’est pas réservé. La séance ne change pas sans votre accord, et vous pouvez refuser.",
  "mail.move_asked.action": "Accepter ou refuser",
  "mail.move_withdrawn.subject": "Plus de déplacement demandé : séance avec {other} le {time}",
  "mail.move_withdrawn.opening": "{starting} ne demande plus à déplacer la séance avec vous.",
  "mail.move_declined.subject": "Non déplacée : séance avec {other} le {time}",
  "mail.move_declined.opening": "Votre demande de déplacer la séance avec {other} a été refusée.",
  "mail.move_lapsed.subject": "Non déplacée : séance avec {other} le {time}",
  "mail.move_lapsed.opening": "Votre demande de déplacer la séance avec {other} n’a pas reçu de réponse à temps.",
  "mail.stays": "La séance reste au créneau indiqué ici.",
  "mail.place_changed.subject": "Nouveau lieu : séance avec {other} le {time}",
  "mail.place_changed.opening": "Votre séance avec {other} a un nouveau lieu.",
  "mail.place_changed.also": "La séance a un nouveau lieu.",
  "mail.reminder.subject": "Rappel : séance avec {other} le {time}",
  "mail.reminder.opening":
    "{ahead, select, none {Nous vous rappelons votre séance avec {other}.} other {Voici votre rappel, {ahead} à l’avance, pour votre séance avec {other}.}}",
  "mail.payment_received.subject": "Paiement reçu : séance avec {other} le {time}",
  "mail.payment_received.opening":
    "{reader, select, client {Nous avons reçu votre paiement pour votre séance avec {other}.} other {{starting} a payé la séance avec vous.}}",
  "mail.payment_received.closing":
    "{status, select, pending {{reader, select, client {La séance attend encore la confirmation de votre coach.} other {La séance attend encore votre confirmation.}}} cancelled {La séance avait été annulée entre-temps, le paiement est donc remboursé.} other {La séance est confirmée.}}",
  "mail.payment_failed.subject": "Échec du paiement : séance avec {other} le {time}",
  "mail.payment_failed.opening":
    "{reader, select, client {Le paiement de votre séance avec {other} n’a pas abouti.} other {Le paiement de la séance avec {other} n’a pas abouti.}}",
  "mail.payment_failed.held": "Le créneau est toujours réservé et vous pouvez réessayer.",
  "mail.payment_failed.freed": "La séance n’aura pas lieu et son créneau est de nouveau libre.",
  "mail.payment_failed.action": "Payer ou gérer cette séance",
  "mail.refunded.subject": "Remboursement : séance avec {other} le {time}",
  "mail.refunded.opening":
    "{reader, select, client {Votre paiement pour la séance avec {other} a été remboursé.} other {Le paiement de la séance avec {other} a été remboursé.}}",
  "mail.refunded.closing": "Le délai d’affichage dépend de votre banque.",
  "mail.event_deleted_ask.subject": "Vouliez-vous annuler ? Séance avec {other} le {time}",
  "mail.event_deleted_ask.opening": "L’événement de votre séance avec {other} a été supprimé de votre agenda.",
  "mail.event_deleted_ask.closing":
    "La séance est maintenue. Si elle ne doit pas avoir lieu, annulez-la ici ; sinon, il n’y a rien à faire.",
  "mail.calendar_conflict.subject": "Conflit d’agenda : séance avec {other} le {time}",
  "mail.calendar_conflict.opening": "Votre agenda est en conflit avec votre séance avec {other}.",
  "mail.calendar_conflict.closing": "La séance reste au créneau indiqué ici tant que personne ne la déplace ou ne l’annule.",
  "mail.withdrawn":
    "Votre agenda contient désormais cette séance par lui-même. L’entrée créée par notre e-mail précédent est retirée ; la séance est maintenue.",

  "mail.calendar": "agenda",
  "mail.calendars": "Voir vos agendas",
  "mail.calendar_needs_reconnect.subject": "Veuillez reconnecter votre {calendar}",
  "mail.calendar_needs_reconnect.opening": "Nous n’avons plus accès à votre {calendar}.",
  "mail.calendar_needs_reconnect.closing":
    "Tant que vous ne l’avez pas reconnecté, vos séances n’y sont pas inscrites et vos heures occupées ne sont pas lues. Ce qui reste à inscrire est conservé et suivra de lui-même.",
  "mail.calendar_needs_reconnect.action": "Reconnecter",
  "mail.calendar_unread.subject": "Votre {calendar} n’a pas pu être lu depuis des heures",
  "mail.calendar_unread.opening": "Nous ne parvenons plus à lire votre {calendar} depuis quelques heures.",
  "mail.calendar_unread.closing":
    "Nous ne savons pas ce qui y a changé depuis. Votre réglage en cas de connexion perdue décide si l’on peut réserver avec vous entre-temps. Nous continuons d’essayer et vous préviendrons quand cela fonctionnera. Sinon, reconnectez-le ou retirez l’agenda qui ne peut pas être lu.",
  "mail.calendar_read_again.subject": "Votre {calendar} est de nouveau lu",
  "mail.calendar_read_again.opening": "Votre {calendar} peut de nouveau être lu, et nous savons ce qui y a changé.",
  "mail.calendar_read_again.closing": "Il n’y a rien à faire.",
  "mail.calendar_gone.subject": "Un agenda manque dans votre {calendar}",
  "mail.calendar_gone.opening": "L’un des agendas de votre {calendar} n’existe plus.",
  "mail.calendar_gone.closing":
    "Il ne compte plus ; les autres comptent comme avant. Vérifiez que les agendas qui doivent bloquer votre temps sont choisis. Vos séances sont maintenues. Si elles étaient inscrites dans cet agenda, choisissez-en un autre pour elles.",

  "mail.fact.when": "Quand",
  "mail.fact.before": "Avant",
  "mail.fact.wished": "Créneau souhaité",
  "mail.fact.answer_until": "Réponse avant",
  "mail.fact.with": "Avec",
  "mail.fact.held_until": "Réservé jusqu’au",
  "mail.fact.price": "Prix",
  "mail.fact.paid": "Payé",
  "mail.fact.refund_to_come": "À rembourser",
  "mail.fact.refunded": "Remboursé",
  "mail.fact.place": "Lieu",
  "mail.fact.link": "Lien de la réunion",
  "mail.fact.reason": "Motif",

  "mail.place.in_person": "En personne",
  "mail.place.phone": "Par téléphone",
  "mail.place.online": "En ligne",
  "mail.place.video": "En vidéo",

  "mail.zone": "({zone}, {offset})",
  "mail.zone.utc": "({offset})",
  "mail.offsets": "{first} à {last}",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
