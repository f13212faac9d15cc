/** Effects that were given up, or that wait, with the ways to have them tried again. Shows kinds and codes; what a mail says is never shown. */
import type { Instant } from "../../domain/instant.ts";
import { HOUR_MS } from "../../lib/duration.ts";
import { OUTAGE_MS_MAX } from "../../limits/patience.ts";
import { EFFECTS_LOOKED_AT_MAX, EFFECTS_RETRIED_MAX } from "../../limits/people.ts";
import { momentInWords } from "../../messages/wording.ts";
import { say } from "../../messages/say.ts";
import { Form, NEW_FORM, type Option, Select } from "../form.tsx";
import type { Render } from "../layout.tsx";
import { adminPage } from "./frame.tsx";

const EFFECT_FAMILIES = ["booking_changed", "reminder", "mail", "calendar", "refund", "webhook", "end_checkout"] as const;
export const RETRY_AGES = ["any", "hour", "day", "week"] as const;
export type RetryAge = (typeof RETRY_AGES)[number];

export interface EffectsFilter {
  readonly kind: string | null;
  readonly reason: string | null;
}

interface Effect {
  readonly id: string;
  readonly coachId: string;
  readonly bookingId: string | null;
  readonly kind: string;
  readonly dueAt: Instant;
  readonly attempts: number;
  readonly lastFault: string | null;
  readonly waitingSince: Instant | null;
  readonly createdAt: Instant;
}

interface Group {
  readonly kind: string;
  readonly reason: string | null;
  readonly count: number;
}

const EFFECT_VIEWS = ["failed", "waiting", "due"] as const;
type EffectsState = (typeof EFFECT_VIEWS)[number];

interface EffectsView extends EffectsFilter {
  readonly state: EffectsState;
  readonly effects: readonly Effect[];
  readonly groups: readonly Group[];
  /** From 1. */
  readonly page: number;
  readonly hasMore: boolean;
  readonly timeZone: string;
  readonly formKey: string;
  readonly done: string | null;
}

export function effectsPage(view: EffectsView): Render {
  const { state, effects, groups, done } = view;
  const isFiltered = view.kind !== null || view.reason !== null;
  return adminPage({
    title: say("effects.title"),
    at: "effects",
    done,
    children: (
      <>
        <p>{say("effects.lead")}</p>
        <nav class="tabs" aria-label={say("effects.views")}>
          {EFFECT_VIEWS.map((each) => (
            <a href={hrefOf({ state: each, kind: null, reason: null }, 1)} aria-current={each === state ? "page" : undefined}>
              {say(`effects.${each}`)}
            </a>
          ))}
        </nav>
        {state === "waiting" && <p>{say("effects.waiting.lead", { hours: OUTAGE_MS_MAX / HOUR_MS })}</p>}
        {state === "failed" && groups.length > 0 && <Groups groups={groups} />}
        <section aria-labelledby="list">
          <h2 id="list">{say("effects.list")}</h2>
          <Filter {...view} />
          {effects.length === 0 ? (
            <p>{isFiltered ? say("effects.none.filtered") : say(`effects.none.${state}`)}</p>
          ) : (
            <ul class="admin-rows">
              {effects.map((effect) => (
                <Line effect={effect} view={view} />
              ))}
            </ul>
          )}
          {isFiltered && <p class="quiet">{say("effects.looked", { max: EFFECTS_LOOKED_AT_MAX })}</p>}
          <Pages {...view} />
        </section>
      </>
    ),
  });
}

