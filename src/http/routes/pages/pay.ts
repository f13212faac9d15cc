/**
 * Paying for a booking, and what came of it: `/bookings/{id}/pay`, `/bookings/{id}/booked`, and the session as a file. The checkout is opened by the
 * operation of the API, and leads back to `/bookings/{id}?payment=...`: from there somebody with a session of the pages goes on in them, and
 * everybody else to the app, where people manage their sessions in one.
 */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { timeZone as zoneIn, uuid } from "../../../contract/scalar.ts";
import { VIDEO } from "../../../domain/agreement/offer.ts";
import { locationOf, meetingLinkOf } from "../../../domain/agreement/place.ts";
import { awaitingOf, type Booking, endingAt, LAPSE, statusAt } from "../../../domain/booking.ts";
import type { Instant } from "../../../domain/instant.ts";
import type { Refusal } from "../../../domain/refusal.ts";
import { viewBooking } from "../../../operations/bookings/view-booking.ts";
import { downloadInvite } from "../../../operations/calendars/calendar-files.ts";
import { openCheckout } from "../../../operations/payments/open-checkout.ts";
import { bookedPage, type Outcome } from "../../../pages/booked.tsx";
import { type FormState, NEW_FORM, refusedForm } from "../../../pages/form.tsx";
import { payPage } from "../../../pages/pay.tsx";
import { refusalInWords } from "../../../pages/refusals.ts";
import type { Admission } from "../../pipeline/admission.ts";
import { NO_STORE } from "../../pipeline/caching.ts";
import { actorContext, type AppDependencies, type HttpEnv, type OwnPageEnv } from "../../pipeline/dependencies.ts";
import { boundedForm, form, formClaim, formKey, SEE_OTHER } from "../../pipeline/form.ts";
import { keptReturn } from "../../pipeline/kept-return.ts";
import { noticeAnswer, pageAnswer, pagePolicy, refusedAnswer } from "../../pipeline/page.ts";
import { PROBLEMS } from "../../pipeline/problem.ts";
import { wayBack } from "../../pipeline/return-origin.ts";
import { readSession } from "../../pipeline/session.ts";

const PAY = "/bookings/:id/pay";
const STRIPE = "https://checkout.stripe.com";
const STORED_NOWHERE = { "Cache-Control": NO_STORE };

/** As the checkout leads back. */
const backQuery = z.object({ payment: z.enum(["done", "given-up"]).optional().catch(undefined) });

type PageContext = Context<OwnPageEnv>;
type Seen = Extract<Awaited<ReturnType<typeof viewBooking>>, { readonly ok: true }>["value"];

export function addPayPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  const { appUrl, calendars, mail, serviceUrl } = deps.config;
  const files = { organizer: { name: mail.fromName, email: mail.from }, appUrl };

  app.get("/bookings/:id", async (c, next) => {
    const { payment } = backQuery.parse(c.req.query());
    const id = uuid.safeParse(c.req.param("id")).data;
    if (payment === undefined || id === undefined) return await next();
    const isOurs = appUrl === serviceUrl || (await readSession(c, calendars.sealKeys, c.var.now)) !== null;
    if (!isOurs) return c.redirect(`${appUrl}/bookings/${id}?payment=${payment}`, SEE_OTHER);
    return c.redirect(`/bookings/${id}/${payment === "done" ? "booked" : "pay"}?payment=${payment}`, SEE_OTHER);
  });

  app.get(PAY, only("client"), async (c) => {
    return await onOwn(c, deps, async (seen) => await payAnswer(c, deps, { seen, form: NEW_FORM, formKey: deps.newId(), refusal: null }));
  });

  const again = async (c: PageContext, typed: FormState) =>
    await onOwn(c, deps, async (seen) => await payAnswer(c, deps, { seen, form: typed, formKey: deps.newId(), refusal: null }));
  app.post(PAY, only("client"), boundedForm, form(z.object({ key: formKey }), again), async (c) => {
    const bookingId = uuid.safeParse(c.req.param("id")).data;
    if (bookingId === undefined) return await noticeAnswer(c, "not_found");
    const { key } = c.req.valid("form");
    const claim = await formClaim(c, PAY, key, { bookingId });
    const opened = await openCheckout({ ...(await actorContext(c, deps, claim)), payments: deps.payments, serviceUrl }, { bookingId });
    if (opened.result.ok) return c.redirect(opened.result.value.checkoutUrl, SEE_OTHER);
    const refusal = opened.result.problem;
    // Asked again with the same key, it is the same checkout.
    const refused = { form: refusedForm({}, refusalInWords(refusal)), formKey: key, refusal };
    return await onOwn(c, deps, async (seen) => await payAnswer(c, deps, { seen, ...refused }));
  });

  app.get("/bookings/:id/booked", only("client"), async (c) => await onOwn(c, deps, async (seen) => await bookedAnswer(c, deps, seen)));

  app.get("/bookings/:id/invite.ics", only("client", "coach", "admin"), async (c) => {
    const bookingId = uuid.safeParse(c.req.param("id")).data;
    if (bookingId === undefined) return await noticeAnswer(c, "not_found");
    const { language = null } = c.var;
    const made = await downloadInvite({ ...(await actorContext(c, deps)), ...files, language }, { bookingId });
    if (!made.ok) return await refusedAnswer(c, made.problem);
    return c.body(made.value, 200, {
      ...STORED_NOWHERE,
      "Content-Type": "text/calendar; charset=utf-8",
      "Content-Disposition": `attachment; filename="session-${bookingId.slice(0, 8)}.ics"`,
    });
  });
}

