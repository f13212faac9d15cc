/**
 * The frame of every page of the simulators: one style, and headers under which a page loads nothing from anywhere and
 * runs no script but the one it carries. Values reach HTML through Hono's `html` template only, which escapes them.
 */
import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import { html, raw } from "hono/html";

export type Html = ReturnType<typeof html>;

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2430; --soft: #5b6675; --line: #dfe3e8; --paper: #fff; --ground: #f5f6f8;
  --accent: #1f5fbf; --on-accent: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --soft: #a3adba; --line: #333b47; --paper: #1b2029;
  --ground: #12161c; --accent: #8ab4f8; --on-accent: #10151c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
p { margin: 0 0 1rem; } .soft { color: var(--soft); } a { color: var(--accent); }
nav { font-size: .9rem; margin-bottom: 1.5rem; }
ul.cards { list-style: none; margin: 0 0 1rem; padding: 0; display: grid; gap: .6rem; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; padding: .85rem 1rem; display: flex;
  flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; }
.card strong { display: block; } .card span { display: block; color: var(--soft); font-size: .9rem; overflow-wrap: anywhere; }
form { margin: 0; } .actions { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; } .actions p { margin: 0; }
.button { display: inline-block; font: inherit; font-weight: 600; border: 0; border-radius: .45rem; padding: .5rem .9rem;
  background: var(--accent); color: var(--on-accent); text-decoration: none; cursor: pointer; }
.button:focus-visible, a:focus-visible, input:focus-visible, textarea:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.fields { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; margin: .5rem 0; }
input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .45rem;
  padding: .4rem .6rem; max-width: 100%; }
textarea { width: 100%; font: .85rem/1.45 ui-monospace, monospace; color: inherit; background: var(--paper);
  border: 1px solid var(--line); border-radius: .6rem; padding: .75rem; margin-bottom: .75rem; }
code { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
`;

interface Page {
  readonly title: string;
  readonly body: Html;
  readonly status?: 200 | 400 | 404;
  /** Our own constant text: it is not escaped, so nothing that was typed or sent may be part of it. */
  readonly script?: string;
}

export async function sendPage(context: Context, page: Page): Promise<Response> {
  const nonce = randomBytes(16).toString("base64");
  const policy = [
    `default-src 'none'`,
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    `img-src data:`, // The empty icon of the tab.
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ];
  context.header("Content-Security-Policy", policy.join("; "));
  context.header("Cache-Control", "no-store");
  context.header("X-Content-Type-Options", "nosniff");
  context.header("Referrer-Policy", "no-referrer");
  const script =
    page.script === undefined
      ? ""
      : html`<script nonce="${nonce}">
          ${raw(page.script)};
        </script>`;
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title}</title>
        <link rel="icon" href="data:," />
        <style nonce="${nonce}">
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <main>${page.body}</main>
        ${script}
      </body>
    </html> `;
  return context.html(document, page.status ?? 200);
}
