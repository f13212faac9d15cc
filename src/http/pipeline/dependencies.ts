/**
 * What the HTTP layer is given once for each isolate, what it knows of each request, and how the two become the context
 * of an operation. The clock is read once for each request, here.
 */
import type { Context } from "hono";
import type { Composition } from "../../compose.ts";
import type { Actor } from "../../domain/actor.ts";
import type { IdempotencyClaim } from "../../domain/command.ts";
import type { Instant } from "../../domain/instant.ts";
import type { Language } from "../../domain/language.ts";
import type { PersonClaims } from "../../domain/person.ts";
import type { ActorContext, OperationContext } from "../../operations/context.ts";
import type { EdgeCache } from "./edge-cache.ts";
import type { Session } from "./session.ts";
import type { TokenVerifier } from "./token.ts";

/** The composition, with the parts that only the HTTP layer needs. */
export interface AppDependencies extends Composition {
  readonly assets: Fetcher;
  readonly edgeCache: EdgeCache;
  /** The id of this version at the platform; "" where it has none. */
  readonly version: string;
  /** Public readings, for an address. */
  readonly lookUpRate: RateLimit;
  /** Writes of every kind, for a person. */
  readonly writeRate: RateLimit;
  /** Bookings made, for a person, beside `writeRate`. */
  readonly bookingRate: RateLimit;
  /** For an address: pushes and webhooks of providers. */
  readonly providerRate: RateLimit;
  /** Resolves after that time; for what a provider makes a moment later. */
  readonly wait: (ms: number) => Promise<void>;
  /** Lets work go on after the answer. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** Made from the configuration where absent. */
  readonly verifier?: TokenVerifier;
}

interface RequestVariables {
  readonly requestId: string;
  readonly now: Instant;
  /** Whether the pages can sign anybody in. */
  readonly canSignIn: boolean;
  /** Of the page that is answered with; absent: no page has been admitted. */
  readonly language?: Language;
  /** Read by pages alone; null: nobody is signed in. */
  readonly session?: Session | null;
  /** The page's policy names the origins that may frame it. */
  readonly isFramed?: boolean;
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

/** A page of a person who is signed in, and whose role has been admitted. */
export interface OwnPageEnv {
  readonly Variables: SignedInEnv["Variables"] & { readonly session: Session };
}

/** As much of Hono's context as is needed below the routes: its whole type differs from route to route. */
export type RequestContext = Pick<Context, "req" | "body"> & { readonly var: RequestVariables };
export type SignedInContext = RequestContext & { readonly var: SignedInEnv["Variables"] };

export async function operationContext(c: RequestContext, deps: AppDependencies): Promise<OperationContext> {
  // Taken apart once: each reading of `var` copies all that is in it.
  const { now, requestId } = c.var;
  return {
    database: deps.database,
    reading: deps.reading,
    auditKeys: await deps.auditKeys(),
    submit: deps.submit,
    wake: deps.wake,
    now,
    requestId,
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
