/** The page a browser ends on after a consent: connected, or not and why. Static words only; nothing that came in is shown. */
export const CONSENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export type ConsentOutcome =
  | "connected"
  | "declined"
  | "scopes_missing"
  | "no_calendar"
  | "used"
  | "invalid"
  | "other_browser"
  | "unavailable"
  | "too_many";

const WORDS: Readonly<Record<ConsentOutcome, readonly [title: string, text: string]>> = {
  connected: ["Your calendar is connected", "Your sessions appear in it, and what you put there blocks your time."],
  declined: ["Your calendar is not connected", "You did not agree, so nothing has been changed. You can connect it at any time."],
  scopes_missing: [
    "Your calendar is not connected",
    "Some of the permissions were left out, and without them your calendar cannot be kept. Connect again and leave all ticks set.",
  ],
  no_calendar: [
    "Your calendar is not connected",
    "This account has no calendar that can be reached: it may have no mailbox, or one on a server of its own. Connect another account.",
  ],
  used: ["This link has been used", "If your calendar does not show as connected, begin again from the app."],
  invalid: ["Your calendar is not connected", "The link is too old or not whole. Begin again from the app."],
  other_browser: ["Go on where you began", "This browser did not begin connecting. Go back to the app or the browser you began in."],
  unavailable: ["Your calendar is not connected yet", "The calendar's provider does not answer at the moment. Begin again in a minute."],
  too_many: ["Your calendar is not connected yet", "Too many requests come from your network. Wait a minute, then load this page again."],
};

export function consentPage(outcome: ConsentOutcome): string {
  const [title, text] = WORDS[outcome];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>:root{color-scheme:light dark}body{font:1.05rem/1.5 system-ui,sans-serif;margin:15vh auto;max-width:32rem;padding:0 1.5rem}h1{font-size:1.5rem}</style>
</head>
<body>
<h1>${title}</h1>
<p>${text}</p>
</body>
</html>
`;
}
