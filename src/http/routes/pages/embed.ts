/**
 * A coach's times on another site's page: the element's script, the page in its frame, and the page that says how to use both. The frame is
 * public and for nobody in particular: it sets no cookie and reads none, and only pages of listed origins may hold it.
 */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import { z } from "zod";
import { instantIn, uuid } from "../../../contract/scalar.ts";
import { sha256Hex } from "../../../lib/sha256.ts";
import { LANGUAGE_TAG_CHARACTERS_MAX } from "../../../limits/languages.ts";
import { framePage, type FrameView } from "../../../pages/embed-frame.tsx";
import { embedPage } from "../../../pages/embed-page.tsx";
import { EMBED_SCRIPT, FRAME_SCRIPT } from "../../../pages/embed-script.ts";
import type { Admission } from "../../pipeline/admission.ts";
import { KEPT_AN_HOUR, KEPT_FOR_EVER, REVALIDATED } from "../../pipeline/caching.ts";
import type { AppDependencies, HttpEnv } from "../../pipeline/dependencies.ts";
import { noticeAnswer, pageAnswer } from "../../pipeline/page.ts";
import { readCoachView } from "./public.ts";

const SCRIPT_TYPE = { "Content-Type": "text/javascript; charset=utf-8" };

/** A 304 replaces the headers that a browser keeps with the script, and without this one it would not run on another site's page. */
const CROSS_ORIGIN = "Cross-Origin-Resource-Policy";
const tagged = etag({ retainedHeaders: [...RETAINED_304_HEADERS, CROSS_ORIGIN] });

const frameQuery = z.object({
  start: instantIn.nullable().catch(null).default(null),
  theme: z.enum(["light", "dark"]).nullable().catch(null).default(null),
  lang: z.string().max(LANGUAGE_TAG_CHARACTERS_MAX).nullable().catch(null).default(null),
});

const HASH_CHARACTERS = 16;

let scriptName: string | null = null;

async function nameOfScript(): Promise<string> {
  scriptName ??= `${(await sha256Hex(FRAME_SCRIPT)).slice(0, HASH_CHARACTERS)}.js`;
  return scriptName;
}

export function addEmbedPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { anybody, nameless }: Admission): void {
  const { serviceUrl, embedOrigins: origins } = deps.config;
  const policy = framePolicy(origins);

  app.get("/embed.js", nameless, tagged, (c) =>
    c.body(EMBED_SCRIPT, 200, { ...SCRIPT_TYPE, ...KEPT_AN_HOUR, [CROSS_ORIGIN]: "cross-origin" }),
  );

  app.get("/embed/script/:name", nameless, async (c) => {
    if (c.req.param("name") !== (await nameOfScript())) return await noticeAnswer(c, "not_found");
    return c.body(FRAME_SCRIPT, 200, { ...SCRIPT_TYPE, ...KEPT_FOR_EVER });
  });

  app.get("/embed", anybody, async (c) => {
    const coachId = uuid.safeParse(c.req.query("coach")).data ?? null;
    return await pageAnswer(c, embedPage({ serviceUrl, origins, coachId }), 200, REVALIDATED);
  });

  app.get("/embed/:coach", nameless, async (c) => {
    const read = await readCoachView(c, deps);
    if (read === null) return await noticeAnswer(c, "no_coach");
    const { start, theme, lang } = frameQuery.parse(c.req.query());
    const { days, date } = read.view.listing ?? { days: new Map<string, []>(), date: null };
    const isFree = start !== null && date !== null && days.get(date)?.includes(start) === true;
    const view: FrameView = {
      ...read.view,
      theme,
      lang,
      origins,
      scriptHref: `/embed/script/${await nameOfScript()}`,
      start: isFree ? start : null,
    };
    c.set("isFramed", origins.length > 0);
    return await pageAnswer(c, framePage(view), read.status, { ...REVALIDATED, "Content-Security-Policy": policy });
  });
}

/** As the policy of pages, with the frame's own script and the listed origins around it. */
function framePolicy(origins: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src data:",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${origins.length === 0 ? "'none'" : origins.join(" ")}`,
  ].join("; ");
}
