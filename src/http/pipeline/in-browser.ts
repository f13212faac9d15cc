/**
 * A path that is a page for a person with a browser and a call for a program. A call carries a token in its header or does not ask for HTML; it is
 * left to the route of the API, which is registered later.
 */
import type { Context, MiddlewareHandler } from "hono";
import { assert } from "../../lib/assert.ts";
import type { HttpEnv, OwnPageEnv } from "./dependencies.ts";
import { wantsPage } from "./page.ts";

export function inBrowser(
  admit: MiddlewareHandler<OwnPageEnv>,
  page: (c: Context<OwnPageEnv>) => Promise<Response>,
): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    if (!wantsPage(c)) {
      await next();
      c.res.headers.append("Vary", "Accept, Authorization");
      return undefined;
    }
    const own = c as unknown as Context<OwnPageEnv>;
    const shown: Response[] = [];
    const denied = await admit(own, async () => void shown.push(await page(own)));
    const [answer] = denied === undefined ? shown : [denied];
    assert(answer !== undefined, "a page is shown, or why it is not");
    answer.headers.append("Vary", "Accept, Authorization");
    return answer;
  };
}
