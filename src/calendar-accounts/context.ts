/**
 * What every part of a CalendarAccount object works with, and the one way it calls its provider: with a good token, few at
 * a time, and with a lost consent noted, told to the owner and never tried again until they connect anew.
 */
import type { Composition } from "../compose.ts";
import type { AccountTokens } from "../providers/tokens/account-tokens.ts";
import type { OAuth } from "../providers/oauth/oauth.ts";
import type { CalendarProvider, ProviderResult } from "../providers/port.ts";
import { markNeedsReconnect } from "../database/calendar-connections.ts";
import type { Database } from "../database/open.ts";
import { queueEffects } from "../database/outbox.ts";
import { findUser } from "../database/people.ts";
import type { CalendarConnection } from "../domain/calendar-account.ts";
import type { AgendaCommand, AgendaReply } from "../domain/command.ts";
import type { CalendarProviderName } from "../domain/effect.ts";
import type { Instant } from "../domain/instant.ts";
import { connectionMails } from "../effects/mails.ts";
import { log } from "../lib/log.ts";
import { refused } from "../lib/result.ts";
import { ACCOUNT_CALLS_AT_ONCE_MAX } from "../limits.ts";
import { DISCONNECTED, ROLE } from "./storage-keys.ts";

export interface AccountContext {
  readonly userId: string;
  readonly providerName: CalendarProviderName;
  readonly database: Database;
  readonly auditKeys: Composition["auditKeys"];
  /** The account's calendars, bound to an access token of it. */
  readonly calendarsWith: (accessToken: string) => CalendarProvider;
  readonly oauth: OAuth;
  readonly redirectUri: string;
  /** Where notifications are to be sent, and where people manage their sessions. */
  readonly serviceUrl: string;
  readonly appUrl: string;
  readonly storage: DurableObjectStorage;
  /** How old what is known of a calendar may be. */
  readonly knowledgeMsMax: number;
  /** The proof that a notification is about a channel of ours. */
  readonly pushSecrets: Composition["pushSecrets"];
  /** The tokens of one account; made once for each. */
  readonly tokensOf: (accountId: string) => AccountTokens;
  /** Takes away all that the object and the vault hold, but for the mark that the owner has disconnected. */
  readonly leaveNothing: () => Promise<void>;
  readonly calls: CallGate;
  readonly submit: (command: AgendaCommand) => Promise<AgendaReply>;
  /** Has a coach's agenda do what is due. */
  readonly wakeAgenda: (coachId: string) => Promise<void>;
  /** Sees to it that this object's alarm rings at that moment or before. */
  readonly arm: (at: Instant) => Promise<void>;
  readonly now: () => Instant;
  readonly newId: () => string;
}

/** Lets few calls through at a time; the others wait their turn. */
export class CallGate {
  readonly #waiting: (() => void)[] = [];
  #open = ACCOUNT_CALLS_AT_ONCE_MAX;

  async pass<Value>(act: () => Promise<Value>): Promise<Value> {
    if (this.#open > 0) this.#open -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await act();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#open += 1;
      else next();
    }
  }
}

/** One call to the provider. A consent that is lost becomes the connection's state. */
export async function callProviderAs<Value>(
  context: AccountContext,
  connection: CalendarConnection,
  act: (provider: CalendarProvider) => Promise<ProviderResult<Value>>,
): Promise<ProviderResult<Value>> {
  const answer = await context.calls.pass(
    async () => await context.tokensOf(connection.accountId).use(async (accessToken) => await act(context.calendarsWith(accessToken))),
  );
  if (answer.ok) return answer;
  if (answer.problem.kind === "unauthorized") return refused({ kind: "reconnect", reason: "unauthorized" });
  if (answer.problem.kind === "reconnect") await loseConsent(context, connection, answer.problem.reason);
  return answer;
}

/** Marks the connection once, and mails its owner once. */
async function loseConsent(context: AccountContext, connection: CalendarConnection, reason: string): Promise<void> {
  const { database, userId, providerName } = context;
  const now = context.now();
  if (!(await markNeedsReconnect(database, connection, now))) return;
  log("warn", "calendar_needs_reconnect", { user_id: userId, provider: providerName, reason });
  await queueEffects(
    database,
    connectionMails("calendar_needs_reconnect", connection, await roleOf(context), { mark: String(now), now }),
    now,
  );
  await context.wakeAgenda(userId);
}

/** As what the owner connected. Lost with the storage, it is what they were first seen as. */
export async function roleOf({ storage, database, userId }: AccountContext): Promise<"client" | "coach"> {
  const kept = await storage.get<"client" | "coach">(ROLE);
  if (kept !== undefined) return kept;
  const role = (await findUser(database, userId))?.isCoach === true ? "coach" : "client";
  if (!(await isDisconnected({ storage }))) await storage.put(ROLE, role);
  return role;
}

export async function isDisconnected({ storage }: { readonly storage: DurableObjectStorage }): Promise<boolean> {
  return (await storage.get(DISCONNECTED)) !== undefined;
}
