/**
 * What each account's providers were asked, newest last, so that a test can say "exactly one insert". It keeps no
 * secret: a token is recorded as the first six hex digits of its SHA-256, which is enough to see that two calls used
 * the same one. It is bounded; the oldest lines go first.
 */
import type { FaultMode } from "./faults.ts";
import type { AccountKey } from "./world.ts";

export interface LogLine {
  readonly at: number;
  readonly method: string;
  /** `/HOST/PATH?QUERY` */
  readonly path: string;
  readonly status: number;
  readonly fault: FaultMode | null;
  /** Fingerprint of the bearer token, or of the code or refresh token that was redeemed. */
  readonly token: string | null;
  readonly ifMatch: string | null;
  readonly prefer: string | null;
}

const LINES_PER_ACCOUNT_MAX = 2000;

export async function fingerprint(secret: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret)));
  return [...digest.subarray(0, 3)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class RequestLog {
  readonly #lines = new Map<AccountKey, LogLine[]>();

  add(account: AccountKey, line: LogLine): void {
    const lines = this.#lines.get(account) ?? [];
    lines.push(line);
    if (lines.length > LINES_PER_ACCOUNT_MAX) lines.shift();
    this.#lines.set(account, lines);
  }

  list(account: AccountKey): readonly LogLine[] {
    return this.#lines.get(account) ?? [];
  }

  clear(account: AccountKey | null): void {
    if (account === null) this.#lines.clear();
    else this.#lines.delete(account);
  }
}
