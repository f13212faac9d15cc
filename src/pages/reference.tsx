/**
 * The API's reference for browsers: Swagger UI over /openapi.json. It is the one page without the frame of the others, because Swagger UI brings its own.
 * Everything a page needs comes from this host, so that it works without any other and nobody else learns who reads it.
 */
import { html } from "hono/html";
import { say } from "../messages/say.ts";
import type { Page } from "./layout.tsx";

/** The files of `swagger-ui-dist` that are handed out, under /docs; no other can be asked for. */
export const REFERENCE_FILES = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "favicon-32x32.png": "image/png",
} as const;

/** Swagger UI styles itself through attributes and shows images as data: addresses; scripts come from files only. */
export const REFERENCE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function referencePage(): Page {
  return html`<!doctype html>${(
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{say("reference.title")}</title>
          <link rel="icon" type="image/png" href="/docs/favicon-32x32.png" />
          <link rel="stylesheet" href="/docs/swagger-ui.css" />
        </head>
        <body>
          <div id="reference" />
          <noscript>
            <p>{say("reference.no_script")}</p>
            <ul>
              <li>
                <a href="/openapi.json">{say("reference.document")}</a>
              </li>
              <li>
                <a href="/docs/problems">{say("reference.problems")}</a>
              </li>
            </ul>
          </noscript>
          <script src="/docs/swagger-ui-bundle.js" />
          <script src="/docs/init.js" />
        </body>
      </html>
    )}`;
}

/** `validatorUrl: null`, because Swagger UI would show the document to a validator elsewhere; tokens are not kept. */
export const REFERENCE_SCRIPT = `SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reference",
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  tryItOutEnabled: true,
  persistAuthorization: false,
  validatorUrl: null,
});
`;
