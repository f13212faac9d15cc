/** A person says in which language they read, or takes it back: then what their identity provider says counts again. */
import { setLanguage } from "../../database/people.ts";
import type { Language } from "../../domain/language.ts";
import type { ActorContext } from "../context.ts";

/** null: forgotten. */
export async function setOwnLanguage(ctx: Pick<ActorContext, "database" | "now" | "actor">, language: Language | null): Promise<void> {
  await setLanguage(ctx.database, ctx.actor.id, language, ctx.now);
}
