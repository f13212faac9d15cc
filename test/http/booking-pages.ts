/** The stage of the stories about booking in pages: a coach with an offer, a client's browser, and what a form would send. */
import { expect } from "vitest";
import { bookingRows, dayAhead } from "../support/days.ts";
import { type Answer, apiWith, type Browsing, browserOf, type Person, seenCoach, someone } from "./app-under-test.ts";
import { sell, setTerms } from "./stories.ts";

export const api = apiWith();
const BYTES_MAX = 60 * 1024;
export const MARKUP = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>&amp;`;
export const NOTES = "I would like to speak\nabout Lyon & its “people”.";

/** The words of a page, without its markup. */
export const wordsOf = ({ text }: Answer) =>
  text
    .replaceAll(/<head>.*<\/head>|<select.*<\/select>/gsu, " ")
    .replaceAll(/<[^>]+>/gu, " ")
    .replaceAll(/\s+/gu, " ");

export const unescaped = (text: string) =>
  text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** What the form of a page would send, with what a person types or chooses. */
export function filled({ text }: Answer, typed: Readonly<Record<string, string>> = {}): Record<string, string> {
  const hidden = [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/gu)];
  const notes = /<textarea[^>]*>([^<]*)<\/textarea>/u.exec(text)?.[1];
  const fields = Object.fromEntries(hidden.map(([, name, value]) => [String(name), unescaped(String(value))]));
  return { ...fields, ...(notes === undefined ? {} : { notes: unescaped(notes) }), ...typed };
}

export const choicesOf = ({ text }: Answer) =>
  [...text.matchAll(/<input type="radio"[^>]* name="start" value="([^"]+)"/gu)].map(([, value]) => String(value));
export const locationOf = ({ headers }: Answer) => headers.get("Location") ?? "";
export const idIn = (answer: Answer) => /\/bookings\/([0-9a-f-]{36})\//u.exec(locationOf(answer))?.[1] ?? "";

export function expectPage(answer: Answer, status: number): void {
  expect([answer.status, answer.headers.get("Content-Type")]).toEqual([status, "text/html; charset=utf-8"]);
  expect(new TextEncoder().encode(answer.text).byteLength).toBeLessThan(BYTES_MAX);
  expect(answer.headers.get("Cache-Control")).toBe("no-store");
  expect(answer.text.replaceAll(/"[^"]*"/gu, '""')).not.toMatch(/<script|<style|<img|<[^>]*\s(?:style|on[a-z]+)=/u);
  const ids = [...answer.text.matchAll(/\sid="([^"]+)"/gu)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  if (status >= 400) expect(answer.text).toContain("<title>Error: ");
}

export interface Stage {
  readonly coach: Person;
  readonly client: Person;
  readonly browser: Browsing;
  readonly offer: string;
  /** The page of 09:00, three days ahead. */
  readonly at: string;
  readonly start: string;
}

export async function stage(terms: object = {}, settings: object = {}): Promise<Stage> {
  const [coach, client] = [await seenCoach(api), await someone("client")];
  await setTerms(api, coach, settings);
  const offer = await sell(api, coach, { title: "First talk", ...terms });
  const start = dayAhead(3, "09:00");
  const at = `/book/${coach.id}/at?offer=${offer}&start=${encodeURIComponent(start)}&time_zone=Europe%2FParis`;
  return { coach, client, browser: await browserOf(api, client), offer, at, start };
}

/** Sent and refused: the page again, nothing booked, and the notes as they were typed. */
export async function sentAndRefused(
  { browser, at, coach }: Stage,
  fields: Record<string, string>,
  status: number,
  words: string,
): Promise<Answer> {
  const before = (await bookingRows(coach.id)).length;
  const answer = await browser.submit(at, fields);
  expectPage(answer, status);
  expect(wordsOf(answer)).toContain(words);
  if (answer.text.includes("<textarea")) expect(filled(answer)["notes"]).toBe(fields["notes"]);
  else expect(unescaped(answer.text)).toContain(fields["notes"]);
  expect(answer.text).not.toContain("notes=");
  expect(await bookingRows(coach.id)).toHaveLength(before);
  return answer;
}
