/**
 * The place of a claim in a token: names separated by dots, `realm_access.roles`. A name that holds a dot or a slash
 * stands in double quotes, `"https://example.org/role"`. Reads plain JSON and nothing that an object inherits.
 */
export type ClaimPath = readonly string[];

const STEP = /(?:"([^"]+)"|([^".\s]+))(\.|$)/uy;

/** null: the text is no path. */
export function parseClaimPath(text: string): ClaimPath | null {
  const path: string[] = [];
  let at = 0;
  do {
    STEP.lastIndex = at;
    const match = STEP.exec(text);
    if (match === null) return null;
    path.push(match[1] ?? match[2] ?? "");
    at = STEP.lastIndex;
    if (match[3] === "") return path;
  } while (at < text.length);
  return null;
}

/** undefined: there is nothing at that place. */
export function claimAt(claims: unknown, path: ClaimPath): unknown {
  let value: unknown = claims;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
