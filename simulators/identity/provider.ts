/**
 * The local OpenID provider, mounted at /identity: oauth2-mock-server does the protocol (discovery, JWKS, codes, PKCE,
 * signing), this file puts a page to choose a person in front of it, because it approves at once, and makes it keep to
 * the code flow: a code is good once and for a minute, a refresh token once, for the client and the address it was given to (RFC 6749
 * section 4.1.3). What is asked of applications stands in `clients.ts`. What the mock would answer with yes to everyone (introspection,
 * userinfo, password grants) is not served.
 *
 * It signs in whoever is chosen, without a password: it must never listen on anything but the loopback address.
 */
import type { IncomingMessage } from "node:http";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Context, Hono } from "hono";
import type { OAuth2Issuer } from "oauth2-mock-server";
import { Events, OAuth2Service } from "oauth2-mock-server";
import { authenticatedClient, type Client, requestErrorOf, untrustedBecause } from "./clients.ts";
import { ACCESS_TOKEN_TYPE, accessClaims, profileClaims, type Person } from "./tokens.ts";
import { badRequestBody, choosePersonBody } from "./pages.ts";
import { sendPage } from "../kit/page.ts";

const GRANTS_MAX = 1000;
const CODE_MS = 60_000;

/** Whom a code or refresh token stands for. Held in memory: a restart asks everyone to sign in again. */
interface Grant {
  readonly kind: "authorization_code" | "refresh_token";
  readonly person: Person;
  readonly clientId: string;
  readonly redirectUri: string;
  /** Epoch milliseconds; null: it does not end. */
  readonly endsAt: number | null;
}

interface IdentityOptions {
  readonly issuer: OAuth2Issuer;
  readonly people: readonly Person[];
  /** Those that are registered, with a secret. */
  readonly clients: readonly Client[];
  /** Epoch milliseconds. */
  readonly now: () => number;
}

type Parameters = Record<string, unknown>;
type MessageWith<Key extends string> = IncomingMessage & Record<Key, Parameters | undefined>;

function text(parameters: Parameters, name: string): string {
  const value = parameters[name];
  return typeof value === "string" ? value : "";
}

function parametersOf(request: IncomingMessage): URLSearchParams {
  return new URL(request.url ?? "", "http://localhost").searchParams;
}

