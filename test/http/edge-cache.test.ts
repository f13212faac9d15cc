/** The edge cache by itself: how much it keeps, what goes first, and what is too old for whom. */
import { expect, test } from "vitest";
import { after, instant } from "../../src/domain/instant.ts";
import { EdgeCache } from "../../src/http/pipeline/edge-cache.ts";

const NOW = instant(Date.UTC(2030, 0, 7));
const CHARACTERS_MAX = 8_000_000;

/** Nothing is shared in a location: what is found was kept in this isolate. */
function isolate(): EdgeCache {
  const empty = { match: async () => await Promise.resolve(undefined), put: async () => await Promise.resolve() };
  return new EdgeCache(empty, () => undefined);
}

const answer = (body: string, version: number | null = null) => ({ body, etag: '"tag"', version });
const text = (characters: number) => answer("x".repeat(characters));

async function foundIn(cache: EdgeCache, keys: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const key of keys) if ((await cache.find(key, null, NOW)) !== null) found.push(key);
  return found;
}

test("keeps eight million characters; the next one pushes out the oldest, and no more than has to go", async () => {
  const cache = isolate();
  const keys = ["a", "b", "c", "d"];
  for (const key of keys) cache.keep(key, text(CHARACTERS_MAX / 4), NOW);
  expect(await foundIn(cache, keys)).toEqual(keys);
  cache.keep("e", text(10), NOW);
  expect(await foundIn(cache, [...keys, "e"])).toEqual(["b", "c", "d", "e"]);
  cache.keep("f", text(CHARACTERS_MAX / 2), NOW);
  expect(await foundIn(cache, [...keys, "e", "f"])).toEqual(["d", "e", "f"]);
});

test("an answer that is renewed counts once and is the youngest", async () => {
  const cache = isolate();
  for (let times = 0; times < 20; times += 1) {
    cache.keep("a", text(CHARACTERS_MAX / 4), NOW);
    cache.keep("b", text(CHARACTERS_MAX / 4), NOW);
  }
  cache.keep("c", text(CHARACTERS_MAX / 2), NOW);
  expect(await foundIn(cache, ["a", "b", "c"])).toEqual(["a", "b", "c"]);
  cache.keep("a", text(CHARACTERS_MAX / 4), NOW);
  cache.keep("d", text(3), NOW);
  expect(await foundIn(cache, ["a", "b", "c", "d"])).toEqual(["a", "c", "d"]);
});

test("ten thousand keys of a caller's choosing leave no more behind than fits", async () => {
  const cache = isolate();
  const keys = Array.from({ length: 10_000 }, (_, index) => String(index));
  for (const key of keys) cache.keep(key, text(10_000), NOW);
  expect(await foundIn(cache, keys)).toEqual(keys.slice(-800));
});

test("an answer is good until its moment, and for those who know no later version", async () => {
  const cache = isolate();
  cache.keep("a", answer("body", 4), NOW);
  cache.keep("several", answer("body"), NOW);
  const at = async (key: string, minVersion: number | null, ms: number) => (await cache.find(key, minVersion, after(NOW, ms))) !== null;
  expect([await at("a", null, 4_999), await at("a", null, 5_000)]).toEqual([true, false]);
  expect([await at("a", 3, 0), await at("a", 4, 0), await at("a", 5, 0)]).toEqual([true, true, false]);
  expect([await at("several", null, 0), await at("several", 0, 0)]).toEqual([true, false]);
});
