/** The way back to the site from which a booking began. Its host is written out, so that nobody goes anywhere unawares. */
import { say } from "../messages/say.ts";

interface BackLinkView {
  /** An address of a listed origin. */
  readonly href: string;
  readonly host: string;
}

export function BackLink({ href, host }: BackLinkView) {
  return (
    <a class="button second" href={href}>
      {say("embed.back", { host })}
    </a>
  );
}
