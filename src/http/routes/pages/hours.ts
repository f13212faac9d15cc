/**
 * The page of a coach's hours: seen, previewed, explained, and saved whole by the operation of `PUT /coach/{id}/availability`, at the revision that
 * the page was made of. What is typed stays on the page until it is saved; a preview saves nothing.
 */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { isoDate, wholeNumberInQuery } from "../../../contract/scalar.ts";
import type { CoachProfile } from "../../../domain/coach.ts";
import { epochDayOf, isoDateOf } from "../../../domain/slots/calendar-date.ts";
import { localEpochDay } from "../../../domain/slots/time-zone.ts";
import { DURATION_MINUTES_DEFAULT, DURATION_MINUTES_MAX, DURATION_MINUTES_MIN } from "../../../limits.ts";
import { PREVIEW_DAYS, PREVIEW_MONTHS } from "../../../limits/hours.ts";
import { setHours, viewTerms } from "../../../operations/coaches/coach-terms.ts";
import { explainAvailability } from "../../../operations/coaches/explain-availability.ts";
import { previewHours } from "../../../operations/coaches/preview-hours.ts";
import { type FormState, NEW_FORM, refusedForm } from "../../../pages/form.tsx";
import { explainPage } from "../../../pages/hours/explain.tsx";
import { hoursPage, type HoursView } from "../../../pages/hours/hours.tsx";
import { overridePages } from "../../../pages/hours/overrides.tsx";
import type { PreviewView } from "../../../pages/hours/preview.tsx";
import { LENGTHS_PROPOSED } from "../../../pages/offers.tsx";
import { refusalInWords } from "../../../pages/refusals.ts";
import type { Admission } from "../../pipeline/admission.ts";
import { NO_STORE } from "../../pipeline/caching.ts";
import { actorContext, type AppDependencies, type HttpEnv, type SignedInContext } from "../../pipeline/dependencies.ts";
import { boundedForm, formClaim, formKey, SEE_OTHER, typedIn } from "../../pipeline/form.ts";
import { islandPolicy, pageAnswer, refusedAnswer } from "../../pipeline/page.ts";
import { PROBLEMS } from "../../pipeline/problem.ts";
import { scriptHref } from "../../pipeline/scripts.ts";
import { type HoursRead, readHours } from "./hours-form.ts";

const PATH = "/desk/hours";
const MONTH_CHARACTERS = "YYYY-MM".length;

/** Of the address, or of the form: a choice that makes no sense is passed over. */
const choices = z.object({
  minutes: wholeNumberInQuery(DURATION_MINUTES_MIN, DURATION_MINUTES_MAX).nullable().catch(null).default(null),
  month: z
    .string()
    .refine((text) => isoDate.safeParse(`${text}-01`).success)
    .nullable()
    .catch(null)
    .default(null),
  explain: isoDate.nullable().catch(null).default(null),
  "days-page": wholeNumberInQuery(0, 100).catch(0).default(0),
  saved: z.literal("1").optional().catch(undefined),
});
type Choices = z.output<typeof choices>;

const sent = z.object({
  key: formKey,
  revision: wholeNumberInQuery(0, Number.MAX_SAFE_INTEGER).catch(0),
  act: z.enum(["save", "preview", "earlier", "later"]).catch("preview"),
});

export function addHoursPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  app.get(PATH, only("coach"), async (c) => {
    const ctx = await actorContext(c, deps);
    const profile = await viewTerms(ctx, { coachId: ctx.actor.id });
    if (!profile.ok) return await refusedAnswer(c, profile.problem);
    const asked = choices.parse(c.req.query());
    if (asked.explain !== null) return await explained(c, deps, profile.value, asked);
    return await shown(c, deps, { profile: profile.value, asked, form: NEW_FORM, read: null, isSaved: asked.saved !== undefined });
  });

  app.post(PATH, only("coach"), boundedForm, async (c) => {
    const typed = typedIn(await c.req.parseBody({ all: true }));
    const ctx = await actorContext(c, deps);
    const found = await viewTerms(ctx, { coachId: ctx.actor.id });
    if (!found.ok) return await refusedAnswer(c, found.problem);
    const profile = found.value;
    const { key, revision, act } = sent.parse(typed);
    const asked = choices.parse(typed);
    const { hours, faults } = readHours(typed, profile.hours, todayOf(profile, c.var.now));
    const now = { profile, asked: turned(asked, act), form: { typed, faults }, read: { hours, faults } };
    if (act !== "save" || hours === null) return await shown(c, deps, now);

    const claim = await formClaim(c, PATH, key, { revision, hours: JSON.stringify(hours) });
    const saving = await setHours({ ...ctx, claim }, { coachId: ctx.actor.id, hours, ifRevision: revision });
    if (saving.ok) return c.redirect(`${PATH}?${savedQuery(asked)}`, SEE_OTHER);
    if (saving.problem.tag !== "revision_mismatch") {
      return await shown(c, deps, {
        ...now,
        form: refusedForm(typed, refusalInWords(saving.problem)),
        status: PROBLEMS[saving.problem.tag].status,
      });
    }
    return await shown(c, deps, { ...now, isStale: true, status: PROBLEMS.revision_mismatch.status });
  });
}

