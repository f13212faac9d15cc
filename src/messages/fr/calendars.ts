import type { CALENDARS as EN } from "../en/calendars.ts";

/** A person's calendars: which are connected, how they are, which of their calendars count, and how to part with them. */
export const CALENDARS = {
  "calendars.title": "Vos agendas",
  "calendars.lead.coach": "Ce qui figure dans un agenda connecté bloque votre temps, et vos séances y apparaissent.",
  "calendars.lead.client": "Vos séances apparaissent dans un agenda connecté.",
  "calendars.none": "Aucun agenda ne peut être connecté ici.",
  "calendars.name.google": "Google Agenda",
  "calendars.name.outlook": "Outlook",
  "calendars.connected": "{name} est connecté. La lecture se fait en quelques minutes.",
  "calendars.changed": "Votre choix est enregistré. Les agendas sont lus en quelques minutes.",
  "calendars.gone": "{name} est déconnecté.",
  "calendars.other_browser": "La connexion n’a pas commencé dans ce navigateur, rien n’est donc encore connecté. Recommencez ici.",

  "calendars.state.none": "Non connecté.",
  "calendars.state.new": "Connecté. Première lecture en cours.",
  "calendars.state.active": "Connecté. Dernière lecture : {age}.",
  "calendars.state.old": "Pas à jour. Dernière lecture : {age}. Nous continuons d’essayer.",
  "calendars.state.lost":
    "À reconnecter : {name} ne nous donne plus accès. Cela arrive quand l’autorisation est retirée, le mot de passe modifié ou le compte fermé.",
  "calendars.lost.keep_booking": "D’ici là, vos créneaux peuvent toujours être réservés, même si nous ne voyons pas ce qui s’y ajoute.",
  "calendars.lost.stop_booking": "D’ici là, aucun de vos créneaux ne peut être réservé.",
  "calendars.lost": "Si une connexion est perdue",
  "calendars.lost.setting.keep_booking": "Si une connexion est perdue, vos créneaux peuvent toujours être réservés.",
  "calendars.lost.setting.stop_booking":
    "Si une connexion est perdue, aucun de vos créneaux ne peut être réservé avant son rétablissement.",
  "calendars.lost.change": "Modifier dans vos réglages",
  "calendars.reads":
    "{count, plural, =0 {Aucun de ses agendas ne bloque votre temps.} one {# de ses agendas bloque votre temps.} other {# de ses agendas bloquent votre temps.}}",
  "calendars.writes": "Vos séances y sont inscrites.",
  "calendars.writes.none": "Vos séances n’y sont pas inscrites.",

  "calendars.connect": "Connecter {name}",
  "calendars.reconnect": "Reconnecter {name}",
  "calendars.choose": "Choisir les agendas",
  "calendars.choose.of": "Choisir les agendas : {name}",
  "calendars.disconnect": "Déconnecter",
  "calendars.disconnect.of": "Déconnecter {name}",
  "calendars.back": "Vos agendas",

  "choose.title": "{name} : choisir les agendas",
  "choose.account": "Compte : {account}",
  "choose.reads": "Ceux qui bloquent votre temps",
  "choose.reads.hint": "Tant qu’il y a quelque chose dans l’un d’eux, aucune réservation n’est possible.",
  "choose.writes": "Où vos séances sont inscrites",
  "choose.writes.none": "Nulle part",
  "choose.primary": "{name} (agenda principal)",
  "choose.none": "Ce compte n’a pas d’agenda.",
  "choose.submit": "Enregistrer",
  "choose.fault.writes": "Choisissez où vos séances sont inscrites.",

  "disconnect.title": "Déconnecter {name} ?",
  "disconnect.text":
    "Il n’est plus lu, donc ce qu’il contient ne bloque plus votre temps. Les événements de vos séances y restent et ne sont plus mis à jour.",
  "disconnect.submit": "Déconnecter",
  "disconnect.keep": "Garder connecté",
  "disconnected.title": "{name} est déconnecté",
  "disconnected.advice":
    "Nous avons supprimé notre accès. Pour retirer aussi l’autorisation chez le fournisseur, allez dans votre compte chez lui.",
  "disconnected.advice.link": "Autorisations de votre compte",
  "consent.on": "Vos agendas",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
