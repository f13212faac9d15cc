/**
 * Errors that nobody expected. The answer is opaque: a request id to find the log line by, and nothing of the error
 * (S50). A fault of the database on the way is told apart, because there it helps to come back.
 */
import { HTTPException } from "hono/http-exception";
import { errorSummary, log } from "../../lib/log.ts";
import type { RequestContext } from "./dependencies.ts";
import { problemAnswer, type ProblemAnswer } from "./problem.ts";

export function faultAnswer(error: unknown, c: RequestContext): ProblemAnswer {
  // The validators throw these two before any schema is asked.
  if (error instanceof HTTPException && error.status === 400) return problemAnswer(c, "malformed_json", "Send the body as JSON in UTF-8.");
  if (error instanceof HTTPException && error.status === 415) {
    return problemAnswer(c, "unsupported_media_type", "Send the body as application/json.");
  }
  const isDatabases = isDatabaseFault(error);
  const fields = { request_id: c.var.requestId, method: c.req.method, error: errorSummary(rootOf(error)) };
  log("error", isDatabases ? "database_fault" : "internal", fields);
  return isDatabases
    ? problemAnswer(c, "unavailable", "Send the same request again in a moment; for a change, with the same Idempotency-Key.")
    : problemAnswer(c, "internal", "Report the request_id to the operator.");
}

function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 8; cause = cause.cause) causes.push(cause);
  return causes;
}

/** Drizzle repeats the statement and its parameters in its own message, names and notes included: log what D1 said. */
function rootOf(error: unknown): unknown {
  return causesOf(error).at(-1) ?? error;
}

/** A constraint that fails here is a mistake of ours and will fail again. */
function isDatabaseFault(error: unknown): boolean {
  const messages = causesOf(error).map(({ name, message }) => `${name}: ${message}`);
  if (messages.some((message) => /constraint|syntax error|no such (?:table|column)/iu.test(message))) return false;
  return messages.some((message) => /\bD1\b|D1_|Network connection lost|DrizzleQueryError|Failed query/u.test(message));
}
