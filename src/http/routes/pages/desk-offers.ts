/** The coach's offers in pages, by the operations of the API: listed, made, changed, retired. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { uuid } from "../../../contract/scalar.ts";
import type { Offer } from "../../../domain/agreement/offer.ts";
import { say } from "../../../messages/say.ts";
import { changeOffer, listOffers, makeOffer, type OfferReply, retireOffer } from "../../../operations/coaches/offers.ts";
import { readingOf, type Typed } from "../../../pages/desk/fields.tsx";
import { offerDifferences, priceFault, readOffer, typedNewOffer, typedOffer } from "../../../pages/desk/offer-form.tsx";
import { offerFormPage, offersPage, retirePage } from "../../../pages/desk/offers.tsx";
import { type FormState, NEW_FORM, refusedForm } from "../../../pages/form.tsx";
import { refusalInWords } from "../../../pages/refusals.ts";
import type { Admission } from "../../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv, type OwnPageEnv } from "../../pipeline/dependencies.ts";
import { boundedForm, formClaim, formKey, SEE_OTHER, typedIn } from "../../pipeline/form.ts";
import { pageAnswer, refusedAnswer } from "../../pipeline/page.ts";
import { PROBLEMS } from "../../pipeline/problem.ts";
import { isSaved, onceOrAnew, revisionIn } from "./desk-terms.ts";

type PageContext = Context<OwnPageEnv>;

const LIST = "/desk/offers";
const NEW = "/desk/offers/new";
const ONE = "/desk/offers/:offer";
const RETIRE = "/desk/offers/:offer/retire";

export function addDeskOfferPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  const coach = only("coach");

  app.get(LIST, coach, async (c) => {
    const offers = await offersOf(c, deps);
    return await pageAnswer(c, offersPage({ offers, isSaved: isSaved(c), publicHref: `/book/${c.var.actor.id}` }), 200, {});
  });

  app.get(NEW, coach, async (c) => {
    const form = { typed: typedNewOffer(currencyIn(await offersOf(c, deps))), faults: NEW_FORM.faults };
    return await pageAnswer(c, offerFormPage({ form, formKey: deps.newId(), offer: null, differences: null }), 200, {});
  });
  app.post(NEW, coach, boundedForm, async (c) => await make(c, deps));

  app.get(ONE, coach, async (c) => {
    const [offer, offers] = await offerOf(c, deps);
    if (offer === null) return await refusedAnswer(c, { tag: "offer_not_found" });
    if (!offer.isActive) return await refusedAnswer(c, { tag: "offer_retired" });
    const form = { typed: typedOffer(offer, currencyIn(offers)), faults: NEW_FORM.faults };
    return await pageAnswer(c, offerFormPage({ form, formKey: deps.newId(), offer, differences: null }), 200, {});
  });
  app.post(ONE, coach, boundedForm, async (c) => await change(c, deps));

  app.get(RETIRE, coach, async (c) => {
    const [offer] = await offerOf(c, deps);
    if (offer === null) return await refusedAnswer(c, { tag: "offer_not_found" });
    return await pageAnswer(c, retirePage({ offer, formKey: deps.newId() }), 200, {});
  });
  app.post(RETIRE, coach, boundedForm, async (c) => await retire(c, deps));
}

/** The offers that are sold, then those that are retired. A coach who signs in has been recorded, so there is always a list. */
async function offersOf(c: PageContext, deps: AppDependencies): Promise<readonly Offer[]> {
  const listed = await listOffers(await actorContext(c, deps), { coachId: c.var.actor.id, actor: c.var.actor });
  return listed.ok ? listed.value.offers : [];
}

async function offerOf(c: PageContext, deps: AppDependencies): Promise<readonly [Offer | null, readonly Offer[]]> {
  const offers = await offersOf(c, deps);
  const id = uuid.safeParse(c.req.param("offer")).data;
  return [offers.find((offer) => offer.id === id) ?? null, offers];
}

const CURRENCY_USUAL = "EUR";

/** The one that the coach has used. */
function currencyIn(offers: readonly Offer[]): string {
  return offers.find(({ price }) => price !== null)?.price?.currency ?? CURRENCY_USUAL;
}

