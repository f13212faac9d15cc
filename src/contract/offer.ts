/** Offers on the wire, and the calls under /coach/{id}/offers. Everybody sees what is sold; the address and link of its place do not stand there. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Offer, OfferTerms } from "../domain/agreement/offer.ts";
import {
  BUFFER_MINUTES_MAX,
  NOTICE_MINUTES_MAX,
  OFFER_DESCRIPTION_CHARACTERS_MAX,
  OFFER_POSITION_MAX,
  OFFER_TITLE_CHARACTERS_MAX,
} from "../limits.ts";
import {
  cancellationPolicy,
  placeFrom,
  placeIn,
  placeSchema,
  policyStepFrom,
  presentPlace,
  presentPolicyStep,
  presentPrice,
  price,
  priceFrom,
} from "./agreement.ts";
import { etagHeader, idempotencyHeaders, locationHeader, replayedHeader, versionHeader, writeHeaders } from "./headers.ts";
import { bearer, json, requiredBody } from "./media.ts";
import { problems } from "./problem.ts";
import { durationMinutes, freeText, instantOut, presentInstant, uuid } from "./scalar.ts";

const coachs = { description: "null: the coach's setting counts." };
const minutes = (max: number) => z.int().min(0).max(max).nullable().openapi(coachs);

const offerIn = z.strictObject({
  title: freeText(OFFER_TITLE_CHARACTERS_MAX)
    .refine((text) => text.trim() !== "", "must not be empty")
    .describe("What it is called."),
  description: freeText(OFFER_DESCRIPTION_CHARACTERS_MAX)
    .nullable()
    .describe("What the client gets, in plain text; null: nothing is said."),
  duration_minutes: durationMinutes.describe("Length of the session, in minutes."),
  price: price.nullable().openapi({ description: "null: free." }),
  approval_required: z
    .boolean()
    .nullable()
    .openapi(coachs)
    .describe("Whether the coach's word is needed; null: the coach's setting counts."),
  place: placeIn,
  buffer_before_minutes: minutes(BUFFER_MINUTES_MAX),
  buffer_after_minutes: minutes(BUFFER_MINUTES_MAX),
  notice_minutes_min: minutes(NOTICE_MINUTES_MAX),
  cancellation_policy: cancellationPolicy.nullable(),
  position: z.int().min(0).max(OFFER_POSITION_MAX).openapi({
    description: "Of offers of one length, the first by position is meant by a request that names none.",
  }),
});

/** Only what was sent: an absent member stays as it is. */
const changeOfferBody = offerIn.partial().openapi("ChangeOffer");
const makeOfferBody = offerIn.partial().required({ title: true, duration_minutes: true }).openapi("MakeOffer");

export const offerSchema = z
  .object({
    id: uuid.describe("The offer's."),
    coach_id: uuid.describe("Who sells it."),
    title: z.string().describe("What it is called."),
    description: z.string().nullable().describe("What the client gets, in plain text; null: nothing is said."),
    duration_minutes: z.int().describe("Length of the session, in minutes."),
    price: price.nullable(),
    approval_required: z.boolean().nullable().describe("Whether the coach's word is needed; null: the coach's setting counts."),
    place: placeSchema,
    buffer_before_minutes: z.int().nullable().describe("Minutes kept free before the session; null: the coach's setting counts."),
    buffer_after_minutes: z.int().nullable().describe("Minutes kept free after the session; null: the coach's setting counts."),
    notice_minutes_min: z
      .int()
      .nullable()
      .describe("Minutes before the start at which it can be booked at the latest; null: the coach's setting counts."),
    cancellation_policy: cancellationPolicy.nullable(),
    position: z.int().describe("Its place among the coach's offers, lowest first."),
    is_active: z.boolean().openapi({ description: "false: retired. Nothing is booked by it any more." }),
    revision: z.int().describe("Raised by each change; as `ETag`, to be sent as `If-Match`."),
    created_at: instantOut,
    updated_at: instantOut,
    availability_version: z.int().optional().openapi({ description: "In answers to writes." }),
  })
  .openapi("Offer");

const offerListSchema = z.object({ offers: z.array(offerSchema).describe("In order of position.") }).openapi("OfferList");

type OfferBody = z.output<typeof changeOfferBody>;