/** The list of overrides goes on or back by a page. */
function turned(asked: Choices, act: z.output<typeof sent>["act"]): Choices {
  const turn = act === "later" ? 1 : act === "earlier" ? -1 : 0;
  return { ...asked, "days-page": Math.max(0, asked["days-page"] + turn) };
}

function savedQuery({ minutes, month }: Choices): string {
  return new URLSearchParams({
    saved: "1",
    ...(minutes === null ? {} : { minutes: String(minutes) }),
    ...(month === null ? {} : { month }),
  }).toString();
}

function todayOf({ hours }: Pick<CoachProfile, "hours">, now: SignedInContext["var"]["now"]): string {
  return isoDateOf(localEpochDay(hours.timeZone, now));
}

interface Shown {
  readonly profile: CoachProfile;
  readonly asked: Choices;
  readonly form: FormState;
  /** The typed text; null: nothing. */
  readonly read: HoursRead | null;
  readonly isSaved?: boolean;
  readonly isStale?: boolean;
  readonly status?: 200 | (typeof PROBLEMS)[keyof typeof PROBLEMS]["status"];
}

async function shown(c: SignedInContext, deps: AppDependencies, given: Shown): Promise<Response> {
  const { profile, asked, form, read, isSaved = false, isStale = false } = given;
  const today = todayOf(profile, c.var.now);
  const view: HoursView = {
    hours: profile.hours,
    revision: profile.settingsRevision,
    formKey: deps.newId(),
    form,
    preview: await previewed(c, deps, given),
    today,
    now: c.var.now,
    overridesPage: Math.min(asked["days-page"], overridePages(profile.hours, today) - 1),
    isSaved,
    stale: isStale ? (read?.hours ?? null) : null,
    scriptHref: await scriptHref("week_grid"),
  };
  const status = given.status ?? (form.faults.size > 0 ? PROBLEMS.validation_failed.status : 200);
  return await pageAnswer(c, hoursPage(view), status, { "Content-Security-Policy": islandPolicy(), "Cache-Control": NO_STORE });
}

async function previewed(c: SignedInContext, deps: AppDependencies, { profile, asked, read }: Shown): Promise<PreviewView> {
  const lengths = lengthsOf(profile);
  const minutes = asked.minutes ?? lengths[0] ?? DURATION_MINUTES_DEFAULT;
  const hours = read === null ? profile.hours : read.hours;
  const today = todayOf(profile, c.var.now);
  const months = monthsFrom(today);
  const month = asked.month !== null && months.includes(asked.month) ? asked.month : null;
  const chosen = { isTyped: read !== null, minutes, lengths: lengths.includes(minutes) ? lengths : [...lengths, minutes], month, months };
  if (hours === null) return { ...chosen, result: "faulty" };
  const dates = datesOf(month, isoDateOf(localEpochDay(hours.timeZone, c.var.now)));
  const ctx = await actorContext(c, deps);
  const found = await previewHours(ctx, { coachId: profile.coachId, hours, offerId: null, durationMinutes: minutes, ...dates });
  return { ...chosen, result: found.ok ? { days: found.value, ...dates, timeZone: hours.timeZone } : "unsold" };
}

/** The lengths that the coach sells, the first offer's first. */
function lengthsOf({ offers, hasOffers }: CoachProfile): number[] {
  const sold = offers.filter(({ isActive }) => isActive).map(({ durationMinutes }) => durationMinutes);
  return [...new Set(hasOffers ? sold : [DURATION_MINUTES_DEFAULT, ...LENGTHS_PROPOSED])];
}

function monthsFrom(today: string): string[] {
  const [year = 0, month = 0] = today.split("-").map(Number);
  return Array.from({ length: PREVIEW_MONTHS }, (_, ahead) =>
    new Date(Date.UTC(year, month - 1 + ahead)).toISOString().slice(0, MONTH_CHARACTERS),
  );
}

/** Days that are over are not looked up. */
function datesOf(month: string | null, today: string): { readonly firstDate: string; readonly lastDate: string } {
  if (month === null) return { firstDate: today, lastDate: isoDateOf(epochDayOf(today) + PREVIEW_DAYS - 1) };
  const [year = 0, number = 0] = month.split("-").map(Number);
  const [first, last] = [`${month}-01`, new Date(Date.UTC(year, number, 0)).toISOString().slice(0, "YYYY-MM-DD".length)];
  const firstDate = first < today ? today : first;
  return { firstDate, lastDate: last < firstDate ? firstDate : last };
}

async function explained(
  c: SignedInContext,
  deps: AppDependencies,
  profile: CoachProfile,
  { explain, minutes }: Choices,
): Promise<Response> {
  const ctx = await actorContext(c, deps);
  const date = explain ?? todayOf(profile, c.var.now);
  const asked = { offerId: null, durationMinutes: minutes ?? lengthsOf(profile)[0] ?? DURATION_MINUTES_DEFAULT };
  const found = await explainAvailability(ctx, { coachId: ctx.actor.id, date, timeZone: null, ...asked });
  if (!found.ok) return await refusedAnswer(c, found.problem);
  const { candidates, timeZone, durationMinutes } = found.value;
  const view = { date, minutes: durationMinutes, timeZone, now: c.var.now, candidates };
  return await pageAnswer(c, explainPage(view), 200, { "Cache-Control": NO_STORE });
}