function Groups({ groups }: { readonly groups: readonly Group[] }) {
  return (
    <section aria-labelledby="groups">
      <h2 id="groups">{say("effects.groups")}</h2>
      <ul class="admin-rows">
        {groups.map(({ kind, reason, count }, index) => (
          <li>
            <div>
              <p id={`group-${String(index)}`}>
                <strong>{say("effects.group", { count, kind: kindInWords(kind) })}</strong>
              </p>
              <p class="quiet">
                {kind}
                {reason !== null && ` · ${say("effects.reason", { reason })}`}
              </p>
            </div>
            <p class="ways">
              <a href={hrefOf({ state: "failed", kind, reason }, 1)} aria-describedby={`group-${String(index)}`}>
                {say("effects.group.show")}
              </a>{" "}
              <a class="button second" href={retryHref({ kind, reason })} aria-describedby={`group-${String(index)}`}>
                {say("effects.group.retry")}
              </a>
            </p>
          </li>
        ))}
      </ul>
      <p class="ways">
        <a href="/admin/effects/retry">{say("effects.retry_many")}</a>
      </p>
    </section>
  );
}

function Filter({ state, kind, reason, groups, effects }: EffectsView) {
  const reasons = state === "failed" ? groups : effects.map(({ lastFault }) => ({ reason: lastFault }));
  return (
    <form method="get" action="/admin/effects" class="admin-filter" role="search" aria-label={say("effects.filter")}>
      {state !== "failed" && <input type="hidden" name="state" value={state} />}
      <FilterFields kind={kind} reason={reason} groups={reasons} />
      <p class="ways">
        <button type="submit" class="second">
          {say("effects.filter.show")}
        </button>{" "}
        {(kind !== null || reason !== null) && <a href={hrefOf({ state, kind: null, reason: null }, 1)}>{say("effects.filter.clear")}</a>}
      </p>
    </form>
  );
}

function FilterFields({ kind, reason, groups }: EffectsFilter & { readonly groups: readonly Pick<Group, "reason">[] }) {
  const families = EFFECT_FAMILIES.map((family) => ({ value: family, label: say(`effects.kind.${family}`) }));
  const isKnown = kind === null || families.some(({ value }) => value === kind);
  const kinds = [...families, ...(isKnown ? [] : [{ value: kind, label: kind }])];
  const reasons = new Set([
    ...groups.flatMap((group) => (group.reason === null ? [] : [group.reason])),
    ...(reason === null ? [] : [reason]),
  ]);
  return (
    <>
      <Select name="kind" label={say("effects.filter.kind")} form={NEW_FORM} value={kind ?? ""} options={orAny(kinds)} />
      <Select
        name="reason"
        label={say("effects.filter.reason")}
        form={NEW_FORM}
        value={reason ?? ""}
        options={orAny([...reasons].toSorted().map((value) => ({ value, label: value })))}
      />
    </>
  );
}

function orAny(options: readonly Option[]): readonly Option[] {
  return [{ value: "", label: say("effects.filter.any") }, ...options];
}

function Line({ effect, view }: { readonly effect: Effect; readonly view: EffectsView }) {
  const { kind, bookingId, coachId, attempts, lastFault, createdAt, dueAt, waitingSince } = effect;
  const since = momentInWords(createdAt, view.timeZone);
  const facts = [
    say("effects.since", { moment: since }),
    ...(waitingSince === null
      ? [say("effects.tries", { tries: attempts })]
      : [say("effects.waiting_since", { moment: momentInWords(waitingSince, view.timeZone) })]),
    ...(view.state !== "failed" ? [say("effects.due_at", { moment: momentInWords(dueAt, view.timeZone) })] : []),
    ...(lastFault === null ? [] : [say("effects.reason", { reason: lastFault })]),
  ];
  return (
    <li>
      <div>
        <p>
          <strong>{kindInWords(kind)}</strong> <span class="quiet">{kind}</span>
        </p>
        <p class="quiet">{facts.join(" · ")}</p>
        <p class="ways">
          {bookingId !== null && <a href={`/admin/bookings/${bookingId}`}>{say("effects.booking")}</a>}{" "}
          <a href={`/admin/people/${coachId}`}>{say("effects.coach")}</a>
        </p>
      </div>
      {view.state === "failed" && (
        <Form action={hrefOf(view, view.page)} formKey={view.formKey} class="admin-act">
          <input type="hidden" name="effect" value={effect.id} />
          <button type="submit" class="second" aria-label={say("effects.retry.label", { kind: kindInWords(kind), moment: since })}>
            {say("effects.retry")}
          </button>
        </Form>
      )}
    </li>
  );
}

