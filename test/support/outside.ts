/**
 * Everything outside the Worker, as tests meet it: the runtime hands each outbound request to this function, in Node, and
 * the simulators answer under the providers' real addresses. What no simulator serves is refused, so that no test can
 * reach a network. Test files run side by side on one set of simulators: each keeps to addresses of its own.
 */
import { Request as OutsideRequest, Response as OutsideResponse } from "miniflare";
import { mailbox } from "../../simulators/mailbox/app.ts";

const mail = mailbox({ now: () => Date.now(), publicPath: "" });

export async function outside(request: OutsideRequest): Promise<OutsideResponse> {
  const url = new URL(request.url);
  const body = request.method === "GET" || request.method === "HEAD" ? null : await request.arrayBuffer();
  const init = { method: request.method, headers: Object.fromEntries(request.headers), body };
  const answer = await answerOf(url, init);
  if (answer === null) return new OutsideResponse(`nothing outside answers at ${url.host}`, { status: 599 });
  return new OutsideResponse(answer.body as never, { status: answer.status, headers: Object.fromEntries(answer.headers) });
}

async function answerOf(url: URL, init: RequestInit): Promise<Response | null> {
  if (url.host === "mail.test") return await mail.fetch(new Request(url, init));
  return null;
}
