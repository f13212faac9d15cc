/**
 * Holds every answer of the story tests against the contract: its status is documented for that operation, and its body
 * is what the documented schema describes, with no field beyond it (S16).
 */
import type { z } from "@hono/zod-openapi";
import { expect } from "vitest";
import { routes } from "../../src/contract/document.ts";

interface Response {
  readonly content?: Readonly<Record<string, { readonly schema?: unknown } | undefined>>;
}

const operations = routes
  .map(({ method, path, responses }) => ({
    method: method.toUpperCase(),
    path,
    pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/gu, "[^/]+")}$`, "u"),
    // Without parameters first: `/booking/coach/x` is no booking's history.
    weight: path.split("{").length,
    responses: responses as Readonly<Record<string, Response | undefined>>,
  }))
  .sort((one, other) => one.weight - other.weight);

export function expectDocumented(method: string, path: string, status: number, contentType: string | null, text: string): void {
  const pathOnly = path.split("?")[0] ?? "";
  // What no route takes is of no operation, though a path with parameters may look like it.
  if (status === 405) return;
  const operation = operations.find((candidate) => candidate.method === method && candidate.pattern.test(pathOnly));
  if (operation === undefined) return;
  const what = `${method} ${operation.path} ${String(status)}`;
  const response = operation.responses[String(status)];
  expect(response, `${what} is documented`).toBeDefined();
  const mediaType = contentType?.split(";")[0] ?? "";
  const schema = response?.content?.[mediaType]?.schema as z.ZodType | undefined;
  if (text === "") {
    expect(response?.content, `${what} has a body`).toBeUndefined();
    return;
  }
  expect(schema, `${what} is ${mediaType}`).toBeDefined();
  if (mediaType !== "application/json" && mediaType !== "application/problem+json") return;
  const body = JSON.parse(text) as unknown;
  // Objects of answers strip what they do not name, so a field beyond the schema shows as a difference.
  expect(schema?.parse(body), what).toEqual(body);
}
