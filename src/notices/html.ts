/**
 * A letter as HTML: a few inline styles, no pictures, no scripts, nothing loaded from anywhere, so that opening the
 * mail tells nobody. Every value passes `escapedHtml` on its way in. Only http addresses become links: a `javascript:` one
 * in a meeting link stays text.
 */
import { escapedHtml } from "../lib/escaped-html.ts";
import type { Fact, Letter } from "./letter.ts";

const BODY = "margin:0;padding:24px;background:#f5f6f8;color:#1d2430;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif";
const SHEET = "max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #dfe3e8;border-radius:8px";
const LABEL = "padding:4px 16px 4px 0;color:#5b6675;font-weight:normal;text-align:left;vertical-align:top;white-space:nowrap";
const VALUE = "padding:4px 0;vertical-align:top;overflow-wrap:anywhere";
const QUOTE = "margin:4px 0 0;padding:0 0 0 12px;border-left:3px solid #dfe3e8;color:#5b6675;overflow-wrap:anywhere";
const BUTTON =
  "display:inline-block;padding:10px 16px;background:#1f5fbf;color:#ffffff;font-weight:bold;text-decoration:none;border-radius:6px";
const FOOTER = "max-width:560px;margin:16px auto 0;color:#5b6675;font-size:13px";

export function htmlOf(letter: Letter): string {
  const { subject, greeting, opening, facts, closing, action, footer } = letter;
  const rows = facts.map(factRow).join("\n");
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapedHtml(subject)}</title></head>
<body style="${BODY}">
<div style="${SHEET}">
<p style="margin:0 0 16px">${escapedHtml(greeting)}</p>
<p style="margin:0 0 16px;font-weight:bold">${escapedHtml(opening)}</p>
${rows === "" ? "" : `<table style="border-collapse:collapse;margin:0 0 16px">\n${rows}\n</table>`}
${closing.length === 0 ? "" : `<p style="margin:0 0 16px">${escapedHtml(closing.join(" "))}</p>`}
<p style="margin:0">${link(action.url, action.label, BUTTON)}</p>
</div>
<p style="${FOOTER}">${escapedHtml(footer)}</p>
</body>
</html>
`;
}

function factRow({ label, value, form }: Fact): string {
  if (form === "quote") {
    const words = escapedHtml(value).replaceAll("\n", "<br>");
    return `<tr><td colspan="2" style="${VALUE}">${escapedHtml(label)}:<blockquote style="${QUOTE}">${words}</blockquote></td></tr>`;
  }
  const shown = form === "link" ? link(value, value, "color:#1f5fbf") : escapedHtml(value).replaceAll("\n", "<br>");
  return `<tr><th scope="row" style="${LABEL}">${escapedHtml(label)}</th><td style="${VALUE}">${shown}</td></tr>`;
}

function link(url: string, label: string, style: string): string {
  return /^https?:\/\//iu.test(url)
    ? `<a href="${escapedHtml(url)}" style="${style}">${escapedHtml(label)}</a>`
    : escapedHtml(`${label} ${url}`);
}
