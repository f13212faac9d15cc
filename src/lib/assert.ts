/**
 * Broken assumptions. What fails here is a mistake of ours, never the caller's: it becomes an opaque 500 and a log line
 * with the request id. Expected refusals are data (`result.ts`).
 */
const MARK = "broken assumption: ";

class BrokenAssumption extends Error {
  override readonly name = "BrokenAssumption";
}

/** Asked of the message, because an object's RPC keeps that but not the class. */
export function isBrokenAssumption(error: unknown): boolean {
  return error instanceof Error && error.message.includes(MARK);
}

export function assert(condition: unknown, broken: string): asserts condition {
  if (!condition) throw new BrokenAssumption(MARK + broken);
}

/** For the default branch of an exhaustive switch: the compiler refuses a value that has got this far. */
export function unreachable(value: never): never {
  throw new BrokenAssumption(`${MARK}unreachable ${JSON.stringify(value)}`);
}