function makeService({ issuer, people, clients, now }: IdentityOptions): OAuth2Service {
  const service = new OAuth2Service(issuer, { authorize: "/authorize/approve" });
  const grants = new Map<string, Grant>();

  const keep = (secret: string, grant: Grant): void => {
    const oldest = grants.keys().next();
    if (grants.size >= GRANTS_MAX && oldest.done !== true) grants.delete(oldest.value);
    grants.set(secret, grant);
  };
  const secretOf = (body: Parameters): string => text(body, body["grant_type"] === "refresh_token" ? "refresh_token" : "code");

  service.on(Events.BeforeWellKnownOpenIdConfiguration, (answer: { body: Parameters }) => {
    answer.body["authorization_endpoint"] = `${String(issuer.url)}/authorize`;
    answer.body["authorization_response_iss_parameter_supported"] = true; // RFC 9207
    answer.body["token_endpoint_auth_methods_supported"] = ["client_secret_basic", "none"];
    answer.body["code_challenge_methods_supported"] = ["S256"];
    answer.body["grant_types_supported"] = ["authorization_code", "refresh_token"];
    for (const kind of ["userinfo", "revocation", "introspection", "end_session"]) {
      Reflect.deleteProperty(answer.body, `${kind}_endpoint`);
    }
  });

  service.on(Events.BeforeAuthorizeRedirect, ({ url }: { url: URL }, request: MessageWith<"query">) => {
    const query = request.query ?? {};
    const code = url.searchParams.get("code");
    const person = people.find(({ id }) => id === query["person"]);
    const error = requestErrorOf(parametersOf(request)) ?? (person === undefined ? "access_denied" : null);
    url.searchParams.set("iss", String(issuer.url)); // RFC 9207
    if (error !== null) {
      url.searchParams.delete("code");
      url.searchParams.set("error", error);
    }
    if (error !== null || code === null || person === undefined) return;
    keep(code, {
      kind: "authorization_code",
      person,
      clientId: text(query, "client_id"),
      redirectUri: text(query, "redirect_uri"),
      endsAt: now() + CODE_MS,
    });
  });

  service.on(Events.BeforeTokenSigning, (token: { header: Parameters; payload: Parameters }, request: MessageWith<"body">) => {
    const grant = grants.get(secretOf(request.body ?? {}));
    if (grant === undefined) return; // Signed, but BeforeResponse throws it away.
    const { person, clientId } = grant;
    // The mock asks twice, and only the access token carries a scope.
    if (!("scope" in token.payload)) {
      Object.assign(token.payload, { aud: clientId, sub: person.id, ...profileClaims(person) });
    } else {
      token.header["typ"] = ACCESS_TOKEN_TYPE;
      Object.assign(token.payload, accessClaims(person), { nbf: token.payload["iat"], scope: undefined });
    }
  });

  service.on(Events.BeforeResponse, (answer: { body: Parameters; statusCode: number }, request: MessageWith<"body">) => {
    const body = request.body ?? {};
    const clientId = authenticatedClient(clients, request.headers.authorization, body);
    if (clientId === null) {
      answer.statusCode = 401;
      answer.body = { error: "invalid_client" };
      return;
    }
    const grant = grants.get(secretOf(body));
    grants.delete(secretOf(body));
    const sound =
      grant !== undefined &&
      grant.kind === body["grant_type"] &&
      grant.clientId === clientId &&
      (grant.endsAt === null || now() < grant.endsAt) &&
      (grant.kind === "refresh_token" || (grant.redirectUri === body["redirect_uri"] && text(body, "code_verifier") !== ""));
    if (!sound) {
      answer.statusCode = 400;
      answer.body = { error: "invalid_grant" };
      return;
    }
    answer.body["scope"] = undefined; // As asked for: RFC 6749 section 5.1 lets it be left out.
    keep(text(answer.body, "refresh_token"), { ...grant, kind: "refresh_token", endsAt: null });
  });
  return service;
}

/** The routes under the mount path, which is the path of the issuer's URL. */
export function identityProvider(options: IdentityOptions): Hono<{ Bindings: HttpBindings }> {
  const service = makeService(options);
  const prefix = new URL(String(options.issuer.url)).pathname;

  const passToMock = (context: Context<{ Bindings: HttpBindings }>): Response => {
    const { incoming, outgoing } = context.env;
    incoming.url = (incoming.url ?? "").slice(prefix.length);
    service.requestHandler(incoming, outgoing);
    return RESPONSE_ALREADY_SENT;
  };

  return new Hono<{ Bindings: HttpBindings }>()
    .get("/.well-known/openid-configuration", passToMock)
    .get("/jwks", passToMock)
    .on(["POST", "OPTIONS"], "/token", passToMock)
    .on("GET", ["/authorize", "/authorize/approve"], async (context, next) => {
      const reason = untrustedBecause(options.clients, new URL(context.req.url).searchParams);
      if (reason === null) return await next();
      return await sendPage(context, { title: "Sign in", status: 400, body: badRequestBody(reason) });
    })
    .get("/authorize/approve", passToMock)
    .get("/authorize", async (context) => {
      const query = new URL(context.req.url).searchParams;
      const approveLink = (person: string): string => {
        query.set("person", person);
        return `${prefix}/authorize/approve?${query.toString()}`;
      };
      // The mock tells the application what is wrong with its request; there is nothing to choose then.
      if (requestErrorOf(query) !== null) return context.redirect(approveLink(""));
      return await sendPage(context, {
        title: "Sign in",
        body: choosePersonBody(options.people, query.get("client_id") ?? "", approveLink),
      });
    });
}
