/** The calls under /coach: the public directory, and the terms that a coach and admins read and change. */
import { createRoute, z } from "@hono/zod-openapi";
import { hoursSchema, setHoursBody } from "./availability.ts";
import { coachListSchema, publicCoachSchema, setSettingsBody, settingsSchema } from "./coach.ts";
import { etagHeader, ifMatchHeaders, versionHeader } from "./headers.ts";
import { bearer, everyone, json, requiredBody } from "./media.ts";
import { offsetPage } from "./paging.ts";
import { problems } from "./problem.ts";
import { uuid } from "./scalar.ts";

const tags = ["Coaches"];
const coachId = z.object({ id: uuid.describe("The coach's.") });
const read = problems(400, 401, 403, 404);
const changed = problems(400, 401, 403, 404, 412, 413, 415, 429);

export const listCoachesRoute = createRoute({
  method: "get",
  path: "/coach",
  operationId: "listCoaches",
  summary: "The public directory",
  description:
    "Lists the active coaches with name and time zone, for anybody and without a token. Page with `limit` and `offset`. A coach appears here once the service has seen a token of theirs.",
  tags,
  security: everyone,
  request: { query: z.object(offsetPage) },
  responses: { 200: { description: "Active coaches", content: json(coachListSchema) }, ...problems(400, 429) },
});

export const viewCoachRoute = createRoute({
  method: "get",
  path: "/coach/{id}",
  operationId: "viewCoach",
  summary: "A coach's public profile",
  description: "Shows what anybody may know of one coach. No token is needed. A coach who has been deactivated is not found.",
  tags,
  security: everyone,
  request: { params: coachId },
  responses: { 200: { description: "The coach", content: json(publicCoachSchema) }, ...problems(400, 404, 429) },
});

export const viewHoursRoute = createRoute({
  method: "get",
  path: "/coach/{id}/availability",
  operationId: "viewAvailability",
  summary: "A coach's working hours",
  description:
    "Shows the working hours of a coach in the coach's own zone, with the defaults written out. For that coach and admins; the public asks the look-up instead. The `ETag` is a value for `If-Match` when you replace them.",
  tags,
  security: bearer,
  request: { params: coachId },
  responses: { 200: { description: "With the defaults written out", headers: etagHeader, content: json(hoursSchema) }, ...read },
});

export const setHoursRoute = createRoute({
  method: "put",
  path: "/coach/{id}/availability",
  operationId: "setAvailability",
  summary: "Replace a coach's working hours",
  description:
    "Replaces the working hours as a whole: weekly ranges, rules that recur, and overrides for single days. For that coach and admins. Sessions that are booked stay, even outside of the new hours. Send `If-Match` so as not to overwrite a change you have not seen.",
  tags,
  security: bearer,
  request: { params: coachId, headers: ifMatchHeaders, body: requiredBody(setHoursBody) },
  responses: {
    200: { description: "The hours as they stand now", headers: { ...etagHeader, ...versionHeader }, content: json(hoursSchema) },
    ...changed,
  },
});

export const viewSettingsRoute = createRoute({
  method: "get",
  path: "/coach/{id}/settings",
  operationId: "viewSettings",
  summary: "A coach's settings",
  description:
    "Shows how a coach takes bookings: notice, buffers, approval, cancellation policy, reminders, with the defaults written out. For that coach and admins. The `ETag` is a value for `If-Match`.",
  tags,
  security: bearer,
  request: { params: coachId },
  responses: { 200: { description: "With the defaults written out", headers: etagHeader, content: json(settingsSchema) }, ...read },
});

export const setSettingsRoute = createRoute({
  method: "patch",
  path: "/coach/{id}/settings",
  operationId: "setSettings",
  summary: "Change some of a coach's settings",
  description:
    "Changes the settings that are named and leaves the others. For that coach and admins. What is booked already keeps the policy it was booked with. Send `If-Match` so as not to overwrite a change you have not seen.",
  tags,
  security: bearer,
  request: { params: coachId, headers: ifMatchHeaders, body: requiredBody(setSettingsBody) },
  responses: {
    200: { description: "The settings as they stand now", headers: { ...etagHeader, ...versionHeader }, content: json(settingsSchema) },
    ...changed,
  },
});

export const coachRoutes = [listCoachesRoute, viewCoachRoute, viewHoursRoute, setHoursRoute, viewSettingsRoute, setSettingsRoute] as const;
