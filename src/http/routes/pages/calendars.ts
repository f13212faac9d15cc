/**
 * A person's calendars: seen, connected by the hosted consent, chosen from, disconnected; by the operations of the API. What is chosen is sent to the
 * account only where it differs, because a calendar that begins to count is unknown until it has been read.
 */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { provider as providerSchema } from "../../../contract/calendar.ts";
import type { AccountCalendar, CalendarConnection, ConnectionPatch } from "../../../domain/calendar-account.ts";
import { CALENDAR_PROVIDERS, type CalendarProviderName } from "../../../domain/effect.ts";
import type { Refusal } from "../../../domain/refusal.ts";
import { refused, ok, type Result } from "../../../lib/result.ts";
import { say } from "../../../messages/say.ts";
import { startConsent } from "../../../operations/calendars/calendar-consent.ts";
import {
  configureConnection,
  disconnectCalendar,
  listAccountCalendars,
  listConnections,
} from "../../../operations/calendars/calendar-connections.ts";
import { viewTerms } from "../../../operations/coaches/coach-terms.ts";
import { calendarsPage, nameOf } from "../../../pages/calendars/calendars.tsx";
import { choosePage, readsField, WRITES_INTO, WRITES_NOWHERE } from "../../../pages/calendars/choose.tsx";
import { disconnectedPage, disconnectPage } from "../../../pages/calendars/disconnect.tsx";
import { type FormState, NEW_FORM, refusedForm } from "../../../pages/form.tsx";
import { refusalInWords } from "../../../pages/refusals.ts";
import type { Admission } from "../../pipeline/admission.ts";
import { NO_STORE } from "../../pipeline/caching.ts";
import { consentSecretIn, keepConsentSecret } from "../../pipeline/consent-cookie.ts";
import { actorContext, type AppDependencies, type HttpEnv, type OwnPageEnv } from "../../pipeline/dependencies.ts";
import { boundedForm, SEE_OTHER, typedIn } from "../../pipeline/form.ts";
import { noticeAnswer, pageAnswer, refusedAnswer } from "../../pipeline/page.ts";
import { PROBLEMS } from "../../pipeline/problem.ts";

const PATH = "/calendars";
const OWN = { "Cache-Control": NO_STORE };

/** The act that was just done, as the address says it. */
const doneQuery = z.object({
  connected: providerSchema.optional().catch(undefined),
  gone: providerSchema.optional().catch(undefined),
  changed: z.literal("1").optional().catch(undefined),
});

type C = Context<OwnPageEnv>;

export function addCalendarPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  const { knowledgeMsMax, clients } = deps.config.calendars;
  const owner = only("client", "coach");
  const of = (act: string) => `${PATH}/:provider/${act}`;

  app.get(PATH, owner, async (c) => {
    const ctx = await contextOf(c, deps);
    const isCoach = c.var.actor.role === "coach";
    const [found, terms] = await Promise.all([listConnections(ctx), isCoach ? viewTerms(ctx, { coachId: ctx.actor.id }) : null]);
    if (!found.ok) return await refusedAnswer(c, found.problem);
    const providers = CALENDAR_PROVIDERS.map((provider) => ({
      provider,
      connection: found.value.find((one) => one.provider === provider) ?? null,
      isOffered: clients[provider] !== null,
    })).filter(({ connection, isOffered }) => isOffered || connection !== null);
    const view = {
      isCoach,
      providers,
      onConnectionLost: terms?.ok === true ? terms.value.settings.onConnectionLost : null,
      knowledgeMsMax,
      now: c.var.now,
      done: doneIn(c, found.value),
      // A consent that another browser began is handed on to here, and its code is of no use.
      isElsewhere: c.req.query("state") !== undefined,
    };
    return await pageAnswer(c, calendarsPage(view), 200, OWN);
  });

  app.get(of("connect"), owner, async (c) => {
    const provider = providerOf(c);
    if (provider === null) return await noticeAnswer(c, "not_found");
    const cookieSecret = consentSecretIn(c) ?? deps.newId();
    const returnPath = `${PATH}?connected=${provider}`;
    const started = await startConsent(await contextOf(c, deps), { provider, returnPath, cookieSecret, email: c.var.person.email });
    if (!started.ok) return await refusedAnswer(c, started.problem);
    keepConsentSecret(c, cookieSecret);
    c.header("Referrer-Policy", "no-referrer");
    return c.redirect(started.value.authUrl, SEE_OTHER);
  });

  app.get(of("choose"), owner, async (c) => await choosing(c, deps, NEW_FORM));
  app.post(of("choose"), owner, boundedForm, async (c) => await choose(c, deps));

  app.get(of("disconnect"), owner, async (c) => {
    const provider = providerOf(c);
    if (provider === null) return await noticeAnswer(c, "not_found");
    const found = await connectionOf(c, deps, provider);
    return found.ok ? await pageAnswer(c, disconnectPage(provider, deps.newId()), 200, OWN) : await refusedAnswer(c, found.problem);
  });

  app.post(of("disconnect"), owner, boundedForm, async (c) => {
    const provider = providerOf(c);
    if (provider === null) return await noticeAnswer(c, "not_found");
    const gone = await disconnectCalendar(await contextOf(c, deps), { provider });
    if (!gone.ok) return await refusedAnswer(c, gone.problem);
    const { adviceUrl } = gone.value;
    if (adviceUrl !== null) return await pageAnswer(c, disconnectedPage(provider, adviceUrl), 200, OWN);
    return c.redirect(`${PATH}?gone=${provider}`, SEE_OTHER);
  });
}

