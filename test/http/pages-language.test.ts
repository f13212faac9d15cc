/** The language of a page: who or what decides it, the choice at the foot, and what caches are told. */
import { expect, test } from "vitest";
import { findUser } from "../../src/database/people.ts";
import { database } from "../support/agenda.ts";
import { apiWith, browserOf, morning, seenCoach, sessionOf, someone } from "./app-under-test.ts";
import { booked } from "./stories.ts";

const api = apiWith();

const langOf = ({ text }: { readonly text: string }) => /<html lang="(?<tag>[^"]*)"/u.exec(text)?.groups?.["tag"];
const cookiesOf = ({ headers }: { readonly headers: Headers }) => headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "");
const IN_GERMAN = { "Accept-Language": "de-AT,en;q=0.5" };
const CHOSEN = { Cookie: "__Host-language=fr" };

test("a visitor's page follows the browser's languages, and before them what this browser has chosen", async () => {
  const browser = await browserOf(api);
  expect(langOf(await browser.see("/"))).toBe("en");
  expect(langOf(await browser.see("/", IN_GERMAN))).toBe("de");
  expect(langOf(await browser.see("/", { "Accept-Language": "ru,pt-PT;q=0.1" }))).toBe("pt-BR");
  expect(langOf(await browser.see("/", { ...IN_GERMAN, ...CHOSEN }))).toBe("fr");
  expect(langOf(await browser.see("/", { ...IN_GERMAN, Cookie: "__Host-language=tlh" }))).toBe("de");
  expect(langOf(await browser.see("/no-such-page", IN_GERMAN))).toBe("de");
  expect(langOf(await browser.see("/calendar/google/callback", IN_GERMAN))).toBe("de");
});

test("a cache may give a visitor's page to nobody who asks for another language", async () => {
  const page = await (await browserOf(api)).see("/book", IN_GERMAN);
  expect(page.headers.get("Cache-Control")).toContain("public");
  expect(page.headers.get("Vary")?.split(", ")).toEqual(expect.arrayContaining(["Accept-Language", "Cookie"]));
  const missing = await (await browserOf(api)).see("/no-such-page");
  expect(missing.headers.get("Vary")?.split(", ")).toEqual(expect.arrayContaining(["Accept", "Accept-Language"]));
});

test("what the identity provider says goes before the browser, on pages for anybody and on the person's own", async () => {
  const client = await someone("client", { locale: "ja_JP" });
  const cookie = `__Host-session=${await sessionOf(client)}; __Host-language=fr`;
  const browser = await browserOf(api);
  for (const path of ["/book", "/bookings", "/calendar/google/callback"])
    expect(langOf(await browser.see(path, { ...IN_GERMAN, Cookie: cookie }))).toBe("ja");
});

test("the choice of a person who is signed in is kept on their record, goes before all else, and leads back", async () => {
  const client = await someone("client", { locale: "ja" });
  const browser = await browserOf(api, client);
  await browser.see("/bookings");
  const chosen = await browser.submit("/language", { language: "pt", to: "/bookings?show=past" });
  expect([chosen.status, chosen.headers.get("Location")]).toEqual([303, "/bookings?show=past"]);
  expect(await findUser(database, client.id)).toMatchObject({ language: "pt", locale: "ja" });
  expect(langOf(await browser.see("/bookings", IN_GERMAN))).toBe("pt-BR");
  // The session that this browser has from then on says so to pages that do not ask the record.
  const [session = ""] = cookiesOf(chosen).filter((cookie) => cookie.startsWith("__Host-session="));
  expect(langOf(await (await browserOf(api)).see("/book", { ...IN_GERMAN, Cookie: session }))).toBe("pt-BR");
});

test("a browser with an older session hears of the choice with the next page of the person's own", async () => {
  const client = await someone("client");
  const [here, there] = [await browserOf(api, client), await browserOf(api, client)];
  await here.see("/bookings");
  await here.submit("/language", { language: "es", to: "/" });
  expect(langOf(await there.see("/book"))).toBe("en");
  const own = await there.see("/bookings");
  expect(langOf(own)).toBe("es");
  const [session = ""] = cookiesOf(own);
  expect(langOf(await there.see("/book", { Cookie: session }))).toBe("es");
  expect(cookiesOf(await there.see("/bookings", { Cookie: session }))).toEqual([]);
});

