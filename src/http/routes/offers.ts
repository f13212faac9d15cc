/** The calls that list, make, change and retire a coach's offers. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { changeOfferRoute, listOffersRoute, makeOfferRoute, offerPatchFrom, presentOffer, retireOfferRoute } from "../../contract/offer.ts";
import { changeOffer, listOffers, makeOffer, type OfferReply, retireOffer } from "../../operations/coaches/offers.ts";
import { REVALIDATED } from "../pipeline/caching.ts";
import { actorContext, type AppDependencies, type HttpEnv, operationContext, type SignedInContext } from "../pipeline/dependencies.ts";
import type { Guard } from "../pipeline/guard.ts";
import { claimOf, ifMatchIn } from "../pipeline/idempotency.ts";
import { type ProblemAnswer, refusalAnswer } from "../pipeline/problem.ts";
import { changeHeaders, ifRevisionOf } from "../pipeline/revision.ts";
import { validationAnswer } from "../pipeline/validation.ts";

export function addOfferRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, guard: Guard): void {
  const { priceMinorMin } = deps.config;

  app.openapi(guard.optionally(listOffersRoute), async (c) => {
    const coachId = c.req.valid("param").id;
    const found = await listOffers(await operationContext(c, deps), { coachId, actor: c.var.actor ?? null });
    if (!found.ok) return refusalAnswer(c, found.problem);
    const { offers, isOwn } = found.value;
    return c.json({ offers: offers.map((offer) => presentOffer(offer, isOwn, null)) }, 200, REVALIDATED);
  });

  app.openapi(guard.before(makeOfferRoute, "coach", "admin"), async (c) => {
    const coachId = c.req.valid("param").id;
    const { title, duration_minutes: durationMinutes, ...rest } = c.req.valid("json");
    const terms = { ...offerPatchFrom(rest), title, durationMinutes };
    const claim = await claimOf(c.var.actor.id, makeOfferRoute, c.req.valid("header")["Idempotency-Key"], {
      coachId,
      terms: JSON.stringify(terms),
    });
    const reply = await makeOffer(await actorContext(c, deps, claim), { coachId, priceMinorMin, terms });
    if (!reply.result.ok) return refusedReply(c, reply, `/coach/${coachId}/offers`);
    const { offer, availabilityVersion } = reply.result.value;
    const headers = { ...successHeaders(reply), Location: `/coach/${coachId}/offers/${offer.id}` };
    return c.json(presentOffer(offer, true, availabilityVersion), 201, headers);
  });

  app.openapi(guard.before(changeOfferRoute, "coach", "admin"), async (c) => {
    const { id: coachId, offer_id: offerId } = c.req.valid("param");
    const patch = offerPatchFrom(c.req.valid("json"));
    const headers = c.req.valid("header");
    const claim = await claimOf(c.var.actor.id, changeOfferRoute, headers["Idempotency-Key"], {
      coachId,
      offerId,
      patch: JSON.stringify(patch),
      ...ifMatchIn(headers["If-Match"]),
    });
    const ifRevision = ifRevisionOf(headers["If-Match"]);
    const reply = await changeOffer(await actorContext(c, deps, claim), { coachId, priceMinorMin, offerId, patch, ifRevision });
    if (!reply.result.ok) return refusedReply(c, reply, `/coach/${coachId}/offers/${offerId}`);
    const { offer, availabilityVersion } = reply.result.value;
    return c.json(presentOffer(offer, true, availabilityVersion), 200, successHeaders(reply));
  });

  app.openapi(guard.before(retireOfferRoute, "coach", "admin"), async (c) => {
    const { id: coachId, offer_id: offerId } = c.req.valid("param");
    const headers = c.req.valid("header");
    const asked = { coachId, offerId, ...ifMatchIn(headers["If-Match"]) };
    const claim = await claimOf(c.var.actor.id, retireOfferRoute, headers["Idempotency-Key"], asked);
    const ifRevision = ifRevisionOf(headers["If-Match"]);
    const reply = await retireOffer(await actorContext(c, deps, claim), { coachId, offerId, ifRevision });
    return reply.result.ok ? c.body(null, 204, successHeaders(reply)) : refusedReply(c, reply, `/coach/${coachId}/offers/${offerId}`);
  });
}

function replayHeaders({ replayed }: OfferReply): Record<string, string> {
  return replayed ? { "Idempotency-Replayed": "true" } : {};
}

function successHeaders(reply: OfferReply): Record<string, string> {
  if (!reply.result.ok) return {};
  const { offer, availabilityVersion } = reply.result.value;
  return { ...changeHeaders(offer.revision, availabilityVersion), ...replayHeaders(reply) };
}

function refusedReply(c: SignedInContext, reply: OfferReply, instance: string): ProblemAnswer {
  if (reply.result.ok) throw new TypeError("not refused");
  const { problem } = reply.result;
  if (problem.tag === "price_invalid") return validationAnswer(c, [{ pointer: "/price/amount_minor", detail: problem.detail }]);
  return refusalAnswer(c, problem, { requestId: reply.requestId, instance, headers: replayHeaders(reply) });
}
