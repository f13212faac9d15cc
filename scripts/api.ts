/**
 * The few calls that the demo and the start script make, through the real HTTP API with real tokens, as any client
 * would. Waits and tries again where the contract says so (429 and 503 with Retry-After, a broken connection); what is
 * refused comes back as an ApiError with the problem's code. Writes carry an Idempotency-Key, so that trying again is
 * safe.
 */
const TRIES_MAX = 5;
const CALL_MS_MAX = 20_000;
const WAIT_SECONDS_MAX = 10;

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(call: string, status: number, code: string, detail: string) {
    super(`${call}: ${String(status)} ${code}${detail === "" ? "" : ` (${detail})`}`);
    this.status = status;
    this.code = code;
  }
}

interface Call {
  readonly token?: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

export interface Slot {
  readonly starts_at: string;
  readonly ends_at: string;
}

async function sleep(seconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

async function refusal(call: string, response: Response): Promise<ApiError> {
  const text = await response.text();
  try {
    const problem = JSON.parse(text) as { code?: string; detail?: string; errors?: unknown };
    const errors = problem.errors === undefined ? "" : ` ${JSON.stringify(problem.errors)}`;
    return new ApiError(call, response.status, problem.code ?? "no_code", `${problem.detail ?? ""}${errors}`.trim());
  } catch {
    return new ApiError(call, response.status, "not_a_problem_document", text.slice(0, 200));
  }
}

export class Api {
  readonly #baseUrl: string;
  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  /** The parsed answer, `undefined` for 204; the caller names the part of the contract it relies on. */
  async call<Answer>(method: string, path: string, { token, body, idempotencyKey }: Call = {}): Promise<Answer> {
    const headers = new Headers();
    if (token !== undefined) headers.set("Authorization", `Bearer ${token}`);
    if (body !== undefined) headers.set("Content-Type", "application/json");
    if (idempotencyKey !== undefined) headers.set("Idempotency-Key", idempotencyKey);
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt === TRIES_MAX;
      let response: Response;
      try {
        response = await fetch(`${this.#baseUrl}${path}`, { ...init, signal: AbortSignal.timeout(CALL_MS_MAX) });
      } catch (error) {
        if (isLast) throw error;
        await sleep(attempt / 2);
        continue;
      }
      if (response.ok) return (response.status === 204 ? undefined : await response.json()) as Answer;
      if (isLast || ![409, 429, 503].includes(response.status)) throw await refusal(`${method} ${path}`, response);
      await response.body?.cancel();
      await sleep(Math.min(Number(response.headers.get("Retry-After")) || 1, WAIT_SECONDS_MAX));
    }
  }

  /** Public look-up; dates are days of `timeZone`, `endDate` included. */
  async freeSlots(
    coachId: string,
    range: { startDate: string; endDate: string; timeZone: string; durationMinutes: number },
  ): Promise<readonly Slot[]> {
    const query = new URLSearchParams({
      start_date: range.startDate,
      end_date: range.endDate,
      time_zone: range.timeZone,
      duration_minutes: String(range.durationMinutes),
    });
    const path = `/booking/coach/${coachId}/availability?${query.toString()}`;
    return (await this.call<{ available_slots: readonly Slot[] }>("GET", path)).available_slots;
  }
}

/** The local date `YYYY-MM-DD` of a moment in a zone. */
export function localDate(moment: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(moment);
}
