/**
 * Idempotency keys, as Stripe keeps them: the first answer, whatever it was, a 500 too, for a day. Not kept is what never
 * started: parameters that fail validation, requests that conflict, too many requests. Only POST has keys.
 */
const KEPT_SECONDS = 24 * 3600;
const KEY_CHARACTERS_MAX = 255;
const NEVER_KEPT: ReadonlySet<number> = new Set([401, 409, 429]);

export interface KeptAnswer {
  readonly path: string;
  readonly body: string;
  readonly status: number;
  readonly json: unknown;
  readonly keptSeconds: number;
}

export interface KeyedRequest {
  readonly key: string | null;
  readonly path: string;
  readonly body: string;
  /** On the clock of what it is about. */
  readonly nowSeconds: number;
}

export function keyOf(request: Request): string | null {
  return request.method === "POST" ? request.headers.get("idempotency-key") : null;
}

/** null: the request is to be carried out. */
export function keptAnswer(answers: ReadonlyMap<string, KeptAnswer>, { key, path, body, nowSeconds }: KeyedRequest): Response | null {
  if (key === null) return null;
  if (key.length > KEY_CHARACTERS_MAX) return mistaken("invalid_request_error", "Idempotency keys can be at most 255 characters long.");
  const known = answers.get(key);
  if (known === undefined || known.keptSeconds + KEPT_SECONDS <= nowSeconds) return null;
  const other = `Try using a key other than '${key}' if you meant to execute a different request.`;
  if (known.path !== path) {
    const paths = `('${path}' vs '${known.path}')`;
    return mistaken(
      "idempotency_error",
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ${paths}. ${other}`,
    );
  }
  if (known.body !== body) {
    return mistaken(
      "idempotency_error",
      `Keys for idempotent requests can only be used with the same parameters they were first used with. ${other}`,
    );
  }
  return Response.json(known.json, { status: known.status, headers: { "idempotent-replayed": "true" } });
}

export function keepAnswer(
  answers: Map<string, KeptAnswer>,
  { key, path, body, nowSeconds }: KeyedRequest,
  { status, json }: { readonly status: number; readonly json: unknown },
): void {
  if (key === null || NEVER_KEPT.has(status)) return;
  answers.set(key, { path, body, status, json, keptSeconds: nowSeconds });
}

function mistaken(type: string, message: string): Response {
  return Response.json({ error: { type, message } }, { status: 400 });
}
