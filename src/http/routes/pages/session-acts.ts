/**
 * Cancelling, confirming and completing a session, and answering the question to move it: each act has its own address, whose GET says what it
 * does and whose POST does it, by the operations of the API. Held to the revision, and of a cancellation to the money, that the page has shown.
 */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Refusal } from "../../../domain/refusal.ts";
import { openRequest } from "../../../domain/booking.ts";
import { REASON_CHARACTERS_MAX } from "../../../limits.ts";
import { say } from "../../../messages/say.ts";
import { answerMove } from "../../../operations/bookings/move-request.ts";
import { setBookingStatus } from "../../../operations/bookings/set-booking-status.ts";
import { type Cancellation, viewCancellation } from "../../../operations/bookings/view-cancellation.ts";
import { type FormState, refusedForm } from "../../../pages/form.tsx";
import { answerPage, cancelPage, completePage, confirmPage } from "../../../pages/session-acts.tsx";
import type { Admission } from "../../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv } from "../../pipeline/dependencies.ts";
import { boundedForm, form, formClaim } from "../../pipeline/form.ts";
import { noticeAnswer } from "../../pipeline/page.ts";
import {
  actAnswer,
  actFields,
  ADMINS_DOOR,
  afterAct,
  bookingIdOf,
  newForm,
  notOpenAnswer,
  onOwnSession,
  type PageContext,
  refusedShown,
  type Shown,
  sideIn,
} from "./own-session.ts";

const CANCEL = "/bookings/:id/cancel";
const CONFIRM = "/bookings/:id/confirm";
const COMPLETE = "/bookings/:id/complete";
const ANSWER = "/bookings/:id/move-request";

/** Of the parties: `""`; of admins. The acts are the same operations behind both. */
type Door = "" | typeof ADMINS_DOOR;

const amount = z
  .string()
  .regex(/^\d{1,12}$/u)
  .transform(Number);

const cancelFields = z.object({
  ...actFields,
  /** The refund that the page has named, in the smallest unit; a form that does not say is shown it. */
  refund: amount.catch(Number.MAX_SAFE_INTEGER),
  percent: amount.catch(Number.MAX_SAFE_INTEGER),
  reason: z
    .string()
    .default("")
    // A browser sends a line break as two characters, where the field counts one.
    .transform((text) => text.replaceAll("\r\n", "\n").trim())
    .pipe(
      z
        .string()
        .max(REASON_CHARACTERS_MAX, { error: () => say("cancelling.reason.too_long", { max: REASON_CHARACTERS_MAX }) })
        .refine((text) => !text.includes("\0") && text.isWellFormed(), { error: () => say("cancelling.reason.unreadable") }),
    ),
});

const confirmFields = z.object({ ...actFields, waive: z.string().default("") });
const answerFields = z.object({
  ...actFields,
  answer: z.enum(["accept", "decline", "withdraw"], { error: () => say("answering.missing") }),
});

/** Neither a reason nor a side: the acts of a party. */
const PLAIN = { reason: null, waivesPrice: false, onBehalfOf: null, refundPercentMin: null };

export function addSessionActPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  addCancelling(app, deps, "", only("client", "coach", "admin"));
  const parties = only("client", "coach");
  addConfirming(app, deps, "", parties);
  addCompleting(app, deps, "", parties);
  addAnswering(app, deps, "", parties);
}

export function addAdminActPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  const admins = only("admin");
  for (const add of [addCancelling, addConfirming, addCompleting, addAnswering]) add(app, deps, ADMINS_DOOR, admins);
}

type Admitted = ReturnType<Admission["only"]>;

function addCancelling(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, door: Door, admitted: Admitted): void {
  const show = async (c: PageContext, shown: Shown) =>
    await onOwnSession(c, deps, async (own) => {
      const { cancel } = own.acts;
      if (cancel !== null) return await notOpenAnswer(c, own, shown, cancel);
      const preview = await viewCancellation(own.ctx, { bookingId: own.booking.id, onBehalfOf: own.onBehalfOf });
      if (!preview.ok) return await notOpenAnswer(c, own, shown, preview.problem);
      return await actAnswer(c, shown, cancelPage({ ...own, ...shown, ...preview.value }));
    });
  app.get(`${door}${CANCEL}`, admitted, async (c) => await show(c, newForm(deps)));
  const again = async (c: PageContext, typed: FormState) => await show(c, { ...newForm(deps), form: typed });
  app.post(`${door}${CANCEL}`, admitted, boundedForm, form(cancelFields, again), async (c) => {
    const bookingId = bookingIdOf(c);
    if (bookingId === null) return await noticeAnswer(c, "not_found");
    const { key, revision, refund, percent, reason } = c.req.valid("form");
    const onBehalfOf = sideIn(c);
    const refuse = async (refusal: Refusal) => await show(c, refusedShown(deps, { key, typed: { reason }, refusal }));
    const claim = await formClaim(c, `${door}${CANCEL}`, key, { bookingId, revision, refund, percent, reason, onBehalfOf });
    const ctx = await actorContext(c, deps, claim);
    const preview = await viewCancellation(ctx, { bookingId, onBehalfOf });
    // A form that has been sent before is answered by what it did.
    if (preview.ok && isWorse(preview.value, { refund, percent })) {
      const worse = { ...newForm(deps), form: refusedForm({ reason }, say("cancelling.worse")), refusal: REVISION_MISMATCH };
      return await show(c, worse);
    }
    const input = { bookingId, ...PLAIN, onBehalfOf, status: "cancelled" as const, reason: reason === "" ? null : reason };
    return await afterAct(c, await setBookingStatus(ctx, { ...input, ifRevision: revision, refundPercentMin: percent }), refuse);
  });
}

