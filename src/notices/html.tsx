/**
 * A letter as HTML: a few inline styles, no pictures, no scripts, nothing loaded from anywhere, so that opening the
 * mail tells nobody. `hono/jsx` escapes every value. Only http addresses become links: a `javascript:` one in a meeting link
 * stays text. No component here waits for anything, so that a letter is written at once.
 */
import { html } from "hono/html";
import { assert } from "../lib/assert.ts";
import { languageTag } from "../messages/language.ts";
import type { Fact, Letter } from "./letter.ts";

const BODY = "margin:0;padding:24px;background:#f5f6f8;color:#1d2430;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif";
const SHEET = "max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #dfe3e8;border-radius:8px";
const LABEL = "padding:4px 16px 4px 0;color:#5b6675;font-weight:normal;text-align:left;vertical-align:top;white-space:nowrap";
const VALUE = "padding:4px 0;vertical-align:top;overflow-wrap:anywhere";
const QUOTE = "margin:4px 0 0;padding:0 0 0 12px;border-left:3px solid #dfe3e8;color:#5b6675;overflow-wrap:anywhere";
const BUTTON =
  "display:inline-block;padding:10px 16px;background:#1f5fbf;color:#ffffff;font-weight:bold;text-decoration:none;border-radius:6px";
const FOOTER = "max-width:560px;margin:16px auto 0;color:#5b6675;font-size:13px";

export function htmlOf({ subject, greeting, opening, facts, closing, action, footer }: Letter): string {
  const page = html`<!doctype html>${(
      <html lang={languageTag()}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width" />
          <title>{subject}</title>
        </head>
        <body style={BODY}>
          <div style={SHEET}>
            <p style="margin:0 0 16px">{greeting}</p>
            <p style="margin:0 0 16px;font-weight:bold">{opening}</p>
            {facts.length > 0 && (
              <table style="border-collapse:collapse;margin:0 0 16px">
                {facts.map((fact) => (
                  <FactRow {...fact} />
                ))}
              </table>
            )}
            {closing.length > 0 && <p style="margin:0 0 16px">{closing.join(" ")}</p>}
            <p style="margin:0">
              <Link url={action.url} label={action.label} style={BUTTON} />
            </p>
          </div>
          <p style={FOOTER}>{footer}</p>
        </body>
      </html>
    )}`;
  assert(!(page instanceof Promise), "no component of a mail waits");
  return String(page);
}

function FactRow({ label, value, form }: Fact) {
  if (form === "quote") {
    return (
      <tr>
        <td colspan={2} style={VALUE}>
          {label}:
          <blockquote style={QUOTE}>
            <Lines text={value} />
          </blockquote>
        </td>
      </tr>
    );
  }
  return (
    <tr>
      <th scope="row" style={LABEL}>
        {label}
      </th>
      <td style={VALUE}>{form === "link" ? <Link url={value} label={value} style="color:#1f5fbf" /> : <Lines text={value} />}</td>
    </tr>
  );
}

function Lines({ text }: { readonly text: string }) {
  return (
    <>
      {text.split("\n").map((line, index) => (
        <>
          {index > 0 && <br />}
          {line}
        </>
      ))}
    </>
  );
}

function Link({ url, label, style }: { readonly url: string; readonly label: string; readonly style: string }) {
  if (!/^https?:\/\//iu.test(url)) return <>{label === url ? url : `${label} ${url}`}</>;
  return (
    <a href={url} style={style}>
      {label}
    </a>
  );
}
