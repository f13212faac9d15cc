/**
 * The pages for developers: which guides there are, one of them, and the list of problems. A guide is drawn from `guides.json`, which is rendered
 * from docs/ before anything is deployed; this file only puts it into the frame. Guides and meanings of problems are in English.
 */
import { raw } from "hono/html";
import { tongueSpoken } from "../messages/language.ts";
import { say } from "../messages/say.ts";
import guides from "./guides.json" with { type: "json" };
import { document, type Render } from "./layout.tsx";

const ENGLISH = "en";
/** Where the commands of the guides go to as they stand in docs/. */
const LOCAL_ADDRESS = "http://127.0.0.1:8787";

const BY_NAME = new Map([...guides.guides, ...guides.topics].map((guide) => [guide.name, guide]));

export function docsPage(): Render {
  const lookedUp = [
    { href: "/docs/reference", title: say("docs.reference"), text: say("docs.reference.text") },
    { href: "/docs/problems", title: say("problems.title"), text: say("docs.problems.text") },
    { href: "/openapi.json", title: say("docs.document"), text: say("docs.document.text") },
  ];
  return (frame) =>
    document(frame, {
      title: say("site.api"),
      children: (
        <>
          <p class="lead">{say("docs.lead")}</p>
          {tongueSpoken().language !== ENGLISH && <p class="quiet">{say("docs.english")}</p>}
          <h2>{say("docs.guides")}</h2>
          <Listed guides={guides.guides} />
          <h2>{say("docs.look_up")}</h2>
          <ul class="cards">
            {lookedUp.map(({ href, title, text }) => (
              <li>
                <a href={href}>
                  <strong>{title}</strong>
                </a>
                <p>{text}</p>
              </li>
            ))}
          </ul>
          <h2>{say("docs.topics")}</h2>
          <Listed guides={guides.topics} />
        </>
      ),
    });
}

function Listed(listed: { readonly guides: readonly { readonly name: string; readonly title: string; readonly about: string }[] }) {
  return (
    <ul class="cards" lang={ENGLISH}>
      {listed.guides.map(({ name, title, about }) => (
        <li>
          <a href={`/docs/guides/${name}`}>
            <strong>{title}</strong>
          </a>
          <p>{about}</p>
        </li>
      ))}
    </ul>
  );
}

/** null: there is no guide of that name. `serviceUrl`: the address that the guide's commands are to call. */
export function guidePage(name: string, serviceUrl: string): Render | null {
  const guide = BY_NAME.get(name);
  if (guide === undefined) return null;
  return (frame) =>
    document(frame, {
      title: guide.title,
      lang: ENGLISH,
      children: (
        <>
          <div class="guide">{raw(guide.html.replaceAll(LOCAL_ADDRESS, serviceUrl))}</div>
          <BackToAll />
        </>
      ),
    });
}

function BackToAll() {
  return (
    <p lang={tongueSpoken().tag}>
      <a href="/docs">{say("docs.all")}</a>
    </p>
  );
}

interface ListedProblem {
  readonly code: string;
  readonly status: number;
  readonly meaning: string;
}

export function problemsPage(problems: readonly ListedProblem[]): Render {
  return (frame) =>
    document(frame, {
      title: say("problems.title"),
      children: (
        <>
          <p class="lead">{say("problems.lead")}</p>
          <div class="wide" tabindex={0}>
            <table class="problems">
              <thead>
                <tr>
                  <th scope="col">{say("problems.code")}</th>
                  <th scope="col">{say("problems.status")}</th>
                  <th scope="col">{say("problems.meaning")}</th>
                </tr>
              </thead>
              <tbody>
                {problems.map(({ code, status, meaning }) => (
                  <tr id={code}>
                    <td>
                      <code>{code}</code>
                    </td>
                    <td>{status}</td>
                    <td lang={ENGLISH}>{meaning}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <BackToAll />
        </>
      ),
    });
}
