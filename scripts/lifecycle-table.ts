/** The table of transitions as Markdown, and where in docs/lifecycle.md it stands. Reads and writes no file. */
import { GUARDS_IN_WORDS } from "../src/domain/agreement/guards-in-words.ts";
import { type Transition, TRANSITIONS } from "../src/domain/agreement/transitions.ts";

const BEGIN = "<!-- transitions: printed by `npm run -s lifecycle` -->";
const END = "<!-- /transitions -->";

/** The page with the table as it has to be; null where the page has no place for it. */
export function withTransitions(page: string): string | null {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) return null;
  return `${page.slice(0, begin + BEGIN.length)}\n\n${tableOf(TRANSITIONS)}\n\n${page.slice(end)}`;
}

function tableOf(transitions: readonly Transition[]): string {
  return [
    "| act | by | from | what must hold, in order | what follows |",
    "|---|---|---|---|---|",
    ...transitions.map((transition) => `| ${cellsOf(transition).join(" | ")} |`),
  ].join("\n");
}

function cellsOf({ act, by, from, needs, follows }: Transition): readonly string[] {
  const held = needs.map((name, index) => {
    const { holds, codes } = GUARDS_IN_WORDS[name];
    return `${String(index + 1)}. ${holds} (${codes.map((code) => `\`${code}\``).join(", ")})`;
  });
  return [`\`${act}\``, by.join(", "), from.length === 0 ? "-" : from.join(", "), held.length === 0 ? "-" : held.join("<br>"), follows];
}
