import type { EMBED as EN } from "../en/embed.ts";

/** A coach's times in a frame on another site's page, the page that explains it, and the way back. */
export const EMBED = {
  "embed.chosen": "Ihr Termin",
  "embed.chosen.time": "{day}, {time}",
  "embed.continue": "Weiter",
  "embed.continue.text": "Als Nächstes melden Sie sich an und sehen alles, bevor Sie buchen.",
  "embed.back": "Zurück zu {host}",

  "embed.title": "Buchung auf Ihrer eigenen Seite",
  "embed.lead":
    "Zeigen Sie die freien Termine eines Coachs auf Ihrer Seite. Besucherinnen und Besucher wählen dort einen Termin und buchen ihn hier.",
  "embed.coach": "ID des Coachs",
  "embed.coach.hint": "Der letzte Teil der Adresse der Coach-Seite, nach /book/.",
  "embed.coach.submit": "Zeilen für diesen Coach anzeigen",
  "embed.copy": "Kopieren Sie diese Zeilen",
  "embed.copy.text":
    "Fügen Sie sie dort ein, wo die Termine erscheinen sollen. Der enthaltene Link erscheint, solange die Termine laden und wo sie nicht angezeigt werden können.",
  "embed.attributes": "Attribute",
  "embed.attribute": "Attribut",
  "embed.meaning": "Bedeutung",
  "embed.attribute.coach": "Die ID des Coachs. Erforderlich.",
  "embed.attribute.offer": "Die ID einer Sitzung, die der Coach anbietet. Fehlt sie, wird auf der Seite gewählt.",
  "embed.attribute.return": "Die Adresse, zu der es nach der Buchung zurückgeht. Fehlt sie, die Adresse der Seite selbst.",
  "embed.attribute.zone": "Eine Zeitzone wie Europe/Lisbon. Fehlt sie, die Zeitzone des Geräts.",
  "embed.attribute.theme": "light oder dark. Fehlt die Angabe, gilt die Einstellung des Geräts.",
  "embed.attribute.label": "Der Name des Rahmens für Screenreader, in der Sprache Ihrer Seite.",
  "embed.events": "Ereignisse",
  "embed.event": "Ereignis",
  "embed.events.text": "Ihr Skript empfängt sie am Element. Sie steigen nicht auf (kein Bubbling).",
  "embed.event.ready": "Die Termine werden angezeigt. Kommt einmal.",
  "embed.event.resize": "Der Rahmen hat eine andere Höhe. detail enthält height, in Pixeln.",
  "embed.event.chosen": "Ein Termin wurde gewählt. detail enthält offer, möglicherweise null, und start, in UTC.",
  "embed.event.booked":
    "Jemand ist nach der Buchung zurück. detail enthält booking und status, wie sie in der Adresse stehen. Eine Adresse lässt sich leicht fälschen; fragen Sie die API, bevor Sie sich darauf verlassen.",
  "embed.origins": "Wo es funktioniert",
  "embed.origins.text": "Seiten dieser Websites dürfen die Termine anzeigen, und der Rückweg führt zu ihnen:",
  "embed.origins.none": "Noch darf keine Website die Termine anzeigen. Der Betrieb dieses Dienstes trägt Ihre in EMBED_ORIGINS ein.",
  "embed.policy": "Hat Ihre Seite eine Content-Security-Policy, erlauben Sie {origin} in script-src und frame-src.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
