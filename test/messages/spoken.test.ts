/** The language of what is being written: it holds across waiting, it does not leak into what runs beside it, and `Intl` follows it. */
import { expect, test } from "vitest";
import { LANGUAGES, type Language } from "../../src/domain/language.ts";
import { instant } from "../../src/domain/instant.ts";
import { dateFormat } from "../../src/messages/formats.ts";
import { inLanguage, languageTag } from "../../src/messages/language.ts";
import { moneyInWords } from "../../src/messages/money.ts";
import { say } from "../../src/messages/say.ts";
import { momentInWords, spanInWords, zoneInWords } from "../../src/messages/wording.ts";
import { momentWithZone } from "../../src/notices/time-wording.ts";

const MOMENT = instant(Date.UTC(2026, 11, 1, 14));
const SPAN = { startsAt: MOMENT, endsAt: instant(MOMENT + 3_600_000) };
const NEW_YORK = "America/New_York";

test("outside of any language it is English, and languages that run beside each other do not mix", async () => {
  const seen = await Promise.all(
    LANGUAGES.map(async (language) => await inLanguage(language, async () => [languageTag(), await Promise.resolve().then(languageTag)])),
  );
  expect(seen).toEqual(["en", "de", "es", "fr", "pt-BR", "ja"].map((tag) => [tag, tag]));
  expect(languageTag()).toBe("en");
});

test("one language within another ends with it", async () => {
  const tags = await inLanguage("de", async () => [await inLanguage("ja", languageTag), languageTag()]);
  expect(tags).toEqual(["ja", "de"]);
});

const SAID: Readonly<Record<Language, readonly string[]>> = {
  en: ["Tuesday, 1 December 2026, 09:00", "New York (GMT-5)", "US$6,000.50", "America/New_York, UTC-05:00"],
  de: [
    "Dienstag, 1. Dezember 2026, 09:00",
    "Nordamerikanische Ostküstenzeit (GMT-5)",
    "6.000,50 $",
    "Nordamerikanische Ostküstenzeit, UTC-05:00",
  ],
  es: ["martes, 1 de diciembre de 2026, 09:00", "hora oriental (GMT-5)", "6000,50 US$", "hora oriental, UTC-05:00"],
  fr: ["mardi 1 décembre 2026, 09:00", "heure de l’Est nord-américain (UTC−5)", "6 000,50 $US", "heure de l’Est nord-américain, UTC-05:00"],
  pt: ["terça-feira, 1 de dezembro de 2026, 09:00", "Horário do Leste (GMT-5)", "US$ 6.000,50", "Horário do Leste, UTC-05:00"],
  ja: ["2026年12月1日火曜日 09:00", "アメリカ東部時間 (GMT-5)", "$6,000.50", "アメリカ東部時間, UTC-05:00"],
};

test.each(LANGUAGES)("dates, zones and amounts in %s", async (language) => {
  await inLanguage(language, () => {
    const [moment = "", zone = "", money, mailed = ""] = SAID[language];
    expect(momentInWords(MOMENT, NEW_YORK)).toBe(moment);
    expect(spanInWords(SPAN, NEW_YORK)).toBe(`${moment}–10:00`);
    // Node and workerd bring ICU of different years.
    expect(zoneInWords(NEW_YORK, MOMENT).replace("米国", "アメリカ")).toBe(zone);
    expect(zoneInWords("UTC", MOMENT)).toMatch(/^UTC \((?:GMT|UTC)(?:\+0)?\)$/u);
    expect(moneyInWords({ minor: 600_050, currency: "USD" }).replaceAll(/[\u00a0\u202f]/gu, " ")).toBe(money);
    expect(momentWithZone(MOMENT, NEW_YORK).replace("米国", "アメリカ")).toContain(mailed);
  });
});

test("a message with something to fill in is said in each language by its own text", async () => {
  const said = await Promise.all(LANGUAGES.map(async (language) => await inLanguage(language, () => say("coach.title", { name: "Ada" }))));
  expect(new Set(said).size).toBe(LANGUAGES.length);
  expect(said.every((text) => text.includes("Ada"))).toBe(true);
});

test("a format is made once for a language", async () => {
  const options = { timeZone: "UTC", month: "long" } as const;
  expect(dateFormat(options)).toBe(dateFormat({ ...options }));
  expect(await inLanguage("de", () => dateFormat(options))).not.toBe(dateFormat(options));
});
