/** The calls under /admin. All of them are for admins; anybody else is told 403 before anything is looked at. */
import { createRoute, z } from "@hono/zod-openapi";
import { listAllBookingsRoute } from "./all-bookings.ts";
import { viewAnalyticsRoute } from "./analytics.ts";
import { viewBookingStoryRoute } from "./booking-story.ts";
import { eraseUserRoute } from "./erasure.ts";
import { versionHeader } from "./headers.ts";
import { bearer, json, requiredBody } from "./media.ts";
import { listDisputesRoute, listFailedRefundsRoute } from "./money-back.ts";
import { listOutboxRoute, retryEffectRoute, retryEffectsRoute } from "./outbox.ts";
import { problems } from "./problem.ts";
import { readReportRoute } from "./report.ts";
import { viewKeysRoute } from "./key-use.ts";
import { restoredRoute } from "./restored.ts";
import { uuid } from "./scalar.ts";
import {
  auditVerdictSchema,
  listUsersQuery,
  personSchema,
  setUserStatusBody,
  userListSchema,
  userSchema,
  verifyAuditQuery,
} from "./user.ts";

const tags = ["Admin"];

export const listUsersRoute = createRoute({
  method: "get",
  path: "/admin/users",
  operationId: "listUsers",
  summary: "The people the service has seen",
  description:
    "All of them by page, or those that a search finds: by a part of the name or of the address, or by the beginning of the id. For admins. People come into being by their first token and are not created here.",
  tags,
  security: bearer,
  request: { query: listUsersQuery },
  responses: { 200: { description: "A page of users", content: json(userListSchema) }, ...problems(400, 401, 403) },
});

export const viewUserRoute = createRoute({
  method: "get",
  path: "/admin/users/{id}",
  operationId: "viewUser",
  summary: "One person, with figures",
  description:
    "Who it is, and the person's figures as a client and as a coach: sessions booked, held, cancelled by whom and how late, lapsed, ahead, and the money by currency. For admins. Figures are of at most the latest bookings; `is_cut` says so.",
  tags,
  security: bearer,
  request: { params: z.object({ id: uuid.describe("The person's.") }) },
  responses: { 200: { description: "The person", content: json(personSchema) }, ...problems(400, 401, 403, 404) },
});

export const setUserStatusRoute = createRoute({
  method: "put",
  path: "/admin/users/{id}",
  operationId: "setUserStatus",
  summary: "Admit or shut out a person; booked sessions stand",
  description:
    "Admits a person or shuts one out, for admins. Somebody who is inactive is refused from the next request on, and a coach is no longer listed. Booked sessions stand; cancel them with `POST /admin/bookings/cancel` where they should not.",
  tags,
  security: bearer,
  request: { params: z.object({ id: uuid.describe("The person's.") }), body: requiredBody(setUserStatusBody) },
  responses: {
    200: { description: "The user", headers: versionHeader, content: json(userSchema) },
    ...problems(400, 401, 403, 404, 409, 413, 415, 429),
  },
});

export const verifyAuditRoute = createRoute({
  method: "get",
  path: "/admin/audit/verify",
  operationId: "verifyAudit",
  summary: "Check a page of an audit chain",
  description:
    "Checks a page of an audit chain: whether each row carries the hash of the one before, whether bookings and payments stand as the rows say, and whether the chain still holds the head that was last anchored outside of the database. For admins. Go on with `after_seq` until the end of the chain is reached, then with `next_coach_id` until all chains are checked.",
  tags,
  security: bearer,
  request: { query: verifyAuditQuery },
  responses: { 200: { description: "What the check found", content: json(auditVerdictSchema) }, ...problems(400, 401, 403) },
});

export const adminRoutes = [
  listUsersRoute,
  viewUserRoute,
  setUserStatusRoute,
  eraseUserRoute,
  verifyAuditRoute,
  listOutboxRoute,
  retryEffectRoute,
  retryEffectsRoute,
  listFailedRefundsRoute,
  listDisputesRoute,
  listAllBookingsRoute,
  viewAnalyticsRoute,
  viewBookingStoryRoute,
  readReportRoute,
  restoredRoute,
  viewKeysRoute,
] as const;
