/** Pages that say why there is no other page, and where to go on. The address asked for is not repeated. */
import { document, type Render } from "./layout.tsx";
import { say } from "../messages/say.ts";

export type Notice = "not_found" | "no_coach" | "wrong_method" | "too_many" | "unavailable" | "fault";

export function noticePage(notice: Notice): Render {
  return (styleHref) =>
    document(styleHref, {
      title: say(`${notice}.title`),
      children: (
        <>
          <p class="lead">{say(`${notice}.text`)}</p>
          <p class="ways">
            <a class="button" href="/book">
              {say("notice.on")}
            </a>{" "}
            <a href="/">{say("notice.home")}</a>
          </p>
        </>
      ),
    });
}
