/**
 * The last step before a booking: `GET /book/{coach}/at` shows what would be made, POST makes it by the operation of the API, once for each
 * form. The offer and the zone stand in the address; time, price and notes in the form, so that no notes get into an address.
 */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { bookingDetailsOf } from "../../../contract/booking.ts";
import { instantIn, presentInstant, readInstant, uuid } from "../../../contract/scalar.ts";
import { awaitingOf } from "../../../domain/booking.ts";
import { isoDateOf } from "../../../domain/slots/calendar-date.ts";
import { localEpochDay } from "../../../domain/slots/time-zone.ts";
import type { Instant } from "../../../domain/instant.ts";
import type { Money } from "../../../domain/money.ts";
import type { Refusal, RefusalTag } from "../../../domain/refusal.ts";
import { DURATION_MINUTES_DEFAULT, NOTES_CHARACTERS_MAX } from "../../../limits.ts";
import { languageTag } from "../../../messages/language.ts";
import { say } from "../../../messages/say.ts";
import { createBooking } from "../../../operations/bookings/create-booking.ts";
import { previewBooking } from "../../../operations/bookings/preview-booking.ts";
import { viewCoach } from "../../../operations/coaches/view-coach.ts";
import { bookingGonePage, bookTimePage, forClientsPage } from "../../../pages/book-time.tsx";
import { type FormState, NEW_FORM, refusedForm } from "../../../pages/form.tsx";
import { refusalInWords } from "../../../pages/refusals.ts";
import type { Admission } from "../../pipeline/admission.ts";
import { NO_STORE } from "../../pipeline/caching.ts";
import { actorContext, type AppDependencies, type HttpEnv, operationContext, type OwnPageEnv } from "../../pipeline/dependencies.ts";
import { boundedForm, form, formClaim, formKey, SEE_OTHER, typedIn } from "../../pipeline/form.ts";
import { isBookerOver, RETRY_LIMITED_SECONDS } from "../../pipeline/metering.ts";
import { keepReturn } from "../../pipeline/kept-return.ts";
import { noticeAnswer, pageAnswer } from "../../pipeline/page.ts";
import { PROBLEMS } from "../../pipeline/problem.ts";
import { choiceQuery, zoneShown } from "./chosen.ts";

const PATH = "/book/:coach/at";

const atQuery = choiceQuery.extend({ start: instantIn.optional().catch(undefined) });

const fields = z.object({
  key: formKey,
  // Of radios none of which is chosen, nothing is sent.
  start: z.string({ error: () => say("at.start.missing") }).transform((text, context): Instant => {
    const read = readInstant(text);
    if (typeof read !== "string") return read;
    context.addIssue({ code: "custom", message: say("at.start.missing") });
    return z.NEVER;
  }),
  price: z.string().catch(""),
  notes: z
    .string()
    .default("")
    // A browser sends a line break as two characters, where the field counts one.
    .transform((text) => text.replaceAll("\r\n", "\n"))
    .pipe(
      z
        .string()
        .max(NOTES_CHARACTERS_MAX, { error: () => say("at.notes.too_long", { max: NOTES_CHARACTERS_MAX }) })
        .refine((text) => !text.includes("\0") && text.isWellFormed(), { error: () => say("at.notes.unreadable") }),
    ),
});

type PageContext = Context<OwnPageEnv>;

export function addBookTimePages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  const everybody = only("client", "coach", "admin");
  const show = async (c: PageContext, shown: Shown) => await atAnswer(c, deps, shown);

  app.get(PATH, everybody, async (c) => {
    keepReturn(c, c.req.query("return"), deps.config.embedOrigins);
    return await show(c, { form: NEW_FORM, formKey: deps.newId(), refusal: null });
  });

  const again = async (c: PageContext, typed: FormState) => await show(c, { form: typed, formKey: deps.newId(), refusal: null });
  app.post(PATH, everybody, boundedForm, form(fields, again), async (c) => {
    const { key, start: startsAt, price, notes } = c.req.valid("form");
    const { person, session } = c.var;
    const typed = typedIn({ start: presentInstant(startsAt), price, notes });
    const refuse = async (refusal: Refusal) => {
      const isOpen = KEEPS_ITS_KEY.has(refusal.tag);
      return await show(c, { form: { ...NEW_FORM, typed }, formKey: isOpen ? key : deps.newId(), refusal });
    };
    const coachId = uuid.safeParse(c.req.param("coach")).data;
    if (coachId === undefined) return await noticeAnswer(c, "no_coach");
    if (person.role !== "client") return await show(c, { form: NEW_FORM, formKey: key, refusal: null });
    if (await isBookerOver(deps, person.id)) return await refuse({ tag: "rate_limited", retryAfterSeconds: RETRY_LIMITED_SECONDS });
    const agreedPrice = priceIn(price);
    if (agreedPrice === undefined) return await refuse({ tag: "price_changed" });
    const query = atQuery.parse(c.req.query());
    const asked = { coachId, startsAt, ...wishedIn(query) };
    const zone = zoneShown(query.time_zone, session, UTC);
    const claim = await formClaim(c, PATH, key, { ...asked, price, notes });
    const { result } = await createBooking(await actorContext(c, deps, claim), {
      ...asked,
      clientId: null,
      caller: person,
      details: bookingDetailsOf({ notes: notes === "" ? null : notes }),
      agreedPrice,
      ...(zone.isZoneChosen ? { timeZone: zone.timeZone } : {}),
      locale: languageTag(),
    });
    if (!result.ok) return await refuse(result.problem);
    const { booking } = result.value;
    const page = awaitingOf(booking) === "payment" ? "pay" : "booked";
    return c.redirect(`/bookings/${booking.id}/${page}`, SEE_OTHER);
  });
}

