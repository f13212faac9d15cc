/**
 * Text made safe for an event's description, which Google shows as HTML. Not for our pages and mails: `hono/jsx` writes those and escapes by itself.
 * A description is a bare text within a limit, cut where its escaped form would be too long, so that single characters are escaped here. It removes
 * nothing and makes no links.
 */
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export function escapedHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => ENTITIES[character] ?? character);
}
