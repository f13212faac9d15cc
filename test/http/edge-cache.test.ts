/** The edge cache by itself: how much it keeps, what goes first, and what is too old for whom. */
import { expect, test } from "vitest";
import { after, instant } from "../../src/domain/instant.ts";
import { EdgeCache } from "../../src/http/pipeline/edge-cache.ts";

const NOW = instant(Date.UTC(2030, 0, 7));
const CHARACTERS_MAX = 8_000_000;

/** Nothing is shared in a location: what is found was kept in this isolate. */
function isolate(): EdgeCache {
  const empty = { match: async () => await Promise.resolve(undefined), put: async () => await Promise.resolve() };
  return new EdgeCache(empty, () => undefined, "https://booking.test");
}

const answer = (body: string, version: number | null = null) => ({ body, etag: '"tag"', version });
const text = (characters: number) => answer("x".repeat(characters));

async function foundIn(cache: EdgeCache, keys: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const key of keys) if ((await cache.find(key, null, NOW)) !== null) found.push(key);
  return found;
}

/** As long as an answer that is kept may be: thirty-two fill the cache. */
const LONGEST = CHARACTERS_MAX / 32;
const named = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}${String(index)}`);

test("keeps eight million characters; the next one pushes out the oldest, and no more than has to go", async () => {
  const cache = isolate();
  const keys = named("a", 32);
  for (const key of keys) cache.keep(key, text(LONGEST), NOW);
  expect(await foundIn(cache, keys)).toEqual(keys);
  cache.keep("e", text(10), NOW);
  expect(await foundIn(cache, [...keys, "e"])).toEqual([...keys.slice(1), "e"]);
  const more = named("f", 16);
  for (const key of more) cache.keep(key, text(LONGEST), NOW);
  expect(await foundIn(cache, [...keys, "e", ...more])).toEqual([...keys.slice(17), "e", ...more]);
});

test("an answer that is renewed counts once and is the youngest", async () => {
  const cache = isolate();
  const keys = named("a", 16);
  for (let times = 0; times < 20; times += 1) for (const key of keys) cache.keep(key, text(LONGEST), NOW);
  const more = named("c", 16);
  for (const key of more) cache.keep(key, text(LONGEST), NOW);
  expect(await foundIn(cache, [...keys, ...more])).toEqual([...keys, ...more]);
  cache.keep("a0", text(LONGEST), NOW);
  cache.keep("d", text(3), NOW);
  expect(await foundIn(cache, [...keys, ...more, "d"])).toEqual(["a0", ...keys.slice(2), ...more, "d"]);
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

test("S56: a giant is not kept, pushes nobody out, and takes the older answer of its key with it", async () => {
  const cache = isolate();
  cache.keep("a", text(10), NOW);
  cache.keep("b", text(10), NOW);
  cache.keep("c", text(250_000), NOW);
  for (let times = 0; times < 100; times += 1) cache.keep("giant", text(250_001), NOW);
  expect(cache.keep("b", text(400_000), NOW).body).toHaveLength(400_000);
  expect(await foundIn(cache, ["a", "b", "c", "giant"])).toEqual(["a", "c"]);
});

test("what is shared stands below the host of the service itself, where nothing is routed", async () => {
  const put: string[] = [];
  const shared = {
    match: async () => await Promise.resolve(undefined),
    put: async (key: unknown) => await Promise.resolve(void put.push(key as string)),
  };
  const cache = new EdgeCache(shared, () => undefined, "https://booking.test");
  cache.keep("one two", answer("{}"), NOW);
  await cache.find("one two", null, NOW);
  expect(put).toEqual(["https://booking.test/.kept/look-ups/one%20two"]);
});
