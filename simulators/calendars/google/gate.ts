/**
 * What every call to Google passes on its way in: the mailbox is found by the secret shown, a fault that is due
 * strikes, and the log gets its line. A call that shows no secret of ours passes untouched and unlogged: it belongs to
 * nobody. The gate decides nothing about calendars.
 */
import type { Core } from "../core/core.ts";
import { strike } from "../core/faults.ts";
import { errorText } from "./call.ts";
import type { GoogleGrants } from "./grants.ts";
import { fingerprint } from "../core/request-log.ts";

interface Passing {
  readonly request: Request;
  readonly host: string;
  readonly secret: string;
}

export type Gate = (passing: Passing, carryOut: () => Promise<Response>) => Promise<Response>;

const GATEWAY_PAGE = "<!doctype html><title>Error 502 (Server Error)</title><p>The server met an error and could not finish.</p>";
const REASONS: Readonly<Record<number, string>> = {
  400: "badRequest",
  401: "authError",
  403: "rateLimitExceeded",
  404: "notFound",
  409: "duplicate",
  410: "fullSyncRequired",
  412: "conditionNotMet",
  429: "rateLimitExceeded",
};

/** 502 is a front end's, which speaks HTML. */
export function faultBody(status: number, path: string): { readonly contentType: string; readonly text: string } {
  if (status === 502) return { contentType: "text/html; charset=UTF-8", text: GATEWAY_PAGE };
  const contentType = "application/json; charset=UTF-8";
  if (!path.startsWith("/oauth2.")) return { contentType, text: errorText(status, REASONS[status] ?? "backendError") };
  const error = status === 400 ? "invalid_grant" : status === 401 ? "invalid_client" : "temporarily_unavailable";
  return { contentType, text: JSON.stringify({ error }) };
}

export function googleGate({ world, faults, log }: Core, grants: GoogleGrants): Gate {
  return async ({ request, host, secret }, carryOut) => {
    const account = grants.accountOf(secret);
    if (account === null) return await carryOut();
    const { method, signal, headers } = request;
    const { pathname, search } = new URL(request.url);
    const path = pathname.slice(pathname.indexOf(`/${host}/`)) + (host.startsWith("oauth2.") ? "" : search);
    const at = world.now(account);
    const fault = faults.take(account.key, method, path);
    const response = fault === null ? await carryOut() : await strike(fault, signal, (status) => faultBody(status, path), carryOut);
    log.add(account.key, {
      at,
      method,
      path,
      status: response.status,
      fault: fault?.mode ?? null,
      token: await fingerprint(secret),
      ifMatch: headers.get("if-match"),
      prefer: headers.get("prefer"),
    });
    return response;
  };
}
