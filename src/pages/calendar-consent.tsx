/** The page a browser ends on after a consent: connected, or not and why. Static words only; nothing that came in is shown. */
import { document, type Render } from "./layout.tsx";
import { say } from "../messages/say.ts";

export type ConsentOutcome =
  | "connected"
  | "declined"
  | "scopes_missing"
  | "no_calendar"
  | "used"
  | "invalid"
  | "other_browser"
  | "unavailable";

export function consentPage(outcome: ConsentOutcome): Render {
  return (frame) =>
    document(frame, {
      title: say(`consent.${outcome}.title`),
      children: (
        <>
          <p class="lead">{say(`consent.${outcome}.text`)}</p>
          {/* Where nobody signs in to the pages, the app has a page of its own. */}
          {frame.signInHref !== null && (
            <p class="ways">
              <a class="button" href="/calendars">
                {say("consent.on")}
              </a>
            </p>
          )}
        </>
      ),
    });
}
