/**
 * The frame of every page: head, a way past the navigation, header with the visitor, the content. Holds no script and no style of its own, because the
 * policy of pages allows neither.
 */
import { html } from "hono/html";
import type { Child } from "hono/jsx";
import type { Role } from "../domain/actor.ts";
import { type Language, LANGUAGES, TAGS } from "../domain/language.ts";
import { languageTag, tongueSpoken } from "../messages/language.ts";
import { say } from "../messages/say.ts";

/** A page, ready to be sent. */
export type Page = ReturnType<typeof html>;

/** The parts around a page, the same for all. */
export interface Frame {
  readonly styleHref: string;
  /** null: nobody is signed in, or the page does not ask. */
  readonly visitor: Visitor | null;
  /** Where signing in leads back to; null: it is not offered. */
  readonly signInHref: string | null;
  /** The page's own address, where a choice of language leads back to. */
  readonly here: string;
}

interface Visitor {
  readonly name: string | null;
  readonly role: Role;
}

/** Writes a page into its frame. */
export type Render = (frame: Frame) => Page;

interface Content {
  readonly title: string;
  readonly children: Child;
  /** Something was wrong with what was sent: the title says so first, as a screen reader reads it first. */
  readonly isFaulty?: boolean;
  /** The address of an island's script; pages that work as well without have none. */
  readonly scriptHref?: string | undefined;
  /** Of the content, where it is not the language of the page. */
  readonly lang?: string;
}

export function document(frame: Frame, { title, children, isFaulty = false, scriptHref, lang }: Content): Page {
  return html`<!doctype html>${(
      <html lang={languageTag()} dir="ltr">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{isFaulty ? say("page.title.faulty", { title }) : say("page.title", { title })}</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href={frame.styleHref} />
          {scriptHref !== undefined && <script type="module" src={scriptHref} />}
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
              {frame.visitor !== null && <a href="/bookings">{say("site.bookings")}</a>}
              {frame.visitor?.role === "coach" && <a href="/desk">{say("site.desk")}</a>}
              {frame.visitor?.role === "admin" && <a href="/admin">{say("site.admin")}</a>}
              {frame.visitor === null && <a href="/docs">{say("site.api")}</a>}
            </nav>
            <Account {...frame} />
          </header>
          <main id="content" lang={lang}>
            <h1>{title}</h1>
            {children}
          </main>
          <Languages {...frame} />
        </body>
      </html>
    )}`;
}

/** Each language in its own words, for whoever cannot read the rest. */
const NAMES: Readonly<Record<Language, string>> = {
  en: "English",
  de: "Deutsch",
  es: "Español",
  fr: "Français",
  pt: "Português (Brasil)",
  ja: "日本語",
};

function Languages({ here }: Frame) {
  const { language: spoken } = tongueSpoken();
  return (
    <footer class="site">
      <form method="post" action="/language" aria-label={say("language.choice")}>
        <input type="hidden" name="to" value={here} />
        {LANGUAGES.map((language) => (
          <button
            type="submit"
            class="plain"
            name="language"
            value={language}
            lang={TAGS[language]}
            aria-current={language === spoken ? "true" : undefined}
          >
            {NAMES[language]}
          </button>
        ))}
      </form>
    </footer>
  );
}

function Account({ visitor, signInHref }: Frame) {
  if (visitor === null) {
    return signInHref === null ? null : (
      <a class="account" href={signInHref}>
        {say("site.sign_in")}
      </a>
    );
  }
  return (
    <form method="post" action="/sign-out" class="account">
      <span>{visitor.name ?? say("site.nameless")}</span>
      <button type="submit" class="plain">
        {say("site.sign_out")}
      </button>
    </form>
  );
}
