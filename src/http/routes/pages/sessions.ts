/** `/bookings`, a person's sessions, and `/bookings/{id}`, one of them: read by operations, shown in the reader's zone. Changes nothing. */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { wholeNumberInQuery } from "../../../contract/scalar.ts";
import { givingBackAhead } from "../../../domain/agreement/giving-back.ts";
import type { Booking } from "../../../domain/booking.ts";
import { instant, type Instant } from "../../../domain/instant.ts";
import { HISTORY_SHOWN_MAX, OFFSET_MAX, SESSIONS_PER_PAGE, SESSIONS_WAITING_MAX } from "../../../limits.ts";
import { say } from "../../../messages/say.ts";
import { listSessions } from "../../../operations/bookings/list-sessions.ts";
import { viewHistory } from "../../../operations/bookings/view-history.ts";
import { viewPayment } from "../../../operations/payments/view-payment.ts";
import { sessionPage } from "../../../pages/session.tsx";
import type { PastAct } from "../../../pages/session-words.ts";
import { adminSessionsPage, sessionsPage } from "../../../pages/sessions.tsx";
import type { Admission } from "../../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv } from "../../pipeline/dependencies.ts";
import { pageAnswer, refusedAnswer } from "../../pipeline/page.ts";
import { zoneShown } from "./chosen.ts";
import { onOwnSession, type OwnSession, type PageContext, STORED_NOWHERE } from "./own-session.ts";

const listQuery = z.object({
  show: z.enum(["coming", "past"]).catch("coming"),
  page: wholeNumberInQuery(1, OFFSET_MAX / SESSIONS_PER_PAGE).catch(1),
});

export function addSessionPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  const everybody = only("client", "coach", "admin");
  app.get("/bookings", everybody, async (c) => await listAnswer(c, deps));
  app.get("/bookings/:id", everybody, async (c) => await onOwnSession(c, deps, async (own) => await sessionAnswer(c, own)));
}

async function listAnswer(c: PageContext, deps: AppDependencies): Promise<Response> {
  const { actor, now, session } = c.var;
  if (actor.role === "admin") return await pageAnswer(c, adminSessionsPage(), 200, STORED_NOWHERE);
  const { show: half, page } = listQuery.parse(c.req.query());
  const listed = await listSessions(await actorContext(c, deps), {
    of: actor.role,
    personId: actor.id,
    half,
    limit: SESSIONS_PER_PAGE,
    offset: (page - 1) * SESSIONS_PER_PAGE,
    // Sessions that wait stand on the first page.
    waitingMax: half === "coming" && page === 1 ? SESSIONS_WAITING_MAX : 0,
  });
  if (!listed.ok) return await refusedAnswer(c, listed.problem);
  const { timeZone, isZoneChosen, unknownZone } = zoneShown(c.req.query("time_zone"), session, UTC);
  const view = { ...listed.value, half, page, reader: { actor, now, timeZone }, isZoneChosen, unknownZone };
  return await pageAnswer(c, sessionsPage(view), unknownZone === null ? 200 : 400, STORED_NOWHERE);
}

const UTC = "UTC";

async function sessionAnswer(c: PageContext, own: OwnSession): Promise<Response> {
  const { booking, ctx, seen, reader } = own;
  const { paymentId } = booking;
  const [payment, history] = await Promise.all([
    paymentId === null ? null : viewPayment(ctx, { paymentId }),
    viewHistory(ctx, { bookingId: booking.id }),
  ]);
  if (!history.ok) return await refusedAnswer(c, history.problem);
  const rows = history.value.slice(-HISTORY_SHOWN_MAX);
  const last = rows.at(-1);
  const isTold = c.req.query("done") !== undefined && last?.authorId === reader.actor.id;
  const view = {
    ...own,
    payment: payment?.ok === true ? payment.value : null,
    givenBack: givenBackOf(booking, reader.now),
    history: rows.map((row) => pastActOf({ ...row, by: row.authorRole })),
    isHistoryCut: history.value.length > rows.length,
    done: isTold ? doneInWords(last.action) : null,
    isInCalendar: seen.calendars.some(({ userId, state }) => userId === reader.actor.id && state === "ok"),
  };
  return await pageAnswer(c, sessionPage(view), 200, STORED_NOWHERE);
}

/** Under the cap that the client's own moves have left. */
function givenBackOf({ price, cancellationPolicy, refundCapPercent, startsAt }: Booking, now: Instant) {
  const capped = (cancellationPolicy ?? []).map(({ beforeMinutes, refundPercent }) => {
    return { beforeMinutes, refundPercent: Math.min(refundPercent, refundCapPercent) };
  });
  const steps = givingBackAhead({ price, cancellationPolicy: capped }, startsAt, now);
  // Of steps that come to the same under the cap the last one counts, which holds longest.
  return steps.filter(({ percent }, index) => percent > 0 && steps[index + 1]?.percent !== percent);
}

const DONE = ["created", "confirmed", "rescheduled", "cancelled", "completed", "move_asked", "move_withdrawn", "move_declined"] as const;

/** By the trail and not by the address, so that no link can say what is not so. */
function doneInWords(action: string): string | null {
  const known = DONE.find((each) => each === action);
  return known === undefined ? null : say(`done.${known}`);
}

/** The instants of a row of the trail, as `agenda/describe.ts` writes them. */
const changesOfAct = z.object({
  from: z.object({ starts_at: z.int() }).optional().catch(undefined),
  to: z.object({ starts_at: z.int() }).optional().catch(undefined),
  starts_at: z.int().optional().catch(undefined),
  price_waived: z.boolean().optional().catch(undefined),
  payment_id: z.string().optional().catch(undefined),
});

export function pastActOf(row: Pick<PastAct, "action" | "by" | "at"> & { readonly changes: string }): PastAct {
  const { from, to, starts_at: asked, price_waived: isWaiver = false, payment_id: paymentId } = changesOfAct.parse(JSON.parse(row.changes));
  const wished = to?.starts_at ?? asked;
  return {
    action: row.action,
    by: row.by,
    at: row.at,
    how: isWaiver ? "waived" : paymentId === undefined ? null : "paid",
    from: from === undefined ? null : instant(from.starts_at),
    to: wished === undefined ? null : instant(wished),
  };
}
