/** Why somebody is not signed in, and the way on. Static words only; nothing that came in is shown. */
import { say } from "../messages/say.ts";
import { document, type Render } from "./layout.tsx";

export type SignInFailure = "invalid" | "expired" | "declined" | "not_accepted" | "unknown_role" | "unavailable" | "not_offered";

export function signInFailedPage(failure: SignInFailure): Render {
  return (frame) =>
    document(frame, {
      title: say("sign_in.failed.title"),
      children: (
        <>
          <p class="lead">{say(`sign_in.${failure}`)}</p>
          <p class="ways">
            {failure === "not_offered" ? (
              <a class="button" href="/">
                {say("notice.home")}
              </a>
            ) : (
              <a class="button" href="/sign-in">
                {say("sign_in.again")}
              </a>
            )}
          </p>
        </>
      ),
    });
}