async function contextOf(c: C, deps: AppDependencies) {
  return { ...(await actorContext(c, deps)), calendars: deps.config.calendars, calendarAccount: deps.calendarAccount };
}

function providerOf(c: C): CalendarProviderName | null {
  return providerSchema.safeParse(c.req.param("provider")).data ?? null;
}

async function connectionOf(c: C, deps: AppDependencies, provider: CalendarProviderName): Promise<Result<CalendarConnection, Refusal>> {
  const found = await listConnections(await contextOf(c, deps));
  if (!found.ok) return found;
  const connection = found.value.find((one) => one.provider === provider);
  return connection === undefined ? refused({ tag: "connection_not_found" }) : ok(connection);
}

/** An address can be typed: only what is so is said. */
function doneIn(c: C, connections: readonly CalendarConnection[]): string | null {
  const { connected, gone, changed } = doneQuery.parse(c.req.query());
  const isConnected = (provider: CalendarProviderName) => connections.some((one) => one.provider === provider && one.state === "active");
  if (connected !== undefined && isConnected(connected)) return say("calendars.connected", { name: nameOf(connected) });
  if (gone !== undefined && !connections.some(({ provider }) => provider === gone)) return say("calendars.gone", { name: nameOf(gone) });
  return changed === undefined ? null : say("calendars.changed");
}

/** The form, with the calendars as the provider lists them now. */
async function choosing(c: C, deps: AppDependencies, form: FormState, refusal: Refusal | null = null): Promise<Response> {
  const provider = providerOf(c);
  if (provider === null) return await noticeAnswer(c, "not_found");
  const connection = await connectionOf(c, deps, provider);
  if (!connection.ok) return await refusedAnswer(c, connection.problem);
  const calendars = await listAccountCalendars(await contextOf(c, deps), { provider });
  if (!calendars.ok) return await refusedAnswer(c, calendars.problem);
  const isCoach = c.var.actor.role === "coach";
  const view = { isCoach, connection: connection.value, calendars: calendars.value, form, formKey: deps.newId() };
  const status = refusal === null ? (form.faults.size > 0 ? PROBLEMS.validation_failed.status : 200) : PROBLEMS[refusal.tag].status;
  return await pageAnswer(c, choosePage(view), status, OWN);
}

async function choose(c: C, deps: AppDependencies): Promise<Response> {
  const provider = providerOf(c);
  if (provider === null) return await noticeAnswer(c, "not_found");
  const typed = typedIn(await c.req.parseBody({ all: true }));
  const writes = typed["writes"] ?? "";
  if (writes !== WRITES_NOWHERE && !writes.startsWith(WRITES_INTO)) {
    return await choosing(c, deps, refusedForm(typed, say("choose.fault.writes"), "writes"));
  }
  const ctx = await contextOf(c, deps);
  const [connection, calendars] = await Promise.all([connectionOf(c, deps, provider), listAccountCalendars(ctx, { provider })]);
  if (!connection.ok) return await refusedAnswer(c, connection.problem);
  if (!calendars.ok) return await refusedAnswer(c, calendars.problem);
  const eventCalendar = writes === WRITES_NOWHERE ? null : writes.slice(WRITES_INTO.length);
  const patch = patchOf(connection.value, typed, calendars.value, eventCalendar, c.var.actor.role === "coach");
  if (Object.keys(patch).length > 0) {
    const changed = await configureConnection(ctx, { provider, patch });
    if (!changed.ok) return await choosing(c, deps, refusedForm(typed, refusalInWords(changed.problem)), changed.problem);
  }
  return c.redirect(`${PATH}?changed=1`, SEE_OTHER);
}

function patchOf(
  connection: CalendarConnection,
  typed: FormState["typed"],
  calendars: readonly AccountCalendar[],
  eventCalendar: string | null,
  isCoach: boolean,
): ConnectionPatch {
  const chosen = calendars.map(({ id }) => id).filter((id) => typed[readsField(id)] === "on");
  const before = new Set(connection.blockingCalendars);
  const isSame = chosen.length === before.size && chosen.every((id) => before.has(id));
  return {
    ...(isSame || !isCoach ? {} : { blockingCalendars: chosen }),
    ...(eventCalendar === connection.eventCalendar ? {} : { eventCalendar }),
  };
}
