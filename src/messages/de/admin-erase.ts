import type { ADMIN_ERASE as EN } from "../en/admin-erase.ts";

/** Erasing a person, for admins: the question before it, and what was done. */
export const ADMIN_ERASE = {
  "erase.title": "{name} löschen",
  "erase.what":
    "Das Konto wird endgültig geschlossen. Name, Adresse, Notizen, Gründe, Kalender-Abos und Kalenderzugänge werden gelöscht. Sitzungen bleiben mit Zeiten und Beträgen erhalten, ohne zu sagen, wessen sie waren.",
  "erase.undo": "Das lässt sich nicht rückgängig machen, und die Person kann mit derselben Anmeldung nicht zurückkehren.",
  "erase.ahead": "Solange Sitzungen bevorstehen oder eine Zahlung offen ist, wird nichts gelöscht. Sagen Sie diese Sitzungen zuerst ab.",
  "erase.copies":
    "Stripe und die Kalender der Beteiligten behalten, was sie haben. Die Liste davon steht in der Antwort der API und in den Konten dort.",
  "erase.sure": "Ja, diese Person endgültig löschen",
  "erase.tick": "Setzen Sie das Häkchen, damit niemand aus Versehen gelöscht wird.",
  "erase.do": "Diese Person löschen",
  "erase.rest": "Den Rest löschen",
  "erase.more":
    "{count, plural, one {Eine Sitzung wurde bereinigt.} other {# Sitzungen wurden bereinigt.}} Es gibt noch mehr: Fahren Sie fort.",
  "erase.done":
    "Diese Person wurde gelöscht. {count, plural, =0 {} one {Zuletzt wurde eine Sitzung bereinigt.} other {Zuletzt wurden # Sitzungen bereinigt.}}",
  "erase.state": "Gelöscht",
  "erase.lead": "Auf Wunsch kann alles gelöscht werden, was sagt, wer diese Person ist.",
  "erase.link": "Diese Person löschen …",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
