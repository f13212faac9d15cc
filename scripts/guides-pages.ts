/**
 * The guides as the service shows them: Markdown of docs/ as HTML, rendered here so that the Worker carries no renderer. A link to another guide leads
 * to its page; a link to a file that the service does not show becomes plain words.
 */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Marked, type Tokens } from "marked";

const DOCS = join(import.meta.dirname, "../docs");

/** In the order of the page. A guide leads through one task, and its commands run in the tests; a topic explains one subject. */
const SOURCES = {
  guides: ["guides/sell-a-session.md", "guides/connect-a-calendar.md", "guides/go-live.md"],
  topics: [
    "lifecycle.md",
    "availability.md",
    "calendars.md",
    "webhooks.md",
    "embed.md",
    "identity.md",
    "languages.md",
    "analytics.md",
    "reports.md",
    "privacy.md",
    "changes.md",
    "deploying.md",
    "operations.md",
    "scale.md",
  ],
} as const;

export interface Guide {
  /** The last part of its address. */
  readonly name: string;
  readonly title: string;
  /** The first sentence, for the list of all. */
  readonly about: string;
  readonly html: string;
}

export interface Guides {
  readonly guides: readonly Guide[];
  readonly topics: readonly Guide[];
}

const nameOf = (file: string): string => basename(file, ".md");
const SHOWN: ReadonlySet<string> = new Set(Object.values(SOURCES).flat().map(nameOf));

export function renderGuides(): Guides {
  return { guides: SOURCES.guides.map(render), topics: SOURCES.topics.map(render) };
}

function render(file: string): Guide {
  const marked = new Marked({ renderer });
  const [title, ...tokens] = marked.lexer(readFileSync(join(DOCS, file), "utf8"));
  if (title?.type !== "heading" || title["depth"] !== 1) throw new Error(`docs/${file} does not begin with a title`);
  const first = tokens.find((token) => token.type === "paragraph") as Tokens.Paragraph | undefined;
  if (first === undefined) throw new Error(`docs/${file} has no paragraph`);
  const about = plain(first.tokens).replaceAll(/\s+/gu, " ");
  return {
    name: nameOf(file),
    title: plain((title as Tokens.Heading).tokens),
    about: /^.+?[.:](?= |$)/u.exec(about)?.[0] ?? about,
    html: marked.parser(tokens),
  };
}

const renderer = {
  heading(this: { parser: { parseInline: (tokens: Tokens.Generic[]) => string } }, { depth, tokens }: Tokens.Heading): string {
    const id = plain(tokens)
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, "")
      .replaceAll(" ", "-");
    return `<h${String(depth)} id="${id}">${this.parser.parseInline(tokens)}</h${String(depth)}>\n`;
  },
  /** It scrolls by itself, so the keyboard has to reach it. */
  code({ text, lang }: Tokens.Code): string {
    return `<pre class="code" tabindex="0"${lang === undefined ? "" : ` data-language="${escaped(lang)}"`}><code>${escaped(text)}</code></pre>\n`;
  },
  link(this: { parser: { parseInline: (tokens: Tokens.Generic[]) => string } }, { href, tokens }: Tokens.Link): string {
    const words = this.parser.parseInline(tokens);
    const address = addressOf(href);
    return address === null ? words : `<a href="${escaped(address)}">${words}</a>`;
  },
  table(this: { parser: { parseInline: (tokens: Tokens.Generic[]) => string } }, { header, rows }: Tokens.Table): string {
    const cells = (row: readonly Tokens.TableCell[], open: string, close: string): string =>
      `<tr>${row.map(({ tokens }) => `<${open}>${this.parser.parseInline(tokens)}</${close}>`).join("")}</tr>`;
    const body = rows.map((row) => cells(row, "td", "td")).join("");
    return `<div class="wide" tabindex="0"><table><thead>${cells(header, 'th scope="col"', "th")}</thead><tbody>${body}</tbody></table></div>\n`;
  },
};

/** null: the service does not show it. */
function addressOf(href: string): string | null {
  if (href.startsWith("#") || href.startsWith("https://")) return href;
  const [path = "", fragment] = href.split("#");
  if (path.endsWith("openapi.json")) return "/openapi.json";
  const name = nameOf(path);
  if (name === "problems") return "/docs/problems";
  if (!path.endsWith(".md") || path.includes("decisions/") || !SHOWN.has(name)) return null;
  return `/docs/guides/${name}${fragment === undefined ? "" : `#${fragment}`}`;
}

function plain(tokens: readonly Tokens.Generic[]): string {
  return tokens.map((token) => (token.tokens === undefined ? String(token["text"] ?? "") : plain(token.tokens))).join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