function Pages(view: EffectsView) {
  const { page, hasMore } = view;
  if (page === 1 && !hasMore) return null;
  return (
    <nav class="ways" aria-label={say("effects.pages")}>
      {page > 1 && (
        <a href={hrefOf(view, page - 1)} rel="prev">
          {say("effects.before")}
        </a>
      )}{" "}
      {hasMore && (
        <a href={hrefOf(view, page + 1)} rel="next">
          {say("effects.after")}
        </a>
      )}
    </nav>
  );
}

export interface RetryManyView extends EffectsFilter {
  readonly age: RetryAge;
  readonly failedBefore: Instant;
  readonly count: number;
  readonly lookedBackTo: Instant | null;
  readonly groups: readonly Group[];
  readonly timeZone: string;
  readonly formKey: string;
  readonly done: string | null;
}

export function retryManyPage(view: RetryManyView): Render {
  const { kind, reason, age, count, lookedBackTo, failedBefore, done } = view;
  return adminPage({
    title: say("effects.retry_many"),
    at: "effects",
    isPart: true,
    done,
    children: (
      <>
        <form method="get" action="/admin/effects/retry" class="admin-filter">
          <FilterFields kind={kind} reason={reason} groups={view.groups} />
          <Select
            name="age"
            label={say("effects.retry_many.age")}
            form={NEW_FORM}
            value={age}
            options={RETRY_AGES.map((value) => ({ value, label: say(`effects.retry_many.age.${value}`) }))}
          />
          <p class="ways">
            <button type="submit" class="second">
              {say("effects.retry_many.count")}
            </button>
          </p>
        </form>
        <p class="state">{say("effects.retry_many.counted", { count })}</p>
        <p>
          {say("effects.retry_many.what", {
            kind: kind === null ? say("effects.filter.any") : kindInWords(kind),
            reason: reason ?? say("effects.filter.any"),
          })}
        </p>
        {lookedBackTo !== null && <p>{say("effects.retry_many.cut", { moment: momentInWords(lookedBackTo, view.timeZone) })}</p>}
        {count > 0 && (
          <Form action={retryHref({ kind, reason, age })} formKey={view.formKey}>
            <input type="hidden" name="before" value={String(failedBefore)} />
            {count > EFFECTS_RETRIED_MAX && <p>{say("effects.retry_many.at_once", { max: EFFECTS_RETRIED_MAX })}</p>}
            <button type="submit">{say("effects.retry_many.do", { count })}</button>
          </Form>
        )}
        <p>
          <a href="/admin/effects">{say("effects.retry_many.back")}</a>
        </p>
      </>
    ),
  });
}

function kindInWords(kind: string): string {
  const [first] = kind.split(":");
  const family = EFFECT_FAMILIES.find((known) => known === first);
  return say(`effects.kind.${family ?? "other"}`);
}

export function hrefOf({ state, kind, reason }: EffectsFilter & { readonly state: EffectsState }, page: number): string {
  return addressOf("/admin/effects", { state: state === "failed" ? "" : state, kind, reason, page: page > 1 ? String(page) : "" });
}

export function retryHref({ kind, reason, age = "any" }: EffectsFilter & { readonly age?: RetryAge }): string {
  return addressOf("/admin/effects/retry", { kind, reason, age: age === "any" ? "" : age });
}

function addressOf(path: string, asked: Readonly<Record<string, string | null>>): string {
  const named = Object.entries(asked).flatMap(([name, value]) => (value === null || value === "" ? [] : [[name, value]]));
  return named.length === 0 ? path : `${path}?${new URLSearchParams(named).toString()}`;
}
