/** The calls that make, change and read bookings: validated input to an operation, what it says to the wire. */
import type { OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { placeFrom, priceFrom } from "../../contract/agreement.ts";
import {
  bookingDetailsOf,
  type listBookingsQuery,
  presentBooking,
  presentBookingList,
  presentBookingWithParties,
} from "../../contract/booking.ts";
import { presentCancellation } from "../../contract/cancellation.ts";
import {
  acceptMoveRoute,
  askMoveRoute,
  cancelBookingRoute,
  createBookingRoute,
  declineMoveRoute,
  listClientBookingsRoute,
  listCoachBookingsRoute,
  rescheduleBookingRoute,
  setBookingStatusRoute,
  viewBookingRoute,
  viewCancellationRoute,
  viewHistoryRoute,
  withdrawMoveRoute,
} from "../../contract/booking-routes.ts";
import { presentHistory } from "../../contract/history.ts";
import type { Booking } from "../../domain/booking.ts";
import type { BookingReply } from "../../operations/bookings/booking-reply.ts";
import { createBooking } from "../../operations/bookings/create-booking.ts";
import { listBookings } from "../../operations/bookings/list-bookings.ts";
import { answerMove, askMove } from "../../operations/bookings/move-request.ts";
import { rescheduleBooking } from "../../operations/bookings/reschedule-booking.ts";
import { setBookingStatus } from "../../operations/bookings/set-booking-status.ts";
import { viewBooking } from "../../operations/bookings/view-booking.ts";
import { viewCancellation } from "../../operations/bookings/view-cancellation.ts";
import { viewHistory } from "../../operations/bookings/view-history.ts";
import { actorContext, type AppDependencies, type HttpEnv, type SignedInContext } from "../pipeline/dependencies.ts";
import type { Guard } from "../pipeline/guard.ts";
import { languageOfClient } from "../pipeline/language.ts";
import { claimOf, ifMatchIn } from "../pipeline/idempotency.ts";
import { type ProblemAnswer, refusalAnswer } from "../pipeline/problem.ts";
import { changeHeaders, etagOf, ifRevisionOf } from "../pipeline/revision.ts";

export function addBookingRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, guard: Guard): void {
  app.openapi(guard.around(createBookingRoute, "client", "coach", "admin"), async (c) => {
    const body = c.req.valid("json");
    const { actor, person, now } = c.var;
    const agreedPrice = body.agreed_price === undefined ? undefined : priceFrom(body.agreed_price);
    const asked = {
      coachId: body.coach_id,
      startsAt: body.session_datetime,
      durationMinutes: body.duration_minutes ?? null,
      ...whereSent({
        offerId: body.offer_id,
        clientId: body.client_id,
        agreedPrice: agreedPrice === undefined ? undefined : JSON.stringify(agreedPrice),
      }),
    };
    const details = bookingDetailsOf(body);
    const claim = await claimOf(actor.id, createBookingRoute, c.req.valid("header")["Idempotency-Key"], { ...asked, ...details });
    const input = { offerId: null, clientId: null, ...asked, details, agreedPrice, caller: person, ...languageOfClient(c, person) };
    const reply = await createBooking(await actorContext(c, deps, claim), input);
    c.set("isRecognised", true);
    if (!reply.result.ok) return refusedReply(c, reply, "/booking");
    const { booking, availabilityVersion } = reply.result.value;
    const headers = { ...successHeaders(reply, reply.result.value), Location: `/booking/${booking.id}` };
    return c.json(presentBooking(booking, { now, availabilityVersion }), 201, headers);
  });

  app.openapi(guard.around(viewBookingRoute, "client", "coach", "admin"), async (c) => {
    const input = { caller: c.var.person, bookingId: c.req.valid("param").id };
    const found = await viewBooking(await actorContext(c, deps), input);
    c.set("isRecognised", true);
    if (!found.ok) return refusalAnswer(c, found.problem);
    const { booking, calendars } = found.value;
    const shown = { now: c.var.now, availabilityVersion: null, seen: { calendars, by: c.var.actor } };
    return c.json(presentBookingWithParties(booking, found.value, shown), 200, { ETag: etagOf(booking.revision) });
  });

  app.openapi(guard.before(listClientBookingsRoute, "client", "admin"), async (c) => {
    const query = c.req.valid("query");
    const input = { of: "client" as const, personId: c.req.valid("param").client_id, ...pageOf(query) };
    const found = await listBookings(await actorContext(c, deps), input);
    if (!found.ok) return refusalAnswer(c, found.problem);
    return c.json(presentBookingList(found.value, { ...shownList(c), limit: query.limit, offset: offsetOf(query) }), 200);
  });

  app.openapi(guard.before(listCoachBookingsRoute, "coach", "admin"), async (c) => {
    const query = c.req.valid("query");
    const input = { of: "coach" as const, personId: c.req.valid("param").coach_id, ...pageOf(query) };
    const found = await listBookings(await actorContext(c, deps), input);
    if (!found.ok) return refusalAnswer(c, found.problem);
    return c.json(presentBookingList(found.value, { ...shownList(c), limit: query.limit, offset: offsetOf(query) }), 200);
  });

  app.openapi(guard.before(setBookingStatusRoute, "client", "coach", "admin"), async (c) => {
    const { id } = c.req.valid("param");
    const { status, reason, waive_price: waivesPrice, on_behalf_of: onBehalfOf } = c.req.valid("json");
    const headers = c.req.valid("header");
    const asked = { bookingId: id, status, reason: reason ?? null, ...whereSent({ waivesPrice, onBehalfOf }) };
    const claim = await claimOf(c.var.actor.id, setBookingStatusRoute, headers["Idempotency-Key"], {
      ...asked,
      ...ifMatchIn(headers["If-Match"]),
    });
    const ifRevision = ifRevisionOf(headers["If-Match"]);
    const input = { waivesPrice: false, onBehalfOf: null, ...asked, ifRevision, refundPercentMin: null };
    const reply = await setBookingStatus(await actorContext(c, deps, claim), input);
    return changedAnswer(c, reply, `/booking/${id}/status`);
  });

  app.openapi(guard.before(rescheduleBookingRoute, "client", "coach", "admin"), async (c) => {
    const { id } = c.req.valid("param");
    const body = c.req.valid("json");
    const headers = c.req.valid("header");
    const place = body.place === undefined ? undefined : placeFrom(body.place);
    const asked = {
      bookingId: id,
      startsAt: body.session_datetime ?? null,
      durationMinutes: body.duration_minutes ?? null,
      ...whereSent({ onBehalfOf: body.on_behalf_of, place }),
    };
    const claim = await claimOf(c.var.actor.id, rescheduleBookingRoute, headers["Idempotency-Key"], {
      ...asked,
      ...ifMatchIn(headers["If-Match"]),
    });
    const input = { onBehalfOf: null, place: null, ...asked, ifRevision: ifRevisionOf(headers["If-Match"]) };
    const reply = await rescheduleBooking(await actorContext(c, deps, claim), input);
    return changedAnswer(c, reply, `/booking/${id}`);
  });

  app.openapi(guard.before(cancelBookingRoute, "client", "coach", "admin"), async (c) => {
    const { id } = c.req.valid("param");
    const headers = c.req.valid("header");
    const { reason, on_behalf_of: onBehalfOf } = c.req.valid("query");
    const asked = { bookingId: id, ...whereSent({ reason, onBehalfOf }) };
    const claim = await claimOf(c.var.actor.id, cancelBookingRoute, headers["Idempotency-Key"], {
      ...asked,
      ...ifMatchIn(headers["If-Match"]),
    });
    const ifRevision = ifRevisionOf(headers["If-Match"]);
    const input = {
      reason: null,
      onBehalfOf: null,
      ...asked,
      status: "cancelled" as const,
      waivesPrice: false,
      ifRevision,
      refundPercentMin: null,
    };
    const reply = await setBookingStatus(await actorContext(c, deps, claim), input);
    if (!reply.result.ok) return refusedReply(c, reply, `/booking/${id}`);
    return c.body(null, 204, successHeaders(reply, reply.result.value));
  });

  app.openapi(guard.before(askMoveRoute, "client", "coach", "admin"), async (c) => {
    const { id } = c.req.valid("param");
    const body = c.req.valid("json");
    const input = { bookingId: id, startsAt: body.session_datetime, durationMinutes: body.duration_minutes ?? null };
    const claim = await claimOf(c.var.actor.id, askMoveRoute, c.req.valid("header")["Idempotency-Key"], input);
    const reply = await askMove(await actorContext(c, deps, claim), { ...input, ifRevision: null });
    if (!reply.result.ok) return refusedReply(c, reply, `/booking/${id}/move-request`);
    const { booking, availabilityVersion } = reply.result.value;
    return c.json(presentBooking(booking, { now: c.var.now, availabilityVersion }), 201, successHeaders(reply, reply.result.value));
  });

  const answers = [
    [acceptMoveRoute, "accept", "/accept"],
    [declineMoveRoute, "decline", "/decline"],
    [withdrawMoveRoute, "withdraw", ""],
  ] as const;
  for (const [route, answer, path] of answers) {
    app.openapi(guard.before(route, "client", "coach", "admin"), async (c) => {
      const { id } = c.req.valid("param");
      const claim = await claimOf(c.var.actor.id, route, c.req.valid("header")["Idempotency-Key"], { bookingId: id });
      const reply = await answerMove(await actorContext(c, deps, claim), { bookingId: id, answer, ifRevision: null });
      return changedAnswer(c, reply, `/booking/${id}/move-request${path}`);
    });
  }

  app.openapi(guard.before(viewCancellationRoute, "client", "coach", "admin"), async (c) => {
    const found = await viewCancellation(await actorContext(c, deps), { bookingId: c.req.valid("param").id });
    return found.ok ? c.json(presentCancellation(found.value), 200) : refusalAnswer(c, found.problem);
  });

  app.openapi(guard.before(viewHistoryRoute, "client", "coach", "admin"), async (c) => {
    const found = await viewHistory(await actorContext(c, deps), { bookingId: c.req.valid("param").id });
    if (!found.ok) return refusalAnswer(c, found.problem);
    return c.json(presentHistory(found.value), 200);
  });
}

