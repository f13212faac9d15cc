/**
 * What a call passes through before Microsoft's simulator carries it out: four at a time for each mailbox, then the
 * failures on order, and around it all the log. It decides nothing about calendars. Some failures come as HTML, from a
 * gateway in front, and a call that hangs holds its place in the mailbox, as with the real one.
 */
import { type FaultMode, type Faults, strike } from "../core/faults.ts";
import { errorText, graphError } from "./call.ts";
import { LOGIN_HOST } from "./oauth.ts";
import { setting } from "./settings.ts";
import { fingerprint, type RequestLog } from "../core/request-log.ts";
import type { Account, World } from "../core/world.ts";

const GATEWAY_PAGE =
  "<html><head><title>Bad gateway</title></head><body><h1>The gateway got no answer it could pass on.</h1></body></html>";
const GRAPH_CODES: Readonly<Record<number, string>> = {
  400: "BadRequest",
  401: "InvalidAuthenticationToken",
  403: "ErrorAccessDenied",
  404: "ErrorItemNotFound",
  409: "ErrorDuplicateTransactionId",
  410: "syncStateNotFound",
  412: "ErrorIrresolvableConflict",
  429: "ApplicationThrottled",
  503: "ServiceUnavailable",
};
const LOGIN_CODES: Readonly<Record<number, string>> = { 400: "invalid_grant", 401: "invalid_client" };

/** 502 and 504 are a gateway's, which speaks HTML. */
export function faultBody(status: number, path: string): { readonly contentType: string; readonly text: string } {
  if (status === 502 || status === 504) return { contentType: "text/html", text: GATEWAY_PAGE };
  const message = "The simulator was told to fail.";
  if (!path.startsWith(`/${LOGIN_HOST}`)) {
    return { contentType: "application/json", text: errorText(GRAPH_CODES[status] ?? "InternalServerError", message) };
  }
  const error = LOGIN_CODES[status] ?? "temporarily_unavailable";
  return { contentType: "application/json", text: JSON.stringify({ error, error_description: message }) };
}

/** `/HOST/PATH?QUERY`, whatever the simulator is mounted under. */
function realPath(url: URL, host: string): string {
  return url.pathname.slice(url.pathname.indexOf(`/${host}/`)) + url.search;
}

async function pass(latencyMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, latencyMs);
  await promise;
}

interface Passing {
  readonly account: Account;
  readonly request: Request;
  readonly host: string;
  /** The secret that named the account; it is logged as a fingerprint. */
  readonly token: string;
}

type CarryOut = () => Promise<Response>;

export class MicrosoftPassage {
  readonly #world: World;
  readonly #faults: Faults;
  readonly #log: RequestLog;
  readonly #running = new WeakMap<Account, number>();
  readonly #struck = new WeakMap<Response, FaultMode>();

  constructor(world: World, faults: Faults, log: RequestLog) {
    this.#world = world;
    this.#faults = faults;
    this.#log = log;
  }

  async toGraph(passing: Passing, carryOut: CarryOut): Promise<Response> {
    return await this.#logged(passing, async () => this.#inTurn(passing.account, async () => this.#withFault(passing, carryOut)));
  }

  async toLogin(passing: Passing, carryOut: CarryOut): Promise<Response> {
    return await this.#logged(passing, async () => this.#withFault(passing, carryOut));
  }

  async #withFault({ account, request, host }: Passing, carryOut: CarryOut): Promise<Response> {
    const path = realPath(new URL(request.url), host);
    const fault = this.#faults.take(account.key, request.method, path);
    if (fault === null) return await carryOut();
    const response = await strike(fault, request.signal, (status) => faultBody(status, path), carryOut);
    this.#struck.set(response, fault.mode);
    return response;
  }

  async #logged({ account, request, host, token }: Passing, carryOut: CarryOut): Promise<Response> {
    const at = this.#world.now(account);
    const response = await carryOut();
    this.#log.add(account.key, {
      at,
      method: request.method,
      path: realPath(new URL(request.url), host),
      status: response.status,
      fault: this.#struck.get(response) ?? null,
      token: await fingerprint(token),
      ifMatch: request.headers.get("if-match"),
      prefer: request.headers.get("prefer"),
    });
    return response;
  }

  async #inTurn(account: Account, carryOut: CarryOut): Promise<Response> {
    const before = this.#running.get(account) ?? 0;
    if (before >= setting(account, "concurrentMax")) {
      const retryAfter = String(setting(account, "retryAfterSeconds"));
      return graphError(429, "ApplicationThrottled", "This mailbox answers no more calls at a time.", { "retry-after": retryAfter });
    }
    this.#running.set(account, before + 1);
    try {
      const latencyMs = setting(account, "latencyMs");
      if (latencyMs > 0) await pass(latencyMs);
      return await carryOut();
    } finally {
      this.#running.set(account, (this.#running.get(account) ?? 1) - 1);
    }
  }
}
