/**
 * A coach books for a client in pages: `/desk/book` leads from client to offer to time, `/desk/book/at` shows what would be made, and POST to it
 * makes it by the operation of the API, once for each form. The operation refuses clients who are none of this coach's.
 */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { bookingDetailsOf } from "../../../contract/booking.ts";
import { freeText, instantIn, presentInstant, readInstant, uuid } from "../../../contract/scalar.ts";
import type { Instant } from "../../../domain/instant.ts";
import type { Refusal, RefusalTag } from "../../../domain/refusal.ts";
import { isoDateOf } from "../../../domain/slots/calendar-date.ts";
import { localEpochDay } from "../../../domain/slots/time-zone.ts";
import { CLIENTS_SEARCH_CHARACTERS_MAX, DURATION_MINUTES_DEFAULT, NOTES_CHARACTERS_MAX } from "../../../limits.ts";
import { say } from "../../../messages/say.ts";
import { createBooking } from "../../../operations/bookings/create-booking.ts";
import { previewBooking } from "../../../operations/bookings/preview-booking.ts";
import { viewTerms } from "../../../operations/coaches/coach-terms.ts";
import { listDaysWithTimes } from "../../../operations/coaches/list-days-with-times.ts";
import { listClientsOfCoach, viewClientOfCoach } from "../../../operations/coaches/own-clients.ts";
import { bookAtPage } from "../../../pages/desk/book-at.tsx";
import { bookingGonePage } from "../../../pages/book-time.tsx";
import { chooseTimePage, clientName, clientsPage } from "../../../pages/desk/book.tsx";
import { type FormState, NEW_FORM, refusedForm } from "../../../pages/form.tsx";
import { refusalInWords } from "../../../pages/refusals.ts";
import type { Admission } from "../../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv, type OwnPageEnv } from "../../pipeline/dependencies.ts";
import { boundedForm, form, formClaim, formKey, SEE_OTHER, typedIn } from "../../pipeline/form.ts";
import { isBookerOver, RETRY_LIMITED_SECONDS } from "../../pipeline/metering.ts";
import { pageAnswer, refusedAnswer } from "../../pipeline/page.ts";
import { PROBLEMS } from "../../pipeline/problem.ts";
import { choiceQuery } from "./chosen.ts";
import { monthQuery, monthShown } from "./month-shown.ts";

type PageContext = Context<OwnPageEnv>;

const CHOOSE = "/desk/book";
const AT = "/desk/book/at";

const chooseQuery = choiceQuery.extend({
  ...monthQuery.shape,
  client: uuid.optional().catch(undefined),
  name: freeText(CLIENTS_SEARCH_CHARACTERS_MAX).trim().catch(""),
});
const atQuery = chooseQuery.extend({ start: instantIn.optional().catch(undefined) });
type AtQuery = z.output<typeof atQuery>;

