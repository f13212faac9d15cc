/**
 * One session of whoever is signed in, as every page about it needs it: the booking with its parties, the acts that are open, the reader's zone.
 * One that is not the reader's is answered as one that there is not. Also what all forms of acts have in common.
 */
import type { Context } from "hono";
import { z } from "zod";
import { timeZone as zoneIn, uuid } from "../../../contract/scalar.ts";
import { maySeeAddress } from "../../../domain/access.ts";
import { statusAt } from "../../../domain/booking.ts";
import type { ActsNow } from "../../../domain/agreement/acts-now.ts";
import type { Refusal, RefusalTag } from "../../../domain/refusal.ts";
import type { BookingReply } from "../../../operations/bookings/booking-reply.ts";
import { viewActs } from "../../../operations/bookings/view-acts.ts";
import { viewBooking } from "../../../operations/bookings/view-booking.ts";
import type { ActorContext } from "../../../operations/context.ts";
import { type FormState, NEW_FORM, refusedForm } from "../../../pages/form.tsx";
import type { Render } from "../../../pages/layout.tsx";
import { refusalInWords } from "../../../pages/refusals.ts";
import { actRefusedPage, type ActView } from "../../../pages/session-acts.tsx";
import type { Reader } from "../../../pages/session-words.ts";
import { NO_STORE } from "../../pipeline/caching.ts";
import { actorContext, type AppDependencies, type OwnPageEnv } from "../../pipeline/dependencies.ts";
import { formKey, SEE_OTHER } from "../../pipeline/form.ts";
import { noticeAnswer, pageAnswer, refusedAnswer } from "../../pipeline/page.ts";
import { PROBLEMS } from "../../pipeline/problem.ts";
import { zoneShown } from "./chosen.ts";

export type PageContext = Context<OwnPageEnv>;
type Seen = Extract<Awaited<ReturnType<typeof viewBooking>>, { readonly ok: true }>["value"];

export interface OwnSession extends Pick<ActView, "booking" | "parties" | "reader" | "home" | "onBehalfOf"> {
  readonly ctx: ActorContext;
  readonly seen: Seen;
  readonly acts: ActsNow;
  readonly isZoneChosen: boolean;
}

export const STORED_NOWHERE = { "Cache-Control": NO_STORE };

export async function onOwnSession(
  c: PageContext,
  deps: AppDependencies,
  answer: (own: OwnSession) => Promise<Response>,
): Promise<Response> {
  const bookingId = bookingIdOf(c);
  if (bookingId === null) return await noticeAnswer(c, "not_found");
  const ctx = await actorContext(c, deps);
  const found = await viewBooking(ctx, { caller: c.var.person, bookingId });
  if (!found.ok) return await goneAnswer(c, found.problem);
  const { booking } = found.value;
  const { actor, now } = c.var;
  const acts = await viewActs(ctx, { booking, caps: deps.config.clientCaps });
  const zone = zoneShown(c.req.query("time_zone"), c.var.session, zoneOfSide(actor.role, found.value));
  const reader: Reader = { actor, now, timeZone: zone.timeZone };
  const parties = partiesFor(found.value, reader);
  const [home, onBehalfOf] = [homeOf(c, booking.id), sideIn(c)];
  return await answer({ ctx, seen: found.value, booking, parties, acts, reader, isZoneChosen: zone.isZoneChosen, home, onBehalfOf });
}

/** Where an admin's pages of acts stand; those of the parties stand without it. */
export const ADMINS_DOOR = "/admin";

/** An act leads back to the page that it was begun on. */
export function homeOf({ req }: PageContext, bookingId: string): string {
  return `${req.path.startsWith(`${ADMINS_DOOR}/`) ? ADMINS_DOOR : ""}/bookings/${bookingId}`;
}

const side = z.enum(["client", "coach"]).nullable().catch(null);

