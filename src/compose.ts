/**
 * The composition: from the environment to the configuration, the database and the ports that the Worker, both object
 * classes, the tests and the bench work with. Each caller composes once and keeps it. It decides nothing and reads no
 * request; a test hands in another database or another clock, and everything else stays the real thing.
 */
import { accountClient, accountName, deliverHints } from "./clients/account-client.ts";
import { submitToAgenda } from "./clients/agenda-client.ts";
import { stubsAt } from "./clients/object-home.ts";
import { type PushSecrets, pushSecretsOf } from "./clients/push-secret.ts";
import { type Config, readConfig } from "./config.ts";
import { type ConnectionOf, unsignedChannels } from "./database/calendar-connections.ts";
import { importAuditKeys } from "./database/audit-keys.ts";
import type { AuditKeys } from "./database/audit.ts";
import { type Database, openDatabase, openReplica } from "./database/open.ts";
import type { CalendarAccountClient, PushHint } from "./domain/calendar-account.ts";
import type { AgendaCommand, AgendaReply } from "./domain/command.ts";
import type { CalendarProviderName } from "./domain/effect.ts";
import { instant, type Instant } from "./domain/instant.ts";
import { type Measure, measureInto } from "./lib/data-point.ts";
import { log } from "./lib/log.ts";
import { cloudflareMail } from "./notices/cloudflare-mail.ts";
import { httpMail } from "./notices/http-mail.ts";
import type { MailSender } from "./notices/mail.ts";
import { type Payments, stripePayments } from "./payments/stripe-payments.ts";
import { type WebhookSender, webhookSender } from "./webhooks/sender.ts";

/** Replacements that a test puts in the place of the real parts. */
export interface Seams {
  readonly d1: D1Database;
  readonly now: () => Instant;
  readonly measure: Measure;
}

export interface Composition {
  readonly config: Config;
  /** The primary. Decisions are made on it and nowhere else. */
  readonly database: Database;
  /** The nearest replica, or the primary where the asker has just written (`fresh`). */
  readonly reading: (fresh: boolean) => Database;
  /** Notes a figure: never awaited, never failing. */
  readonly measure: Measure;
  readonly auditKeys: () => Promise<AuditKeys>;
  /** The store outside of D1: anchors of the audit trail, and when each part of the sweep ended. */
  readonly kept: KVNamespace;
  /** null: this service takes no payments. */
  readonly payments: Payments | null;
  readonly mail: MailSender;
  /** Tells endpoints of the marketplace of events. */
  readonly webhooks: WebhookSender;
  /** Hands a command to the agenda of its coach and waits for what it decides. */
  readonly submit: (command: AgendaCommand) => Promise<AgendaReply>;
  /** Has a coach's agenda do what is due. */
  readonly wake: (coachId: string) => Promise<void>;
  /** Has a calendar account's alarm ring, where it was lost. */
  readonly wakeAccount: (userId: string, provider: CalendarProviderName) => Promise<void>;
  /** Has a calendar account seal its tokens by today's key. */
  readonly sealAccountAnew: (userId: string, provider: CalendarProviderName) => Promise<void>;
  /** Has a calendar account forget where it had read to, and read everything anew. */
  readonly startAccountAnew: (userId: string, provider: CalendarProviderName) => Promise<void>;
  /** Has an object of each class answer that bears this name, which is nobody's. It stores nothing. */
  readonly lookAtObjects: (name: string) => Promise<void>;
  /** The proof that a notification is about a channel of ours. */
  readonly pushSecrets: PushSecrets;
  /** Takes notifications to the objects that their secrets name. */
  readonly deliverHints: (hints: readonly PushHint[]) => Promise<void>;
  /** The one object that speaks with a person's provider. */
  readonly calendarAccount: (userId: string, provider: CalendarProviderName) => CalendarAccountClient;
  /** Brings a booking's event up to date; JSON of what became of it. */
  readonly reconcile: (userId: string, provider: CalendarProviderName, bookingId: string) => Promise<string>;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly now: () => Instant;
  readonly newId: () => string;
  /** In [0, 1). */
  readonly random: () => number;
}

export function compose(env: Env, seams: Partial<Seams> = {}): Composition {
  const config = readConfig(env);
  const { d1 = env.DB, now = () => instant(Date.now()), measure = measuring(config.dataPoints, env) } = seams;
  // Looked up at each call: a bare `fetch` is bound to the isolate, and tests put another in its place.
  const send = (url: string, init: RequestInit): Promise<Response> => globalThis.fetch(url, init);
  let auditKeys: Promise<AuditKeys> | null = null;
  const agendas = stubsAt(env.COACH_AGENDA, config.home);
  const accounts = stubsAt(env.CALENDAR_ACCOUNT, config.home);
  const database = openDatabase(d1);
  const pushSecrets = pushSecretsOf(config.calendars.sealKeys);
  return {
    config,
    database,
    reading: (fresh) => openReplica(d1, fresh),
    measure,
    auditKeys: () => (auditKeys ??= importAuditKeys(config.audit)),
    kept: env.KEPT,
    payments:
      config.payments === null ? null : stripePayments({ ...config.payments, fetch: (input, init) => globalThis.fetch(input, init), now }),
    mail: config.mail.standInUrl === null ? cloudflareMail(env.MAIL) : httpMail(config.mail.standInUrl),
    webhooks: webhookSender({ fetch: send, standInUrl: config.webhookStandInUrl, serviceUrl: config.serviceUrl }),
    submit: (command) => submitToAgenda(agendas, command),
    wake: (coachId) => agendas.getByName(coachId).wake(coachId),
    wakeAccount: async (userId, provider) => {
      const name = accountName(userId, provider);
      await accounts.getByName(name).wake(name);
    },
    sealAccountAnew: async (userId, provider) => {
      const name = accountName(userId, provider);
      await accounts.getByName(name).sealAnew(name);
    },
    startAccountAnew: async (userId, provider) => {
      const name = accountName(userId, provider);
      await accounts.getByName(name).startAnew(name);
    },
    lookAtObjects: async (name) => {
      await Promise.all([agendas.getByName(name).look(), accounts.getByName(name).look()]);
    },
    pushSecrets,
    deliverHints: async (hints) => {
      const unsignedOnRecord = async (named: readonly ConnectionOf[]) => await unsignedChannels(database, named, now());
      await deliverHints({ accounts, secrets: pushSecrets, unsignedOnRecord }, hints);
    },
    calendarAccount: (userId, provider) => accountClient(accounts, userId, provider),
    reconcile: async (userId, provider, bookingId) => {
      const name = accountName(userId, provider);
      return await accounts.getByName(name).reconcile(name, bookingId);
    },
    fetch: send,
    now,
    newId: () => crypto.randomUUID(),
    random: () => Math.random(),
  };
}

function measuring(dataPoints: Config["dataPoints"], env: Env): Measure {
  if (dataPoints === "off") return () => undefined;
  if (dataPoints === "analytics") return measureInto(env.POINTS);
  return ({ event, ...figures }) => log("info", `measured_${event}`, figures);
}
