/** Which language somebody reads, from what they have said: each source alone, their order, and the browser's header. */
import { expect, test } from "vitest";
import { type LanguageSources, languageOf, saidLanguage } from "../../src/domain/language.ts";
import { ACCEPT_LANGUAGE_CHARACTERS_MAX } from "../../src/limits/languages.ts";

test.each<[string, LanguageSources, string]>([
  ["nothing said", {}, "en"],
  ["nothing but null", { own: null, token: null, booking: null, browser: null }, "en"],
  ["a language", { own: "ja" }, "ja"],
  ["a country of it", { own: "de-AT" }, "de"],
  ["another Portuguese", { token: "pt-PT" }, "pt"],
  ["another English", { token: "en-US", browser: "de" }, "en"],
  ["an underscore and capitals", { token: "FR_ca" }, "fr"],
  ["a script and extensions", { token: "ja-Jpan-JP-u-ca-japanese" }, "ja"],
  ["a language that only begins like one", { token: "deu", browser: "es" }, "es"],
  ["one that is not spoken: the next source", { own: "ru", token: "fi-FI", booking: "es-MX", browser: "de" }, "es"],
  ["the own setting before all", { own: "fr", token: "de", booking: "es", browser: "ja" }, "fr"],
  ["the token before the booking", { token: "de", booking: "es", browser: "ja" }, "de"],
  ["no tag at all", { own: "", token: "*", booking: "-", browser: "de" }, "de"],
  ["a tag of no end", { own: `de-${"x".repeat(100)}`, browser: "es" }, "es"],
])("%s", (_what, sources, language) => {
  expect(languageOf(sources)).toBe(language);
});

test.each<[string, string | null]>([
  ["ja,en-US;q=0.9,en;q=0.8", "ja"],
  ["en;q=0.5, fr-CH ; q=0.9", "fr"],
  ["ru, de;q=0.3", "de"],
  ["es;q=0.7,pt;q=0.7", "es"],
  ["de;q=0, es;q=0.1", "es"],
  ["de;q=0", null],
  ["de;q=high, ja;q=0.001", "ja"],
  ["de;q=7, ja", "ja"],
  ["*", null],
  [",,;q=1,", null],
  ["ru,zh-TW;q=0.8", null],
  [`ja,${"x".repeat(ACCEPT_LANGUAGE_CHARACTERS_MAX)}`, null],
  [`${"ru,".repeat(40)}ja`, null],
])("the header %j", (header, language) => {
  expect(saidLanguage({ browser: header })).toBe(language);
});
