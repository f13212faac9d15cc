/** `/admin/bookings/{id}`: one path for an admin's browser, which is shown the story of a booking, and for a program with a token, which reads it. */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { presentBookingStory, viewBookingStoryRoute } from "../../../contract/booking-story.ts";
import { REFUND_TOLD_MS } from "../../../limits/story.ts";
import { say } from "../../../messages/say.ts";
import { viewBookingStory } from "../../../operations/admin/view-booking-story.ts";
import { viewActs } from "../../../operations/bookings/view-acts.ts";
import { bookingStoryPage, type StoryAct } from "../../../pages/admin/booking.tsx";
import type { PastAct } from "../../../pages/session-words.ts";
import type { Admission } from "../../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv } from "../../pipeline/dependencies.ts";
import type { Guard } from "../../pipeline/guard.ts";
import { inBrowser } from "../../pipeline/in-browser.ts";
import { noticeAnswer, pageAnswer, refusedAnswer } from "../../pipeline/page.ts";
import { refusalAnswer } from "../../pipeline/problem.ts";
import { etagOf } from "../../pipeline/revision.ts";
import { zoneShown } from "./chosen.ts";
import { bookingIdOf, type PageContext, STORED_NOWHERE } from "./own-session.ts";
import { pastActOf } from "./sessions.ts";

/** The other path of that form takes no GET, and an id is not its name. The slash is escaped, because paths are taken apart at it. */
const ID = String.raw`{(?!cancel$)[^\x2f]+}`;

type Story = Extract<Awaited<ReturnType<typeof viewBookingStory>>, { readonly ok: true }>["value"];

export function addAdminBookingRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, guard: Guard, { only }: Admission): void {
  app.get(
    `/admin/bookings/:id${ID}`,
    inBrowser(only("admin"), async (c) => await storyAnswer(c, deps)),
  );

  const byId = { ...guard.before(viewBookingStoryRoute, "admin"), path: `/admin/bookings/{id${ID}}` as "/admin/bookings/{id}" };
  app.openapi(byId, async (c) => {
    const seen = await viewBookingStory(await actorContext(c, deps), { bookingId: c.req.valid("param").id });
    if (!seen.ok) return refusalAnswer(c, seen.problem);
    const { actor: by, now } = c.var;
    return c.json(presentBookingStory(seen.value, { now, by }), 200, { ETag: etagOf(seen.value.booking.revision) });
  });
}

async function storyAnswer(c: PageContext, deps: AppDependencies): Promise<Response> {
  const bookingId = bookingIdOf(c);
  if (bookingId === null) return await noticeAnswer(c, "not_found");
  const ctx = await actorContext(c, deps);
  const seen = await viewBookingStory(ctx, { bookingId });
  if (!seen.ok) {
    return seen.problem.tag === "booking_not_found" ? await noticeAnswer(c, "not_found") : await refusedAnswer(c, seen.problem);
  }
  const story = seen.value;
  const { actor, now, session } = c.var;
  const acts = await viewActs(ctx, { booking: story.booking, caps: deps.config.clientCaps });
  const { timeZone } = zoneShown(c.req.query("time_zone"), session, story.coach.timeZone);
  const view = {
    story,
    acts,
    history: { listed: story.acts.listed.map(storyActOf), hasMore: story.acts.hasMore },
    reader: { actor, now, timeZone },
    formKey: deps.newId(),
    done: doneInWords(story, c.req.query("done") ?? "", c.var),
  };
  return await pageAnswer(c, bookingStoryPage(view), 200, STORED_NOWHERE);
}

const DONE = ["confirmed", "rescheduled", "cancelled", "completed", "move_withdrawn", "move_declined"] as const;

/** By the record and not by the address, so that no link can say what is not so. */
function doneInWords({ acts, effects }: Story, asked: string, { actor, now }: Pick<PageContext["var"], "actor" | "now">): string | null {
  if (asked === "1") {
    const [last] = acts.listed;
    const known = DONE.find((each) => each === last?.action && last.authorId === actor.id);
    return known === undefined ? null : say(`story.done.${known}`);
  }
  if (asked === "refund") {
    const isOrdered = effects.listed.some(({ effect, createdAt }) => {
      return effect?.kind === "refund" && effect.cause === "goodwill" && createdAt > now - REFUND_TOLD_MS;
    });
    return isOrdered ? say("story.done.refund") : null;
  }
  const retried = effects.listed.find(({ id }) => id === asked);
  return retried === undefined || retried.state === "failed" ? null : say("story.done.retry");
}

/** The fields of a row of the trail beside its times, as `agenda/` writes them. */
const furtherChanges = z.object({
  on_behalf_of: z.enum(["client", "coach"]).nullable().catch(null),
  accepted: z.boolean().catch(false),
  refund_percent: z.int().nullable().catch(null),
  refund_cap_percent: z.int().nullable().catch(null),
});

function storyActOf(row: Story["acts"]["listed"][number]): StoryAct {
  const by: PastAct["by"] = row.authorRole;
  const further = furtherChanges.parse(JSON.parse(row.changes));
  return {
    ...pastActOf({ action: row.action, by, at: row.at, changes: row.changes }),
    authorId: row.authorId,
    authorName: row.authorName,
    onBehalfOf: further.on_behalf_of,
    isAccepted: further.accepted,
    refundPercent: further.refund_percent,
    capPercent: further.refund_cap_percent,
  };
}
