/** People as an admin finds them, and one of them with figures and the form that opens or closes the account. */
import type { Role } from "../../domain/actor.ts";
import type { Instant } from "../../domain/instant.ts";
import type { Money } from "../../domain/money.ts";
import { FIGURES_BOOKINGS_MAX, LATE_HOURS, PEOPLE_LOOKED_AT_MAX, PEOPLE_SEARCH_CHARACTERS_MAX } from "../../limits/people.ts";
import { moneyInWords } from "../../messages/money.ts";
import { say } from "../../messages/say.ts";
import { momentInWords, zoneInWords } from "../../messages/wording.ts";
import { Form, type FormState, Input, NEW_FORM, Select } from "../form.tsx";
import type { Render } from "../layout.tsx";
import { eraseHref } from "./erase.tsx";
import { adminPage } from "./frame.tsx";

type Status = "active" | "inactive";

interface Somebody {
  readonly id: string;
  readonly role: Role;
  readonly name: string | null;
  readonly email: string | null;
  readonly timeZone: string | null;
  readonly isCoach: boolean;
  readonly status: Status;
  readonly createdAt: Instant;
}

export interface PeopleFilter {
  readonly text: string | null;
  readonly role: Role | null;
  readonly status: Status | null;
}

interface PeopleView extends PeopleFilter {
  readonly people: readonly Somebody[];
  /** Of the next page; null: there is none. */
  readonly moreHref: string | null;
  readonly isFirst: boolean;
}

export function peoplePage(view: PeopleView): Render {
  const { people, text, role, status, moreHref, isFirst } = view;
  const any = { value: "", label: say("people.search.any") };
  return adminPage({
    title: say("people.title"),
    at: "people",
    children: (
      <>
        <form method="get" action="/admin/people" class="admin-filter" role="search" aria-label={say("people.search")}>
          <Input
            name="q"
            type="search"
            label={say("people.search.text")}
            form={NEW_FORM}
            value={text ?? ""}
            maxlength={PEOPLE_SEARCH_CHARACTERS_MAX}
          />
          <Select
            name="role"
            label={say("people.search.role")}
            form={NEW_FORM}
            value={role ?? ""}
            options={[any, ...(["client", "coach", "admin"] as const).map((value) => ({ value, label: say(`people.role.${value}`) }))]}
          />
          <Select
            name="status"
            label={say("people.search.status")}
            form={NEW_FORM}
            value={status ?? ""}
            options={[any, ...(["active", "inactive"] as const).map((value) => ({ value, label: say(`people.status.${value}`) }))]}
          />
          <p class="ways">
            <button type="submit">{say("people.search.find")}</button>
          </p>
        </form>
        {people.length === 0 && <p>{say("people.none")}</p>}
        <ul class="admin-rows">
          {people.map((person) => (
            <li>
              <div>
                <p>
                  <a href={`/admin/people/${person.id}`}>{nameOf(person)}</a>
                </p>
                <p class="quiet">{[roleOf(person), say(`people.status.${person.status}`), person.email ?? person.id].join(" · ")}</p>
              </div>
            </li>
          ))}
        </ul>
        {text !== null && moreHref !== null && <p class="quiet">{say("people.looked", { max: PEOPLE_LOOKED_AT_MAX })}</p>}
        {(moreHref !== null || !isFirst) && (
          <nav class="ways" aria-label={say("people.more")}>
            {!isFirst && <a href={peopleHref(view, {})}>{say("people.first")}</a>}{" "}
            {moreHref !== null && (
              <a href={moreHref} rel="next">
                {say("people.further")}
              </a>
            )}
          </nav>
        )}
      </>
    ),
  });
}

export function peopleHref({ text, role, status }: PeopleFilter, at: Readonly<Record<string, string>>): string {
  const named = Object.entries({ q: text, role, status, ...at }).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
  return named.length === 0 ? "/admin/people" : `/admin/people?${new URLSearchParams(named).toString()}`;
}

function nameOf({ name }: Pick<Somebody, "name">): string {
  return name ?? say("people.nameless");
}

function roleOf({ role, isCoach }: Pick<Somebody, "role" | "isCoach">): string {
  return say(`people.role.${isCoach ? "coach" : role}`);
}

interface Figures {
  readonly booked: number;
  readonly held: number;
  readonly ahead: number;
  readonly minutesAhead: number;
  readonly cancelledByClient: number;
  readonly cancelledByClientLate: number;
  readonly cancelledByCoach: number;
  readonly cancelledByCoachLate: number;
  readonly cancelledByAdmin: number;
  readonly lapsed: number;
  readonly money: readonly { readonly captured: Money; readonly givenBack: Money }[];
  readonly isCut: boolean;
}