export function offerPatchFrom(body: OfferBody): Partial<OfferTerms> {
  const patch: { [Name in keyof OfferTerms]: OfferTerms[Name] | undefined } = {
    title: body.title,
    description: body.description,
    durationMinutes: body.duration_minutes,
    price: body.price === undefined ? undefined : priceFrom(body.price),
    approvalRequired: body.approval_required,
    place: body.place === undefined ? undefined : placeFrom(body.place),
    bufferBeforeMinutes: body.buffer_before_minutes,
    bufferAfterMinutes: body.buffer_after_minutes,
    noticeMinutesMin: body.notice_minutes_min,
    cancellationPolicy: body.cancellation_policy === undefined ? undefined : (body.cancellation_policy?.map(policyStepFrom) ?? null),
    position: body.position,
  };
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<OfferTerms>;
}

/** `isTold`: to the coach and admins; others do not see where exactly it takes place. */
export function presentOffer(offer: Offer, isTold: boolean, availabilityVersion: number | null): z.infer<typeof offerSchema> {
  return {
    id: offer.id,
    coach_id: offer.coachId,
    title: offer.title,
    description: offer.description,
    duration_minutes: offer.durationMinutes,
    price: presentPrice(offer.price),
    approval_required: offer.approvalRequired,
    place: presentPlace(offer.place, isTold),
    buffer_before_minutes: offer.bufferBeforeMinutes,
    buffer_after_minutes: offer.bufferAfterMinutes,
    notice_minutes_min: offer.noticeMinutesMin,
    cancellation_policy: offer.cancellationPolicy?.map(presentPolicyStep) ?? null,
    position: offer.position,
    is_active: offer.isActive,
    revision: offer.revision,
    created_at: presentInstant(offer.createdAt),
    updated_at: presentInstant(offer.updatedAt),
    ...(availabilityVersion === null ? {} : { availability_version: availabilityVersion }),
  };
}

const tags = ["Offers"];
const coachId = z.object({ id: uuid.describe("The coach's.") });
const offerId = coachId.extend({ offer_id: uuid.describe("The offer's.") });
const headers = { ...etagHeader, ...versionHeader, ...replayedHeader };

export const listOffersRoute = createRoute({
  method: "get",
  path: "/coach/{id}/offers",
  operationId: "listOffers",
  summary: "What a coach sells; for that coach and admins also what is retired",
  description:
    "Lists what a coach sells, in order of position; anybody may ask. The coach and admins see retired offers and exact places as well. A coach without offers sells every length for nothing.",
  tags,
  security: [{}, ...bearer],
  request: { params: coachId },
  responses: { 200: { description: "In order of position", content: json(offerListSchema) }, ...problems(400, 401, 403, 404, 429) },
});

export const makeOfferRoute = createRoute({
  method: "post",
  path: "/coach/{id}/offers",
  operationId: "makeOffer",
  summary: "Sell something new",
  description:
    "Adds something to what a coach sells: a length with a price, a place and terms of its own. For that coach and admins. Terms that are null follow the coach's settings. Takes an `Idempotency-Key`.",
  tags,
  security: bearer,
  request: { params: coachId, headers: idempotencyHeaders, body: requiredBody(makeOfferBody) },
  responses: {
    201: { description: "The offer", headers: { ...headers, ...locationHeader }, content: json(offerSchema) },
    ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
});

export const changeOfferRoute = createRoute({
  method: "patch",
  path: "/coach/{id}/offers/{offer_id}",
  operationId: "changeOffer",
  summary: "Change an offer; what has been booked by it stays as it was agreed",
  description:
    "Changes the members of an offer that are named, for that coach and admins. What has been booked by it keeps its price, place and policy. Takes `If-Match` and `Idempotency-Key`.",
  tags,
  security: bearer,
  request: { params: offerId, headers: writeHeaders, body: requiredBody(changeOfferBody) },
  responses: {
    200: { description: "The offer as it stands now", headers, content: json(offerSchema) },
    ...problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 429),
  },
});

export const retireOfferRoute = createRoute({
  method: "delete",
  path: "/coach/{id}/offers/{offer_id}",
  operationId: "retireOffer",
  summary: "Retire an offer",
  description:
    "Takes an offer out of sale, for that coach and admins. Sessions booked by it stand, and it is kept for their record. Takes `If-Match` and `Idempotency-Key`.",
  tags,
  security: bearer,
  request: { params: offerId, headers: writeHeaders },
  responses: { 204: { description: "Retired", headers }, ...problems(400, 401, 403, 404, 409, 412, 422, 429) },
});

export const offerRoutes = [listOffersRoute, makeOfferRoute, changeOfferRoute, retireOfferRoute] as const;
