/** The guides that the service shows are those of docs/, as they stand. */
import { expect, test } from "vitest";
import { renderGuides } from "../../scripts/guides-pages.ts";
import shown from "../../src/pages/guides.json" with { type: "json" };

test("src/pages/guides.json is rendered from docs/: `npm run -s guides` does it", () => {
  expect(shown).toEqual(renderGuides());
});

test("no guide has a script, a style or an image of its own", () => {
  for (const { name, html } of [...shown.guides, ...shown.topics])
    expect([name, /<(?:script|style|img|iframe)|\son[a-z]+=|\sstyle=/u.exec(html)?.[0]]).toEqual([name, undefined]);
});
