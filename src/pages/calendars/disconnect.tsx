/** Parting with a calendar: the question before it, and what is left to do after it. */
import type { CalendarProviderName } from "../../domain/effect.ts";
import { say } from "../../messages/say.ts";
import { Form } from "../form.tsx";
import { document, type Render } from "../layout.tsx";
import { nameOf } from "./calendars.tsx";

export function disconnectPage(provider: CalendarProviderName, formKey: string): Render {
  return (frame) =>
    document(frame, {
      title: say("disconnect.title", { name: nameOf(provider) }),
      children: (
        <>
          <p class="lead">{say("disconnect.text")}</p>
          <Form action={`/calendars/${provider}/disconnect`} formKey={formKey}>
            <p class="ways">
              <button type="submit" class="danger">
                {say("disconnect.submit")}
              </button>{" "}
              <a href="/calendars">{say("disconnect.keep")}</a>
            </p>
          </Form>
        </>
      ),
    });
}

/** `adviceUrl`: where the owner withdraws the consent, which its provider lets nobody else do. */
export function disconnectedPage(provider: CalendarProviderName, adviceUrl: string): Render {
  return (frame) =>
    document(frame, {
      title: say("disconnected.title", { name: nameOf(provider) }),
      children: (
        <>
          <p class="lead">
            {say("disconnected.advice")} <a href={adviceUrl}>{say("disconnected.advice.link")}</a>
          </p>
          <p class="ways">
            <a class="button" href="/calendars">
              {say("calendars.back")}
            </a>
          </p>
        </>
      ),
    });
}
