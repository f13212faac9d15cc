/** The handler of one kind of effect, and its dependencies. A handler throws only what the database throws. */
import type { EffectContext } from "../database/effect-read.ts";
import type { Database } from "../database/open.ts";
import type { ClaimedEffect } from "../database/outbox.ts";
import type { AgendaCommand, AgendaReply } from "../domain/command.ts";
import type { CalendarProviderName, EffectKind } from "../domain/effect.ts";
import type { Instant } from "../domain/instant.ts";
import type { MailSender } from "../notices/mail.ts";
import type { SealKeyRing } from "../lib/seal-key-ring.ts";
import type { Payments } from "../payments/stripe-payments.ts";
import type { WebhookSender } from "../webhooks/sender.ts";
import type { EffectOutcome } from "./outcome.ts";

export interface EffectDependencies {
  readonly database: Database;
  readonly mail: MailSender;
  readonly from: string;
  readonly fromName: string;
  readonly appUrl: string;
  readonly serviceUrl: string;
  /** null: this service takes no payments. */
  readonly payments: Payments | null;
  /** Brings a booking's event in one person's calendar up to date. */
  readonly reconcile: (userId: string, provider: CalendarProviderName, bookingId: string) => Promise<EffectOutcome>;
  readonly webhooks: WebhookSender;
  /** Opens the secrets of endpoints. */
  readonly sealKeys: SealKeyRing;
  /** Decides in this agenda's own queue. */
  readonly submit: (command: AgendaCommand) => Promise<AgendaReply>;
  readonly now: () => Instant;
  readonly newId: () => string;
}

/** `context`: what stands now of the effect's booking; null where there is none. */
export type Handler<Kind extends EffectKind> = (
  deps: EffectDependencies,
  claimed: ClaimedEffect<Kind>,
  context: EffectContext | null,
) => EffectOutcome | Promise<EffectOutcome>;
