/**
 * How a request to an authorization server is made: to the mapped address, bounded in time, following no redirect. Plain
 * http is let through only while every endpoint is on this machine, which is where the simulators are; anything else
 * fails when the client is made, not when somebody connects.
 */
import * as oauth from "oauth4webapi";
import { assert } from "../../lib/assert.ts";
import { SECOND_MS } from "../../lib/duration.ts";
import type { AddressMap } from "../../lib/address-map.ts";
import { within } from "../../lib/within.ts";
import type { OAuthDialect } from "./dialect.ts";
import { CallFailed } from "./fault.ts";

const OAUTH_TIMEOUT_MS = 10 * SECOND_MS;

export interface CallOptions {
  readonly addressOf: AddressMap;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly timeoutMs?: number;
}

/** Mapped addresses, and how every request is made: bounded in time, following no redirect. */
export function oauthCalls(dialect: OAuthDialect, { addressOf, fetch: send, timeoutMs = OAUTH_TIMEOUT_MS }: CallOptions) {
  const endpoints = {
    authorization_endpoint: addressOf(dialect.authorize),
    token_endpoint: addressOf(dialect.token),
    jwks_uri: addressOf(dialect.keys),
    ...(dialect.revoke === null ? {} : { revocation_endpoint: addressOf(dialect.revoke) }),
  };
  const addresses = Object.values(endpoints).map((address) => new URL(address));
  const isStandIn = addresses.every(isLoopback);
  assert(isStandIn || addresses.every((url) => url.protocol === "https:"), "an OAuth endpoint is neither https nor on this machine");
  const http = {
    // Another for each request, so that the library never shares one request for keys between two of ours: workerd forbids to
    // await another request's I/O. The time is bounded below.
    signal: () => new AbortController().signal,
    [oauth.allowInsecureRequests]: isStandIn,
    // `send` is called bare: workerd's fetch refuses to be called as a method of something else.
    async [oauth.customFetch](
      url: string,
      { body, ...init }: oauth.CustomFetchOptions<string, URLSearchParams | undefined>,
    ): Promise<Response> {
      try {
        return await within(timeoutMs, async (signal) => {
          const response = await send(url, { ...init, body: body ?? null, redirect: "manual", signal });
          // Read here: the time is over when the answer is whole, and not when it begins.
          const bytes = await response.arrayBuffer();
          const { status, headers } = response;
          return new Response(bytes.byteLength === 0 ? null : bytes, { status, headers });
        });
      } catch {
        throw new CallFailed("no answer");
      }
    },
  };
  return { endpoints, http };
}

function isLoopback(url: URL): boolean {
  return url.protocol === "http:" && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/u.test(url.hostname);
}