/** On whose behalf, as the address of an admin's form says: for nobody else has it a meaning. */
export function sideIn(c: PageContext): "client" | "coach" | null {
  return c.var.actor.role === "admin" ? side.parse(c.req.query("for") ?? null) : null;
}

export function bookingIdOf(c: PageContext): string | null {
  return uuid.safeParse(c.req.param("id")).data ?? null;
}

/** Another's session is told as one that there is not, so that an address tells nothing. */
async function goneAnswer(c: PageContext, problem: Refusal): Promise<Response> {
  if (problem.tag === "booking_not_found" || problem.tag === "forbidden") return await noticeAnswer(c, "not_found");
  return await refusedAnswer(c, problem);
}

function zoneOfSide(role: string, { booking, coach }: Seen): string {
  const own = role === "client" ? zoneIn.safeParse(booking.clientTimeZone) : null;
  return own?.data ?? coach.timeZone;
}

/** The parties with the addresses that the reader may see. */
function partiesFor({ booking, client, coach }: Seen, { actor, now }: Reader): OwnSession["parties"] {
  const status = statusAt(booking, now);
  const isAgreed = status === "confirmed" || status === "completed";
  const emailOf = ({ id, email }: { readonly id: string; readonly email: string | null }) =>
    maySeeAddress(actor, { personId: id, isAgreed }) ? email : null;
  return {
    client: { name: client.name, email: emailOf(client) },
    coach: { name: coach.name, email: emailOf(coach), timeZone: coach.timeZone },
  };
}

/** Revisions count from 1. */
const NO_REVISION = -1;

/** The fields of every act. A revision that no page of ours has written matches none. */
export const actFields = {
  key: formKey,
  revision: z
    .string()
    .regex(/^[1-9]\d{0,14}$/u)
    .transform(Number)
    .catch(NO_REVISION),
};

/** A form as it is shown: new, as it was typed, or refused. */
export interface Shown {
  readonly form: FormState;
  readonly formKey: string;
  readonly refusal: Refusal | null;
}

export function newForm(deps: Pick<AppDependencies, "newId">): Shown {
  return { form: NEW_FORM, formKey: deps.newId(), refusal: null };
}

/** Sent again with the same key, the form finds what became of it. */
const KEEPS_ITS_KEY: ReadonlySet<RefusalTag> = new Set(["busy", "outcome_unknown", "idempotency_in_flight"]);

export function refusedShown(
  deps: Pick<AppDependencies, "newId">,
  { key, typed, refusal }: { readonly key: string; readonly typed: FormState["typed"]; readonly refusal: Refusal },
): Shown {
  return {
    form: refusedForm(typed, refusalInWords(refusal)),
    formKey: KEEPS_ITS_KEY.has(refusal.tag) ? key : deps.newId(),
    refusal,
  };
}

export async function actAnswer(c: PageContext, shown: Shown, page: Render): Promise<Response> {
  return await pageAnswer(c, page, statusOf(shown), STORED_NOWHERE);
}

function statusOf({ form, refusal }: Shown) {
  if (refusal !== null) return PROBLEMS[refusal.tag].status;
  return form.faults.size > 0 ? PROBLEMS.validation_failed.status : 200;
}

/** The act is not open: its page says why, and has no form. What was refused before stands at its head. */
export async function notOpenAnswer(c: PageContext, own: OwnSession, shown: Shown, why: Refusal): Promise<Response> {
  const view: ActView = { ...own, ...shown };
  return await actAnswer(c, shown, actRefusedPage(view, refusalInWords(why)));
}

/** To the session's page, which says what was done; or the form again. */
export async function afterAct(
  c: PageContext,
  { result }: BookingReply,
  again: (refusal: Refusal) => Promise<Response>,
): Promise<Response> {
  if (result.ok) return c.redirect(`${homeOf(c, result.value.booking.id)}?done=1`, SEE_OTHER);
  const { problem } = result;
  return problem.tag === "booking_not_found" ? await noticeAnswer(c, "not_found") : await again(problem);
}
