/**
 * The catalogues beside English: each message takes the values that the English one takes, its plurals and choices are whole, it says something,
 * and it has been translated. That none is missing the compiler sees.
 */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, test } from "vitest";
import { type Language, LANGUAGES, TAGS } from "../../src/domain/language.ts";
import { DE } from "../../src/messages/de.ts";
import { EN } from "../../src/messages/en.ts";
import { ES } from "../../src/messages/es.ts";
import { FR } from "../../src/messages/fr.ts";
import { JA } from "../../src/messages/ja.ts";
import type { Catalogue, MessageId } from "../../src/messages/language.ts";
import { PT } from "../../src/messages/pt.ts";
import { SAME_BY_RIGHT } from "./same-by-right.ts";

const CATALOGUES: Readonly<Record<Language, Catalogue>> = { en: EN, de: DE, es: ES, fr: FR, pt: PT, ja: JA };
const IDS = Object.keys(EN) as MessageId[];
const OTHERS = LANGUAGES.filter((language) => language !== "en");

type Node = ReturnType<IntlMessageFormat["getAst"]>[number];

interface Shape {
  readonly names: ReadonlySet<string>;
  /** By argument of a choice: what is chosen from. */
  readonly choices: ReadonlyMap<string, readonly string[]>;
  readonly plurals: readonly { readonly isOrdinal: boolean; readonly options: readonly string[] }[];
  /** The words beside the values. */
  readonly words: string;
}

function shapeOf(text: string, locale: string): Shape {
  const names = new Set<string>();
  const choices = new Map<string, string[]>();
  const plurals: { isOrdinal: boolean; options: string[] }[] = [];
  let words = "";
  const read = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      // A literal alone has a value and neither options nor a style: the kinds are numbers whose names are not exported.
      if ("value" in node && String(node.type) === "0") words += node.value;
      else if ("value" in node) names.add(node.value);
      if (!("options" in node)) continue;
      const options = Object.keys(node.options);
      if ("pluralType" in node) plurals.push({ isOrdinal: node.pluralType === "ordinal", options });
      else choices.set(node.value, [...new Set([...(choices.get(node.value) ?? []), ...options])].toSorted());
      for (const { value } of Object.values(node.options)) read(value);
    }
  };
  read(new IntlMessageFormat(text, locale, undefined, { ignoreTag: true }).getAst());
  return { names, choices, plurals, words };
}

/** A number in Spanish, French and Portuguese has a form of its own from a million on, where nothing here counts. */
const NEVER_COUNTED = "many";
/** Decimals of currencies are 0, 2 or 3. */
const NEVER_ONE: readonly string[] = ["offer.price.too_fine"];

describe.each(OTHERS)("%s", (language) => {
  const catalogue = CATALOGUES[language];
  const locale = TAGS[language];

  test("each message takes the values of the English one, and chooses from the same", () => {
    const wrong = IDS.flatMap((id) => {
      const [own, english] = [shapeOf(catalogue[id], locale), shapeOf(EN[id], "en")];
      const isSame =
        [...own.names].toSorted().join() === [...english.names].toSorted().join() &&
        [...own.choices].every(([name, options]) => options.join() === english.choices.get(name)?.join());
      return isSame ? [] : [id];
    });
    expect(wrong).toEqual([]);
  });

  test("each plural has the forms of its language, and no other", () => {
    const wrong = IDS.flatMap((id) => {
      const neverOne = NEVER_ONE.includes(id) || shapeOf(EN[id], "en").plurals.every(({ options }) => !options.includes("one"));
      return shapeOf(catalogue[id], locale).plurals.flatMap(({ isOrdinal, options }) => {
        const forms = new Intl.PluralRules(locale, { type: isOrdinal ? "ordinal" : "cardinal" }).resolvedOptions().pluralCategories;
        const named = options.filter((option) => !option.startsWith("="));
        const missing = forms.filter((form) => form !== NEVER_COUNTED && !named.includes(form));
        const foreign = named.filter((option) => !forms.some((form) => form === option));
        // A form that stands for one number alone may be told by that number, and one that never comes is left out.
        const isWhole = missing.every((form) => form === "one" && (options.includes("=1") || neverOne));
        return isWhole && foreign.length === 0 ? [] : [`${id}: ${options.join()}`];
      });
    });
    expect(wrong).toEqual([]);
  });

  test("each message says something, holds no markup, and is not its own name", () => {
    const wrong = IDS.filter((id) => {
      const text = catalogue[id];
      return text.trim() === "" || text !== text.trim() || text === id || /<|&[a-z]+;/u.test(text) || /\b(?:TODO|TBD|XXX)\b/u.test(text);
    });
    expect(wrong).toEqual([]);
  });

  test("each message is translated, or is the same by right", () => {
    const right: ReadonlySet<string> = new Set<string>([...SAME_BY_RIGHT.everywhere, ...SAME_BY_RIGHT[language]]);
    const same = IDS.filter((id) => catalogue[id] === EN[id] && /\p{L}/u.test(shapeOf(EN[id], "en").words));
    expect(same.filter((id) => !right.has(id))).toEqual([]);
    // The list holds nothing that has been translated since.
    expect(SAME_BY_RIGHT[language].filter((id) => catalogue[id] !== EN[id])).toEqual([]);
  });
});

test("each message that is the same everywhere is so somewhere", () => {
  expect(SAME_BY_RIGHT.everywhere.filter((id) => OTHERS.every((language) => CATALOGUES[language][id] !== EN[id]))).toEqual([]);
});

test("no text is said where a module is loaded: it would be English for ever", () => {
  const root = join(import.meta.dirname, "../..");
  const early = globSync("src/{pages,http,notices,effects,operations,calendar-accounts}/**/*.{ts,tsx}", { cwd: root }).flatMap((file) =>
    readFileSync(join(root, file), "utf8")
      .split("\n")
      .flatMap((line, index) =>
        // At the left margin, or as the argument of a schema that is.
        /^(?:export )?const \w+(?:: [^=]+)? = (?!(?:async )?\(|.*=>).*\b(?:say|\w+InWords)\(/u.test(line) ||
        /\berror: say\(|\.(?:max|min|refine|regex|length)\([^)]*\)?[^>]*, say\(/u.test(line)
          ? [`${file}:${String(index + 1)}`]
          : [],
      ),
  );
  expect(early).toEqual([]);
});