async function onOwn(c: PageContext, deps: AppDependencies, answer: (seen: Seen) => Promise<Response>): Promise<Response> {
  const bookingId = uuid.safeParse(c.req.param("id")).data;
  if (bookingId === undefined) return await noticeAnswer(c, "not_found");
  const found = await viewBooking(await actorContext(c, deps), { caller: c.var.person, bookingId });
  return found.ok ? await answer(found.value) : await refusedAnswer(c, found.problem);
}

interface Paying {
  readonly seen: Seen;
  readonly form: FormState;
  readonly formKey: string;
  readonly refusal: Refusal | null;
}

async function payAnswer(c: PageContext, deps: AppDependencies, { seen, refusal, ...shown }: Paying): Promise<Response> {
  const { booking, coach } = seen;
  const query = backQuery.parse(c.req.query());
  const standing = statusAt(booking, c.var.now);
  // There is nothing to pay any more, or nothing to pay for: the other page says which.
  if (booking.price === null || awaitingOf({ ...booking, status: standing }) !== "payment") {
    return c.redirect(`/bookings/${booking.id}/booked`, SEE_OTHER);
  }
  const view = {
    ...shown,
    bookingId: booking.id,
    title: booking.offerTitle,
    coach,
    time: booking,
    price: booking.price,
    deadline: booking.expiresAt,
    timeZone: zoneOf(c, seen),
    action: `/bookings/${booking.id}/pay`,
    isGivenUp: query.payment === "given-up",
  };
  const { payments } = deps.config;
  const checkout = payments?.standInUrl ?? STRIPE;
  return await pageAnswer(c, payPage(view), refusal === null ? 200 : PROBLEMS[refusal.tag].status, {
    ...STORED_NOWHERE,
    "Content-Security-Policy": pagePolicy(payments === null ? null : new URL(checkout).origin),
  });
}

async function bookedAnswer(c: PageContext, deps: AppDependencies, seen: Seen): Promise<Response> {
  const { booking, coach, calendars } = seen;
  const query = backQuery.parse(c.req.query());
  const status = statusAt(booking, c.var.now);
  const standing = { ...booking, status };
  const back = keptReturn(c, deps.config.embedOrigins);
  const view = {
    bookingId: booking.id,
    outcome: outcomeOf(booking, c.var.now, query.payment === "done"),
    title: booking.offerTitle,
    coach: { id: booking.coachId, name: coach.name, timeZone: coach.timeZone },
    time: booking,
    price: booking.price,
    place: booking.place ?? VIDEO,
    address: locationOf(standing),
    link: meetingLinkOf(standing),
    notes: booking.notes,
    until: status === "pending" ? booking.expiresAt : null,
    isInCalendar: calendars.some(({ userId, state }) => userId === c.var.person.id && state === "ok"),
    timeZone: zoneOf(c, seen),
    payHref: `/bookings/${booking.id}/pay`,
    href: `/bookings/${booking.id}/booked?payment=done`,
    back: back === null ? null : wayBack(back, { id: booking.id, status }),
  };
  return await pageAnswer(c, bookedPage(view), 200, STORED_NOWHERE);
}

function outcomeOf(booking: Booking, now: Instant, isBackFromCheckout: boolean): Outcome {
  const status = statusAt(booking, now);
  if (status === "cancelled") {
    const { cancelledBy, cancelReason } = endingAt(booking, now);
    return cancelledBy === LAPSE.cancelledBy && cancelReason === LAPSE.cancelReason ? "lapsed" : "cancelled";
  }
  if (status !== "pending") return status;
  const awaiting = awaitingOf(booking);
  if (awaiting !== "payment") return awaiting ?? "pending";
  return isBackFromCheckout ? "paying" : "unpaid";
}

/** The client's zone as the session says it, else as the booking does, else the coach's. */
function zoneOf(c: PageContext, { booking, coach }: Seen): string {
  const own = [c.var.person.timeZone, booking.clientTimeZone].find((zone) => zoneIn.safeParse(zone).success);
  return own ?? coach.timeZone;
}