type Sent<Fields> = { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** Only what was sent: the fingerprint of a request that leaves a field out stays what it was before there was one. */
function whereSent<Fields extends object>(fields: Fields): Sent<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Sent<Fields>;
}

function changedAnswer(c: SignedInContext & Pick<Context, "json">, reply: BookingReply, instance: string) {
  if (!reply.result.ok) return refusedReply(c, reply, instance);
  const { booking, availabilityVersion } = reply.result.value;
  return c.json(presentBooking(booking, { now: c.var.now, availabilityVersion }), 200, successHeaders(reply, reply.result.value));
}

type ListQuery = z.output<typeof listBookingsQuery>;

/** null in cursor mode. */
function offsetOf({ offset, cursor }: ListQuery): number | null {
  return cursor === undefined ? (offset ?? 0) : null;
}

function shownList(c: SignedInContext) {
  return { now: c.var.now, by: c.var.actor };
}

function pageOf(query: ListQuery) {
  return {
    status: query.status ?? null,
    from: query.from ?? null,
    to: query.to ?? null,
    limit: query.limit,
    page: query.cursor === undefined ? { offset: query.offset ?? 0 } : { after: query.cursor },
  };
}

function replayHeaders({ replayed }: BookingReply): Record<string, string> {
  return replayed ? { "Idempotency-Replayed": "true" } : {};
}

function successHeaders(reply: BookingReply, changed: { booking: Booking; availabilityVersion: number }): Record<string, string> {
  return { ...changeHeaders(changed.booking.revision, changed.availabilityVersion), ...replayHeaders(reply) };
}

/**
 * A replay gives the bytes of the first answer, so the path stands as the contract writes it and not as it was typed
 * (an id in capitals is the same request), and the request id is the first one's.
 */
function refusedReply(c: SignedInContext, reply: BookingReply, instance: string): ProblemAnswer {
  if (reply.result.ok) throw new TypeError("not refused");
  return refusalAnswer(c, reply.result.problem, { requestId: reply.requestId, instance, headers: replayHeaders(reply) });
}
