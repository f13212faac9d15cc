import type { DESK_BOOK as EN } from "../en/desk-book.ts";

/** Booking for a client, and the feed, on the desk. */
export const DESK_BOOK = {
  "clients.title": "Réserver pour un client",
  "clients.lead": "Vous pouvez réserver pour des clients qui ont déjà réservé avec vous.",
  "clients.choose": "Choisissez le client",
  "clients.search": "Nom du client",
  "clients.search.submit": "Rechercher",
  "clients.latest": "Dernière séance : {time}",
  "clients.none": "Personne n’a encore réservé avec vous. La première réservation est faite par le client, sur votre page.",
  "clients.none.on": "Votre page",
  "clients.nobody": "Aucun de vos clients ne s’appelle « {name} ».",
  "clients.all": "Voir tous les clients",
  "clients.more": "Seules les personnes aux séances les plus récentes sont affichées. Cherchez les autres par nom.",
  "clients.other": "Choisir un autre client",
  "clients.gone": "Vous ne pouvez pas réserver pour ce client. Choisissez une personne qui a déjà réservé avec vous.",
  "clients.no_offers": "Vous ne proposez rien pour le moment, rien ne peut donc être réservé.",
  "clients.no_offers.on": "Créer une offre",

  "for_client.title": "Réserver pour {name}",
  "for_client.client": "Client",
  "for_client.next.confirmed": "La séance est confirmée aussitôt et {name} reçoit un e-mail.",
  "for_client.next.pay":
    "{name} doit payer avant le {until}. Sans paiement, la séance expire. Si vous confirmez la séance vous-même, elle est gratuite pour {name}.",
  "for_client.notes": "Notes",
  "for_client.notes.hint": "Vous et le client les voyez. {max} caractères au maximum.",
  "for_client.submit": "Réserver la séance",
  "for_client.month": "Choisir un autre créneau",

  "feed.title": "Abonnement à l’agenda",
  "feed.lead": "Un abonnement montre vos séances dans tout agenda qui peut s’abonner à une adresse. Il les montre et ne modifie rien.",
  "feed.secret": "Gardez l’adresse pour vous : toute personne qui l’a peut lire vos séances et les noms de vos clients.",
  "feed.has": "Vous avez un abonnement. Nous ne gardons pas de copie de son adresse. Si vous l’avez perdue, créez-en une nouvelle.",
  "feed.make": "Créer une adresse",
  "feed.renew": "Créer une nouvelle adresse et annuler l’ancienne",
  "feed.made": "Votre nouvelle adresse",
  "feed.once": "Elle n’est affichée que cette fois. Copiez-la maintenant dans votre agenda.",
  "feed.open": "Ouvrir dans votre agenda",
  "feed.end": "Mettre fin à l’abonnement",
  "feed.end.what": "Les programmes abonnés n’afficheront plus rien de nouveau. Vous pourrez recréer une adresse à tout moment.",
  "feed.ended": "L’abonnement a pris fin. Son adresse ne fonctionne plus.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