async function make(c: PageContext, deps: AppDependencies): Promise<Response> {
  const coachId = c.var.actor.id;
  const { key, typed } = await sent(c);
  const reading = readingOf(typed);
  const terms = readOffer(reading);
  const show = async (form: FormState, status: 200 | keyof typeof PROBLEMS): Promise<Response> =>
    await pageAnswer(
      c,
      offerFormPage({ form, formKey: deps.newId(), offer: null, differences: null }),
      status === 200 ? status : PROBLEMS[status].status,
      {},
    );
  if (reading.faults.size > 0) return await show(reading, "validation_failed");
  const claim = await formClaim(c, NEW, key, { coachId, terms: JSON.stringify(terms) });
  const input = { coachId, priceMinorMin: deps.config.priceMinorMin, terms };
  const { result } = await makeOffer(await actorContext(c, deps, claim), input);
  if (result.ok) return c.redirect(`${LIST}?saved`, SEE_OTHER);
  const { problem } = result;
  const isSentBefore = problem.tag === "idempotency_key_reused";
  return await show(isSentBefore ? refusedForm(typed, say("offer.sent_before")) : formOf(typed, problem), codeOf(problem));
}

async function change(c: PageContext, deps: AppDependencies): Promise<Response> {
  const coachId = c.var.actor.id;
  const { key, revision, typed } = await sent(c);
  const [known] = await offerOf(c, deps);
  if (known === null) return await refusedAnswer(c, { tag: "offer_not_found" });
  const reading = readingOf(typed);
  const patch = readOffer(reading);
  const show = async (offer: Offer, form: FormState, code: keyof typeof PROBLEMS): Promise<Response> => {
    const differences = code === "revision_mismatch" ? offerDifferences(typed, offer) : null;
    return await pageAnswer(c, offerFormPage({ form, formKey: deps.newId(), offer, differences }), PROBLEMS[code].status, {});
  };
  // The revision that the page showed stays in the form until something has been refused because of it.
  if (reading.faults.size > 0) return await show({ ...known, revision }, reading, "validation_failed");
  const asked = { coachId, offerId: known.id, ifRevision: revision };
  const claim = await formClaim(c, ONE, key, { ...asked, patch: JSON.stringify(patch) });
  const { priceMinorMin } = deps.config;
  const { result } = await onceOrAnew(
    async (once) => await changeOffer(await actorContext(c, deps, once), { ...asked, patch, priceMinorMin }),
    claim,
    ({ result: made }) => !made.ok && made.problem.tag === "idempotency_key_reused",
  );
  if (result.ok) return c.redirect(`${LIST}?saved`, SEE_OTHER);
  const [now] = await offerOf(c, deps);
  if (now === null || !now.isActive) return await refusedAnswer(c, { tag: "offer_retired" });
  const isStale = result.problem.tag === "revision_mismatch";
  return await show(isStale ? now : { ...now, revision }, formOf(typed, result.problem), codeOf(result.problem));
}

async function retire(c: PageContext, deps: AppDependencies): Promise<Response> {
  const { key, revision } = await sent(c);
  const [known] = await offerOf(c, deps);
  if (known === null) return await refusedAnswer(c, { tag: "offer_not_found" });
  const asked = { coachId: c.var.actor.id, offerId: known.id, ifRevision: revision };
  const claim = await formClaim(c, RETIRE, key, asked);
  const { result } = await retireOffer(await actorContext(c, deps, claim), asked);
  if (result.ok) return c.redirect(`${LIST}?saved`, SEE_OTHER);
  const [offer] = await offerOf(c, deps);
  const form = formOf({}, result.problem);
  return await pageAnswer(
    c,
    retirePage({ offer: offer ?? known, formKey: deps.newId(), form }),
    PROBLEMS[codeOf(result.problem)].status,
    {},
  );
}

interface Sent {
  readonly key: string;
  readonly revision: number;
  readonly typed: Typed;
}

async function sent(c: PageContext): Promise<Sent> {
  const { key, revision, ...typed } = typedIn(await c.req.parseBody());
  return { key: formKey.parse(key), revision: revisionIn.catch(0).parse(revision), typed };
}

type Problem = Extract<OfferReply["result"], { readonly ok: false }>["problem"];

function formOf(typed: Typed, problem: Problem): FormState {
  if (problem.tag === "price_invalid") return { typed, faults: priceFault(problem.rule, typed["currency"] ?? CURRENCY_USUAL) };
  return refusedForm(typed, refusalInWords(problem));
}

function codeOf(problem: Problem): keyof typeof PROBLEMS {
  return problem.tag === "price_invalid" ? "validation_failed" : problem.tag;
}
