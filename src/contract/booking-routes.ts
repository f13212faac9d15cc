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
  createBookingBody,
  listBookingsQuery,
  rescheduleBody,
  setStatusBody,
} from "./booking.ts";
import { cancellationSchema } from "./cancellation.ts";
import { etagHeader, idempotencyHeaders, locationHeader, replayedHeader, versionHeader, writeHeaders } from "./headers.ts";
import { historySchema } from "./history.ts";
import { bearer, json, requiredBody } from "./media.ts";
import { problems } from "./problem.ts";
import { uuid } from "./scalar.ts";

const tags = ["Bookings"];
const security = bearer;
const bookingId = z.object({ id: uuid.describe("The booking's.") });

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
  description:
    "Books a time of the look-up. A client books for itself; a coach or an admin names the `client_id`. The booking is `pending` while it awaits a payment or an approval and lapses at `expires_at`; `awaiting` says which. Send an `Idempotency-Key`, so that the same request can be sent again after a broken connection and books once; where the time is gone the refusal carries `alternatives`.",
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
  description:
    "Shows one booking with the names of both parties, for those parties and admins. The address of the other side is told once the booking is confirmed. The `ETag` is its revision: send it as `If-Match` with a change, to change only what you have seen.",
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
  description:
    "Lists the bookings of a client, latest session first, for that client and admins. Filter by status and by when sessions start. Page with `limit` and either `offset`, which also counts the total, or `cursor`, which stays right while bookings are added.",
  request: { params: z.object({ client_id: uuid.describe("The client's.") }), query: listBookingsQuery },
});

export const listCoachBookingsRoute = createRoute({
  ...bookingsOf,
  method: "get",
  path: "/booking/coach/{coach_id}",
  operationId: "listCoachBookings",
  summary: "A coach's bookings",
  description:
    "Lists the bookings of a coach, latest session first, for that coach and admins. Filter by status and by when sessions start. Page with `limit` and either `offset`, which also counts the total, or `cursor`, which stays right while bookings are added.",
  request: { params: z.object({ coach_id: uuid.describe("The coach's.") }), query: listBookingsQuery },
});

export const setBookingStatusRoute = createRoute({
  method: "patch",
  path: "/booking/{id}/status",
  operationId: "setBookingStatus",
  summary: "Confirm, complete or cancel a booking",
  description:
    "Confirms, completes or cancels a booking. The coach or an admin confirms one that waits for approval, and completes one whose time is over; either party may cancel. A change that the state does not allow is refused with `invalid_transition`. Takes `If-Match` and `Idempotency-Key`.",
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
  description:
    "Moves a booking to another time in one step: the id stays, the revision rises and the old time is free again. For the parties and admins, within what was agreed; where the other side has to say yes it is refused, and `POST /booking/{id}/move-request` asks. Coaches and admins may also change the place. Takes `If-Match` and `Idempotency-Key`.",
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
  description:
    "Cancels a booking and frees its time, for the parties and admins. Money goes back as the policy of the booking says; ask `GET /booking/{id}/cancellation` first to show it. The other side is told by mail and calendar entries are withdrawn. Takes `If-Match` and `Idempotency-Key`.",
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
  description:
    "Asks the other side whether a confirmed session may be moved. Nothing is held for the question: the time can be taken by others until it is accepted. One question is open at a time, and it ends by itself at `expires_at`. The other side is told by mail.",
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
  description:
    "Moves the session to the time that the other side has asked for. For the side that was asked. Where the time has been taken meanwhile it is refused as any booking would be, with `alternatives`. Takes an `Idempotency-Key`.",
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
  description:
    "Answers an open question with no, for the side that was asked. The session stays as it is, and the side that asked is told. Takes an `Idempotency-Key`.",
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
  description: "Takes back an open question, for the side that asked it. The session stays as it is. Takes an `Idempotency-Key`.",
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
  description:
    "Says what a cancellation by the caller would give back if it came now, and until when that holds. For the parties and admins; show it before you ask for confirmation. It changes nothing and promises nothing beyond `holds_until`.",
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
  description:
    "Lists what happened to a booking, in order, from the audit trail. For the parties and admins. People stand in it by id and role; notes, reasons and addresses do not.",
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
