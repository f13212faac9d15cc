/**
 * The part of the sweep that forgets personal data past its time. Each walk does a bounded step and keeps its place outside D1, so that
 * no booking carries a column or an index for it; a place that is lost is a walk begun anew, which forgets the same.
 */
import { after, instant, type Instant } from "../domain/instant.ts";
import { PEOPLE_WALKED_AGAIN_MS } from "../limits/personal.ts";
import type { Database } from "../database/open.ts";
import { forgetSessionWords, forgetUnusedPeople } from "../database/retention.ts";

interface RetentionContext {
  readonly database: Database;
  /** Keys: `words-forgotten` -> `{startsAt, id}`; `people-forgotten` -> `{row, notBefore}`. */
  readonly kept: KVNamespace;
  readonly now: Instant;
}

const WORDS = "words-forgotten";
const PEOPLE = "people-forgotten";

export async function keepWordsRetention({ database, kept, now }: RetentionContext): Promise<void> {
  const place = await kept.get<{ startsAt: Instant; id: string }>(WORDS, "json");
  const last = await forgetSessionWords(database, place ?? { startsAt: instant(0), id: "" }, now);
  if (last !== null) await kept.put(WORDS, JSON.stringify(last));
}

export async function keepPeopleRetention({ database, kept, now }: RetentionContext): Promise<void> {
  const place = (await kept.get<{ row: number; notBefore: Instant }>(PEOPLE, "json")) ?? { row: 0, notBefore: instant(0) };
  if (now < place.notBefore) return;
  const last = await forgetUnusedPeople(database, place.row, now);
  const next = last === null ? { row: 0, notBefore: after(now, PEOPLE_WALKED_AGAIN_MS) } : { row: last, notBefore: instant(0) };
  await kept.put(PEOPLE, JSON.stringify(next));
}
