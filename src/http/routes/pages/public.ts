/**
 * Pages that a person sees without signing in: the start, the coaches, one coach's times; and the style sheet of all pages. Every page is counted for
 * its address. A parameter that makes no sense is passed over, as an address that was typed or cut by hand should still lead somewhere.
 */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { freeText, uuid, wholeNumberInQuery } from "../../../contract/scalar.ts";
import { isoDateOf } from "../../../domain/slots/calendar-date.ts";
import { localEpochDay } from "../../../domain/slots/time-zone.ts";
import { BOOKINGS_PER_PAGE_DEFAULT, COACH_SEARCH_CHARACTERS_MAX, DURATION_MINUTES_DEFAULT, OFFSET_MAX } from "../../../limits.ts";
import { listCoaches } from "../../../operations/coaches/list-coaches.ts";
import { listDaysWithTimes } from "../../../operations/coaches/list-days-with-times.ts";
import { listOffers } from "../../../operations/coaches/offers.ts";
import { viewCoach } from "../../../operations/coaches/view-coach.ts";
import { coachPage, type CoachView } from "../../../pages/coach.tsx";
import { coachesPage } from "../../../pages/coaches.tsx";
import { homePage } from "../../../pages/home.tsx";
import { STYLE } from "../../../pages/style.ts";
import type { Admission } from "../../pipeline/admission.ts";
import { KEPT_FOR_EVER, REVALIDATED } from "../../pipeline/caching.ts";
import { type AppDependencies, type HttpEnv, operationContext, type RequestContext } from "../../pipeline/dependencies.ts";
import { nameOfStyle, noticeAnswer, pageAnswer } from "../../pipeline/page.ts";
import { choiceQuery, zoneShown } from "./chosen.ts";
import { monthQuery, monthShown } from "./month-shown.ts";

const COACHES_PER_PAGE = BOOKINGS_PER_PAGE_DEFAULT;

const coachesQuery = z.object({
  name: freeText(COACH_SEARCH_CHARACTERS_MAX).trim().catch(""),
  page: wholeNumberInQuery(1, OFFSET_MAX / COACHES_PER_PAGE).catch(1),
});

const coachQuery = choiceQuery.extend(monthQuery.shape);

export function addPublicPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { anybody }: Admission): void {
  const { appUrl } = deps.config;

  app.get("/", anybody, async (c) => await pageAnswer(c, homePage({ appUrl }), 200, REVALIDATED));

  app.get("/styles/:name", anybody, async (c) => {
    if (c.req.param("name") !== (await nameOfStyle())) return await noticeAnswer(c, "not_found");
    return c.body(STYLE, 200, { "Content-Type": "text/css; charset=utf-8", ...KEPT_FOR_EVER });
  });

  app.get("/book", anybody, async (c) => {
    const { name, page } = coachesQuery.parse(c.req.query());
    const asked = { name: name === "" ? null : name, limit: COACHES_PER_PAGE, offset: (page - 1) * COACHES_PER_PAGE };
    const { coaches, total } = await listCoaches(await operationContext(c, deps), asked);
    const pages = Math.ceil(total / COACHES_PER_PAGE);
    return await pageAnswer(c, coachesPage({ coaches, total, name, page, pages }), 200, REVALIDATED);
  });

  app.get("/book/:coach", anybody, async (c) => {
    const read = await readCoachView(c, deps);
    return read === null ? await noticeAnswer(c, "no_coach") : await pageAnswer(c, coachPage(read.view), read.status, REVALIDATED);
  });
}

/** The page of the coach of the address, and its status; null: nobody can be booked there. */
export async function readCoachView(
  c: RequestContext,
  deps: AppDependencies,
): Promise<{ readonly view: CoachView; readonly status: 200 | 400 } | null> {
  const coachId = uuid.safeParse(c.req.param("coach")).data;
  if (coachId === undefined) return null;
  const ctx = await operationContext(c, deps);
  const [coach, sold] = await Promise.all([viewCoach(ctx, { coachId }), listOffers(ctx, { coachId, actor: null })]);
  if (!coach.ok || !sold.ok) return null;
  const query = coachQuery.parse(c.req.query());
  const zone = zoneShown(query.time_zone, c.var.session ?? null, coach.value.timeZone);
  const minutes = query.minutes ?? DURATION_MINUTES_DEFAULT;
  const { offers } = sold.value;
  const offer = query.offer === undefined && offers.length === 1 ? offers[0] : offers.find(({ id }) => id === query.offer);
  const view: CoachView = {
    coach: coach.value,
    offers,
    isOfferGone: query.offer !== undefined && offer === undefined,
    listing: null,
    ...zone,
    now: c.var.now,
  };
  const status = zone.unknownZone === null ? 200 : 400;
  if (offer === undefined && (offers.length > 0 || query.offer !== undefined)) return { view, status };
  const shown = monthShown(query, localEpochDay(zone.timeZone, c.var.now));
  const wished = { offerId: offer?.id ?? null, durationMinutes: offer === undefined ? minutes : null };
  const days = await listDaysWithTimes(ctx, {
    coachId,
    ...wished,
    firstDate: isoDateOf(shown.month.firstDay),
    lastDate: isoDateOf(shown.month.lastDay),
    timeZone: zone.timeZone,
  });
  // A coach whose offers are all retired sells nothing; one who retires the offer, or leaves, meanwhile is told of alike.
  const listing = days.ok
    ? { offer: offer ?? null, durationMinutes: offer?.durationMinutes ?? minutes, ...shown, days: days.value, timesPage: query.times }
    : null;
  return { view: { ...view, listing }, status };
}
