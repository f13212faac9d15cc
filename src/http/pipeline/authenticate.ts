/**
 * Who calls, and whether they are still welcome. The token is taken from the Authorization header and nowhere else. A
 * fault while looking denies. When each is asked, and whether the role may, is for `guard.ts`.
 */
import type { Context } from "hono";
import { errorSummary, log } from "../../lib/log.ts";
import { recognisePerson } from "../../operations/people/recognise-person.ts";
import { type AppDependencies, operationContext, type RequestContext, type SignedInEnv } from "./dependencies.ts";
import { problemAnswer, refusalAnswer } from "./problem.ts";
import type { TokenVerifier } from "./token.ts";

/** RFC 9110 section 11.1: the scheme in any case. RFC 6750 section 2.1: the token's alphabet. */
const BEARER = /^bearer(?: +(.*))?$/iu;
const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/u;
const REALM = 'Bearer realm="booking"';

export interface Authentication {
  /** Sets who the token says is calling and answers null, or answers why the token is not accepted. */
  readonly identify: (c: Context<SignedInEnv>) => Promise<Response | null>;
  /** Records a person not seen before; answers null, or that the person has been deactivated. */
  readonly recognise: (c: Context<SignedInEnv>) => Promise<Response | null>;
}

export function authentication(deps: AppDependencies, verifier: TokenVerifier): Authentication {
  return {
    identify: async (c) => {
      const bearer = BEARER.exec(c.req.header("Authorization") ?? "");
      if (bearer === null) {
        // RFC 6750 section 3.1: where no token was sent, no error is named.
        return problemAnswer(c, "unauthenticated", "Send an access token: Authorization: Bearer ...", {
          headers: { "WWW-Authenticate": REALM },
        });
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
      const person = verified.value;
      c.set("person", person);
      c.set("actor", { id: person.id, role: person.role });
      return null;
    },

    recognise: async (c) => {
      const status = await recognisePerson(await operationContext(c, deps), c.var.person);
      return status === "inactive" ? refusalAnswer(c, { tag: "user_inactive" }) : null;
    },
  };
}

function invalidToken(c: RequestContext): Response {
  const challenge = `${REALM}, error="invalid_token", error_description="The access token is malformed, expired or not meant for this service"`;
  return problemAnswer(c, "invalid_token", "Get a new access token and send the request again.", {
    headers: { "WWW-Authenticate": challenge },
  });
}
