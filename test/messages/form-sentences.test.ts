/** What is wrong with a field of a form, for rules without a sentence of their own: in each language, and never in the API's words. */
import { expect, test } from "vitest";
import { z } from "zod";
import { LANGUAGES } from "../../src/domain/language.ts";
import { formSentenceOf } from "../../src/http/pipeline/form-sentences.ts";
import { inLanguage } from "../../src/messages/language.ts";

const fields = z.object({
  missing: z.string(),
  chosen: z.enum(["a", "b"]),
  empty: z.string().min(2),
  short: z.string().min(2),
  long: z.string().max(1),
  low: z.coerce.number().min(3),
  high: z.coerce.number().max(3),
  other: z.uuid(),
  own: z.string().refine(() => false, "a sentence of its own"),
});
const TYPED = { chosen: "c", empty: "", short: "x", long: "xx", low: "1", high: "9", other: "x", own: "x" };

const ENGLISH = {
  missing: "Fill in this field.",
  chosen: "What was sent for this field cannot be read. Please try again.",
  empty: "Fill in this field.",
  short: "This needs at least 2 characters.",
  long: "This may have at most 1 character.",
  low: "This must be at least 3.",
  high: "This may be at most 3.",
  other: "What was sent for this field cannot be read. Please try again.",
  own: "a sentence of its own",
};

test("each rule has its sentence in each language; a sentence of the schema's own goes before", async () => {
  const said = await Promise.all(
    LANGUAGES.map(async (language) => {
      // The sentences are written when they are read.
      const issues = await inLanguage(language, async () => {
        const { error } = await fields.safeParseAsync(TYPED, { error: formSentenceOf });
        return error?.issues.map(({ path, message }) => [String(path[0]), message] as const) ?? [];
      });
      return [language, Object.fromEntries(issues)] as const;
    }),
  );
  for (const [language, sentences] of said) {
    expect(Object.keys(sentences).toSorted()).toEqual(Object.keys(ENGLISH).toSorted());
    expect(sentences["own"]).toBe(ENGLISH.own);
    if (language === "en") expect(sentences).toEqual(ENGLISH);
    else expect(Object.values(sentences).filter((sentence) => Object.values(ENGLISH).includes(sentence))).toEqual([ENGLISH.own]);
  }
});
