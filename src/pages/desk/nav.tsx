/** The way around the coach's desk, the same on each of its pages. */
import { say } from "../../messages/say.ts";

const PARTS = [
  ["today", "/desk"],
  ["hours", "/desk/hours"],
  ["offers", "/desk/offers"],
  ["policy", "/desk/policy"],
  ["settings", "/desk/settings"],
  ["calendars", "/calendars"],
  ["figures", "/desk/figures"],
  ["feed", "/desk/feed"],
  ["book", "/desk/book"],
] as const;

type Part = (typeof PARTS)[number][0];

/** `isPart`: the page stands below that part, so its link leads back up. */
export function DeskNav({ at, isPart = false }: { readonly at: Part; readonly isPart?: boolean }) {
  return (
    <nav class="desk-nav" aria-label={say("desk.nav")}>
      <ul>
        {PARTS.map(([part, href]) => (
          <li>
            <a href={href} aria-current={part !== at ? undefined : isPart ? "true" : "page"}>
              {say(`desk.nav.${part}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
