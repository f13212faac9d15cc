import type { CALENDAR_ENTRY as EN } from "../en/calendar-entry.ts";

/** The texts of a session’s entry in a calendar, and of a change there that was not followed. */
export const CALENDAR_ENTRY = {
  "calendar.google": "agenda Google",
  "calendar.outlook": "agenda Outlook",

  "entry.title": "Séance avec {other}",
  "entry.title.requested": "Demandée : séance avec {other}",
  "entry.feed": "Séances : {name}",
  "entry.manage": "Gérer cette séance",
  "entry.manage.at": "Gérer cette séance : {url}",
  "entry.meeting": "Réunion : {url}",

  "person.client.starting": "Votre client",
  "person.coach.starting": "Votre coach",
  "person.a_client": "un client",
  "person.a_client.starting": "Un client",

  "wrote.name": "{name} a écrit",
  "wrote.you": "Vous avez écrit",
  "wrote.admin": "L’administration a écrit",

  "conflict.overlap": "Un autre événement de l’agenda a lieu au même moment.",
  "conflict.put_backs_ended":
    "L’événement de l’agenda est modifié chaque fois qu’il est rétabli, il n’est donc plus rétabli. La séance vaut telle qu’elle figure ici.",
  "conflict.move_refused": "L’événement a été déplacé dans l’agenda vers un moment qui ne peut pas être réservé, et a été rétabli.",
  "conflict.client_asked":
    "L’événement a été déplacé dans l’agenda, et a été rétabli : la séance a un prix, votre client a donc été consulté. S’il accepte, elle est déplacée.",
  "conflict.client_asks":
    "L’événement a été déplacé dans l’agenda, et a été rétabli : votre client a demandé un autre créneau et attend votre réponse.",
  "conflict.length_changed":
    "L’événement a été déplacé dans l’agenda, et a été rétabli : la séance a un prix, et sa durée fait partie de ce qui a été convenu.",
  "conflict.not_confirmed":
    "L’événement a été déplacé dans l’agenda, et a été rétabli : la séance a un prix et n’est pas encore confirmée ; elle peut être confirmée ou annulée, mais pas déplacée.",
  "conflict.already_begun": "L’événement de l’agenda a été modifié après le début de la séance. La séance vaut comme convenu.",
  "conflict.copy_moved":
    "L’événement a été déplacé dans l’agenda, et a été rétabli : le déplacer ici ne déplace pas la séance. Pour la déplacer, utilisez la page ci-dessous.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
