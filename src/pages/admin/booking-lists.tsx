/** The lists of a booking's story: money, calendars, effects with a way to have a failed one tried again, mails. */
import type { Child } from "hono/jsx";
import type { Instant } from "../../domain/instant.ts";
import type { Payment } from "../../domain/payment.ts";
import { moneyInWords } from "../../messages/money.ts";
import { say } from "../../messages/say.ts";
import { momentInWords } from "../../messages/wording.ts";
import { Form } from "../form.tsx";
import { Fact, FactRows } from "../session-facts.tsx";
import { effectInWords, noticeInWords, type StoryEffect } from "./booking-words.ts";

/** A list that may have been cut. */
export interface Cut<Entry> {
  readonly listed: readonly Entry[];
  readonly hasMore: boolean;
}

interface StoryRefund {
  readonly id: string;
  readonly paymentId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly state: string;
  readonly cause: string;
  readonly updatedAt: Instant;
}

interface StoryDispute {
  readonly id: string;
  readonly paymentId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly state: string;
}

interface StoryEvent {
  readonly userId: string;
  readonly provider: "google" | "outlook";
  readonly state: string;
  readonly connectionState: string | null;
  readonly desiredRevision: number;
  readonly appliedRevision: number | null;
}

export interface Lists {
  readonly booking: { readonly id: string; readonly coachId: string };
  readonly payments: Cut<Payment>;
  readonly refunds: Cut<StoryRefund>;
  readonly disputes: Cut<StoryDispute>;
  readonly events: Cut<StoryEvent>;
  readonly effects: Cut<StoryEffect>;
}

interface ListsView {
  readonly story: Lists;
  readonly timeZone: string;
  /** Of the forms that have an effect tried again. */
  readonly formKey: string;
}

interface PartProps {
  readonly id: string;
  readonly title: string;
  readonly none: string;
  readonly isEmpty: boolean;
  readonly hasMore: boolean;
  readonly children: Child;
}

function Part({ id, title, none, isEmpty, hasMore, children }: PartProps) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {isEmpty ? <p>{none}</p> : children}
      {hasMore && <p class="quiet">{say("story.more")}</p>}
    </section>
  );
}

export function StoryLists(view: ListsView) {
  return (
    <>
      <Payments {...view} />
      <Calendars {...view} />
      <Effects {...view} />
      <Mails {...view} />
    </>
  );
}

function Payments({ story: { booking, payments, refunds, disputes }, timeZone }: ListsView) {
  const hasMore = payments.hasMore || refunds.hasMore || disputes.hasMore;
  return (
    <Part
      id="payments"
      title={say("story.payments")}
      none={say("story.payments.none")}
      isEmpty={payments.listed.length === 0}
      hasMore={hasMore}
    >
      <ul class="story-list">
        {payments.listed.map((payment) => {
          const { id, currency, capturedMinor, refundedMinor } = payment;
          const money = (minor: number) => moneyInWords({ minor, currency });
          return (
            <li>
              <h3>{say("story.payment", { money: money(payment.amountMinor) })}</h3>
              {disputes.listed
                .filter(({ paymentId }) => paymentId === id)
                .map((dispute) => (
                  <p class="story-alarm">
                    {say("story.dispute", {
                      money: moneyInWords({ minor: dispute.amountMinor, currency: dispute.currency }),
                      state: dispute.state.replaceAll("_", " "),
                    })}
                  </p>
                ))}
              <p>
                {say("story.payment.state", { state: payment.state })} · {momentInWords(payment.updatedAt, timeZone)}
              </p>
              {capturedMinor > 0 && (
                <FactRows>
                  <Fact name={say("story.payment.captured")}>{money(capturedMinor)}</Fact>
                  <Fact name={say("story.payment.returned")}>{money(refundedMinor)}</Fact>
                  <Fact name={say("story.payment.left")}>{money(capturedMinor - refundedMinor)}</Fact>
                </FactRows>
              )}
              <Refunds refunds={refunds.listed.filter(({ paymentId }) => paymentId === id)} timeZone={timeZone} />
              {capturedMinor > refundedMinor && (
                <a class="button second" href={`/admin/bookings/${booking.id}/refund?payment=${id}`}>
                  {say("story.payment.refund")}
                </a>
              )}
            </li>
          );
        })}
      </ul>
    </Part>
  );
}

