/** The way around the pages of admins, the same on each of them. A part is one line here, and one message. */
import { say } from "../../messages/say.ts";

const PARTS = [
  ["figures", "/admin"],
  ["bookings", "/admin/bookings"],
  ["people", "/admin/people"],
  ["effects", "/admin/effects"],
  ["hand", "/admin/hand"],
  ["webhooks", "/admin/webhooks"],
  ["audit", "/admin/audit"],
  ["reports", "/admin/reports"],
  ["health", "/admin/health"],
] as const;

type Part = (typeof PARTS)[number][0];

/** `isPart`: the page stands below that part, so its link leads back up. */
export function AdminNav({ at, isPart = false }: { readonly at: Part; readonly isPart?: boolean }) {
  return (
    <nav class="desk-nav" aria-label={say("admin.nav")}>
      <ul>
        {PARTS.map(([part, href]) => (
          <li>
            <a href={href} aria-current={part !== at ? undefined : isPart ? "true" : "page"}>
              {say(`admin.nav.${part}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
