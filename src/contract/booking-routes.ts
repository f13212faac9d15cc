/**
 * The calls under /booking: what each takes, answers and can refuse. The same objects validate requests and make the
 * OpenAPI document; who may call is decided in `http/` and below.
 */
import { createRoute, z } from "@hono/zod-openapi";
import {
  askMoveBody,
  bookingListSchema,
  bookingSchema,
  bookingWithPartiesSchema,
  cancelBookingQuery,
  cancellationSchema,
  createBookingBody,
  listBookingsQuery,
  rescheduleBody,
  setStatusBody,
} from "./booking.ts";
import { etagHeader, idempotencyHeaders, locationHeader, replayedHeader, versionHeader, writeHeaders } from "./headers.ts";
import { historySchema } from "./history.ts";
import { bearer, json, requiredBody } from "./media.ts";
import { problems } from "./problem.ts";
import { uuid } from "./scalar.ts";

const tags = ["Bookings"];
const security = bearer;
const bookingId = z.object({ id: uuid });

const changed = {
  description: "The booking as it stands now",
  headers: { ...etagHeader, ...versionHeader, ...replayedHeader },
  content: json(bookingSchema),
};

export const createBookingRoute = createRoute({
  method: "post",
  path: "/booking",
  operationId: "createBooking",
  summary: "Book a session with a coach",
  tags,
  security,
  request: { headers: idempotencyHeaders, body: requiredBody(createBookingBody) },
  responses: {
    201: { ...changed, description: "Booked; pending", headers: { ...changed.headers, ...locationHeader } },
    ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
});

export const viewBookingRoute = createRoute({
  method: "get",
  path: "/booking/{id}",
  operationId: "viewBooking",
  summary: "One booking with both parties",
  tags,
  security,
  request: { params: bookingId },
  responses: {
    200: { description: "The booking", headers: etagHeader, content: json(bookingWithPartiesSchema) },
    ...problems(400, 401, 403, 404),
  },
});

const bookingsOf = {
  tags,
  security,
  responses: { 200: { description: "Latest session first", content: json(bookingListSchema) }, ...problems(400, 401, 403) },
};

export const listClientBookingsRoute = createRoute({
  ...bookingsOf,
  method: "get",
  path: "/booking/client/{client_id}",
  operationId: "listClientBookings",
  summary: "A client's bookings",
  request: { params: z.object({ client_id: uuid }), query: listBookingsQuery },
});

export const listCoachBookingsRoute = createRoute({
  ...bookingsOf,
  method: "get",
  path: "/booking/coach/{coach_id}",
  operationId: "listCoachBookings",
  summary: "A coach's bookings",
  request: { params: z.object({ coach_id: uuid }), query: listBookingsQuery },
});

export const setBookingStatusRoute = createRoute({
  method: "patch",
  path: "/booking/{id}/status",
  operationId: "setBookingStatus",
  summary: "Confirm, complete or cancel a booking",
  tags,
  security,
  request: { params: bookingId, headers: writeHeaders, body: requiredBody(setStatusBody) },
  responses: { 200: changed, ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 429) },
});

export const rescheduleBookingRoute = createRoute({
  method: "patch",
  path: "/booking/{id}",
  operationId: "rescheduleBooking",
  summary: "Move a booking to another time",
  tags,
  security,
  request: { params: bookingId, headers: writeHeaders, body: requiredBody(rescheduleBody) },
  responses: { 200: changed, ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 429) },
});

export const cancelBookingRoute = createRoute({
  method: "delete",
  path: "/booking/{id}",
  operationId: "cancelBooking",
  summary: "Cancel a booking",
  tags,
  security,
  request: { params: bookingId, query: cancelBookingQuery, headers: writeHeaders },
  responses: {
    204: { description: "Cancelled", headers: { ...etagHeader, ...versionHeader, ...replayedHeader } },
    ...problems(400, 401, 403, 404, 409, 412, 422, 429),
  },
});

const moveRequest = { params: bookingId, headers: idempotencyHeaders };
const answered = { 200: changed, ...problems(400, 401, 403, 404, 409, 422, 429) };

export const askMoveRoute = createRoute({
  method: "post",
  path: "/booking/{id}/move-request",
  operationId: "askMove",
  summary: "Ask the other side whether the session may be moved",
  tags,
  security,
  request: { ...moveRequest, body: requiredBody(askMoveBody) },
  responses: {
    201: { ...changed, description: "Asked; nothing is held for it" },
    ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
});

export const acceptMoveRoute = createRoute({
  method: "post",
  path: "/booking/{id}/move-request/accept",
  operationId: "acceptMove",
  summary: "Accept the move that the other side asks for",
  tags,
  security,
  request: moveRequest,
  responses: answered,
});

export const declineMoveRoute = createRoute({
  method: "post",
  path: "/booking/{id}/move-request/decline",
  operationId: "declineMove",
  summary: "Decline the move that the other side asks for",
  tags,
  security,
  request: moveRequest,
  responses: answered,
});

export const withdrawMoveRoute = createRoute({
  method: "delete",
  path: "/booking/{id}/move-request",
  operationId: "withdrawMove",
  summary: "Withdraw one's own question",
  tags,
  security,
  request: moveRequest,
  responses: answered,
});

export const viewCancellationRoute = createRoute({
  method: "get",
  path: "/booking/{id}/cancellation",
  operationId: "viewCancellation",
  summary: "What a cancellation by the caller would give back now",
  tags,
  security,
  request: { params: bookingId },
  responses: {
    200: { description: "What would be given back, and until when", content: json(cancellationSchema) },
    ...problems(400, 401, 403, 404),
  },
});

export const viewHistoryRoute = createRoute({
  method: "get",
  path: "/booking/{id}/history",
  operationId: "viewBookingHistory",
  summary: "What happened to a booking, in order",
  tags,
  security,
  request: { params: bookingId },
  responses: { 200: { description: "Its rows of the audit trail", content: json(historySchema) }, ...problems(400, 401, 403, 404) },
});

export const bookingRoutes = [
  createBookingRoute,
  listClientBookingsRoute,
  listCoachBookingsRoute,
  viewBookingRoute,
  rescheduleBookingRoute,
  cancelBookingRoute,
  setBookingStatusRoute,
  askMoveRoute,
  acceptMoveRoute,
  declineMoveRoute,
  withdrawMoveRoute,
  viewCancellationRoute,
  viewHistoryRoute,
] as const;
