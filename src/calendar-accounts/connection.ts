/**
 * A connection's beginning, settings and end. A consent is finished once: its id is recorded as used before the code is
 * exchanged. A new connection's coach has all of the primary calendar blocked and written into; a client's calendar only
 * receives. Connecting the same account again keeps the connection; another account begins a new one.
 */
import type { OAuthFault } from "../providers/oauth/fault.ts";
import { type CalendarInfo, WITHOUT_CALENDAR } from "../providers/port.ts";
import type { TokenSet } from "../providers/tokens/token-set.ts";
import type { Trail } from "../database/audited.ts";
import { connectionsOf, deleteConnection, findConnection, saveConnection } from "../database/calendar-connections.ts";
import { bookingsToWrite } from "../database/calendar-events.ts";
import { isDeactivated } from "../database/people.ts";
import { queueEffects } from "../database/outbox.ts";
import type { AccountRefusal, CalendarConnection, ConnectionPatch, ConnectRefusal, ConsentFinish } from "../domain/calendar-account.ts";
import { bookingEffect } from "../domain/effect.ts";
import { errorSummary, log } from "../lib/log.ts";
import { ok, refused, type Result } from "../lib/result.ts";
import { type AccountContext, roleOf } from "./context.ts";
import { closeChannels } from "./channels.ts";
import { DISCONNECTED, KNOWN, OUTAGE, ROLE, USED_PREFIX } from "./storage-keys.ts";
import { calendarsOf, calendarsOfNew } from "./read-calendars.ts";
import { forgetCursors } from "./sync.ts";

export async function finishConsent(context: AccountContext, input: ConsentFinish): Promise<Result<CalendarConnection, ConnectRefusal>> {
  const { storage, database, userId, providerName, oauth } = context;
  const usedKey = USED_PREFIX + input.stateId;
  // One turn of the object's event loop: of fifty at once, one finds it unused.
  const isUsed = await storage.transaction(async (transaction) => {
    if ((await transaction.get(usedKey)) !== undefined) return true;
    await transaction.put(usedKey, input.stateExpiresAt);
    return false;
  });
  if (isUsed) return refused({ tag: "consent_used" });
  if (await isDeactivated(database, userId)) return refused({ tag: "consent_invalid" });
  const { role, stateText: state, verifier, nonce } = input;
  const callbackParameters = new URLSearchParams(input.callbackParameters);
  const finished = await oauth.finish({ role, callbackParameters, state, verifier, nonce, redirectUri: context.redirectUri });
  if (!finished.ok) return refused(connectRefusalOf(finished.problem));
  const tokens = finished.value;
  const before = await findConnection(database, userId, providerName);
  const isSame = before !== null && before.accountId === tokens.account.id;
  const found = isSame ? ok(renewed(before, tokens)) : await newConnection(context, tokens, role);
  if (!found.ok) return found;
  const connection = found.value;
  if (before !== null && !isSame) {
    await closeChannels(context, before);
    await storage.delete([KNOWN, OUTAGE]);
  }
  await context.tokensOf(tokens.account.id).keep(tokens);
  await storage.put(ROLE, role);
  await storage.delete(DISCONNECTED);
  await saveConnection(database, connection, context.now(), await trailOf(context, role, "calendar_connected", connection));
  await forgetCursors(context);
  await queueEvents(context, connection);
  await context.arm(context.now());
  return ok(connection);
}

/** The row of a consent given or ended, in the chain of the person whose calendar it is: a coach's, or one of the client's own. */
async function trailOf(
  context: AccountContext,
  role: "client" | "coach",
  action: "calendar_connected" | "calendar_disconnected",
  { id, provider, scopes }: CalendarConnection,
): Promise<Trail> {
  const { userId } = context;
  const changes = { calendar_type: provider, connection_id: id, ...(action === "calendar_connected" ? { scopes } : {}) };
  const author = { id: userId, role };
  const entry = { commandId: context.newId(), bookingId: null, revision: null, action, author, at: context.now(), changes };
  return { keys: await context.auditKeys(), chain: userId, entry };
}

function renewed(before: CalendarConnection, { account, scopes }: TokenSet): CalendarConnection {
  return { ...before, accountEmail: account.email ?? before.accountEmail, scopes, state: "active" };
}

/** Asked with the new token alone: an account that cannot be connected leaves the one before as it is, and no tokens of its own. */
async function newConnection(
  context: AccountContext,
  tokens: TokenSet,
  role: "client" | "coach",
): Promise<Result<CalendarConnection, ConnectRefusal>> {
  const infos = await calendarsOfNew(context, role, tokens.accessToken);
  if (infos.ok) return ok(withDefaults(await freshConnection(context, tokens), infos.value, role));
  const hasNone = infos.problem.kind === "rejected" && infos.problem.reason === WITHOUT_CALENDAR;
  return refused({ tag: hasNone ? "account_without_calendar" : "provider_unavailable" });
}

