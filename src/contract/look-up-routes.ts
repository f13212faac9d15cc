/** The public look-up of one coach and of several, and what a coach sees behind it. */
import { createRoute, z } from "@hono/zod-openapi";
import { lookUpResponseHeaders } from "./headers.ts";
import { availableSlotsSchema, explainedSchema, explainQuery, lookUpQuery, severalLookUpQuery, severalSlotsSchema } from "./look-up.ts";
import { bearer, everyone, json } from "./media.ts";
import { problems } from "./problem.ts";
import { uuid } from "./scalar.ts";

const tags = ["Availability"];
const coachId = z.object({ coach_id: uuid.describe("The coach's.") });
const notModified = { 304: { description: "As the entity tag in If-None-Match says: nothing has changed" } };

export const lookUpRoute = createRoute({
  method: "get",
  path: "/booking/coach/{coach_id}/availability",
  operationId: "listAvailableSlots",
  summary: "The times at which a coach can be booked",
  description:
    "Lists the times that can be booked in a range of days, for anybody and without a token. What is listed can be booked at that moment; between the look-up and the booking somebody else may take it. Name an `offer_id` where the coach has offers, and a `time_zone` to have days cut where the visitor lives. After a write of your own pass its `availability_version` as `min_version`, so that no older answer comes from a cache.",
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
  description:
    "Answers the look-up for several coaches at once, for a page that compares them. Anybody may ask; each coach counts as one look-up against the rate limit. Coaches who cannot be listed stand in `not_listed` with the reason, and do not fail the others.",
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
  description:
    "Says for each candidate of a day whether it is offered, and if not the first reason why. For the coach and admins, who ask why a time is missing from the look-up. It shows reasons only, never what a calendar entry says.",
  tags,
  security: bearer,
  request: { params: coachId, query: explainQuery },
  responses: { 200: { description: "In order of time", content: json(explainedSchema) }, ...problems(400, 401, 403, 404) },
});

export const lookUpRoutes = [lookUpRoute, severalLookUpRoute, explainRoute] as const;
