/**
 * What the HTTP layer is given once for each isolate, what it knows of each request, and how the two become the context
 * of an operation. The clock is read once for each request, here.
 */
import type { Context } from "hono";
import type { Config } from "../config.ts";
import type { AuditKeys } from "../database/audit.ts";
import type { Actor } from "../domain/actor.ts";
import type { IdempotencyClaim } from "../domain/command.ts";
import type { Instant } from "../domain/instant.ts";
import type { PersonClaims } from "../domain/person.ts";
import type { ActorContext, OperationContext } from "../operations/context.ts";
import type { Payments } from "../payments/stripe-payments.ts";
import type { CalendarAccountClient, PushHint } from "../domain/calendar-account.ts";
import type { CalendarProviderName } from "../domain/effect.ts";
import type { SyncDetached } from "../operations/calendar-connections.ts";
import type { EdgeCache } from "./edge-cache.ts";
import type { TokenVerifier } from "./token.ts";

export interface AppDependencies {
  readonly config: Config;
  readonly d1: D1Database;
  readonly assets: Fetcher;
  readonly auditKeys: () => Promise<AuditKeys>;
  readonly submit: OperationContext["submit"];
  readonly wake: OperationContext["wake"];
  /** null: this service takes no payments. */
  readonly payments: Payments | null;
  /** The one object that speaks with a person's provider. */
  readonly calendarAccount: (userId: string, provider: CalendarProviderName) => CalendarAccountClient;
  /** Writes an event with a token that the caller brought. */
  readonly syncDetached: SyncDetached;
  /** Takes a notification's hint to its object, after the answer. */
  readonly pushHint: (hint: PushHint) => void;
  readonly edgeCache: EdgeCache;
  readonly lookUpRate: RateLimit;
  readonly bookingRate: RateLimit;
  readonly now: () => Instant;
  readonly newId: () => string;
  /** Made from the configuration where absent. */
  readonly verifier?: TokenVerifier;
}

interface RequestVariables {
  readonly requestId: string;
  readonly now: Instant;
}

/** Every request. */
export interface HttpEnv {
  readonly Variables: RequestVariables;
}

/** A request that has been authenticated and whose role has been admitted. */
export interface SignedInEnv {
  readonly Variables: RequestVariables & {
    readonly actor: Actor;
    readonly person: PersonClaims;
    /** Set where the operation itself reads whether the caller is active; the answer is then its own. */
    readonly isRecognised: boolean;
  };
}

/** As much of Hono's context as is needed below the routes: its whole type differs from route to route. */
export type RequestContext = Pick<Context, "req" | "body"> & { readonly var: RequestVariables };
export type SignedInContext = RequestContext & { readonly var: SignedInEnv["Variables"] };

export async function operationContext(c: RequestContext, deps: AppDependencies): Promise<OperationContext> {
  return {
    d1: deps.d1,
    auditKeys: await deps.auditKeys(),
    submit: deps.submit,
    wake: deps.wake,
    now: c.var.now,
    requestId: c.var.requestId,
    newId: deps.newId,
  };
}

export async function actorContext(
  c: SignedInContext,
  deps: AppDependencies,
  claim: IdempotencyClaim | null = null,
): Promise<ActorContext> {
  return { ...(await operationContext(c, deps)), actor: c.var.actor, claim };
}