const fields = z.object({
  key: formKey,
  // Of radios none of which is chosen, nothing is sent.
  start: z.string({ error: () => say("at.start.missing") }).transform((text, context): Instant => {
    const read = readInstant(text);
    if (typeof read !== "string") return read;
    context.addIssue({ code: "custom", message: say("at.start.missing") });
    return z.NEVER;
  }),
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

export function addDeskBookPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  app.get(CHOOSE, only("coach"), async (c) => await choose(c, deps));
  app.get(AT, only("coach"), async (c) => await showAt(c, deps, { form: NEW_FORM, formKey: deps.newId(), refusal: null }));

  const again = async (c: PageContext, typed: FormState) => await showAt(c, deps, { form: typed, formKey: deps.newId(), refusal: null });
  app.post(AT, only("coach"), boundedForm, form(fields, again), async (c) => {
    const { key, start: startsAt, notes } = c.req.valid("form");
    const { person } = c.var;
    const query = atQuery.parse(c.req.query());
    const typed = typedIn({ start: presentInstant(startsAt), notes });
    const refuse = async (refusal: Refusal) => {
      const isOpen = KEEPS_ITS_KEY.has(refusal.tag);
      return await showAt(c, deps, { form: refusedForm(typed, refusalInWords(refusal)), formKey: isOpen ? key : deps.newId(), refusal });
    };
    if (query.client === undefined) return c.redirect(CHOOSE, SEE_OTHER);
    if (await isBookerOver(deps, person.id)) return await refuse({ tag: "rate_limited", retryAfterSeconds: RETRY_LIMITED_SECONDS });
    const asked = { coachId: person.id, clientId: query.client, startsAt, ...wishedIn(query) };
    const claim = await formClaim(c, AT, key, { ...asked, notes });
    const { result } = await createBooking(await actorContext(c, deps, claim), {
      ...asked,
      caller: person,
      details: bookingDetailsOf({ notes: notes === "" ? null : notes }),
    });
    return result.ok ? c.redirect(`/bookings/${result.value.booking.id}`, SEE_OTHER) : await refuse(result.problem);
  });
}

/** Sent again with the same key, the form finds what became of it; with another it would be another booking. */
const KEEPS_ITS_KEY: ReadonlySet<RefusalTag> = new Set(["busy", "outcome_unknown", "idempotency_in_flight"]);

function wishedIn({ offer, minutes }: AtQuery) {
  return { offerId: offer ?? null, durationMinutes: offer === undefined ? (minutes ?? DURATION_MINUTES_DEFAULT) : null };
}

async function choose(c: PageContext, deps: AppDependencies): Promise<Response> {
  const coachId = c.var.actor.id;
  const query = chooseQuery.parse(c.req.query());
  const ctx = await actorContext(c, deps);
  const [terms, client] = await Promise.all([
    viewTerms(ctx, { coachId }),
    query.client === undefined ? null : viewClientOfCoach(ctx, { coachId, clientId: query.client }),
  ]);
  if (!terms.ok) return await refusedAnswer(c, terms.problem);
  const { hours, hasOffers, offers: known } = terms.value;
  const { timeZone } = hours;
  if (client === null || !client.ok) {
    const listed = await listClientsOfCoach(ctx, { coachId, name: query.name === "" ? null : query.name });
    if (!listed.ok) return await refusedAnswer(c, listed.problem);
    const view = { ...listed.value, name: query.name, timeZone, isRefused: client !== null, publicHref: `/book/${coachId}` };
    return await pageAnswer(c, clientsPage(view), client === null ? 200 : PROBLEMS.client_unknown_to_coach.status, {});
  }
  const offers = known.filter(({ isActive }) => isActive);
  const offer = query.offer === undefined && offers.length === 1 ? offers[0] : offers.find(({ id }) => id === query.offer);
  const view = { client: client.value, offers, timeZone, now: c.var.now, listing: null };
  if (offer === undefined && hasOffers) return await pageAnswer(c, chooseTimePage(view), 200, {});
  const minutes = query.minutes ?? DURATION_MINUTES_DEFAULT;
  const shown = monthShown(query, localEpochDay(timeZone, c.var.now));
  const days = await listDaysWithTimes(ctx, {
    coachId,
    offerId: offer?.id ?? null,
    durationMinutes: offer === undefined ? minutes : null,
    firstDate: isoDateOf(shown.month.firstDay),
    lastDate: isoDateOf(shown.month.lastDay),
    timeZone,
  });
  // Retired meanwhile: a choice is to be made among what is left.
  if (!days.ok) return await pageAnswer(c, chooseTimePage(view), 200, {});
  const listing = {
    offer: offer ?? null,
    durationMinutes: offer?.durationMinutes ?? minutes,
    ...shown,
    days: days.value,
    timesPage: query.times,
  };
  return await pageAnswer(c, chooseTimePage({ ...view, listing }), 200, {});
}

interface Shown {
  readonly form: FormState;
  readonly formKey: string;
  /** Of an attempt to book; null: there was none. */
  readonly refusal: Refusal | null;
}

async function showAt(c: PageContext, deps: AppDependencies, { form: typed, formKey: key, refusal }: Shown): Promise<Response> {
  const coachId = c.var.actor.id;
  const query = atQuery.parse(c.req.query());
  const asked = readInstant(typed.typed["start"] ?? "");
  const startsAt = typeof asked === "string" ? query.start : asked;
  if (query.client === undefined) return c.redirect(CHOOSE, SEE_OTHER);
  if (startsAt === undefined) return c.redirect(monthAddress(query, null), SEE_OTHER);
  const ctx = await actorContext(c, deps);
  const [terms, client, seen] = await Promise.all([
    viewTerms(ctx, { coachId }),
    viewClientOfCoach(ctx, { coachId, clientId: query.client }),
    previewBooking(ctx, { coachId, startsAt, ...wishedIn(query), isFresh: refusal !== null, by: "coach" }),
  ]);
  if (!terms.ok) return await refusedAnswer(c, terms.problem);
  if (!client.ok) return await refusedAnswer(c, client.problem);
  if (!seen.ok) {
    const gone = { name: clientName(client.value), sentence: refusalInWords(refusal ?? seen.problem), notes: typed.typed["notes"] ?? "" };
    const page = bookingGonePage({ ...gone, href: monthAddress({ ...query, offer: undefined, minutes: undefined }, null) });
    return await pageAnswer(c, page, PROBLEMS[(refusal ?? seen.problem).tag].status, {});
  }
  const preview = seen.value;
  const { timeZone } = terms.value.hours;
  const problem: Refusal | null = refusal ?? (preview.against === null ? null : { tag: preview.against, alternatives: [] });
  const nearest = problem !== null && "alternatives" in problem ? preview.nearest.filter((time) => time !== startsAt) : [];
  const isTold = refusal !== null || typed.faults.size > 0;
  const view = {
    client: client.value,
    preview,
    timeZone,
    action: addressOf(c),
    monthHref: monthAddress(query, isoDateOf(localEpochDay(timeZone, startsAt))),
    form: isTold || problem === null ? typed : refusedForm({}, refusalInWords(problem), nearest.length > 0 ? "start" : ""),
    formKey: key,
    nearest,
  };
  const status = problem === null ? (isTold ? PROBLEMS.validation_failed.status : 200) : PROBLEMS[problem.tag].status;
  return await pageAnswer(c, bookAtPage(view), status, {});
}

function monthAddress({ client = "", offer, minutes }: AtQuery, date: string | null): string {
  const asked = new URLSearchParams({
    client,
    ...(offer === undefined ? {} : { offer }),
    ...(minutes === undefined ? {} : { minutes: String(minutes) }),
    ...(date === null ? {} : { date }),
  });
  return `${CHOOSE}?${asked.toString()}${date === null ? "" : "#times"}`;
}

function addressOf({ req }: PageContext): string {
  const { pathname, search } = new URL(req.url);
  return `${pathname}${search}`;
}
