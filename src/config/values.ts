/** How the text of one variable becomes a value: lists, keys, addresses, paths of claims. What they mean together, `config.ts` knows. */
import { z } from "zod";
import { type ClaimPath, parseClaimPath } from "../lib/claim-path.ts";

export const words = z.string().transform((text) => text.split(/[\s,]+/u).filter((word) => word !== ""));
const base64Key = z.base64().transform((text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0)));

export const claimPath = z.string().transform((text, context): ClaimPath => {
  const path = parseClaimPath(text);
  if (path !== null) return path;
  context.addIssue({ code: "custom", message: "must be names separated by dots, a name with dots or slashes in double quotes" });
  return z.NEVER;
});
/** JSON in a variable; "" is the same as not there. */
export const jsonOf = <Schema extends z.ZodType>(inner: Schema, fallback: string) =>
  z
    .string()
    .default("")
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text === "" ? fallback : text);
      } catch {
        context.addIssue({ code: "custom", message: "must be JSON" });
        return z.NEVER;
      }
    })
    .pipe(inner);

/** No id of a key can be taken for anything else that stands in its place. */
const KEY_ID = /^[\w.-]{1,64}$/u;

export const keyRing = (bytesMin: number, bytesMax: number) =>
  z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(
      z.record(
        z.string().regex(KEY_ID, "must name keys by letters, digits, points, hyphens and underlines"),
        base64Key.refine(({ length }) => length >= bytesMin && length <= bytesMax, `must be ${bytesMin} bytes`),
      ),
    );
export const address = z.url({ protocol: /^https?$/u }).transform((text) => text.replace(/\/+$/u, ""));
/** Empty, or `none` where a secret must have some text, is the same as not there. */
export const optional = <Schema extends z.ZodType>(inner: Schema) =>
  z.union([z.enum(["", "none"]).transform(() => undefined), inner]).optional();

/**
 * As a browser writes an origin, and nothing that would end a source of a policy or be a wildcard in it. A host of a policy is no IPv6
 * address (CSP Level 3 section 2.3.1).
 */
const ORIGIN = /^https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?$/u;
export const origins = words.refine(
  (texts) => texts.every((text) => ORIGIN.test(text) && URL.parse(text)?.origin === text),
  "must be origins such as https://www.example.com, without a path",
);

export const sharedSecret = z.string().min(32, "must have at least 32 characters");
export const cap = (usual: number) => z.coerce.number().int().min(1).default(usual);