test("the choice of a visitor is kept in a cookie of this host alone", async () => {
  const chosen = await (await browserOf(api)).submit("/language", { language: "ja", to: "/book" });
  expect([chosen.status, chosen.headers.get("Location")]).toEqual([303, "/book"]);
  expect(chosen.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^__Host-language=ja; Max-Age=34560000; Path=\/; HttpOnly; Secure; SameSite=Lax$/u),
  ]);
});

test.each([
  [{ language: "tlh", to: "/book" }, "/book"],
  [{ to: "/book" }, "/book"],
  [{ language: "", to: "//evil.test" }, "/"],
])("a choice that is none changes nothing: %j", async (fields, location) => {
  const client = await someone("client");
  const browser = await browserOf(api, client);
  await browser.see("/bookings");
  const answer = await browser.submit("/language", fields);
  expect([answer.status, answer.headers.get("Location"), cookiesOf(answer)]).toEqual([303, location, []]);
  expect(await findUser(database, client.id)).toMatchObject({ language: null });
});

test("a choice leads to no other site, and another site's page chooses for nobody", async () => {
  const client = await someone("client");
  const browser = await browserOf(api, client);
  await browser.see("/bookings");
  const away = await browser.submit("/language", { language: "de", to: "https://evil.test/" });
  expect(away.headers.get("Location")).toBe("/");
  const forged = await browser.submit(
    "/language",
    { language: "fr", to: "/" },
    { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.test" },
  );
  expect(forged.status).toBe(403);
  expect(await findUser(database, client.id)).toMatchObject({ language: "de" });
});

test("a session that has ended chooses for its browser, and changes no record", async () => {
  const client = await someone("client");
  const browser = await browserOf(api, client);
  await browser.see("/bookings");
  await browser.submit("/sign-out", {});
  const answer = await browser.submit("/language", { language: "de", to: "/" });
  expect(cookiesOf(answer)).toEqual(["__Host-language=de"]);
  expect(await findUser(database, client.id)).toMatchObject({ language: null });
});

test("the foot of a page names each language in itself, and marks the one that is spoken", async () => {
  const { text } = await (await browserOf(api)).see("/book?name=Ada", IN_GERMAN);
  expect(text).toContain('<input type="hidden" name="to" value="/book?name=Ada"/>');
  expect(text).toContain('lang="de" aria-current="true">Deutsch</button>');
  for (const name of ["English", "Español", "Français", "Português (Brasil)", "日本語"]) expect(text).toContain(`>${name}</button>`);
  expect(text.match(/aria-current="true"/gu)).toHaveLength(1);
});

test("the frame on another site's page speaks as its address says, else as the browser does, and reads no cookie", async () => {
  const coach = await seenCoach(api);
  const browser = await browserOf(api);
  expect(langOf(await browser.see(`/embed/${coach.id}`, { ...IN_GERMAN, ...CHOSEN }))).toBe("de");
  const inJapanese = await browser.see(`/embed/${coach.id}?lang=ja`, IN_GERMAN);
  expect(langOf(inJapanese)).toBe("ja");
  const [link = ""] = /href="\?[^"]*"/u.exec(inJapanese.text) ?? [];
  expect(link).toContain("lang=ja");
  expect(langOf(await browser.see(`/embed/${coach.id}?lang=tlh`, IN_GERMAN))).toBe("de");
});

test("what is wrong with a field is told in the page's language, whichever rule found it; the API's problems stay English", async () => {
  const [client, coach] = [await someone("client", { locale: "de" }), await seenCoach(api)];
  const id = await booked(api, client, coach, morning(3));
  const browser = await browserOf(api, client);
  // The same field twice: no rule of the form has a sentence for it.
  const twice = [
    ["reason", "one"],
    ["reason", "two"],
  ] as unknown as Readonly<Record<string, string>>;
  const page = await browser.submit(`/bookings/${id}/cancel`, twice);
  expect([page.status, langOf(page)]).toEqual([400, "de"]);
  expect(page.text).toContain("Die Angabe in diesem Feld ist nicht lesbar.");
  expect(page.text).not.toContain("must be");
  const problem = await api("POST", "/booking", { as: client, body: {}, headers: IN_GERMAN });
  expect(problem.body["errors"]).toMatchObject([{ detail: "must be a UUID" }, { detail: expect.stringMatching(/^(?:is|must)/u) }]);
});
