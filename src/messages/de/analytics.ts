import type { ANALYTICS as EN } from "../en/analytics.ts";

/** The figures of admins, and a coach's own: names, definitions and what the charts say. */
export const ANALYTICS = {
  "figures.title": "Kennzahlen",
  "figures.from": "Von",
  "figures.to": "Bis",
  "figures.interval": "Nach",
  "figures.interval.day": "Tag",
  "figures.interval.week": "Woche, ab Montag",
  "figures.interval.month": "Monat",
  "figures.zone": "Zeitzone",
  "figures.show": "Kennzahlen anzeigen",
  "figures.fault.from": "Geben Sie den ersten Tag als Datum an.",
  "figures.fault.to": "Geben Sie den letzten Tag als Datum an, nicht vor dem ersten und höchstens {days} Tage insgesamt.",
  "figures.fault.interval": "Wählen Sie Tag, Woche oder Monat.",
  "figures.fault.time_zone": "Wählen Sie eine Zeitzone aus der Liste.",
  "figures.range": "{from} bis {to}, in dieser Zeitzone: {zone}. Der Status ist jeweils der aktuelle, Stand: {now}.",
  "figures.definition": "So wird gezählt",
  "figures.definition.of": ": {figure}",
  "figures.table": "Als Tabelle",
  "figures.table.of": ": {figure}",
  "figures.when": "Wann",
  "figures.total": "Gesamt",
  "figures.none": "In diesem Zeitraum gibt es nichts zu zählen.",
  "figures.legend.stacked": "Von unten nach oben:",
  "figures.legend.lines": "Linien:",

  "figures.status.pending": "Unbestätigt",
  "figures.status.confirmed": "Bestätigt",
  "figures.status.completed": "Abgeschlossen",
  "figures.status.cancelled": "Abgesagt",
  "figures.held": "Stattgefunden",

  "figures.made": "Neue Buchungen",
  "figures.made.sum":
    "In diesem Zeitraum {count, plural, =0 {wurde nichts gebucht} one {kam eine Buchung zustande} other {kamen {count} Buchungen zustande}}.",
  "figures.made.definition": "Buchungen nach dem Zeitpunkt, zu dem gebucht wurde, mit ihrem jetzigen Status.",
  "figures.sessions": "Sitzungen",
  "figures.sessions.sum":
    "In diesem Zeitraum {count, plural, =0 {beginnt keine Sitzung} one {beginnt eine Sitzung} other {beginnen {count} Sitzungen}}; {held, plural, =0 {keine hat stattgefunden} one {eine hat stattgefunden} other {{held} haben stattgefunden}}.",
  "figures.sessions.definition":
    "Sitzungen nach ihrem jetzigen Beginn, mit ihrem jetzigen Status. Als stattgefunden gelten bestätigte und abgeschlossene Sitzungen, die vorbei sind. Niemand wird gefragt, ob beide Seiten gekommen sind.",
  "figures.lead": "Zeit bis zum Beginn",
  "figures.lead.sum":
    "Die Hälfte der Buchungen wurde {median} oder mehr vor dem Beginn vorgenommen; die mittlere Hälfte {lower} bis {upper} vorher.",
  "figures.lead.lower": "Unteres Quartil",
  "figures.lead.median": "Median",
  "figures.lead.upper": "Oberes Quartil",
  "figures.lead.definition":
    "Die Zeit vom Buchen bis zum jetzigen Beginn, in ganzen Stunden, für alle Buchungen, die in diesem Zeitraum vorgenommen wurden, auch die abgesagten. Ein Viertel davon liegt höchstens beim unteren Quartil, ein Viertel mindestens beim oberen.",
  "figures.hours": "{hours, plural, one {# Stunde} other {# Stunden}}",
  "figures.days": "{days, plural, one {# Tag} other {# Tage}}",
  "figures.days_hours": "{days} {hours}",

  "figures.cancelled": "Absagen",
  "figures.cancelled.sum":
    "In diesem Zeitraum {count, plural, =0 {wurde nichts abgesagt} one {wurde eine Buchung abgesagt} other {wurden {count} Buchungen abgesagt}}.",
  "figures.cancelled.by": "Durch",
  "figures.cancelled.definition":
    "Buchungen, die in diesem Zeitraum abgesagt wurden, nach der absagenden Seite und der Zeit bis zum Beginn der Sitzung. Verfallene Buchungen werden getrennt gezählt.",
  "figures.by.client": "Coachee",
  "figures.by.coach": "Coach",
  "figures.by.admin": "Verwaltung",
  "figures.by.both": "Beide Seiten einig",
  "figures.late.after_start": "Zum Beginn oder später",
  "figures.late.under_2_hours": "Weniger als 2 Stunden vorher",
  "figures.late.under_24_hours": "2 bis 24 Stunden vorher",
  "figures.late.under_7_days": "1 bis 7 Tage vorher",
  "figures.late.earlier": "7 Tage vorher oder früher",

  "figures.lapsed": "Verfallen",
  "figures.lapsed.unpaid": "Nicht rechtzeitig bezahlt",
  "figures.lapsed.unanswered": "Nicht rechtzeitig beantwortet",
  "figures.lapsed.definition":
    "Unbestätigte Buchungen, deren Frist in diesem Zeitraum abgelaufen ist: solche, deren Zahlung noch fehlte, und solche, die auf den Coach warteten.",
  "figures.moves": "Verlegungen",
  "figures.moves.definition":
    "Verlegungen in diesem Zeitraum, nach der Seite, die verlegt hat. Hat eine Seite angefragt und die andere angenommen, waren sich beide einig. Eine zweimal verlegte Sitzung zählt zweimal.",

  "figures.money": "Geld in {currency}",
  "figures.money.sum": "Eingezogen: {captured}, davon erstattet: {back}, behalten: {kept}.",
  "figures.money.disputed": "In offenen oder verlorenen Zahlungsstreitigkeiten: {amount}. Dieser Betrag ist nicht abgezogen.",
  "figures.money.captured": "Eingezogen",
  "figures.money.given_back": "Erstattet",
  "figures.money.kept": "Behalten",
  "figures.money.definition":
    "Nach dem Zeitpunkt, zu dem die Zahlung begonnen wurde, höchstens etwa eine halbe Stunde vor dem Eingang des Geldes. Erstattet ist, was von diesem Geld bis jetzt zurückgegangen ist, gleich wann. Behalten ist die Differenz; Gebühren des Zahlungsdienstes sind nicht abgezogen. Währungen werden nie zusammengezählt.",

  "figures.busy": "Beliebteste Stunden",
  "figures.busy.sum": "Die meisten Sitzungen beginnen am {day} um {hour}: {count}.",
  "figures.busy.definition":
    "Bestätigte und abgeschlossene Sitzungen dieses Zeitraums, nach Wochentag und Stunde ihres Beginns in der gewählten Zeitzone.",
  "figures.busy.day": "Tag",

  "figures.coaches": "Coaches",
  "figures.coaches.name": "Coach",
  "figures.coaches.nameless": "Ein Coach ohne Namen",
  "figures.coaches.booked": "Gebuchte Stunden",
  "figures.coaches.cancellations": "Vom Coach abgesagt",
  "figures.coaches.offered": "Angebotene Stunden, nach heutigen Arbeitszeiten",
  "figures.coaches.definition":
    "Gebuchte Stunden sind die der bestätigten und abgeschlossenen Sitzungen, die in diesem Zeitraum beginnen. Angebotene Stunden sind, was die heutigen Arbeitszeiten darin öffnen, ob gebucht oder nicht; sie werden nur für Zeiträume angegeben, die heute oder später beginnen.",
  "figures.coaches.before": "Vorige Coaches",
  "figures.coaches.after": "Weitere Coaches",
  "figures.coaches.none": "Auf dieser Seite stehen keine Coaches.",

  "own.title": "Ihre Kennzahlen",
  "own.lead": "Ihre letzten {months} Monate einschließlich des laufenden, in Ihrer Zeitzone: {zone}.",
  "own.hours": "Stunden",
  "own.hours.sum": "Abgehaltene Stunden: {held}, noch bevorstehend: {ahead}.",
  "own.hours.held": "Stattgefunden",
  "own.hours.ahead": "Bevorstehend",
  "own.hours.definition":
    "Die Dauer Ihrer bestätigten und abgeschlossenen Sitzungen nach dem Monat ihres Beginns: der vergangenen und der bevorstehenden.",
  "own.sessions": "Sitzungen",
  "own.no_money": "In diesen Monaten sind keine Zahlungen eingegangen.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
