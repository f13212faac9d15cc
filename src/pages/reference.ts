/**
 * The API's reference for browsers: Swagger UI over /openapi.json, and the list of problems that `type` points at.
 * Everything a page needs comes from this host, so that it works without any other and nobody else learns who reads it.
 */

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

export const REFERENCE_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Booking API</title>
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<noscript>The reference needs JavaScript. The document it shows is at <a href="/openapi.json">/openapi.json</a>, and the problems are listed at <a href="/docs/problems">/docs/problems</a>.</noscript>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/init.js"></script>
</body>
</html>
`;

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

interface ListedProblem {
  readonly code: string;
  readonly status: number;
  readonly meaning: string;
}

/** Codes and meanings are our own words and hold nothing that HTML would read. */
export function problemsPage(problems: readonly ListedProblem[]): string {
  const rows = problems.map(
    ({ code, status, meaning }) => `<tr id="${code}"><td><code>${code}</code></td><td>${String(status)}</td><td>${meaning}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Problems of the Booking API</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:50rem;padding:0 1rem}td,th{padding:.3rem .8rem;text-align:left}tr:target{background:#ffeeba}</style>
</head>
<body>
<h1>Problems</h1>
<p>What <code>code</code> can be in a problem document, in order of precedence: where several apply, the first is told.</p>
<table>
<thead><tr><th>code</th><th>status</th><th>meaning</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
</body>
</html>
`;
}
