/**
 * The coach's policy and settings in pages, by the operation of the API. A form holds the revision that its page showed: where the settings have
 * been changed since, nothing is written, and the page says how they stand now. Sent once more it holds the present revision.
 */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { CoachProfile, CoachSettings } from "../../../domain/coach.ts";
import type { IdempotencyClaim } from "../../../domain/command.ts";
import type { Money } from "../../../domain/money.ts";
import type { Refusal } from "../../../domain/refusal.ts";
import { setSettings, viewTerms } from "../../../operations/coaches/coach-terms.ts";
import { readingOf, type Typed } from "../../../pages/desk/fields.tsx";
import { policyDifferences, policyPage, readPolicy, typedPolicy } from "../../../pages/desk/policy.tsx";
import { readSettings, settingsDifferences, settingsPage, typedSettings } from "../../../pages/desk/settings.tsx";
import type { FormState } from "../../../pages/form.tsx";
import type { Render } from "../../../pages/layout.tsx";
import { refusalInWords } from "../../../pages/refusals.ts";
import type { Admission } from "../../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv, type OwnPageEnv } from "../../pipeline/dependencies.ts";
import { boundedForm, formClaim, formKey, SEE_OTHER, typedIn } from "../../pipeline/form.ts";
import { pageAnswer, refusedAnswer } from "../../pipeline/page.ts";
import { PROBLEMS } from "../../pipeline/problem.ts";

type PageContext = Context<OwnPageEnv>;

export const revisionIn = z.coerce.number().int().min(0);

/** Beside the profile, all that a page of terms shows. */
interface Shown {
  /** That the form holds: the one that its page showed, until something has been refused because of it. */
  readonly revision: number;
  readonly typed: Typed;
  readonly faults: FormState["faults"];
  /** null: it stands as it was when the page was opened. */
  readonly stale: CoachProfile | null;
  /** The policy that was typed is to be shown by an example. */
  readonly isTried: boolean;
}

interface TermsPage {
  readonly path: string;
  readonly typed: (settings: CoachSettings) => Typed;
  readonly read: (reading: ReturnType<typeof readingOf>) => Partial<CoachSettings>;
  readonly render: (c: PageContext, profile: CoachProfile, shown: Shown, key: string) => Render;
}

const SETTINGS: TermsPage = {
  path: "/desk/settings",
  typed: typedSettings,
  read: readSettings,
  render: (c, _profile, { revision, typed, faults, stale }, key) =>
    settingsPage({
      form: { typed, faults },
      formKey: key,
      revision,
      isSaved: isSaved(c),
      differences: stale === null ? null : settingsDifferences(typed, stale.settings),
    }),
};

const POLICY: TermsPage = {
  path: "/desk/policy",
  typed: ({ cancellationPolicy }) => typedPolicy(cancellationPolicy),
  read: (reading) => ({ cancellationPolicy: readPolicy(reading) }),
  render: (c, profile, { revision, typed, faults, stale, isTried }, key) => {
    const read = readPolicy(readingOf(typed));
    return policyPage({
      form: { typed, faults },
      formKey: key,
      revision,
      isSaved: isSaved(c),
      differences: stale === null ? null : policyDifferences(read, stale.settings.cancellationPolicy),
      example: { policy: isTried ? read : profile.settings.cancellationPolicy, price: examplePriceOf(profile), now: c.var.now },
      isExampleTyped: isTried,
      ownPolicies: profile.offers.filter(({ isActive, cancellationPolicy }) => isActive && cancellationPolicy !== null).length,
    });
  },
};

export function addDeskTermsPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  for (const page of [SETTINGS, POLICY]) {
    app.get(page.path, only("coach"), async (c) => {
      const seen = await viewTerms(await actorContext(c, deps), { coachId: c.var.actor.id });
      if (!seen.ok) return await refusedAnswer(c, seen.problem);
      const { settings, settingsRevision: revision } = seen.value;
      const shown = { revision, typed: page.typed(settings), faults: new Map(), stale: null, isTried: false };
      return await pageAnswer(c, page.render(c, seen.value, shown, deps.newId()), 200, {});
    });
    app.post(page.path, only("coach"), boundedForm, async (c) => await change(c, deps, page));
  }
}

async function change(c: PageContext, deps: AppDependencies, page: TermsPage): Promise<Response> {
  const coachId = c.var.actor.id;
  const { key: sentKey, revision: sentRevision, act, ...typed } = typedIn(await c.req.parseBody());
  const [key, ifRevision] = [formKey.parse(sentKey), revisionIn.catch(0).parse(sentRevision)];
  const reading = readingOf(typed);
  const patch = page.read(reading);
  const isTried = act === "example" && reading.faults.size === 0;
  const show = async (refusal: Refusal | null): Promise<Response> => {
    const seen = await viewTerms(await actorContext(c, deps), { coachId });
    if (!seen.ok) return await refusedAnswer(c, seen.problem);
    const faults = refusal === null ? reading.faults : new Map([["", refusalInWords(refusal)]]);
    const stale = refusal?.tag === "revision_mismatch" ? seen.value : null;
    const status = isTried ? 200 : PROBLEMS[refusal?.tag ?? "validation_failed"].status;
    const revision = stale === null ? ifRevision : stale.settingsRevision;
    return await pageAnswer(c, page.render(c, seen.value, { revision, typed, faults, stale, isTried }, deps.newId()), status, {});
  };
  if (reading.faults.size > 0 || isTried) return await show(null);
  const claim = await formClaim(c, page.path, key, { coachId, ifRevision, patch: JSON.stringify(patch) });
  const changed = await onceOrAnew(
    async (once) => await setSettings(await actorContext(c, deps, once), { coachId, patch, replaced: [], ifRevision }),
    claim,
    (made) => !made.ok && made.problem.tag === "idempotency_key_reused",
  );
  return changed.ok ? c.redirect(`${page.path}?saved`, SEE_OTHER) : await show(changed.problem);
}

/**
 * A form that is sent once more with other content, from a page that the browser kept, is another change: its revision says whether it may be
 * made. Only for changes that are held to one.
 */
export async function onceOrAnew<Made>(
  make: (claim: IdempotencyClaim | null) => Promise<Made>,
  claim: IdempotencyClaim | null,
  isReused: (made: Made) => boolean,
): Promise<Made> {
  const made = await make(claim);
  return isReused(made) ? await make(null) : made;
}

export function isSaved({ req }: PageContext): boolean {
  return req.query("saved") !== undefined;
}

const EXAMPLE_PRICE: Money = { minor: 10_000, currency: "EUR" };

/** The first price of the coach's own, or a round one. */
function examplePriceOf({ offers }: CoachProfile): Money {
  return offers.find(({ isActive, price }) => isActive && price !== null)?.price ?? EXAMPLE_PRICE;
}
