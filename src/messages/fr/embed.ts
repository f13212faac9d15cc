import type { EMBED as EN } from "../en/embed.ts";

/** A coach's times in a frame on another site's page, the page that explains it, and the way back. */
export const EMBED = {
  "embed.chosen": "Votre créneau",
  "embed.chosen.time": "{day}, {time}",
  "embed.continue": "Continuer",
  "embed.continue.text": "Ensuite, vous vous connectez et voyez tout avant de réserver.",
  "embed.back": "Retour à {host}",

  "embed.title": "La réservation sur votre propre page",
  "embed.lead": "Affichez les créneaux libres d’un coach sur votre page. On y choisit un créneau, et on le réserve ici.",
  "embed.coach": "Identifiant du coach",
  "embed.coach.hint": "La dernière partie de l’adresse de la page du coach, après /book/.",
  "embed.coach.submit": "Afficher les lignes pour ce coach",
  "embed.copy": "Copiez ces lignes",
  "embed.copy.text":
    "Placez-les là où les créneaux doivent apparaître. Le lien qu’elles contiennent s’affiche pendant le chargement des créneaux et là où ils ne peuvent pas être affichés.",
  "embed.attributes": "Attributs",
  "embed.attribute": "Attribut",
  "embed.meaning": "Signification",
  "embed.attribute.coach": "L’identifiant du coach. Obligatoire.",
  "embed.attribute.offer": "L’identifiant d’une séance que le coach propose. Sans lui, le choix se fait sur la page.",
  "embed.attribute.return": "L’adresse de retour après la réservation. Sans elle, l’adresse de la page elle-même.",
  "embed.attribute.zone": "Un fuseau horaire comme Europe/Lisbon. Sans lui, celui de l’appareil.",
  "embed.attribute.theme": "light ou dark. Sans lui, ce que préfère l’appareil.",
  "embed.attribute.label": "Le nom du cadre pour les lecteurs d’écran, dans la langue de votre page.",
  "embed.events": "Événements",
  "embed.event": "Événement",
  "embed.events.text": "Votre script les reçoit sur l’élément. Ils ne se propagent pas (pas de bubbling).",
  "embed.event.ready": "Les créneaux sont affichés. Arrive une fois.",
  "embed.event.resize": "Le cadre a une autre hauteur. detail contient height, en pixels.",
  "embed.event.chosen": "Un créneau a été choisi. detail contient offer, qui peut être null, et start, en UTC.",
  "embed.event.booked":
    "Retour sur votre page après la réservation. detail contient booking et status, tels que l’adresse les indique. N’importe qui peut écrire une adresse : interrogez l’API avant de vous y fier.",
  "embed.origins": "Où cela fonctionne",
  "embed.origins.text": "Les pages de ces sites peuvent afficher les créneaux, et le retour y mène :",
  "embed.origins.none": "Aucun site ne peut encore afficher les créneaux. L’exploitant de ce service ajoute le vôtre à EMBED_ORIGINS.",
  "embed.policy": "Si votre page a une Content-Security-Policy, autorisez {origin} dans script-src et frame-src.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
