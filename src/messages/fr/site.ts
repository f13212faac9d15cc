import type { SITE as EN } from "../en/site.ts";

/** The frame of every page, the start, and the pages that say why there is no other page. */
export const SITE = {
  "site.name": "CultureBridge Booking",
  "site.skip": "Aller au contenu",
  "site.nav": "Menu principal",
  "site.book": "Trouver un coach",
  "site.api": "Espace développement",
  "site.bookings": "Vos séances",
  "site.desk": "Espace coach",
  "site.admin": "Administration",
  "site.sign_in": "Se connecter",
  "site.sign_out": "Se déconnecter",
  "site.nameless": "Compte connecté",

  "page.title": "{title} · CultureBridge Booking",
  "page.title.faulty": "Erreur : {title} · CultureBridge Booking",

  "home.title": "Réservez une séance avec un coach",
  "home.lead":
    "Consultez les créneaux libres d’un coach dans votre fuseau horaire. Tout créneau affiché est libre et n’est jamais attribué à deux personnes.",
  "home.book": "Trouver un coach",
  "home.book.text": "Cherchez par nom, découvrez ce qu’un coach propose et les jours où il reste des créneaux.",
  "home.app": "Vos séances",
  "home.app.text": "Connectez-vous pour réserver, déplacer, annuler ou payer une séance, ou pour définir vos horaires de coach.",
  "home.api": "Espace développement",
  "home.api.text": "Des guides par tâche et la référence de l’API, à lire et à essayer.",

  "error.title": "Un problème est survenu",
  "error.prefix": "Erreur :",
  "form.fault.missing": "Veuillez remplir ce champ.",
  "form.fault.long": "Ce champ accepte au plus {max, plural, one {# caractère} other {# caractères}}.",
  "form.fault.short": "Ce champ demande au moins {min, plural, one {# caractère} other {# caractères}}.",
  "form.fault.high": "La valeur peut être de {max} au plus.",
  "form.fault.low": "La valeur doit être de {min} au moins.",
  "form.fault.other": "Ce qui a été envoyé dans ce champ est illisible. Veuillez réessayer.",

  "not_found.title": "Cette page n’existe pas",
  "not_found.text": "L’adresse est peut-être mal saisie, ou le contenu n’est plus disponible.",

  "no_coach.title": "Ce coach ne peut pas être réservé",
  "no_coach.text": "L’adresse est peut-être mal saisie, ou ce coach ne prend plus de réservations.",

  "wrong_method.title": "Cette action est impossible ici",
  "wrong_method.text": "Cette page peut seulement être consultée.",

  "forbidden.title": "Cette page ne vous est pas accessible",
  "forbidden.text": "Le compte que vous utilisez n’y a pas accès. Déconnectez-vous pour en utiliser un autre.",

  "inactive.title": "Votre compte a été fermé",
  "inactive.text": "Adressez-vous à la place de marché.",

  "forged.title": "Ce formulaire ne vient pas de notre page",
  "forged.text": "Par sécurité, rien n’a été fait. Rouvrez la page et envoyez le formulaire depuis celle-ci.",

  "too_large.title": "C’est trop long",
  "too_large.text": "Revenez en arrière et raccourcissez le texte. Rien n’a été fait.",

  "refused.title": "Cette action est impossible",

  "too_many.title": "Trop de requêtes",
  "too_many.text": "De nombreuses requêtes viennent de votre réseau. Attendez une minute, puis rechargez cette page.",

  "unavailable.title": "Indisponible pour le moment",
  "unavailable.text": "Le registre des réservations ne répond pas. Rechargez cette page dans un instant.",

  "fault.title": "Une erreur s’est produite",
  "fault.text": "Elle vient de notre côté et rien n’a été modifié. Rechargez cette page dans un instant.",

  "notice.on": "Trouver un coach",
  "notice.home": "Aller à l’accueil",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
