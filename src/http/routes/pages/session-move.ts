/**
 * `/bookings/{id}/move`: another time for a session. GET shows the month and the times of a day, or one time with the form; POST moves it, or
 * asks the other side where the form said so: a form that moves never turns into a question by itself, nor the other way round.
 */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { instantIn, isDateInYears, presentInstant, readInstant } from "../../../contract/scalar.ts";
import { AGREEMENT } from "../../../domain/agreement/guards.ts";
import type { Booking } from "../../../domain/booking.ts";
import type { Instant } from "../../../domain/instant.ts";
import type { Refusal } from "../../../domain/refusal.ts";
import { epochDayOf, isoDateOf } from "../../../domain/slots/calendar-date.ts";
import { instantOfWallTime, localEpochDay } from "../../../domain/slots/time-zone.ts";
import { say } from "../../../messages/say.ts";
import { listMoveTimes } from "../../../operations/bookings/list-move-times.ts";
import { askMove } from "../../../operations/bookings/move-request.ts";
import { rescheduleBooking } from "../../../operations/bookings/reschedule-booking.ts";
import type { FormState } from "../../../pages/form.tsx";
import { refusalInWords } from "../../../pages/refusals.ts";
import { isAdministered } from "../../../pages/session-acts.tsx";
import { chooseSidePage, chooseTimePage, moveToPage } from "../../../pages/session-move.tsx";
import type { Admission } from "../../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv } from "../../pipeline/dependencies.ts";
import { boundedForm, form, formClaim } from "../../pipeline/form.ts";
import { noticeAnswer } from "../../pipeline/page.ts";
import { monthQuery, monthShown } from "./month-shown.ts";
import {
  actAnswer,
  actFields,
  ADMINS_DOOR,
  afterAct,
  bookingIdOf,
  newForm,
  notOpenAnswer,
  onOwnSession,
  type OwnSession,
  type PageContext,
  refusedShown,
  type Shown,
  sideIn,
} from "./own-session.ts";

const PATH = "/bookings/:id/move";

const moveQuery = monthQuery.extend({ start: instantIn.optional().catch(undefined) });

const moveFields = z.object({
  ...actFields,
  how: z.enum(["move", "ask"]).catch("move"),
  // Of radios none of which is chosen, nothing is sent.
  start: z.string({ error: () => say("moving.start.missing") }).transform((text, context): Instant => {
    const read = readInstant(text);
    if (typeof read !== "string") return read;
    context.addIssue({ code: "custom", message: say("moving.start.missing") });
    return z.NEVER;
  }),
});

export function addSessionMovePages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  addMoving(app, deps, "", only("client", "coach"));
}

export function addAdminMovePages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  addMoving(app, deps, ADMINS_DOOR, only("admin"));
}

function addMoving(
  app: OpenAPIHono<HttpEnv>,
  deps: AppDependencies,
  door: "" | typeof ADMINS_DOOR,
  admitted: ReturnType<Admission["only"]>,
): void {
  const path = `${door}${PATH}`;
  const show = async (c: PageContext, shown: Shown) => await onOwnSession(c, deps, async (own) => await moveAnswer(c, own, shown));
  app.get(path, admitted, async (c) => await show(c, newForm(deps)));
  const again = async (c: PageContext, typed: FormState) => await show(c, { ...newForm(deps), form: typed });
  app.post(path, admitted, boundedForm, form(moveFields, again), async (c) => {
    const bookingId = bookingIdOf(c);
    if (bookingId === null) return await noticeAnswer(c, "not_found");
    const { key, revision, start: startsAt, ...wish } = c.req.valid("form");
    const onBehalfOf = sideIn(c);
    // An admin who has spoken with both does not ask, and says for whom it is.
    const how = door === ADMINS_DOOR ? "move" : wish.how;
    if (door === ADMINS_DOOR && onBehalfOf === null) return await show(c, newForm(deps));
    const typed = { start: presentInstant(startsAt) };
    const refuse = async (refusal: Refusal) => await show(c, refusedShown(deps, { key, typed, refusal }));
    const claim = await formClaim(c, path, key, { bookingId, revision, how, startsAt, onBehalfOf });
    const ctx = await actorContext(c, deps, claim);
    const asked = { bookingId, startsAt, durationMinutes: null, ifRevision: revision };
    const reply = how === "ask" ? await askMove(ctx, asked) : await rescheduleBooking(ctx, { ...asked, onBehalfOf, place: null });
    return await afterAct(c, reply, refuse);
  });
}

async function moveAnswer(c: PageContext, own: OwnSession, shown: Shown): Promise<Response> {
  const { move, ask_move: ask } = own.acts;
  const isAdmins = isAdministered(own);
  if (isAdmins && move !== null) return await notOpenAnswer(c, own, shown, move);
  if (isAdmins && own.onBehalfOf === null) return await actAnswer(c, shown, chooseSidePage({ ...own, ...shown }));
  // Where neither is open the question says more: a pending booking is not asked about.
  if (move !== null && ask !== null) return await notOpenAnswer(c, own, shown, own.booking.status === "pending" ? move : ask);
  const way = { how: move === null ? ("move" as const) : ("ask" as const), why: move === null ? "" : refusalInWords(move) };
  const query = moveQuery.parse(c.req.query());
  const typed = readInstant(shown.form.typed["start"] ?? "");
  const startsAt = typeof typed === "string" ? (query.start ?? typedTime(c, own)) : typed;
  if (startsAt !== undefined) return await toAnswer(c, own, shown, { ...way, startsAt });
  const { booking, reader } = own;
  const month = monthShown(query, localEpochDay(reader.timeZone, reader.now));
  const days = await listMoveTimes(own.ctx, {
    booking,
    firstDate: isoDateOf(month.month.firstDay),
    lastDate: isoDateOf(month.month.lastDay),
    timeZone: reader.timeZone,
  });
  const view = { ...own, ...shown, ...way, ...month, timesPage: query.times, days: days.ok ? days.value : null };
  return await actAnswer(c, shown, chooseTimePage(view));
}

/** As a browser's field says it, by the clocks of the zone that is shown. */
const localTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d$/u);

function typedTime(c: PageContext, own: OwnSession): Instant | undefined {
  const [date = "", time = ""] = (localTime.safeParse(c.req.query("at")).data ?? "").split("T");
  if (!isAdministered(own) || !isDateInYears(date)) return undefined;
  const [hour, minute] = time.split(":");
  return instantOfWallTime(own.reader.timeZone, epochDayOf(date), Number(hour) * 60 + Number(minute));
}

interface Wish {
  readonly how: "move" | "ask";
  readonly why: string;
  readonly startsAt: Instant;
}

async function toAnswer(c: PageContext, own: OwnSession, shown: Shown, { startsAt, ...way }: Wish): Promise<Response> {
  const { refusal } = shown;
  const nearest = refusal !== null && "alternatives" in refusal ? refusal.alternatives.map((time) => time.startsAt) : [];
  const capAfter = (own.onBehalfOf ?? own.reader.actor.role) === "client" ? capAfterOf(own.booking, own.reader.now) : null;
  const isHad = refusal === null || !("alternatives" in refusal);
  return await actAnswer(c, shown, moveToPage({ ...own, ...shown, ...way, startsAt: isHad ? startsAt : null, nearest, capAfter }));
}

/** As the agenda will have it; null: nothing changes, or there is no money to give back. */
function capAfterOf(booking: Booking, now: Instant): number | null {
  if (booking.price === null || booking.priceWaived) return null;
  const cap = AGREEMENT.rules.capAfterMove(booking, now);
  return cap === booking.refundCapPercent ? null : cap;
}