function Refunds({ refunds, timeZone }: { readonly refunds: readonly StoryRefund[]; readonly timeZone: string }) {
  if (refunds.length === 0) return null;
  return (
    <>
      <h4>{say("story.refunds")}</h4>
      <ul class="history">
        {refunds.map(({ amountMinor: minor, currency, state, cause, updatedAt }) => (
          <li>
            <time datetime={new Date(updatedAt).toISOString()}>{momentInWords(updatedAt, timeZone)}</time>
            <strong>{say("story.refund", { money: moneyInWords({ minor, currency }), state })}</strong> ·{" "}
            {say("story.refund.cause", { cause })}
          </li>
        ))}
      </ul>
    </>
  );
}

function Calendars({ story: { booking, events } }: ListsView) {
  return (
    <Part
      id="calendars"
      title={say("story.calendars")}
      none={say("story.calendars.none")}
      isEmpty={events.listed.length === 0}
      hasMore={events.hasMore}
    >
      <ul class="story-list">
        {events.listed.map((event) => {
          const { provider, state, connectionState, appliedRevision: applied, desiredRevision: desired } = event;
          const owner = event.userId === booking.coachId ? "coach" : "client";
          return (
            <li>
              <h3>{say("story.calendar", { provider: say(`calendar.${provider}`), owner })}</h3>
              <p>{say("story.calendar.state", { state })}</p>
              {applied === null && <p>{say("story.calendar.unwritten")}</p>}
              {applied !== null && applied < desired && <p>{say("story.calendar.behind", { applied, desired })}</p>}
              {connectionState === null && <p>{say("story.calendar.gone")}</p>}
            </li>
          );
        })}
      </ul>
    </Part>
  );
}

function Effects({ story: { booking, effects, payments }, timeZone, formKey }: ListsView) {
  const currencyOf = (paymentId: string) => payments.listed.find(({ id }) => id === paymentId)?.currency ?? null;
  return (
    <Part
      id="effects"
      title={say("story.effects")}
      none={say("story.effects.none")}
      isEmpty={effects.listed.length === 0}
      hasMore={effects.hasMore}
    >
      <ul class="story-list">
        {effects.listed.map((row) => {
          const words = effectInWords(row, { coachId: booking.coachId, currencyOf });
          return (
            <li class={row.state === "failed" ? "story-failed" : undefined}>
              <h3>{words}</h3>
              <p>{say("story.effect.state", { state: row.state, tries: row.attempts })}</p>
              {row.state === "due" && <p>{say("story.effect.next", { at: momentInWords(row.dueAt, timeZone) })}</p>}
              {row.lastFault !== null && (
                <p>
                  {say("story.effect.fault")} <code>{row.lastFault}</code>
                </p>
              )}
              {row.state === "failed" && (
                <Form action={`/admin/bookings/${booking.id}/retry`} formKey={formKey} class="line">
                  <input type="hidden" name="effect" value={row.id} />
                  <button type="submit" class="second" aria-label={say("story.effect.retry.label", { effect: words })}>
                    {say("story.effect.retry")}
                  </button>
                </Form>
              )}
            </li>
          );
        })}
      </ul>
    </Part>
  );
}

function Mails({ story: { effects }, timeZone }: ListsView) {
  const sent = effects.listed.flatMap(({ effect, state, settledAt }) => {
    return effect?.kind === "mail" && state === "done" && settledAt !== null
      ? [{ to: effect.to, kind: effect.notice.kind, at: settledAt }]
      : [];
  });
  return (
    <Part id="mails" title={say("story.mails")} none={say("story.mails.none")} isEmpty={sent.length === 0} hasMore={effects.hasMore}>
      <ul class="history">
        {sent.map(({ to, kind, at }) => (
          <li>
            <time datetime={new Date(at).toISOString()}>{momentInWords(at, timeZone)}</time>
            {say("story.effect.mail", { to, notice: noticeInWords(kind) })}
          </li>
        ))}
      </ul>
    </Part>
  );
}
