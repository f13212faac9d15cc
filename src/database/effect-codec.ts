/**
 * How an effect stands in the outbox: `kind` is text divided by colons, `detail` is JSON or null, and the id follows from
 * both and from what makes the effect the same one again. This is the only place that builds or takes apart such text.
 * A row that this version does not understand is read as null; it is not guessed at.
 */
import { BOOKING_ACTIONS } from "../domain/booking.ts";
import { EVENT_TYPES } from "../domain/booking-event.ts";
import {
  CALENDAR_PROVIDERS,
  type CalendarProviderName,
  type Effect,
  type EffectKind,
  type NewEffect,
  type Notice,
} from "../domain/effect.ts";
import { type Instant, instant } from "../domain/instant.ts";
import type { Money } from "../domain/money.ts";
import { REFUND_CAUSES } from "../domain/refund.ts";
import { AUDIENCES, NOTICE_KINDS, type NoticeKind } from "../domain/notice-kind.ts";
import { parsedObject } from "./packing.ts";

type Detail = Readonly<Record<string, unknown>>;

interface EncodedEffect {
  readonly kind: string;
  readonly detail: Detail | null;
  /** Tells effects of this kind apart by itself: the payment. */
  readonly mark?: string;
}

interface EffectCodec<Kind extends EffectKind> {
  readonly encode: (effect: Effect<Kind>) => EncodedEffect;
  /** `words`: the parts of the stored kind. null: it is of another kind, or cannot be read. */
  readonly decode: (words: readonly string[], detail: Detail) => Effect<Kind> | null;
}

/** @internal */
export type EffectCodecs = { readonly [Kind in EffectKind]: EffectCodec<Kind> };

interface EncodedNotice {
  /** Follows the notice's name, after a hyphen. */
  readonly argument?: string;
  readonly detail: Detail | null;
}

interface NoticeCodec<Kind extends NoticeKind> {
  readonly encode: (notice: Notice<Kind>) => EncodedNotice;
  readonly decode: (detail: Detail, argument: string) => Notice<Kind> | null;
}

/** @internal */
export type NoticeCodecs = { readonly [Kind in NoticeKind]: NoticeCodec<Kind> };

/** A notice that needs nothing beyond its booking. */
function plain<Kind extends NoticeKind>(kind: Kind) {
  return { encode: () => ({ detail: null }), decode: () => ({ kind }) };
}

function aboutPayment<Kind extends NoticeKind>(kind: Kind) {
  return {
    encode: ({ paymentId, amount }: { readonly paymentId: string; readonly amount: Money }) => ({
      detail: { payment_id: paymentId, ...encodeMoney(amount) },
    }),
    decode: (detail: Detail) => {
      const paymentId = textIn(detail, "payment_id");
      const amount = moneyIn(detail);
      return paymentId === null || amount === null ? null : { kind, paymentId, amount };
    },
  };
}

function aboutAccount<Kind extends NoticeKind>(kind: Kind) {
  return {
    encode: ({ userId, provider }: { readonly userId: string; readonly provider: CalendarProviderName }) => ({
      detail: { user_id: userId, provider },
    }),
    decode: (detail: Detail) => {
      const userId = textIn(detail, "user_id");
      const provider = CALENDAR_PROVIDERS.find((known) => known === detail["provider"]);
      return userId === null || provider === undefined ? null : { kind, userId, provider };
    },
  };
}

/** @internal */
export const NOTICE_CODECS: NoticeCodecs = {
  created: plain("created"),
  confirmed: plain("confirmed"),
  rescheduled: plain("rescheduled"),
  cancelled: plain("cancelled"),
  lapsed: plain("lapsed"),
  completed: plain("completed"),
  move_asked: plain("move_asked"),
  move_withdrawn: plain("move_withdrawn"),
  move_declined: plain("move_declined"),
  move_lapsed: plain("move_lapsed"),
  place_changed: plain("place_changed"),
  reminder: {
    encode: ({ minutesBefore }) => ({ argument: String(minutesBefore), detail: null }),
    decode: (_, argument) => {
      const minutesBefore = minutesOf(argument);
      return minutesBefore === null ? null : { kind: "reminder", minutesBefore };
    },
  },
  payment_received: aboutPayment("payment_received"),
  payment_failed: aboutPayment("payment_failed"),
  refunded: aboutPayment("refunded"),
  event_deleted_ask: plain("event_deleted_ask"),
  calendar_conflict: {
    encode: ({ reason }) => ({ detail: { reason } }),
    decode: (detail) => {
      const reason = textIn(detail, "reason");
      return reason === null ? null : { kind: "calendar_conflict", reason };
    },
  },
  calendar_needs_reconnect: aboutAccount("calendar_needs_reconnect"),
  calendar_unread: aboutAccount("calendar_unread"),
  calendar_read_again: aboutAccount("calendar_read_again"),
  calendar_gone: aboutAccount("calendar_gone"),
};

