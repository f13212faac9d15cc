/** The public look-up of one coach and of several, and what a coach sees behind it. */
import { createRoute, z } from "@hono/zod-openapi";
import { lookUpResponseHeaders } from "./headers.ts";
import { availableSlotsSchema, explainedSchema, explainQuery, lookUpQuery, severalLookUpQuery, severalSlotsSchema } from "./look-up.ts";
import { bearer, everyone, json } from "./media.ts";
import { problems } from "./problem.ts";
import { uuid } from "./scalar.ts";

const tags = ["Availability"];
const coachId = z.object({ coach_id: uuid });
const notModified = { 304: { description: "As the entity tag in If-None-Match says: nothing has changed" } };

export const lookUpRoute = createRoute({
  method: "get",
  path: "/booking/coach/{coach_id}/availability",
  operationId: "listAvailableSlots",
  summary: "The times at which a coach can be booked",
  tags,
  security: everyone,
  request: { params: coachId, query: lookUpQuery },
  responses: {
    200: {
      description: "In order of time; as many whole days as make 5,000 slots, and the rest from `next_start_date` on",
      headers: lookUpResponseHeaders,
      content: json(availableSlotsSchema),
    },
    ...notModified,
    ...problems(400, 404, 429),
  },
});

export const severalLookUpRoute = createRoute({
  method: "get",
  path: "/availability",
  operationId: "listSlotsOfSeveralCoaches",
  summary: "The times at which each of several coaches can be booked",
  tags,
  security: everyone,
  request: { query: severalLookUpQuery },
  responses: {
    200: {
      description: "In the order asked; as many whole days as make 5,000 slots of all together, and the rest from `next_start_date` on",
      headers: lookUpResponseHeaders,
      content: json(severalSlotsSchema),
    },
    ...notModified,
    ...problems(400, 429),
  },
});

export const explainRoute = createRoute({
  method: "get",
  path: "/booking/coach/{coach_id}/availability/explain",
  operationId: "explainAvailability",
  summary: "Why a coach's day looks as it does: each candidate with the first reason it is not offered",
  tags,
  security: bearer,
  request: { params: coachId, query: explainQuery },
  responses: { 200: { description: "In order of time", content: json(explainedSchema) }, ...problems(400, 401, 403, 404) },
});

export const lookUpRoutes = [lookUpRoute, severalLookUpRoute, explainRoute] as const;
