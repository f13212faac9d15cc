/**
 * The edge cache in front of public answers, in two steps: what this isolate has just answered, and behind it the
 * location's Cache API, which isolates share. An answer is kept under everything that shapes it, until one moment on both
 * (`LOOK_UP_KEPT_SECONDS` after it was made), with its entity tag. Only what is asked a second time goes to the shared
 * step: most look-ups are asked once, and a write and a read of it cost more than the answer.
 * A caller that names a version passes over older entries. A refusal is never kept, nor an answer so long that a few of them
 * would push out all others. Knows no HTTP: `routes/look-up.ts` answers.
 */
import { after, type Instant } from "../../domain/instant.ts";
import { SECOND_MS } from "../../lib/duration.ts";
import { EDGE_CACHE_ANSWER_CHARACTERS_MAX, EDGE_CACHE_CHARACTERS_MAX, LOOK_UP_KEPT_SECONDS } from "../../limits.ts";

export interface Kept {
  /** JSON. */
  readonly body: string;
  readonly etag: string;
  /** The availability version it tells; null where it tells of several coaches. */
  readonly version: number | null;
  readonly until: Instant;
}

interface Entry {
  readonly kept: Kept;
  /** Asked again while it was good: other isolates will want it too. */
  isShared: boolean;
}

/**
 * The Cache API wants an address as its key, and one of the Worker's own host:
 * https://developers.cloudflare.com/workers/runtime-apis/cache/. Nothing is routed below this path.
 */
const KEPT_PATH = "/.kept/look-ups/";

/** What shapes an answer, as the name it is kept under. Values are the validated ones, so spellings share an entry. */
export function cacheKey(...parts: readonly (string | number | null | undefined)[]): string {
  return parts.join(" ");
}

export class EdgeCache {
  readonly #shared: Pick<Cache, "match" | "put">;
  readonly #afterwards: (work: Promise<unknown>) => void;
  readonly #serviceUrl: string;
  /** In order of age; entries past their time stay as the memory that they were asked for. */
  readonly #entries = new Map<string, Entry>();
  #characters = 0;

  /** `afterwards` lets work go on after the answer; `serviceUrl` has no slash at its end. */
  constructor(shared: Pick<Cache, "match" | "put">, afterwards: (work: Promise<unknown>) => void, serviceUrl: string) {
    this.#shared = shared;
    this.#afterwards = afterwards;
    this.#serviceUrl = serviceUrl;
  }

  /** An answer that is good at `now` and no older than the version; null where there is none. */
  async find(key: string, minVersion: number | null, now: Instant): Promise<Kept | null> {
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    if (!isGood(entry.kept, now)) {
      if (!entry.isShared) return null;
      const shared = await this.#fromShared(key, now);
      if (shared === null) return null;
      this.#remember(key, { kept: shared, isShared: true });
      return isNewEnough(shared, minVersion) ? shared : null;
    }
    if (!isNewEnough(entry.kept, minVersion)) return null;
    if (!entry.isShared) this.#share(key, entry);
    return entry.kept;
  }

  keep(key: string, made: Omit<Kept, "until">, now: Instant): Kept {
    const kept = { ...made, until: after(now, LOOK_UP_KEPT_SECONDS * SECOND_MS) };
    const wasAsked = this.#entries.has(key);
    if (kept.body.length > EDGE_CACHE_ANSWER_CHARACTERS_MAX) {
      // The entry that was kept before is older than this, and would be given to the next asker.
      this.#forget(key);
      return kept;
    }
    const entry = { kept, isShared: false };
    this.#remember(key, entry);
    if (wasAsked) this.#share(key, entry);
    return kept;
  }

  #share(key: string, entry: Entry): void {
    entry.isShared = true;
    const { body, ...told } = entry.kept;
    const headers = { "Cache-Control": `public, max-age=${String(LOOK_UP_KEPT_SECONDS)}`, [TOLD]: JSON.stringify(told) };
    this.#afterwards(this.#shared.put(this.#sharedKey(key), new Response(body, { headers })));
  }

  #sharedKey(key: string): string {
    return this.#serviceUrl + KEPT_PATH + encodeURIComponent(key);
  }

  async #fromShared(key: string, now: Instant): Promise<Kept | null> {
    const response = await this.#shared.match(this.#sharedKey(key));
    if (response === undefined) return null;
    const told = JSON.parse(response.headers.get(TOLD) ?? "{}") as Omit<Kept, "body">;
    const kept = { ...told, body: await response.text() };
    return isGood(kept, now) ? kept : null;
  }

  #remember(key: string, entry: Entry): void {
    this.#forget(key);
    this.#entries.set(key, entry);
    this.#characters += entry.kept.body.length;
    for (const oldest of this.#entries.keys()) {
      if (this.#characters <= EDGE_CACHE_CHARACTERS_MAX) break;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#characters -= entry.kept.body.length;
  }
}

/** What is kept beside the body, as one header. */
const TOLD = "X-Kept";

function isGood({ until }: Kept, now: Instant): boolean {
  return until > now;
}

function isNewEnough({ version }: Kept, minVersion: number | null): boolean {
  return minVersion === null || (version !== null && version >= minVersion);
}