const REVISION_MISMATCH = { tag: "revision_mismatch" } as const satisfies Refusal;

/** Whether less is given back than the page has said. */
function isWorse(now: Cancellation, shown: { readonly refund: number; readonly percent: number }): boolean {
  return (now.refund?.minor ?? 0) < shown.refund || now.refundPercent < shown.percent;
}

function addConfirming(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, door: Door, admitted: Admitted): void {
  const show = async (c: PageContext, shown: Shown) =>
    await onOwnSession(c, deps, async (own) => {
      const { confirm, waive } = own.acts;
      if (confirm !== null && waive !== null) return await notOpenAnswer(c, own, shown, confirm);
      return await actAnswer(c, shown, confirmPage({ ...own, ...shown, isWaiver: confirm !== null }));
    });
  app.get(`${door}${CONFIRM}`, admitted, async (c) => await show(c, newForm(deps)));
  const again = async (c: PageContext, typed: FormState) => await show(c, { ...newForm(deps), form: typed });
  app.post(`${door}${CONFIRM}`, admitted, boundedForm, form(confirmFields, again), async (c) => {
    const bookingId = bookingIdOf(c);
    if (bookingId === null) return await noticeAnswer(c, "not_found");
    const { key, revision, waive } = c.req.valid("form");
    const waivesPrice = waive === "on";
    const refuse = async (refusal: Refusal) => await show(c, refusedShown(deps, { key, typed: { waive }, refusal }));
    const claim = await formClaim(c, `${door}${CONFIRM}`, key, { bookingId, revision, waivesPrice });
    const input = { bookingId, ...PLAIN, status: "confirmed" as const, waivesPrice, ifRevision: revision };
    return await afterAct(c, await setBookingStatus(await actorContext(c, deps, claim), input), refuse);
  });
}

function addCompleting(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, door: Door, admitted: Admitted): void {
  const show = async (c: PageContext, shown: Shown) =>
    await onOwnSession(c, deps, async (own) => {
      const { complete } = own.acts;
      if (complete !== null) return await notOpenAnswer(c, own, shown, complete);
      return await actAnswer(c, shown, completePage({ ...own, ...shown }));
    });
  app.get(`${door}${COMPLETE}`, admitted, async (c) => await show(c, newForm(deps)));
  const again = async (c: PageContext, typed: FormState) => await show(c, { ...newForm(deps), form: typed });
  app.post(`${door}${COMPLETE}`, admitted, boundedForm, form(z.object(actFields), again), async (c) => {
    const bookingId = bookingIdOf(c);
    if (bookingId === null) return await noticeAnswer(c, "not_found");
    const { key, revision } = c.req.valid("form");
    const refuse = async (refusal: Refusal) => await show(c, refusedShown(deps, { key, typed: {}, refusal }));
    const claim = await formClaim(c, `${door}${COMPLETE}`, key, { bookingId, revision });
    const input = { bookingId, ...PLAIN, status: "completed" as const, ifRevision: revision };
    return await afterAct(c, await setBookingStatus(await actorContext(c, deps, claim), input), refuse);
  });
}

function addAnswering(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, door: Door, admitted: Admitted): void {
  const show = async (c: PageContext, shown: Shown) =>
    await onOwnSession(c, deps, async (own) => {
      const { withdraw_move: withdraw, decline_move: decline } = own.acts;
      const isOwn = openRequest(own.booking, own.reader.now)?.askedBy === own.reader.actor.role;
      const why = isOwn ? withdraw : decline;
      if (why !== null) return await notOpenAnswer(c, own, shown, why);
      return await actAnswer(c, shown, answerPage({ ...own, ...shown, isOwn }));
    });
  app.get(`${door}${ANSWER}`, admitted, async (c) => await show(c, newForm(deps)));
  const again = async (c: PageContext, typed: FormState) => await show(c, { ...newForm(deps), form: typed });
  app.post(`${door}${ANSWER}`, admitted, boundedForm, form(answerFields, again), async (c) => {
    const bookingId = bookingIdOf(c);
    if (bookingId === null) return await noticeAnswer(c, "not_found");
    const { key, revision, answer } = c.req.valid("form");
    const refuse = async (refusal: Refusal) => await show(c, refusedShown(deps, { key, typed: {}, refusal }));
    const claim = await formClaim(c, `${door}${ANSWER}`, key, { bookingId, revision, answer });
    return await afterAct(c, await answerMove(await actorContext(c, deps, claim), { bookingId, answer, ifRevision: revision }), refuse);
  });
}
