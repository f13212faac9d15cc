import type { DESK_BOOK as EN } from "../en/desk-book.ts";

/** Booking for a client, and the feed, on the desk. */
export const DESK_BOOK = {
  "clients.title": "Für Coachees buchen",
  "clients.lead": "Sie können für Coachees buchen, die schon einmal bei Ihnen gebucht haben.",
  "clients.choose": "Coachee auswählen",
  "clients.search": "Name der Person",
  "clients.search.submit": "Suchen",
  "clients.latest": "Letzte Sitzung: {time}",
  "clients.none": "Noch hat niemand bei Ihnen gebucht. Die erste Buchung macht der Coachee selbst auf Ihrer Seite.",
  "clients.none.on": "Ihre Seite",
  "clients.nobody": "Niemand unter Ihren Coachees heißt „{name}“.",
  "clients.all": "Alle Coachees anzeigen",
  "clients.more": "Nur Coachees mit den neuesten Sitzungen werden angezeigt. Suchen Sie die übrigen nach Namen.",
  "clients.other": "Andere Person auswählen",
  "clients.gone": "Für diese Person können Sie nicht buchen. Wählen Sie jemanden, der schon bei Ihnen gebucht hat.",
  "clients.no_offers": "Sie bieten zurzeit nichts an, daher kann nichts gebucht werden.",
  "clients.no_offers.on": "Angebot erstellen",

  "for_client.title": "Für {name} buchen",
  "for_client.client": "Coachee",
  "for_client.next.confirmed": "Die Sitzung ist sofort bestätigt. {name} erhält eine E-Mail.",
  "for_client.next.pay":
    "{name} soll bis {until} bezahlen. Ohne Zahlung verfällt die Sitzung. Wenn Sie die Sitzung selbst bestätigen, ist sie für {name} kostenlos.",
  "for_client.notes": "Anmerkungen",
  "for_client.notes.hint": "Sie und der Coachee können sie sehen. Höchstens {max} Zeichen.",
  "for_client.submit": "Sitzung buchen",
  "for_client.month": "Anderen Termin wählen",

  "feed.title": "Kalender-Abo",
  "feed.lead": "Ein Abo zeigt Ihre Sitzungen in jedem Kalender, der eine Adresse abonnieren kann. Es zeigt sie nur an und ändert nichts.",
  "feed.secret": "Behalten Sie die Adresse für sich: Wer sie hat, kann Ihre Sitzungen und die Namen Ihrer Coachees lesen.",
  "feed.has": "Sie haben ein Abo. Wir bewahren seine Adresse nicht auf. Falls Sie sie verloren haben, erstellen Sie eine neue.",
  "feed.make": "Adresse erstellen",
  "feed.renew": "Neue Adresse erstellen und die alte beenden",
  "feed.made": "Ihre neue Adresse",
  "feed.once": "Sie wird nur dieses eine Mal angezeigt. Kopieren Sie sie jetzt in Ihren Kalender.",
  "feed.open": "Im Kalender öffnen",
  "feed.end": "Abo beenden",
  "feed.end.what":
    "Programme, die es abonniert haben, zeigen ab dann nichts Neues mehr. Sie können jederzeit wieder eine Adresse erstellen.",
  "feed.ended": "Das Abo ist beendet. Seine Adresse funktioniert nicht mehr.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
