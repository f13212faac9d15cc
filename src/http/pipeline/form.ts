/**
 * Forms of pages: bounded, read by a schema, and shown again with what was typed where something is wrong. Each form carries a key of its
 * own, drawn with its page, so that a double click, a second tab, the back button or a lost answer do the thing once.
 */
import { zValidator } from "@hono/zod-validator";
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import type { IdempotencyClaim } from "../../domain/command.ts";
import { BODY_BYTES_MAX } from "../../limits.ts";
import type { FormState } from "../../pages/form.tsx";
import type { SignedInContext } from "./dependencies.ts";
import { formSentenceOf } from "./form-sentences.ts";
import { claimOf } from "./idempotency.ts";
import { noticeAnswer } from "./page.ts";

export const SEE_OTHER = 303;

/** In front of every form: a longer body is not read. */
export const boundedForm: MiddlewareHandler = bodyLimit({
  maxSize: BODY_BYTES_MAX,
  onError: async (c) => await noticeAnswer(c as unknown as SignedInContext, "too_large"),
});

/** The key of a form, a hidden field; for the schema of every form that changes something. A key that is none of ours is drawn anew. */
export const formKey = z.uuid().catch(() => crypto.randomUUID());

type Again<Env extends object> = (c: Context<Env>, form: FormState) => Promise<Response>;

/** Reads a form; where it does not fit, `again` shows it as it was typed, with each fault beside its field. */
export function form<Schema extends z.ZodObject, Env extends object>(schema: Schema, again: Again<Env>) {
  return zValidator(
    "form",
    schema,
    async (result, c) => {
      if (result.success) return undefined;
      return await again(c as unknown as Context<Env>, { typed: typedIn(result.data), faults: faultsOf(result.error.issues) });
    },
    // The type of the option depends on the schema, which is not known here.
    { validationFunction: async (read, value) => (await read.safeParseAsync(value, { error: formSentenceOf })) as never },
  );
}

/** The fields as they were typed, for showing them again: texts alone, of a field that came twice the first. */
export function typedIn(data: unknown): FormState["typed"] {
  const fields = Object.entries(data as Readonly<Record<string, unknown>>);
  return Object.fromEntries(fields.map(([name, value]) => [name, textIn(Array.isArray(value) ? value[0] : value)]));
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The first fault of each field; of the form itself under "". */
export function faultsOf(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): FormState["faults"] {
  const faults = new Map<string, string>();
  for (const { path, message } of issues) {
    const field = path.length === 0 ? "" : String(path[0]);
    if (!faults.has(field)) faults.set(field, message);
  }
  return faults;
}

/** The claim of a form: the same key and content from the same person is the same act. `path` is the pattern of its route. */
export async function formClaim(
  c: SignedInContext,
  path: string,
  key: string,
  asked: Parameters<typeof claimOf>[3],
): Promise<IdempotencyClaim | null> {
  return await claimOf(c.var.actor.id, { method: "POST", path }, key, asked);
}
