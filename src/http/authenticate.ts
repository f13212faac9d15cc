/**
 * Who calls, and whether their role may: the first two things any guarded route decides, before a byte of the body is
 * read. The token is taken from the Authorization header and nowhere else. A fault while looking denies.
 */
import type { Context } from "hono";
import type { Role } from "../domain/actor.ts";
import { errorSummary, log } from "../lib/log.ts";
import { recognisePerson } from "../operations/recognise-person.ts";
import { type AppDependencies, operationContext, type SignedInEnv } from "./dependencies.ts";
import { problemAnswer, refusalAnswer } from "./problem.ts";
import type { TokenVerifier } from "./token.ts";

/** RFC 9110 section 11.1: the scheme in any case. RFC 6750 section 2.1: the token's alphabet. */
const BEARER = /^bearer(?: +(.*))?$/iu;
const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/u;
const REALM = 'Bearer realm="booking"';

/** Sets the actor and answers null, or answers why not. */
export type Admit = (c: Context<SignedInEnv>, roles: readonly Role[]) => Promise<Response | null>;

export function authentication(deps: AppDependencies, verifier: TokenVerifier): Admit {
  return async (c, roles) => {
    const bearer = BEARER.exec(c.req.header("Authorization") ?? "");
    if (bearer === null) {
      // RFC 6750 section 3.1: where no token was sent, no error is named.
      return problemAnswer(c, "unauthenticated", "Send an access token: Authorization: Bearer ...", { headers: { "WWW-Authenticate": REALM } });
    }
    const token = bearer[1] ?? "";
    if (!TOKEN.test(token)) return invalidToken(c);

    const verified = await verifier.verify(token, c.var.now);
    if (!verified.ok) {
      switch (verified.problem.tag) {
        case "invalid_token":
          return invalidToken(c);
        case "unknown_role":
          return refusalAnswer(c, { tag: "forbidden" });
        default:
          log("error", "identity_unavailable", { request_id: c.var.requestId, error: errorSummary(verified.problem.cause) });
          return problemAnswer(c, "identity_unavailable", "Send the same request again in a moment.");
      }
    }
    const claims = verified.value;
    if ((await recognisePerson(await operationContext(c, deps), claims)) === "inactive") {
      return problemAnswer(c, "user_inactive", "Ask the operator of the marketplace.");
    }
    if (!roles.includes(claims.role)) return refusalAnswer(c, { tag: "forbidden" });
    c.set("actor", { id: claims.id, role: claims.role });
    return null;
  };
}

function invalidToken(c: Context<SignedInEnv>): Response {
  const challenge = `${REALM}, error="invalid_token", error_description="The access token is malformed, expired or not meant for this service"`;
  return problemAnswer(c, "invalid_token", "Get a new access token and send the request again.", { headers: { "WWW-Authenticate": challenge } });
}
