/**
 * The fault of a field of a page's form, in the language of the page, for every rule that its schema states without a sentence of its own.
 * The API's sentences are English and stand in `contract/sentences.ts`. The value that was sent is never repeated.
 */
import type { z } from "zod";
import { say } from "../../messages/say.ts";

/** As the `error` of one call of a schema: it is asked before the API's own sentences, and only where the schema has none. */
export function formSentenceOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
    case "invalid_value":
      return issue.input === undefined ? say("form.fault.missing") : say("form.fault.other");
    case "too_big":
      return say(issue.origin === "string" ? "form.fault.long" : "form.fault.high", { max: Number(issue.maximum) });
    case "too_small":
      if (issue.origin !== "string") return say("form.fault.low", { min: Number(issue.minimum) });
      return issue.input === "" ? say("form.fault.missing") : say("form.fault.short", { min: Number(issue.minimum) });
    default:
      return say("form.fault.other");
  }
}