export interface PersonView {
  readonly user: Somebody;
  readonly asClient: Figures;
  readonly asCoach: Figures | null;
  readonly isSelf: boolean;
  readonly isErased: boolean;
  readonly now: Instant;
  readonly timeZone: string;
  readonly formKey: string;
  readonly form: FormState;
  readonly done: string | null;
}

export function personPage(view: PersonView): Render {
  const { user, asClient, asCoach, now, timeZone, form, done } = view;
  const facts = [
    [say("person.admin.email"), user.email ?? say("person.admin.email.none")],
    [say("person.admin.role"), roleOf(user)],
    [say("person.admin.zone"), user.timeZone === null ? say("person.admin.zone.none") : zoneInWords(user.timeZone, now)],
    [say("person.admin.status"), view.isErased ? say("erase.state") : say(`people.status.${user.status}`)],
    [say("person.admin.since"), momentInWords(user.createdAt, timeZone)],
    [say("person.admin.id"), user.id],
  ] as const;
  return adminPage({
    title: nameOf(user),
    at: "people",
    isPart: true,
    form,
    done,
    children: (
      <>
        <Facts facts={facts} />
        {asCoach !== null && <Side side="coach" figures={asCoach} userId={user.id} />}
        {(asCoach === null || asClient.booked > 0) && <Side side="client" figures={asClient} userId={user.id} />}
        <StatusForm {...view} />
        {!view.isSelf && !view.isErased && (
          <p>
            {say("erase.lead")} <a href={eraseHref(user.id)}>{say("erase.link")}</a>
          </p>
        )}
      </>
    ),
  });
}

function Facts({ facts }: { readonly facts: readonly (readonly [string, string])[] }) {
  return (
    <dl class="admin-facts">
      {facts.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Side({ side, figures, userId }: { readonly side: "client" | "coach"; readonly figures: Figures; readonly userId: string }) {
  const cancelled = (count: number, late: number) => say("people.figures.cancelled.value", { count, late, hours: LATE_HOURS });
  const facts = [
    [say("people.figures.booked"), String(figures.booked)],
    [say("people.figures.held"), String(figures.held)],
    [
      say("people.figures.ahead"),
      say("people.figures.ahead.value", { count: figures.ahead, hours: Math.round((figures.minutesAhead / 60) * 10) / 10 }),
    ],
    [say("people.figures.by_client"), cancelled(figures.cancelledByClient, figures.cancelledByClientLate)],
    [say("people.figures.by_coach"), cancelled(figures.cancelledByCoach, figures.cancelledByCoachLate)],
    [say("people.figures.by_admin"), String(figures.cancelledByAdmin)],
    [say("people.figures.lapsed"), String(figures.lapsed)],
    ...figures.money.map(
      ({ captured, givenBack }) =>
        [
          say("people.figures.money", { currency: captured.currency }),
          say("people.figures.money.value", { captured: moneyInWords(captured), back: moneyInWords(givenBack) }),
        ] as const,
    ),
  ] as const;
  return (
    <section class="desk-part" aria-labelledby={side}>
      <h2 id={side}>{say(`person.admin.as_${side}`)}</h2>
      <Facts facts={facts} />
      {figures.isCut && <p class="quiet">{say("people.figures.cut", { max: FIGURES_BOOKINGS_MAX })}</p>}
      <p class="ways">
        <a href={`/admin/bookings?${side}=${userId}`} aria-describedby={side}>
          {say("person.admin.bookings")}
        </a>{" "}
        <a href={`/admin/people/${userId}/cancel?as=${side}`} aria-describedby={side}>
          {say("person.admin.cancel")}
        </a>
      </p>
    </section>
  );
}

function StatusForm({ user, isSelf, isErased, formKey }: PersonView) {
  if (isErased) return null;
  const act = user.status === "active" ? "close" : "open";
  if (isSelf && act === "close") return <p class="quiet">{say("status.self")}</p>;
  return (
    <section class="desk-part" aria-labelledby="account">
      <h2 id="account">{say(`status.${act}`)}</h2>
      <p>{say(`status.${act}.what`)}</p>
      <Form action={`/admin/people/${user.id}`} formKey={formKey}>
        <input type="hidden" name="status" value={act === "close" ? "inactive" : "active"} />
        <button type="submit" class={act === "close" ? "danger" : undefined}>
          {say(`status.${act}`)}
        </button>
      </Form>
    </section>
  );
}
