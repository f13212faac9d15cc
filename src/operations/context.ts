/**
 * What an operation is given beside its input: the record, the agendas, who acts and when. Made once for each request,
 * in `http/`; operations read no clock and no environment.
 */
import type { Actor } from "../domain/actor.ts";
import type { AgendaCommand, AgendaReply, IdempotencyClaim } from "../domain/command.ts";
import type { Instant } from "../domain/instant.ts";
import type { AuditKeys } from "../database/audit.ts";
import type { Database } from "../database/open.ts";

export interface OperationContext {
  /** The primary of D1. */
  readonly database: Database;
  /** The nearest replica, or the primary where the asker has just written (`fresh`). */
  readonly reading: (fresh: boolean) => Database;
  readonly auditKeys: AuditKeys;
  /** Hands a command to the agenda of its coach and waits for what it decides. */
  readonly submit: (command: AgendaCommand) => Promise<AgendaReply>;
  /** Has an agenda do what is due. */
  readonly wake: (coachId: string) => Promise<void>;
  readonly now: Instant;
  readonly requestId: string;
  readonly newId: () => string;
}

/** The context of a request that has been authenticated. */
export interface ActorContext extends OperationContext {
  readonly actor: Actor;
  /** The request's idempotency key with its scope and fingerprint; null where it carries none. */
  readonly claim: IdempotencyClaim | null;
}
