/**
 * Connecting a calendar: the beginning, and both ways to finish. An app finishes with its own access token, and the state
 * must be that user's; a browser finishes on our own page, and only the one that began. Either way the account's object
 * records the state as used before it exchanges the code.
 */
import { addressMap } from "../../lib/address-map.ts";
import type { CalendarsConfig } from "../../domain/calendars-config.ts";
import { oauthOf } from "../../providers/oauth/oauth.ts";
import { PROVIDERS } from "../../providers/registry.ts";
import { bindingOf, drawState, type Finisher, openState, type StateFault, sealState } from "../../providers/oauth/state.ts";
import { safeReturnPath } from "../../lib/return-path.ts";
import type { CalendarAccountClient, CalendarConnection } from "../../domain/calendar-account.ts";
import type { CalendarProviderName } from "../../domain/effect.ts";
import type { Instant } from "../../domain/instant.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import type { ActorContext } from "../context.ts";

export interface CalendarContext {
  readonly calendars: CalendarsConfig;
  readonly calendarAccount: (userId: string, provider: CalendarProviderName) => CalendarAccountClient;
}

interface StartInput {
  readonly provider: CalendarProviderName;
  readonly returnPath: string | null;
  /** The browser's secret, where it keeps one. */
  readonly cookieSecret: string;
  readonly email: string | null;
}

interface ConsentStarted {
  readonly authUrl: string;
  readonly state: string;
  readonly expiresAt: Instant;
}

export async function startConsent(ctx: ActorContext & CalendarContext, input: StartInput): Promise<Result<ConsentStarted, Refusal>> {
  const { provider, returnPath } = input;
  const { role, id: userId } = ctx.actor;
  if (role === "admin") return refused({ tag: "forbidden" });
  const client = ctx.calendars.clients[provider];
  if (client === null) return refused({ tag: "calendar_not_offered" });
  if (returnPath !== null && safeReturnPath(returnPath) === null) return refused({ tag: "return_path_refused" });
  const browserBinding = await bindingOf(input.cookieSecret);
  const drawn = drawState({ userId, provider, role, returnPath, browserBinding }, ctx.now);
  const state = await sealState(ctx.calendars.sealKeys, drawn);
  const { verifier, nonce, expiresAt } = drawn;
  const { standInUrl } = ctx.calendars;
  const oauth = oauthOf(PROVIDERS[provider].signIn, { addressOf: addressMap(standInUrl), fetch, now: () => ctx.now, ...client });
  const request = { role, state, verifier, nonce, redirectUri: client.redirectUri, loginHint: input.email };
  return ok({ authUrl: await oauth.begin(request), state, expiresAt });
}

interface FinishInput {
  readonly provider: CalendarProviderName;
  readonly finisher: Finisher;
  /** All that the browser brought, or `code`, `state` and `iss`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly now: Instant;
}

interface Finished {
  readonly connection: CalendarConnection;
  readonly returnPath: string | null;
}

export async function finishConsent(
  ctx: CalendarContext,
  input: FinishInput,
): Promise<Result<Finished, Refusal | { tag: "other_browser" }>> {
  const { provider, finisher, parameters, now } = input;
  if (ctx.calendars.clients[provider] === null) return refused({ tag: "calendar_not_offered" });
  const stateText = parameters["state"] ?? "";
  const opened = await openState(ctx.calendars.sealKeys, stateText, { provider, finisher, now });
  if (!opened.ok) return refused(refusalOf(opened.problem));
  const { id: stateId, userId, role, verifier, nonce, returnPath, expiresAt: stateExpiresAt } = opened.value;
  const account = ctx.calendarAccount(userId, provider);
  const finished = await account.finish({ role, stateId, stateText, stateExpiresAt, verifier, nonce, callbackParameters: parameters });
  return finished.ok ? ok({ connection: finished.value, returnPath }) : refused(finished.problem);
}

function refusalOf(fault: StateFault): Refusal | { tag: "other_browser" } {
  return fault === "other_browser" ? { tag: "other_browser" } : { tag: "consent_invalid" };
}
