import type { MAIL as EN } from "../en/mail.ts";

/** Mails: subject, sentences and labels of facts. `other` follows „mit“ and is in the dative; `starting` is a subject. */
export const MAIL = {
  "mail.greeting": "Guten Tag {name},",
  "mail.greeting.client": "Guten Tag,",
  "mail.greeting.coach": "Guten Tag,",
  "mail.footer": "CultureBridge Booking sendet diese E-Mail wegen Ihrer Sitzungen oder Kalender. Antworten darauf werden nicht gelesen.",

  "mail.created.subject": "Gebucht: Sitzung mit {other} am {time}",
  "mail.created.opening":
    "{reader, select, client {Ihre Sitzung mit {other} ist gebucht.} other {{starting} hat eine Sitzung mit Ihnen gebucht.}}",
  "mail.requested.subject": "Angefragt: Sitzung mit {other} am {time}",
  "mail.requested.opening":
    "{reader, select, client {Sie haben eine Sitzung mit {other} angefragt.} other {{starting} hat eine Sitzung mit Ihnen angefragt.}}",
  "mail.requested.closing":
    "{reader, select, client {Der Termin ist für Sie reserviert. Wir schreiben Ihnen wieder, sobald die Sitzung bestätigt ist.} other {Der Termin ist reserviert. Die Sitzung findet erst statt, wenn sie bestätigt ist.}}",
  "mail.confirmed.subject": "Bestätigt: Sitzung mit {other} am {time}",
  "mail.confirmed.opening": "Ihre Sitzung mit {other} ist bestätigt.",
  "mail.confirmed.also": "Die Sitzung ist bestätigt.",
  "mail.rescheduled.subject": "Verlegt: Sitzung mit {other} am {time}",
  "mail.rescheduled.opening": "Ihre Sitzung mit {other} hat einen neuen Termin.",
  "mail.rescheduled.closing": "Sie ist noch nicht bestätigt.",
  "mail.rescheduled.also": "Die Sitzung hat einen neuen Termin.",
  "mail.cancelled.subject": "Abgesagt: Sitzung mit {other} am {time}",
  "mail.cancelled.opening":
    "{by, select, reader {Sie haben Ihre Sitzung mit {other} abgesagt.} other_side {{starting} hat die Sitzung mit Ihnen abgesagt.} admin {Die Verwaltung hat Ihre Sitzung mit {other} abgesagt.} other {Ihre Sitzung mit {other} wurde abgesagt.}}",
  "mail.lapsed.subject": "Nicht bestätigt: Sitzung mit {other} am {time}",
  "mail.lapsed.opening": "Ihre Sitzung mit {other} wurde nicht rechtzeitig bestätigt und findet nicht statt.",
  "mail.refund_to_come":
    "{reader, select, client {Die Erstattung geht auf die Karte zurück, mit der Sie bezahlt haben.} other {Die Erstattung geht auf die Karte des Coachees zurück.}}",
  "mail.completed.subject": "Abgeschlossen: Sitzung mit {other} am {time}",
  "mail.completed.opening": "Ihre Sitzung mit {other} hat stattgefunden.",
  "mail.move_asked.subject": "Verlegung möglich? Sitzung mit {other} am {time}",
  "mail.move_asked.opening": "{starting} möchte die Sitzung mit Ihnen verlegen.",
  "mail.move_asked.closing":
    "Der gewünschte Termin ist nicht reserviert. Ohne Ihre Zustimmung bleibt es beim bisherigen Termin, und Sie können ablehnen.",
  "mail.move_asked.action": "Annehmen oder ablehnen",
  "mail.move_withdrawn.subject": "Keine Verlegung mehr gewünscht: Sitzung mit {other} am {time}",
  "mail.move_withdrawn.opening": "{starting} möchte die Sitzung mit Ihnen nicht mehr verlegen.",
  "mail.move_declined.subject": "Nicht verlegt: Sitzung mit {other} am {time}",
  "mail.move_declined.opening": "Ihr Wunsch, Ihre Sitzung mit {other} zu verlegen, wurde abgelehnt.",
  "mail.move_lapsed.subject": "Nicht verlegt: Sitzung mit {other} am {time}",
  "mail.move_lapsed.opening": "Ihr Wunsch, Ihre Sitzung mit {other} zu verlegen, wurde nicht rechtzeitig beantwortet.",
  "mail.stays": "Es bleibt bei dem Termin, der hier steht.",
  "mail.place_changed.subject": "Neuer Ort: Sitzung mit {other} am {time}",
  "mail.place_changed.opening": "Ihre Sitzung mit {other} hat einen neuen Ort.",
  "mail.place_changed.also": "Die Sitzung hat einen neuen Ort.",
  "mail.reminder.subject": "Erinnerung: Sitzung mit {other} am {time}",
  "mail.reminder.opening":
    "{ahead, select, none {Wir erinnern Sie an Ihre Sitzung mit {other}.} other {Dies ist Ihre Erinnerung, {ahead} im Voraus, an Ihre Sitzung mit {other}.}}",
  "mail.payment_received.subject": "Zahlung erhalten: Sitzung mit {other} am {time}",
  "mail.payment_received.opening":
    "{reader, select, client {Wir haben Ihre Zahlung für Ihre Sitzung mit {other} erhalten.} other {{starting} hat die Sitzung mit Ihnen bezahlt.}}",
  "mail.payment_received.closing":
    "{status, select, pending {{reader, select, client {Die Sitzung wartet noch auf die Bestätigung Ihres Coachs.} other {Die Sitzung wartet noch auf Ihre Bestätigung.}}} cancelled {Die Sitzung war da schon abgesagt, daher wird die Zahlung erstattet.} other {Die Sitzung ist bestätigt.}}",
  "mail.payment_failed.subject": "Zahlung fehlgeschlagen: Sitzung mit {other} am {time}",
  "mail.payment_failed.opening":
    "{reader, select, client {Die Zahlung für Ihre Sitzung mit {other} ist fehlgeschlagen.} other {Die Zahlung für die Sitzung mit {other} ist fehlgeschlagen.}}",
  "mail.payment_failed.held": "Der Termin ist weiter reserviert, und Sie können es noch einmal versuchen.",
  "mail.payment_failed.freed": "Die Sitzung findet nicht statt, und der Termin ist wieder frei.",
  "mail.payment_failed.action": "Sitzung bezahlen oder verwalten",
  "mail.refunded.subject": "Erstattung: Sitzung mit {other} am {time}",
  "mail.refunded.opening":
    "{reader, select, client {Ihre Zahlung für die Sitzung mit {other} wurde erstattet.} other {Die Zahlung für die Sitzung mit {other} wurde erstattet.}}",
  "mail.refunded.closing": "Wann sie auf Ihrem Konto erscheint, hängt von Ihrer Bank ab.",
  "mail.event_deleted_ask.subject": "Wollten Sie absagen? Sitzung mit {other} am {time}",
  "mail.event_deleted_ask.opening": "Der Eintrag Ihrer Sitzung mit {other} wurde aus Ihrem Kalender gelöscht.",
  "mail.event_deleted_ask.closing":
    "Die Sitzung besteht weiter. Soll sie nicht stattfinden, sagen Sie sie hier ab; sonst gibt es nichts zu tun.",
  "mail.calendar_conflict.subject": "Kalenderkonflikt: Sitzung mit {other} am {time}",
  "mail.calendar_conflict.opening": "Ihr Kalender und Ihre Sitzung mit {other} stehen im Widerspruch.",
  "mail.calendar_conflict.closing": "Es bleibt bei dem Termin, der hier steht, bis jemand die Sitzung verlegt oder absagt.",
  "mail.withdrawn":
    "Ihr Kalender enthält diese Sitzung nun von selbst. Der Eintrag aus unserer früheren E-Mail wird dort entfernt; die Sitzung besteht weiter.",

  "mail.calendar": "Kalender",
  "mail.calendars": "Ihre Kalender ansehen",
  "mail.calendar_needs_reconnect.subject": "Bitte verbinden Sie Ihren {calendar} neu",
  "mail.calendar_needs_reconnect.opening": "Wir können Ihren {calendar} nicht mehr erreichen.",
  "mail.calendar_needs_reconnect.closing":
    "Bis Sie ihn neu verbinden, werden Ihre Sitzungen nicht eingetragen und Ihre belegten Zeiten nicht gelesen. Was noch einzutragen ist, wird aufbewahrt und von selbst nachgeholt.",
  "mail.calendar_needs_reconnect.action": "Neu verbinden",
  "mail.calendar_unread.subject": "Ihr {calendar} konnte stundenlang nicht gelesen werden",
  "mail.calendar_unread.opening": "Seit einigen Stunden können wir Ihren {calendar} nicht lesen.",
  "mail.calendar_unread.closing":
    "Was sich seitdem darin geändert hat, ist hier nicht bekannt. Ob Sie inzwischen gebucht werden können, bestimmt Ihre Einstellung für abgebrochene Verbindungen. Wir versuchen es weiter und melden uns, wenn es wieder klappt. Falls nicht, verbinden Sie ihn neu oder entfernen Sie einen Kalender, der nicht gelesen werden kann.",
  "mail.calendar_read_again.subject": "Ihr {calendar} wird wieder gelesen",
  "mail.calendar_read_again.opening": "Ihr {calendar} kann wieder gelesen werden, und Änderungen darin sind hier bekannt.",
  "mail.calendar_read_again.closing": "Sie müssen nichts tun.",
  "mail.calendar_gone.subject": "Ein Kalender in Ihrem {calendar} fehlt",
  "mail.calendar_gone.opening": "In Ihrem {calendar} gibt es einen der Kalender nicht mehr.",
  "mail.calendar_gone.closing":
    "Er zählt nicht mehr, die übrigen zählen wie bisher. Prüfen Sie, ob die Kalender ausgewählt sind, die Ihre Zeit blockieren sollen. Ihre Sitzungen bestehen weiter. Wurden sie in diesen Kalender eingetragen, wählen Sie dafür einen anderen.",

  "mail.fact.when": "Wann",
  "mail.fact.before": "Bisher",
  "mail.fact.wished": "Gewünschter Termin",
  "mail.fact.answer_until": "Antwort bis",
  "mail.fact.with": "Mit",
  "mail.fact.held_until": "Reserviert bis",
  "mail.fact.price": "Preis",
  "mail.fact.paid": "Bezahlt",
  "mail.fact.refund_to_come": "Wird erstattet",
  "mail.fact.refunded": "Erstattet",
  "mail.fact.place": "Ort",
  "mail.fact.link": "Link zum Treffen",
  "mail.fact.reason": "Grund",

  "mail.place.in_person": "Vor Ort",
  "mail.place.phone": "Telefonisch",
  "mail.place.online": "Online",
  "mail.place.video": "Per Video",

  "mail.zone": "({zone}, {offset})",
  "mail.zone.utc": "({offset})",
  "mail.offsets": "{first} bis {last}",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
