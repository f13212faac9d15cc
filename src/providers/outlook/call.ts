/**
 * One request to Microsoft Graph, and what its refusals mean: sorted by status and by Graph's own error code, the one
 * piece of an answer that gets into a fault. On every call ids are asked for in their immutable form and times in UTC.
 */
import { z } from "zod";
import { ok, refused } from "../../lib/result.ts";
import { MICROSOFT } from "../addresses.ts";
import { type ProviderFault, type ProviderResult, WITHOUT_CALENDAR } from "../port.ts";
import { bodyOf, callProvider, faultOfStatus, type ProviderAnswer, type ProviderOptions, type ProviderRequest } from "../call.ts";

const PREFER = 'IdType="ImmutableId", outlook.timezone="UTC"';
const RESYNC_CODES: ReadonlySet<string> = new Set(["syncStateNotFound", "SyncStateNotFound", "resyncRequired", "ResyncRequired"]);
const DENIED_CODES: ReadonlySet<string> = new Set(["ErrorAccessDenied", "Authorization_RequestDenied"]);
const NO_MAILBOX = "MailboxNotEnabledForRESTAPI";

interface GraphRequest extends Pick<ProviderRequest, "effect" | "method" | "body"> {
  /** Below the API's base, ids already escaped; or a whole link that Graph gave. */
  readonly path: string;
  readonly prefer?: string;
  readonly ifMatch?: string | null;
}

export type AskGraph = (request: GraphRequest) => Promise<ProviderResult<ProviderAnswer>>;

export function askGraph(options: ProviderOptions, accessToken: string): AskGraph {
  return async ({ path, prefer, ifMatch, ...request }) => {
    const address = path.startsWith("https://") ? path : MICROSOFT.graph + path;
    // A link is followed where Graph itself answers and nowhere else: the token goes with it.
    if (!address.startsWith(`${MICROSOFT.graph}/`)) return refused({ kind: "rejected", reason: "foreign_link" });
    const headers = {
      Prefer: prefer === undefined ? PREFER : `${PREFER}, ${prefer}`,
      ...(ifMatch === undefined || ifMatch === null ? {} : { "If-Match": ifMatch }),
    };
    return await callProvider(options, { ...request, accessToken, address, headers });
  };
}

export function pathOfEvent(eventId: string): string {
  return `/me/events/${encodeURIComponent(eventId)}`;
}

/** That it was gone already is success. */
export async function succeeds(asking: Promise<ProviderResult<ProviderAnswer>>): Promise<ProviderResult<null>> {
  const answer = await asking;
  if (!answer.ok) return answer;
  if (answer.value.isSuccess) return ok(null);
  const fault = graphFault(answer.value);
  return fault.kind === "gone" ? ok(null) : refused(fault);
}

/** The body of a success, else the fault. */
export function graphBody<Schema extends z.ZodType>(
  answer: ProviderResult<ProviderAnswer>,
  schema: Schema,
): ProviderResult<z.output<Schema>> {
  if (!answer.ok) return answer;
  return answer.value.isSuccess ? bodyOf(answer.value, schema) : refused(graphFault(answer.value));
}

function graphFault(answer: ProviderAnswer): ProviderFault {
  const { status, retryAfterMs: afterMs } = answer;
  const code = graphCodeOf(answer.body);
  if (code !== null && RESYNC_CODES.has(code)) return { kind: "resync" };
  // The account has no mailbox that Graph reaches: no licence, or a server of its own. Nothing in it is gone.
  if (code === NO_MAILBOX) return { kind: "rejected", reason: WITHOUT_CALENDAR };
  if (status === 404 || code === "ErrorItemNotFound") return { kind: "gone" };
  if (status === 410) return { kind: "resync" };
  if (status === 403 && (code === null || code === "TooManyRequests")) return { kind: "retry_later", afterMs, reason: "status_403" };
  // A consent that does not reach as far as is needed does not grow by waiting.
  if (status === 403 && code !== null && DENIED_CODES.has(code)) return { kind: "reconnect", reason: code };
  return faultOfStatus(answer) ?? { kind: "rejected", reason: code ?? `status_${String(status)}` };
}

const refusal = z.object({ error: z.object({ code: z.string() }) });

/** null where the body is not a refusal of Graph's: a page of HTML, most likely. */
export function graphCodeOf(body: unknown): string | null {
  const code = refusal.safeParse(body).data?.error.code;
  return code !== undefined && /^[A-Za-z][\w.]{0,59}$/u.test(code) ? code : null;
}
