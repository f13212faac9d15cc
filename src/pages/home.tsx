/** The page of a person who has just typed the address: what this is, and where to go. */
import { document, type Render } from "./layout.tsx";
import { say } from "../messages/say.ts";

export function homePage({ appUrl }: { readonly appUrl: string }): Render {
  const ways = [
    { href: "/book", title: say("home.book"), text: say("home.book.text") },
    { href: appUrl, title: say("home.app"), text: say("home.app.text") },
    { href: "/docs", title: say("home.api"), text: say("home.api.text") },
  ];
  return (frame) =>
    document(frame, {
      title: say("home.title"),
      children: (
        <>
          <p class="lead">{say("home.lead")}</p>
          <ul class="cards">
            {ways.map(({ href, title, text }) => (
              <li>
                <a href={href}>
                  <strong>{title}</strong>
                </a>
                <p>{text}</p>
              </li>
            ))}
          </ul>
        </>
      ),
    });
}
