/** The envelope of a command to a coach's agenda, made once: the id is fixed before the first try. */
import { SYSTEM } from "../domain/actor.ts";
import type { CommandEnvelope } from "../domain/command.ts";
import type { ActorContext, OperationContext } from "./context.ts";

/** Of the person who asks, with the idempotency key of the request. */
export function envelopeOf(ctx: ActorContext, coachId: string): CommandEnvelope {
  return { commandId: ctx.newId(), requestId: ctx.requestId, coachId, author: ctx.actor, claim: ctx.claim };
}

/** Of the service itself: a provider told something, or time passed. */
export function systemEnvelopeOf(ctx: OperationContext, coachId: string): CommandEnvelope {
  return { commandId: ctx.newId(), requestId: ctx.requestId, coachId, author: SYSTEM, claim: null };
}
