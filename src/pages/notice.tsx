/** Pages that say why there is no other page, and where to go on. The address asked for is not repeated. */
import type { Refusal } from "../domain/refusal.ts";
import { document, type Render } from "./layout.tsx";
import { say } from "../messages/say.ts";
import { refusalInWords } from "./refusals.ts";

export type Notice =
  | "not_found"
  | "no_coach"
  | "wrong_method"
  | "forbidden"
  | "inactive"
  | "forged"
  | "too_large"
  | "too_many"
  | "unavailable"
  | "fault";

export function noticePage(notice: Notice): Render {
  return sayingPage(say(`${notice}.title`), say(`${notice}.text`));
}

/** Something was refused, and there is no form to say it beside. */
export function refusedPage(refusal: Refusal): Render {
  return sayingPage(say("refused.title"), refusalInWords(refusal));
}

function sayingPage(title: string, text: string): Render {
  return (frame) =>
    document(frame, {
      title,
      children: (
        <>
          <p class="lead">{text}</p>
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
