/**
 * Structured log lines, one JSON object each. A line holds ids, counts, codes and timings; it never holds a token, a
 * name, a mail address, notes or a request body. `errorSummary` is the one way an unknown error gets in.
 */
type Field = string | number | boolean | null | undefined;

export function log(level: "info" | "warn" | "error", event: string, fields: Readonly<Record<string, Field>> = {}): void {
  const line = JSON.stringify({ level, event, ...fields });
  if (level === "error") console.error(line);
  else console.log(line);
}

/**
 * The class and first 200 characters of an error's message: enough to find it, too little to carry a body. Of a query that
 * failed only why it did, because its own message lists the parameters; of text that is no JSON only that, because the
 * message quotes it.
 */
export function errorSummary(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  if ("params" in error) return error.cause instanceof Error ? `query failed: ${errorSummary(error.cause)}` : "query failed";
  if (error instanceof SyntaxError) return error.name;
  return `${error.name}: ${error.message}`.slice(0, 200);
}
