/**
 * An admin gives back money of a booking's payment, and has a failed effect of it tried again. The other acts of admins are those of the parties,
 * behind the admins' door (`session-acts.ts`, `session-move.ts`).
 */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { uuid } from "../../../contract/scalar.ts";
import type { Refusal } from "../../../domain/refusal.ts";
import { readTypedMoney } from "../../../domain/typed-money.ts";
import { OFFSET_MAX, PRICE_AMOUNT_MINOR_MAX } from "../../../limits.ts";
import { say } from "../../../messages/say.ts";
import { retryFailedEffect } from "../../../operations/admin/oversee-outbox.ts";
import { viewBookingStory } from "../../../operations/admin/view-booking-story.ts";
import { refundPayment } from "../../../operations/payments/refund-payment.ts";
import { refundPage } from "../../../pages/admin/booking-refund.tsx";
import { refusedForm } from "../../../pages/form.tsx";
import type { Admission } from "../../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv } from "../../pipeline/dependencies.ts";
import { boundedForm, form, formKey, SEE_OTHER } from "../../pipeline/form.ts";
import { noticeAnswer, refusedAnswer } from "../../pipeline/page.ts";
import { actAnswer, bookingIdOf, homeOf, newForm, type PageContext, refusedShown, type Shown } from "./own-session.ts";

const REFUND = "/admin/bookings/:id/refund";
const RETRY = "/admin/bookings/:id/retry";
const EFFECT_ID_CHARACTERS_MAX = 300;

const count = (max: number) =>
  z
    .string()
    .regex(/^\d{1,12}$/u)
    .transform(Number)
    .pipe(z.int().max(max))
    // As no page of ours has written it: it fits nothing.
    .catch(-1);

const refundFields = z.object({
  key: formKey,
  refunded: count(PRICE_AMOUNT_MINOR_MAX),
  failed: count(OFFSET_MAX),
  how: z.enum(["rest", "part"], { error: () => say("refunding.how.missing") }),
  amount: z
    .string()
    .max(40, { error: () => say("refunding.amount.unreadable") })
    .default(""),
});

const retryFields = z.object({ key: formKey, effect: z.string().min(1).max(EFFECT_ID_CHARACTERS_MAX) });

export function addAdminBookingActPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  const show = async (c: PageContext, shown: Shown) => {
    const found = await paymentIn(c, deps);
    if (found === null) return await noticeAnswer(c, "not_found");
    return await actAnswer(c, shown, refundPage({ ...found, ...shown }));
  };
  app.get(REFUND, only("admin"), async (c) => await show(c, newForm(deps)));
  app.post(
    REFUND,
    only("admin"),
    boundedForm,
    form(refundFields, async (c: PageContext, typed) => await show(c, { ...newForm(deps), form: typed })),
    async (c) => {
      const found = await paymentIn(c, deps);
      if (found === null) return await noticeAnswer(c, "not_found");
      const { key, refunded: refundedMinor, failed, how, amount } = c.req.valid("form");
      const { id: paymentId, capturedMinor, currency } = found.payment;
      const typed = { how, amount };
      const part = how === "part" ? readTypedMoney(amount, currency) : null;
      if (part !== null && !part.ok) {
        return await show(c, { ...newForm(deps), form: refusedForm(typed, say("refunding.amount.unreadable"), "amount") });
      }
      const amountMinor = part === null ? capturedMinor - refundedMinor : part.value;
      const ctx = await actorContext(c, deps);
      const ordered = await refundPayment(ctx, { paymentId, amountMinor, seen: { refundedMinor, failed } });
      if (ordered.ok) return c.redirect(`${homeOf(c, found.bookingId)}?done=refund`, SEE_OTHER);
      const refusal: Refusal = ordered.problem;
      return await show(c, refusedShown(deps, { key, typed, refusal }));
    },
  );

  app.get(RETRY, only("admin"), async (c) => {
    const bookingId = bookingIdOf(c);
    return bookingId === null ? await noticeAnswer(c, "not_found") : c.redirect(`${homeOf(c, bookingId)}#effects`, SEE_OTHER);
  });
  app.post(
    RETRY,
    only("admin"),
    boundedForm,
    form(retryFields, async (c: PageContext) => await noticeAnswer(c, "not_found")),
    async (c) => {
      const bookingId = bookingIdOf(c);
      const { effect: effectId } = c.req.valid("form");
      // An effect's id begins with the id of its booking.
      if (bookingId === null || !effectId.startsWith(`${bookingId}:`)) return await noticeAnswer(c, "not_found");
      const ctx = await actorContext(c, deps);
      const retried = await retryFailedEffect(ctx, { effectId });
      const address = `${homeOf(c, bookingId)}?done=${encodeURIComponent(effectId)}`;
      if (retried.ok) return c.redirect(address, SEE_OTHER);
      // Sent a second time: it is tried already.
      const seen = await viewBookingStory(ctx, { bookingId });
      const isKnown = seen.ok && seen.value.effects.listed.some(({ id }) => id === effectId);
      return isKnown ? c.redirect(address, SEE_OTHER) : await refusedAnswer(c, retried.problem);
    },
  );
}

/** The payment that the address names, of this booking alone. */
async function paymentIn(c: PageContext, deps: AppDependencies) {
  const bookingId = bookingIdOf(c);
  const paymentId = uuid.safeParse(c.req.query("payment")).data;
  if (bookingId === null || paymentId === undefined) return null;
  const seen = await viewBookingStory(await actorContext(c, deps), { bookingId });
  const payment = seen.ok ? seen.value.payments.listed.find(({ id }) => id === paymentId) : undefined;
  if (!seen.ok || payment === undefined) return null;
  const refunds = seen.value.refunds.listed.filter((refund) => refund.paymentId === paymentId);
  return { bookingId, payment, failed: refunds.filter(({ state }) => state === "failed" || state === "canceled").length };
}
