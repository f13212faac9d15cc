/** Calendar files for those without a connection: one session to download, and a coach's private feed. */
import { createRoute, z } from "@hono/zod-openapi";
import { bearer, everyone, json } from "./media.ts";
import { problems } from "./problem.ts";
import { uuid } from "./scalar.ts";

const file = { "text/calendar": { schema: z.string() } };

export const inviteRoute = createRoute({
  method: "get",
  path: "/booking/{id}/invite.ics",
  operationId: "downloadInvite",
  summary: "The session as an iCalendar file",
  description:
    "Gives the session as a file that any calendar program opens. For the parties and admins. It is a picture of this moment: after a move, a new download updates the same entry.",
  tags: ["Bookings"],
  security: bearer,
  request: { params: z.object({ id: uuid.describe("The booking's.") }) },
  responses: { 200: { description: "An iCalendar file (RFC 5545)", content: file }, ...problems(400, 401, 403, 404) },
});

export const feedRoute = createRoute({
  method: "get",
  path: "/coach/{id}/calendar.ics",
  operationId: "readCalendarFeed",
  summary: "A coach's sessions as a feed to subscribe to; whoever has the key may read it",
  description:
    "Gives the coach's sessions as a feed for calendar programs that subscribe to an address. The `key` is the only proof, because such programs send no token. Without the right key the coach is not found. Of a client's notes it says how they begin.",
  tags: ["Coaches"],
  security: everyone,
  request: {
    params: z.object({ id: uuid.describe("The coach's.") }),
    query: z.object({ key: z.string().max(200).optional().describe("The secret part of the address.") }),
  },
  responses: { 200: { description: "An iCalendar feed (RFC 5545)", content: file }, ...problems(400, 404, 429) },
});

export const rotateFeedKeyRoute = createRoute({
  method: "post",
  path: "/coach/{id}/calendar-key",
  operationId: "rotateCalendarKey",
  summary: "A new key for the feed; the one before is worth nothing from then on",
  description:
    "Makes the address of the feed, with a new key in it, for the coach alone. It is shown this once, because only a hash of the key is kept. The address given before stops working.",
  tags: ["Coaches"],
  security: bearer,
  request: { params: z.object({ id: uuid.describe("The coach's.") }) },
  responses: {
    200: {
      description: "Where to subscribe. Shown this once: we keep a hash of the key",
      content: json(
        z.object({ feed_url: z.string().describe("The address with its key: whoever has it reads the feed.") }).openapi("CalendarFeed"),
      ),
    },
    ...problems(400, 401, 403, 404, 429),
  },
});

export const revokeFeedKeyRoute = createRoute({
  method: "delete",
  path: "/coach/{id}/calendar-key",
  operationId: "revokeCalendarKey",
  summary: "End the feed without making another",
  description:
    "Ends the feed, for the coach alone. The address given before stops working from then on, and none takes its place. Where there is no feed, nothing changes.",
  tags: ["Coaches"],
  security: bearer,
  request: { params: z.object({ id: uuid.describe("The coach's.") }) },
  responses: { 204: { description: "There is no feed" }, ...problems(400, 401, 403, 404, 429) },
});

export const calendarFileRoutes = [inviteRoute, feedRoute, rotateFeedKeyRoute, revokeFeedKeyRoute] as const;