async function freshConnection(context: AccountContext, { account, scopes }: TokenSet): Promise<CalendarConnection> {
  const { database, userId, providerName: provider } = context;
  const others = await connectionsOf(database, userId);
  return {
    id: context.newId(),
    userId,
    provider,
    accountId: account.id,
    accountEmail: account.email,
    state: "active",
    scopes,
    blockingCalendars: [],
    eventCalendar: null,
    isOrganizer: !others.some((other) => other.provider !== provider && other.isOrganizer),
    syncedAt: null,
    busyUntil: null,
    pushUntil: null,
  };
}

function withDefaults(base: CalendarConnection, infos: readonly CalendarInfo[], role: "client" | "coach"): CalendarConnection {
  const primary = infos.find(({ isPrimary }) => isPrimary) ?? infos[0];
  const isCoach = role === "coach";
  return {
    ...base,
    blockingCalendars: isCoach && primary !== undefined ? [primary.id] : [],
    eventCalendar: primary?.isWritable === true ? primary.id : null,
    isOrganizer: isCoach && base.isOrganizer,
  };
}

function connectRefusalOf(fault: OAuthFault): ConnectRefusal {
  switch (fault.kind) {
    case "scopes_missing":
      return { tag: "scopes_missing", scopes: fault.scopes };
    case "retry_later":
      return { tag: "provider_unavailable" };
    case "declined":
      return { tag: "consent_declined" };
    default:
      return { tag: "consent_invalid" };
  }
}

/** Has the agendas bring the events of all sessions to come into this calendar, and what was left waiting for it. */
export async function queueEvents(context: AccountContext, { id: connectionId }: CalendarConnection): Promise<void> {
  const { database, userId, providerName: provider } = context;
  const now = context.now();
  const waiting = await bookingsToWrite(database, userId, provider, now);
  const mark = `${connectionId}-${String(now)}`;
  await queueEffects(
    database,
    waiting.map((booking) => bookingEffect(booking, { kind: "calendar", userId, provider }, now, mark)),
    now,
  );
  for (const coachId of new Set(waiting.map((booking) => booking.coachId))) await context.wakeAgenda(coachId);
}

export async function configureConnection(
  context: AccountContext,
  patch: ConnectionPatch,
): Promise<Result<CalendarConnection, AccountRefusal>> {
  const { database, userId, providerName } = context;
  const connection = await findConnection(database, userId, providerName);
  if (connection === null) return refused({ tag: "connection_not_found" });
  const infos = await calendarsOf(context, connection);
  if (!infos.ok) return refused({ tag: infos.problem.kind === "reconnect" ? "needs_reconnect" : "provider_unavailable" });
  const known = new Map(infos.value.map((info) => [info.id, info]));
  const eventCalendar = patch.eventCalendar === undefined ? connection.eventCalendar : patch.eventCalendar;
  const blockingCalendars = [...new Set(patch.blockingCalendars ?? connection.blockingCalendars)];
  const isNewTarget = patch.eventCalendar !== undefined && eventCalendar !== null;
  if (isNewTarget && known.get(eventCalendar)?.isWritable !== true) return refused({ tag: "calendar_unknown" });
  if (patch.blockingCalendars !== undefined && blockingCalendars.some((id) => !known.has(id))) return refused({ tag: "calendar_unknown" });
  const changed: CalendarConnection = {
    ...connection,
    blockingCalendars,
    eventCalendar,
    isOrganizer: patch.isOrganizer ?? connection.isOrganizer,
    // What has not been read yet is not free.
    busyUntil: patch.blockingCalendars === undefined ? connection.busyUntil : null,
  };
  await saveConnection(database, changed, context.now());
  await forgetCursors(context);
  if (isNewTarget) await queueEvents(context, changed);
  await context.arm(context.now());
  return ok(changed);
}

/** Ends the consent at the provider where it can be ended from here; a provider that does not answer does not keep us. */
export async function disconnectAccount(context: AccountContext): Promise<Result<{ adviceUrl: string | null }, AccountRefusal>> {
  const { database, userId, providerName, oauth } = context;
  const connection = await findConnection(database, userId, providerName);
  if (connection === null) return refused({ tag: "connection_not_found" });
  const tokens = await context.tokensOf(connection.accountId).newest();
  if (connection.state === "active") await closeChannels(context, connection);
  const trail = await trailOf(context, await roleOf(context), "calendar_disconnected", connection);
  await deleteConnection(database, connection, context.now(), trail);
  await context.leaveNothing();
  let isRevoked = false;
  if (tokens !== null) {
    try {
      isRevoked = (await oauth.revoke(tokens)).ok && oauth.canRevoke;
    } catch (error) {
      log("warn", "revocation_failed", { user_id: userId, provider: providerName, error: errorSummary(error) });
    }
  }
  return ok({ adviceUrl: isRevoked || tokens === null ? null : oauth.adviceUrlOf(tokens.account) });
}

/** Forgets the ids of consents that could not be finished any more anyway. */
export async function purgeUsedConsents({ storage, now }: AccountContext): Promise<void> {
  const used = await storage.list<number>({ prefix: USED_PREFIX });
  const over = [...used].filter(([, expiresAt]) => expiresAt < now()).map(([key]) => key);
  if (over.length > 0) await storage.delete(over.slice(0, 128));
}
