/** The whole story of a booking on the wire, for admins: what was agreed, what was done and by whom, money, calendars, effects, mails. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Effect } from "../domain/effect.ts";
import type { Actor } from "../domain/actor.ts";
import type { BookingCalendar, Booking } from "../domain/booking.ts";
import type { Instant } from "../domain/instant.ts";
import { AUDIENCES, NOTICE_KINDS } from "../domain/notice-kind.ts";
import { REFUND_CAUSES, REFUND_STATES } from "../domain/refund.ts";
import type { Payment } from "../domain/payment.ts";
import { bookingWithPartiesSchema, presentBookingWithParties } from "./booking.ts";
import { etagHeader } from "./headers.ts";
import { actSchema, presentAct, type RecordedAct } from "./history.ts";
import { bearer, json } from "./media.ts";
import { type Dispute, disputeSchema, moneyBackShape, presentDispute, presentSubject, type Subject } from "./money-back.ts";
import { effectSchema, presentEffect, type RecordedEffect } from "./outbox.ts";
import { paymentSchema, presentPayment } from "./payment.ts";
import { problems } from "./problem.ts";
import { instantOut, presentInstant, uuid } from "./scalar.ts";

const cutSchema = (of: string) => z.boolean().openapi({ description: `Older ${of} were left out.` });

const refundSchema = z
  .object({
    ...moneyBackShape,
    provider_id: z.string().nullable().openapi({ description: "Stripe's; null until it has answered." }),
    cause: z
      .enum(REFUND_CAUSES)
      .describe(
        "Why it goes back: `came_late` and `came_twice` are money that the booking did not stand on, `goodwill` an admin's, `by_hand` at Stripe.",
      ),
    state: z.enum(REFUND_STATES).describe("Whether the money has gone back, in Stripe's words."),
  })
  .openapi("Refund");

const eventSchema = z
  .object({
    user_id: uuid.openapi({ description: "Whose calendar it is." }),
    calendar_type: z.enum(["google", "outlook"]).describe("The provider of the calendar."),
    state: z
      .enum(["pending", "ok", "failed", "needs_reconnect", "detached"])
      .describe("Whether the calendar shows the session: `pending` is being written, `detached` is followed no longer."),
    connection: z.enum(["active", "needs_reconnect"]).nullable().openapi({ description: "null: no longer connected." }),
    desired_revision: z.int().openapi({ description: "Of the booking, that the calendar is to show." }),
    applied_revision: z.int().nullable().openapi({ description: "As last written; null: never." }),
    updated_at: instantOut,
  })
  .openapi("BookingCalendarEvent");

const mailSchema = z
  .object({
    effect_id: z.string().describe("Of the effect that sent it."),
    kind: z.enum(NOTICE_KINDS).describe("What it tells."),
    to: z.enum(AUDIENCES).describe("The side that it went to."),
    sent_at: instantOut,
  })
  .openapi("BookingMail");

const bookingStorySchema = z
  .object({
    booking: bookingWithPartiesSchema,
    history: z.array(actSchema).openapi({ description: "Its rows of the audit trail, latest first." }),
    payments: z.array(paymentSchema).openapi({ description: "Latest first." }),
    refunds: z.array(refundSchema).openapi({ description: "Latest first." }),
    disputes: z.array(disputeSchema).openapi({ description: "Latest first." }),
    calendar_events: z.array(eventSchema).describe("Its events in connected calendars."),
    effects: z
      .array(effectSchema)
      .openapi({ description: "Those that failed, then the latest first. What is done is forgotten after 30 days." }),
    mails: z.array(mailSchema).openapi({ description: "Those of the listed effects that are mails, and were sent." }),
    more: z
      .object({
        history: cutSchema("acts"),
        payments: cutSchema("payments"),
        refunds: cutSchema("refunds"),
        disputes: cutSchema("disputes"),
        effects: cutSchema("effects"),
      })
      .describe("Which of the lists were cut."),
  })
  .openapi("BookingStory");

export const viewBookingStoryRoute = createRoute({
  method: "get",
  path: "/admin/bookings/{id}",
  operationId: "viewBookingStory",
  summary: "All that is known of a booking",
  description:
    "For whoever has to find out what became of a booking: its terms and parties, its audit trail, its payments with refunds and disputes, " +
    "its events in calendars, its effects with their tries and faults, and the mails that were sent. Each list is bounded, and `more` says " +
    "where it was cut. A browser that signed in on the pages gets the same as a page.",
  tags: ["Admin"],
  security: bearer,
  request: { params: z.object({ id: uuid.describe("The booking's.") }) },
  responses: {
    200: { description: "The story", headers: etagHeader, content: json(bookingStorySchema) },
    ...problems(400, 401, 403, 404),
  },
});

interface Cut<Entry> {
  readonly listed: readonly Entry[];
  readonly hasMore: boolean;
}

interface StoryRefund extends Subject {
  readonly providerId: string | null;
  readonly cause: (typeof REFUND_CAUSES)[number];
  readonly state: (typeof REFUND_STATES)[number];
}

interface StoryEvent {
  readonly userId: string;
  readonly provider: "google" | "outlook";
  readonly state: z.infer<typeof eventSchema>["state"];
  readonly connectionState: "active" | "needs_reconnect" | null;
  readonly desiredRevision: number;
  readonly appliedRevision: number | null;
  readonly updatedAt: Instant;
}

interface StoryEffect extends RecordedEffect {
  readonly effect: Effect | null;
  readonly settledAt: Instant | null;
}

interface Person {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
}

interface Story {
  readonly booking: Booking;
  readonly calendars: readonly BookingCalendar[];
  readonly client: Person;
  readonly coach: Person & { readonly timeZone: string };
  readonly acts: Cut<RecordedAct>;
  readonly payments: Cut<Payment>;
  readonly refunds: Cut<StoryRefund>;
  readonly disputes: Cut<Dispute>;
  readonly events: Cut<StoryEvent>;
  readonly effects: Cut<StoryEffect>;
}

export function presentBookingStory(
  story: Story,
  { now, by }: { readonly now: Instant; readonly by: Actor },
): z.infer<typeof bookingStorySchema> {
  const { acts, payments, refunds, disputes, events, effects } = story;
  return {
    booking: presentBookingWithParties(story.booking, story, {
      now,
      availabilityVersion: null,
      seen: { calendars: story.calendars, by },
    }),
    history: acts.listed.map(presentAct),
    payments: payments.listed.map(presentPayment),
    refunds: refunds.listed.map((refund) => {
      return { ...presentSubject(refund), provider_id: refund.providerId, cause: refund.cause, state: refund.state };
    }),
    disputes: disputes.listed.map(presentDispute),
    calendar_events: events.listed.map(presentEvent),
    effects: effects.listed.map(presentEffect),
    mails: effects.listed.flatMap(presentMail),
    more: {
      history: acts.hasMore,
      payments: payments.hasMore,
      refunds: refunds.hasMore,
      disputes: disputes.hasMore,
      effects: effects.hasMore,
    },
  };
}

function presentEvent(event: StoryEvent): z.infer<typeof eventSchema> {
  return {
    user_id: event.userId,
    calendar_type: event.provider,
    state: event.state,
    connection: event.connectionState,
    desired_revision: event.desiredRevision,
    applied_revision: event.appliedRevision,
    updated_at: presentInstant(event.updatedAt),
  };
}

function presentMail({ id, effect, state, settledAt }: StoryEffect): z.infer<typeof mailSchema>[] {
  if (effect?.kind !== "mail" || state !== "done" || settledAt === null) return [];
  return [{ effect_id: id, kind: effect.notice.kind, to: effect.to, sent_at: presentInstant(settledAt) }];
}
