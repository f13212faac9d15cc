import type { ADMIN_HAND as EN } from "../en/admin-hand.ts";

/** Matters that need a person's hand, and the check of the audit trail. */
export const ADMIN_HAND = {
  "admin.nav.hand": "Handarbeit",
  "admin.nav.audit": "Prüfkette",
  "hand.title": "Braucht eine Hand",
  "hand.lead": "Geld, das nicht so lief, wie es sollte; das Neueste zuerst.",
  "hand.none": "Nichts braucht eine Hand.",
  "hand.failed_effects": "Aufgegebene Wirkungen",
  "hand.refund": "Eine Erstattung von {money} ist fehlgeschlagen",
  "hand.refund.do": "Das Geld ist nicht angekommen. Zahlen Sie es bei Stripe von Hand zurück oder fragen Sie nach einem anderen Weg.",
  "hand.dispute": "Eine Zahlung von {money} wird angefochten",
  "hand.dispute.do": "Antworten Sie bei Stripe vor Ablauf der Frist. Eine Erstattung hier würde zusätzlich gezahlt.",
  "hand.dispute.state": "In den Worten von Stripe: {state}",
  "hand.booking": "Sitzung öffnen",
  "hand.more": "Nur die neuesten jeder Art werden gezeigt. Die Schnittstelle nennt alle.",
  "audit.title": "Prüfkette",
  "audit.lead":
    "Jede Änderung ist eine Zeile in einer Kette: eine für jeden Coach und eine für Handlungen der Verwaltung. Jede Zeile bürgt für die vorige.",
  "audit.begin": "Alle Ketten prüfen",
  "audit.on": "Weiter prüfen",
  "audit.progress": "{rows, plural, one {# Zeile} other {# Zeilen}} geprüft, {chains, plural, one {# Kette} other {# Ketten}} fertig.",
  "audit.whole": "Alle Ketten sind unversehrt.",
  "audit.broken.admins": "Die Kette der Verwaltung ist bei Zeile {seq} gebrochen.",
  "audit.broken.coach": "Die Kette des Coachs {coach} ist bei Zeile {seq} gebrochen.",
  "audit.unaudited": "Die letzte Änderung der Sitzung {booking} hat keine Zeile.",
  "audit.altered.booking": "Die Sitzung {booking} steht nicht so da, wie ihre Zeile sagt: Sie wurde am Dienst vorbei geändert.",
  "audit.altered.payment": "Der Betrag der Zahlung {payment} ist nicht der, den ihre Zeile nennt: Er wurde am Dienst vorbei geändert.",
  "audit.anchor.admins": "Die Kette der Verwaltung enthält ihre verankerte Zeile {seq} nicht mehr: Sie wurde gekürzt oder ersetzt.",
  "audit.anchor.coach": "Die Kette von {coach} enthält ihre verankerte Zeile {seq} nicht mehr: Sie wurde gekürzt, ersetzt oder gelöscht.",
  "audit.findings": "Vom Dienst selbst gefunden",
  "audit.broken.do": "Dahinter wurde nichts geprüft. Vergleichen Sie mit den Ankern außerhalb der Datenbank.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
