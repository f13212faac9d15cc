/** Signing in. */
export const SIGN_IN = {
  "sign_in.failed.title": "You are not signed in",
  "sign_in.invalid": "This browser did not begin signing in, or the address is not whole. Begin again here.",
  "sign_in.expired": "Signing in took longer than ten minutes. Begin again.",
  "sign_in.declined": "You did not agree at the sign-in service. You can begin again at any time.",
  "sign_in.not_accepted": "The sign-in service’s answer is not accepted: it may have been used already. Begin again.",
  "sign_in.unknown_role": "Your account has no role here yet: client, coach or administrator. Ask the marketplace about it.",
  "sign_in.unavailable": "The sign-in service does not answer at the moment. Try again in a minute.",
  "sign_in.not_offered": "Nobody signs in on these pages. Use the marketplace’s app.",
  "sign_in.again": "Sign in",
} as const;
