/**
 * The gate before a body: its media type, then its size, then whether it is text at all. What the contract says of the
 * JSON in it is decided later, by the schemas; a body that does not pass here is never parsed.
 */
import { BODY_BYTES_MAX } from "../../limits.ts";
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
  try {
    // Without `fatal`, broken UTF-8 would be stored as other characters than were sent.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
    // Where Hono keeps a body it has parsed: the validators find it there.
    c.req.bodyCache.json = Promise.resolve(JSON.parse(text) as unknown);
  } catch {
    return problemAnswer(c, "malformed_json", "Send the body as JSON in UTF-8.");
  }
  return null;
}

/** The whole body, or null where it is longer. Without a declared length it is counted as it comes. */
export async function readAtMost(request: Request, bytesMax: number): Promise<Uint8Array | null> {
  if (request.body === null) return new Uint8Array();
  const declared = request.headers.get("Content-Length");
  // The runtime holds a body to the length it declares, so this one can be taken in one piece.
  if (declared !== null) return Number(declared) > bytesMax ? null : new Uint8Array(await request.arrayBuffer());
  return await streamAtMost(request.body, bytesMax);
}

/** All that comes, or null where it is longer. */
export async function streamAtMost(body: ReadableStream<Uint8Array>, bytesMax: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
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
