/**
 * A description as Google's page shows it: it is HTML there, so what somebody typed with a `<` in it becomes markup, and a link
 * that a client wrote looks like one of the coach's. For tests alone, which can then ask what a person reads.
 */
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

function unescaped(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/giu, (whole, decimal?: string, hex?: string, name?: string) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return ENTITIES[name?.toLowerCase() ?? ""] ?? whole;
  });
}

function textOf(html: string): string {
  return unescaped(html.replaceAll(/<br\s*\/?>|<\/p>/giu, "\n").replaceAll(/<\/?[a-z][^>]*>/giu, ""));
}

export function shownDescription(html: string): { readonly text: string; readonly links: readonly (readonly [string, string])[] } {
  const links = [...html.matchAll(/<a\s[^>]*href\s*=\s*["']?([^"'\s>]+)[^>]*>(.*?)<\/a>/gisu)];
  return { text: textOf(html), links: links.map(([, address = "", words = ""]) => [textOf(words), unescaped(address)]) };
}
