/** What the tests of a person's session pages do again and again: open a page and look at all of it, send its form, be each of the parties. */
import { expect } from "vitest";
import { type Answer, browserOf, type Browsing, type Call, type Person } from "./app-under-test.ts";

const BYTES_MAX = 60 * 1024;

/** The words of a page, without its markup, entities as they are. */
export const wordsOf = ({ text }: Answer) =>
  text
    .replaceAll(/<head>.*<\/head>|<select.*<\/select>/gsu, " ")
    .replaceAll(/<[^>]+>/gu, " ")
    .replaceAll(/\s+/gu, " ");

/** The fields that the one form of a page that changes something would send, as they stand. */
export function fieldsOf({ text }: Answer): Record<string, string> {
  const form = /<form method="post" action="\/bookings.*?<\/form>/su.exec(text)?.[0] ?? "";
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/gu)];
  return Object.fromEntries(hidden.map(([, name, value]) => [String(name), String(value)]));
}

export async function see(browser: Browsing, path: string, status = 200): Promise<Answer> {
  const answer = await browser.see(path);
  expect([path, answer.status]).toEqual([path, status]);
  expect(answer.headers.get("Cache-Control")).toBe("no-store");
  expect(new TextEncoder().encode(answer.text).byteLength).toBeLessThan(BYTES_MAX);
  expect([...answer.text.matchAll(/<h1>/gu)]).toHaveLength(1);
  expect(answer.text.replaceAll(/"[^"]*"/gu, '""')).not.toMatch(/<script|<style|<img|<[^>]*\s(?:style|on[a-z]+)=/u);
  const ids = [...answer.text.matchAll(/\sid="([^"]+)"/gu)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  return answer;
}

/** Opens the page of an act and sends its form, with what a person adds. */
export async function act(browser: Browsing, path: string, added: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const page = await see(browser, path);
  return await browser.submit(path, { ...fieldsOf(page), ...added });
}

interface Browsers {
  readonly client: Browsing;
  readonly coach: Browsing;
  readonly admin: Browsing;
}

export async function browsers(api: Call, people: Readonly<Record<keyof Browsers, Person>>): Promise<Browsers> {
  return {
    client: await browserOf(api, people.client),
    coach: await browserOf(api, people.coach),
    admin: await browserOf(api, people.admin),
  };
}

/** The moment of the last thing done moves the clock along, so a session begins anew. */
export async function browserNow(api: Call, person: Person): Promise<Browsing> {
  return await browserOf(api, person, Date.now());
}

export const doneAt = (id: string) => `/bookings/${id}?done=1`;
