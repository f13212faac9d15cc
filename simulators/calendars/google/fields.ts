/**
 * Partial answers: Google's `fields` parameter, `items(id,start/date),nextPageToken`. Worth having in the stand-in,
 * because a mask that forgets `nextPageToken` loses every page after the first, and only a server that obeys shows it.
 */
type Mask = Map<string, Mask | null>;

/** `null` as a mask: everything below. */
function parse(text: string): Mask {
  let at = 0;
  const list = (): Mask => {
    const mask: Mask = new Map();
    while (at < text.length && text[at] !== ")") {
      const name = /^[^,()/]*/u.exec(text.slice(at))?.[0] ?? "";
      at += name.length;
      if (text[at] === "/") {
        at += 1;
        mask.set(name, single());
      } else if (text[at] === "(") {
        at += 1;
        mask.set(name, list());
        at += 1;
      } else mask.set(name, null);
      if (text[at] === ",") at += 1;
      else if (text[at] !== ")") break;
    }
    return mask;
  };
  const single = (): Mask => {
    const name = /^[^,()/]*/u.exec(text.slice(at))?.[0] ?? "";
    at += name.length;
    if (text[at] === "/") {
      at += 1;
      return new Map([[name, single()]]);
    }
    if (text[at] !== "(") return new Map([[name, null]]);
    at += 1;
    const below = list();
    at += 1;
    return new Map([[name, below]]);
  };
  return list();
}

function apply(value: unknown, mask: Mask | null): unknown {
  if (mask === null || mask.has("*") || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => apply(item, mask));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => mask.has(name))
      .map(([name, inner]) => [name, apply(inner, mask.get(name) ?? null)]),
  );
}

export function maskFields(body: unknown, fields: string | null): unknown {
  return fields === null ? body : apply(body, parse(fields.replaceAll(/\s/gu, "")));
}
