/**
 * The gate before a body: its media type, then its size, then whether it is text at all. What the contract says of the
 * JSON in it is decided later, by the schemas; a body that does not pass here is never parsed.
 */
import { BODY_BYTES_MAX } from "../limits.ts";
import type { RequestContext } from "./dependencies.ts";
import { problemAnswer } from "./problem.ts";

/** Takes the body in and answers null, or answers why not. */
export async function takeBody(c: RequestContext): Promise<Response | null> {
  const mediaType = c.req.header("Content-Type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/json") {
    return problemAnswer(c, "unsupported_media_type", "Send the body as application/json.");
  }
  const bytes = await readAtMost(c.req.raw, BODY_BYTES_MAX);
  if (bytes === null) {
    return problemAnswer(c, "payload_too_large", `Send at most ${String(BODY_BYTES_MAX)} bytes.`);
  }
  let text: string;
  try {
    // Without `fatal`, broken UTF-8 would be stored as other characters than were sent.
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return problemAnswer(c, "malformed_json", "Send the body as JSON in UTF-8.");
  }
  c.req.raw = new Request(c.req.raw, { method: c.req.method, body: text });
  return null;
}

/** The whole body, or null where it is longer. Counted as it comes: the length a caller declares proves nothing. */
async function readAtMost(request: Request, bytesMax: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get("Content-Length") ?? 0) > bytesMax) return null;
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body as ReadableStream<Uint8Array>) {
    length += chunk.length;
    if (length > bytesMax) return null;
    chunks.push(chunk);
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
