/**
 * The frame of every page: head, a way past the navigation, header, the content. Holds no script and no style of its own, because the
 * policy of pages allows neither.
 */
import { html } from "hono/html";
import type { Child } from "hono/jsx";
import { say } from "../messages/say.ts";

/** A page, ready to be sent. */
export type Page = ReturnType<typeof html>;

/** Writes a page that links the style sheet at this address. */
export type Render = (styleHref: string) => Page;

interface Content {
  readonly title: string;
  readonly children: Child;
}

export function document(styleHref: string, { title, children }: Content): Page {
  return html`<!doctype html>${(
      <html lang="en" dir="ltr">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{say("page.title", { title })}</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href={styleHref} />
        </head>
        <body>
          <a class="skip" href="#content">
            {say("site.skip")}
          </a>
          <header class="site">
            <a class="brand" href="/">
              {say("site.name")}
            </a>
            <nav aria-label={say("site.nav")}>
              <a href="/book">{say("site.book")}</a>
              <a href="/docs">{say("site.api")}</a>
            </nav>
          </header>
          <main id="content">
            <h1>{title}</h1>
            {children}
          </main>
        </body>
      </html>
    )}`;
}
