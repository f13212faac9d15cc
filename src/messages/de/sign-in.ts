import type { SIGN_IN as EN } from "../en/sign-in.ts";

/** Signing in. */
export const SIGN_IN = {
  "sign_in.failed.title": "Die Anmeldung hat nicht geklappt",
  "sign_in.invalid":
    "Die Anmeldung wurde in einem anderen Browser begonnen, oder der Link ist unvollständig. Bitte melden Sie sich noch einmal an.",
  "sign_in.expired": "Die Anmeldung hat länger als zehn Minuten gedauert. Bitte melden Sie sich noch einmal an.",
  "sign_in.declined": "Sie haben beim Anmeldedienst nicht zugestimmt. Sie können sich jederzeit anmelden.",
  "sign_in.not_accepted":
    "Die Antwort des Anmeldedienstes wurde nicht akzeptiert, vielleicht wurde sie schon verwendet. Bitte melden Sie sich noch einmal an.",
  "sign_in.unknown_role":
    "Ihr Konto hat hier noch keine Rolle: weder Coachee noch Coach noch Verwaltung. Bitte wenden Sie sich an den Marktplatz.",
  "sign_in.unavailable": "Der Anmeldedienst antwortet zurzeit nicht. Versuchen Sie es in einer Minute noch einmal.",
  "sign_in.not_offered": "Auf diesen Seiten ist keine Anmeldung möglich. Bitte verwenden Sie die App des Marktplatzes.",
  "sign_in.again": "Anmelden",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
