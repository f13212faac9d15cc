/** The private address of a coach's sessions for any calendar: made, made anew, and shown once, because only a hash of its key is kept. */
import { say } from "../../messages/say.ts";
import { Form } from "../form.tsx";
import type { Render } from "../layout.tsx";
import { deskPage } from "./frame.tsx";

interface FeedView {
  readonly formKey: string;
  readonly hasFeed: boolean;
  /** As it was made just now; null: it was made before, or never. */
  readonly address: string | null;
  /** Just now. */
  readonly isEnded: boolean;
}

export function feedPage({ formKey, hasFeed, address, isEnded }: FeedView): Render {
  return deskPage({
    title: say("feed.title"),
    at: "feed",
    children: (
      <>
        {isEnded && (
          <p class="done" role="status">
            {say("feed.ended")}
          </p>
        )}
        <p>{say("feed.lead")}</p>
        {address !== null && (
          <section class="onward" aria-labelledby="address">
            <h2 id="address">{say("feed.made")}</h2>
            <p>{say("feed.once")}</p>
            <pre class="code" tabindex={0}>
              {address}
            </pre>
            <p class="ways">
              <a class="button" href={address.replace(/^https?:/u, "webcal:")}>
                {say("feed.open")}
              </a>
            </p>
          </section>
        )}
        <p>{say("feed.secret")}</p>
        {address === null && hasFeed && <p>{say("feed.has")}</p>}
        <Form action="/desk/feed" formKey={formKey}>
          <button type="submit" class={hasFeed ? "second" : undefined}>
            {hasFeed ? say("feed.renew") : say("feed.make")}
          </button>
        </Form>
        {hasFeed && (
          <Form action="/desk/feed/end" formKey={formKey}>
            <p>{say("feed.end.what")}</p>
            <button type="submit" class="danger">
              {say("feed.end")}
            </button>
          </Form>
        )}
      </>
    ),
  });
}
