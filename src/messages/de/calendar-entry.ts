import type { CALENDAR_ENTRY as EN } from "../en/calendar-entry.ts";

/** The texts of a session’s entry in a calendar, and of a change there that was not followed. `person.*` is in the dative, `.starting` a subject. */
export const CALENDAR_ENTRY = {
  "calendar.google": "Google-Kalender",
  "calendar.outlook": "Outlook-Kalender",

  "entry.title": "Sitzung mit {other}",
  "entry.title.requested": "Angefragt: Sitzung mit {other}",
  "entry.feed": "Sitzungen: {name}",
  "entry.manage": "Diese Sitzung verwalten",
  "entry.manage.at": "Diese Sitzung verwalten: {url}",
  "entry.meeting": "Treffen: {url}",

  "person.client.starting": "Ihr Coachee",
  "person.coach.starting": "Ihr Coach",
  "person.a_client": "einem Coachee",
  "person.a_client.starting": "Ein Coachee",

  "wrote.name": "{name} schrieb",
  "wrote.you": "Sie schrieben",
  "wrote.admin": "Die Verwaltung schrieb",

  "conflict.overlap": "Ein anderer Eintrag im Kalender liegt zur selben Zeit.",
  "conflict.put_backs_ended":
    "Der Kalendereintrag wird jedes Mal wieder geändert, wenn er zurückgesetzt wird, daher wird er nicht mehr zurückgesetzt. Die Sitzung gilt, wie sie hier steht.",
  "conflict.move_refused": "Der Kalendereintrag wurde auf eine Zeit verschoben, die nicht gebucht werden kann, und ist zurückgesetzt.",
  "conflict.client_asked":
    "Der Kalendereintrag wurde verschoben und ist zurückgesetzt: Die Sitzung hat einen Preis, daher wurde Ihr Coachee gefragt. Bei Zustimmung wird sie verlegt.",
  "conflict.client_asks":
    "Der Kalendereintrag wurde verschoben und ist zurückgesetzt: Ihr Coachee hat einen anderen Termin angefragt und wartet auf Ihre Antwort.",
  "conflict.length_changed":
    "Der Kalendereintrag wurde verschoben und ist zurückgesetzt: Die Sitzung hat einen Preis, und ihre Dauer ist Teil der Vereinbarung.",
  "conflict.not_confirmed":
    "Der Kalendereintrag wurde verschoben und ist zurückgesetzt: Die Sitzung hat einen Preis und ist noch nicht bestätigt. Sie kann bestätigt oder abgesagt, aber nicht verlegt werden.",
  "conflict.already_begun": "Der Kalendereintrag wurde nach Beginn der Sitzung geändert. Die Sitzung gilt wie vereinbart.",
  "conflict.copy_moved":
    "Der Kalendereintrag wurde verschoben und ist zurückgesetzt: Damit wird die Sitzung nicht verlegt. Um sie zu verlegen, verwenden Sie die Seite unten.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
