/** Signing in. */
export const SIGN_IN = {
  "sign_in.failed.title": "Signing in did not work",
  "sign_in.invalid": "Signing in began in another browser, or the link is not complete. Please sign in again.",
  "sign_in.expired": "Signing in took longer than ten minutes. Please sign in again.",
  "sign_in.declined": "You did not agree at the sign-in service. You can sign in at any time.",
  "sign_in.not_accepted": "The answer of the sign-in service is not accepted: it may have been used already. Please sign in again.",
  "sign_in.unknown_role": "Your account has no role here yet: client, coach or administrator. Ask the marketplace about it.",
  "sign_in.unavailable": "The sign-in service does not answer at the moment. Try again in a minute.",
  "sign_in.not_offered": "Nobody signs in on these pages. Use the marketplace’s app.",
  "sign_in.again": "Sign in",
} as const;