const UTC = "UTC";

/** Sent again with the same key, the form finds what became of it; with another it would be another booking. */
const KEEPS_ITS_KEY: ReadonlySet<RefusalTag> = new Set(["busy", "outcome_unknown", "idempotency_in_flight"]);

/** Times that are shown beside a refusal: of these the client may choose another. */
const OTHER_TIMES_HELP: ReadonlySet<RefusalTag> = new Set(["client_overlap"]);

interface Shown {
  readonly form: FormState;
  readonly formKey: string;
  /** Of an attempt to book; null: there was none. */
  readonly refusal: Refusal | null;
}

async function atAnswer(c: PageContext, deps: AppDependencies, { form: typed, formKey: key, refusal }: Shown): Promise<Response> {
  const coachId = uuid.safeParse(c.req.param("coach")).data;
  if (coachId === undefined) return await noticeAnswer(c, "no_coach");
  const query = atQuery.parse(c.req.query());
  const asked = readInstant(typed.typed["start"] ?? "");
  const startsAt = typeof asked === "string" ? query.start : asked;
  const wished = wishedIn(query);
  const { role } = c.var.person;
  if (role !== "client") {
    const monthHref = monthAddress(coachId, query, null);
    return await pageAnswer(c, forClientsPage({ monthHref, isCoach: role === "coach" }), PROBLEMS.forbidden.status, STORED_NOWHERE);
  }
  if (startsAt === undefined) return c.redirect(monthAddress(coachId, query, null), SEE_OTHER);
  const ctx = await operationContext(c, deps);
  const isFresh = refusal !== null;
  const [coach, seen] = await Promise.all([viewCoach(ctx, { coachId }), previewBooking(ctx, { coachId, startsAt, ...wished, isFresh })]);
  const zone = zoneShown(query.time_zone, c.var.session, coach.ok ? coach.value.timeZone : UTC);
  const notes = typed.typed["notes"] ?? "";
  if (!coach.ok || !seen.ok) {
    const problem = refusal ?? (seen.ok ? { tag: "coach_not_found" as const } : seen.problem);
    const gone = { name: coach.ok ? coach.value.name : null, sentence: refusalInWords(problem), notes };
    const href = coach.ok ? `/book/${coachId}` : "/book";
    return await pageAnswer(c, bookingGonePage({ ...gone, href }), PROBLEMS[problem.tag].status, STORED_NOWHERE);
  }
  const preview = seen.value;
  const problem: Refusal | null = refusal ?? (preview.against === null ? null : { tag: preview.against, alternatives: [] });
  const nearest = typed.faults.has("start") ? preview.nearest : nearestBeside(problem, preview.nearest, startsAt);
  const isFaulty = typed.faults.size > 0;
  const view = {
    coach: coach.value,
    preview,
    timeZone: zone.timeZone,
    action: addressOf(c),
    monthHref: monthAddress(coachId, query, isoDateOf(localEpochDay(zone.timeZone, startsAt))),
    form: isFaulty || problem === null ? typed : refusedForm(typed.typed, refusalInWords(problem), nearest.length > 0 ? "start" : ""),
    formKey: key,
    priceShown: priceOut(preview.terms.price),
    nearest,
    isAtCap: refusal !== null && AT_CAP.has(refusal.tag),
  };
  const status = problem === null ? (isFaulty ? PROBLEMS.validation_failed.status : 200) : PROBLEMS[problem.tag].status;
  return await pageAnswer(c, bookTimePage(view), status, STORED_NOWHERE);
}

const STORED_NOWHERE = { "Cache-Control": NO_STORE };

/** Refusals after which a look at the client's own sessions helps. */
const AT_CAP: ReadonlySet<RefusalTag> = new Set(["too_many_pending", "too_many_sessions", "idempotency_key_reused", "client_overlap"]);

/** Other times, where the wanted one cannot be had: those that the agenda names, else those of the look-up. */
function nearestBeside(problem: Refusal | null, seen: readonly Instant[], startsAt: Instant): readonly Instant[] {
  if (problem === null) return [];
  const named = "alternatives" in problem ? problem.alternatives.map((time) => time.startsAt) : [];
  if (named.length > 0) return named;
  return "alternatives" in problem || OTHER_TIMES_HELP.has(problem.tag) ? seen.filter((time) => time !== startsAt) : [];
}

type AtQuery = z.output<typeof atQuery>;

function wishedIn({ offer, minutes }: AtQuery) {
  return { offerId: offer ?? null, durationMinutes: offer === undefined ? (minutes ?? DURATION_MINUTES_DEFAULT) : null };
}

function monthAddress(coachId: string, query: AtQuery, date: string | null): string {
  const { offer, minutes, time_zone: zone } = query;
  const kept = Object.entries({ offer, minutes: minutes?.toString(), date: date ?? undefined, time_zone: zone });
  const parameters = kept.filter((each): each is [string, string] => each[1] !== undefined);
  const asked = new URLSearchParams(parameters).toString();
  return `/book/${coachId}${asked === "" ? "" : `?${asked}`}${date === null ? "" : "#times"}`;
}

function addressOf({ req }: PageContext): string {
  const { pathname, search } = new URL(req.url);
  return `${pathname}${search}`;
}

/** A price as the form carries it: `6000 EUR`, or `free`. */
function priceOut(price: Money | null): string {
  return price === null ? FREE : `${String(price.minor)} ${price.currency}`;
}

/** undefined: no price that a form of ours carries. */
function priceIn(text: string): Money | null | undefined {
  if (text === FREE) return null;
  const [, minor, currency] = /^(\d{1,9}) ([A-Z]{3})$/u.exec(text) ?? [];
  return minor === undefined || currency === undefined ? undefined : { minor: Number(minor), currency };
}

const FREE = "free";
