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

/** The class and first 200 characters of an error's message: enough to find it, too little to carry a body. */
export function errorSummary(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 200) : typeof error;
}