/** @internal */
export const EFFECT_CODECS: EffectCodecs = {
  booking_changed: {
    encode: ({ action }) => ({ kind: `booking_${action}`, detail: null }),
    decode: ([name]) => {
      const action = BOOKING_ACTIONS.find((known) => name === `booking_${known}`);
      return action === undefined ? null : { kind: "booking_changed", action };
    },
  },
  reminder: {
    encode: ({ minutesBefore }) => ({ kind: `reminder:${String(minutesBefore)}`, detail: null }),
    decode: ([name, minutes = ""]) => {
      const minutesBefore = name === "reminder" ? minutesOf(minutes) : null;
      return minutesBefore === null ? null : { kind: "reminder", minutesBefore };
    },
  },
  mail: {
    encode: ({ to, notice }) => {
      const { argument, detail } = encodeNotice(notice);
      return { kind: `mail:${notice.kind}${argument === undefined ? "" : `-${argument}`}:${to}`, detail };
    },
    decode: ([name, written = "", reader], detail) => {
      const [noticeName, argument = ""] = written.split("-");
      const known = NOTICE_KINDS.find((kind) => kind === noticeName);
      const to = AUDIENCES.find((audience) => audience === reader);
      if (name !== "mail" || known === undefined || to === undefined) return null;
      const notice = NOTICE_CODECS[known].decode(detail, argument);
      return notice === null ? null : { kind: "mail", to, notice };
    },
  },
  calendar: {
    encode: ({ userId, provider }) => ({ kind: `calendar:${userId}:${provider}`, detail: null }),
    decode: ([name, userId = "", named]) => {
      const provider = CALENDAR_PROVIDERS.find((known) => known === named);
      return name !== "calendar" || provider === undefined ? null : { kind: "calendar", userId, provider };
    },
  },
  refund: {
    encode: ({ paymentId, amountMinor, received, cause }) => {
      const wanted = amountMinor === null ? {} : { refund_minor: amountMinor };
      const detail = { payment_id: paymentId, cause, ...(received === null ? {} : encodeMoney(received)), ...wanted };
      return { kind: "refund", detail, mark: paymentId };
    },
    decode: ([name], detail) => {
      const paymentId = textIn(detail, "payment_id");
      if (name !== "refund" || paymentId === null) return null;
      const amountMinor = numberIn(detail, "refund_minor");
      const received = moneyIn(detail);
      // The version before names no cause: an amount was an admin's, money that had come in came late.
      const unnamed = received !== null ? "came_late" : amountMinor === null ? "cancelled" : "goodwill";
      const cause = REFUND_CAUSES.find((known) => known === detail["cause"]) ?? unnamed;
      return { kind: "refund", paymentId, amountMinor, received, cause };
    },
  },
  webhook: {
    encode: ({ endpointId, event }) => {
      const detail = { event_id: event.id, type: event.type, at: event.at };
      return { kind: deliveryKind(endpointId), detail, mark: event.id };
    },
    decode: ([name, endpointId], detail) => {
      const [id, at] = [textIn(detail, "event_id"), numberIn(detail, "at")];
      const type = EVENT_TYPES.find((known) => known === detail["type"]);
      if (name !== "webhook" || endpointId === undefined || id === null || at === null || type === undefined) return null;
      return { kind: "webhook", endpointId, event: { id, type, at: instant(at) } };
    },
  },
  end_checkout: {
    encode: ({ paymentId }) => ({ kind: "payment_close", detail: { payment_id: paymentId }, mark: paymentId }),
    decode: ([name], detail) => {
      const paymentId = textIn(detail, "payment_id");
      return name !== "payment_close" || paymentId === null ? null : { kind: "end_checkout", paymentId };
    },
  },
};

function encodeEffect<Kind extends EffectKind>(effect: Effect<Kind>): EncodedEffect {
  return EFFECT_CODECS[effect.kind].encode(effect);
}

function encodeNotice<Kind extends NoticeKind>(notice: Notice<Kind>): EncodedNotice {
  return NOTICE_CODECS[notice.kind].encode(notice);
}

/** null: this version knows no such effect. `detailText`: JSON. */
export function decodeEffect(kind: string, detailText: string | null): Effect | null {
  const words = kind.split(":");
  const detail = detailText === null ? {} : parsedObject(detailText);
  for (const codec of Object.values(EFFECT_CODECS)) {
    const effect = codec.decode(words, detail);
    if (effect !== null) return effect;
  }
  return null;
}

/** The part of an outbox row that is inserted. */
export interface NewOutboxRow {
  readonly id: string;
  readonly coachId: string;
  readonly bookingId: string | null;
  readonly revision: number;
  readonly kind: string;
  readonly detail: string | null;
  readonly dueAt: Instant;
}

export function outboxRowOf(queued: NewEffect): NewOutboxRow {
  const { coachId, bookingId, revision, dueAt } = queued;
  const encoded = encodeEffect(queued.effect);
  const detail = encoded.detail === null ? null : JSON.stringify(encoded.detail);
  return { id: effectIdOf(queued, encoded), coachId, bookingId, revision, kind: encoded.kind, detail, dueAt };
}

/** The same effect has the same id, so that it is queued once however often it is derived. */
function effectIdOf({ effect, identity, revision }: NewEffect, { kind, mark: ownMark }: EncodedEffect): string {
  if ("causeId" in identity) return `${identity.causeId}:${effect.kind === "mail" ? effect.to : kind}`;
  const marks = [ownMark ?? null, identity.mark].filter((mark) => mark !== null);
  return [identity.subjectId, kind, ...(marks.length > 0 ? marks : [String(revision)])].join(":");
}

/** The stored kind of deliveries to one endpoint. */
export function deliveryKind(endpointId: string): string {
  return `webhook:${endpointId}`;
}

/** All effects of a booking, those that others of its effects caused included, have ids between its own id with the one and with the other behind it. */
export const EFFECT_IDS = { after: ":", before: ";" } as const;

function encodeMoney({ minor, currency }: Money): Detail {
  return { amount_minor: minor, currency };
}

function moneyIn(detail: Detail): Money | null {
  const minor = numberIn(detail, "amount_minor");
  const currency = textIn(detail, "currency");
  return minor === null || currency === null ? null : { minor, currency };
}

function textIn(detail: Detail, key: string): string | null {
  const value = detail[key];
  return typeof value === "string" ? value : null;
}

function numberIn(detail: Detail, key: string): number | null {
  const value = detail[key];
  return typeof value === "number" ? value : null;
}

function minutesOf(text: string): number | null {
  return /^\d+$/u.test(text) ? Number(text) : null;
}
