/** The list of coaches, searched by name. A form that only reads: its address can be kept and shared. */
import { COACH_SEARCH_CHARACTERS_MAX } from "../limits.ts";
import { document, type Render } from "./layout.tsx";
import { say } from "../messages/say.ts";
import { placeOf } from "../messages/wording.ts";

export interface CoachesView {
  readonly coaches: readonly { readonly id: string; readonly name: string | null; readonly timeZone: string }[];
  readonly total: number;
  /** The name searched for; "": everybody is listed. */
  readonly name: string;
  /** From 1. */
  readonly page: number;
  readonly pages: number;
}

export function coachesPage(view: CoachesView): Render {
  const { coaches, total, name } = view;
  return (frame) =>
    document(frame, {
      title: say("book.title"),
      children: (
        <>
          <form method="get" action="/book" role="search" class="line">
            <label for="name">{say("book.search")}</label>
            <input id="name" name="name" type="search" value={name} maxlength={COACH_SEARCH_CHARACTERS_MAX} autocomplete="off" />
            <button type="submit">{say("book.search.submit")}</button>
          </form>
          <p class="quiet">{name === "" ? say("book.count", { count: total }) : say("book.found", { count: total, name })}</p>
          {total === 0 ? (
            <p>{name === "" ? say("book.empty") : say("book.nobody")}</p>
          ) : (
            <ul class="cards">
              {coaches.map((coach) => (
                <li>
                  <a href={`/book/${coach.id}`}>
                    <strong>{coach.name ?? say("coach.nameless")}</strong>
                  </a>
                  <p class="quiet">{say("coach.zone", { zone: placeOf(coach.timeZone) })}</p>
                </li>
              ))}
            </ul>
          )}
          {name !== "" && (
            <p>
              <a href="/book">{say("book.all")}</a>
            </p>
          )}
          <Pages {...view} />
        </>
      ),
    });
}

function Pages({ name, page, pages }: CoachesView) {
  if (pages <= 1) return null;
  const href = (other: number) => `/book?${new URLSearchParams({ ...(name === "" ? {} : { name }), page: String(other) }).toString()}`;
  return (
    <nav class="ways" aria-label={say("book.pages")}>
      {page > 1 && <a href={href(page - 1)}>{say("book.before")}</a>} {page < pages && <a href={href(page + 1)}>{say("book.after")}</a>}
    </nav>
  );
}
