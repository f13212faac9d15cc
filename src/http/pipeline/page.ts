/**
 * How a page is sent: its policy, its type, and the one style sheet by a name that holds a hash of it. A person who asks with a browser, outside
 * of the API's paths, is answered in pages, refusals and faults included; the API's callers get problem documents.
 */
import { routes } from "../../contract/document.ts";
import type { ProblemStatus } from "../../contract/problem.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { RETRY_AFTER_SECONDS } from "../../limits.ts";
import { pathAfterSignIn } from "../../lib/return-path.ts";
import { sha256Hex } from "../../lib/sha256.ts";
import { inLanguage } from "../../messages/language.ts";
import type { Render } from "../../pages/layout.tsx";
import { type Notice, noticePage, refusedPage } from "../../pages/notice.tsx";
import { STYLE } from "../../pages/style.ts";
import { NO_STORE } from "./caching.ts";
import type { RequestContext } from "./dependencies.ts";
import { languageFor } from "./language.ts";
import { RETRY_LIMITED_SECONDS } from "./metering.ts";
import { PROBLEMS } from "./problem.ts";

/**
 * No script at all, and styles from our own file only. The icon is an empty data: address, so that no browser asks for one. `formsLeadTo`: an
 * origin that a form of this page ends at. Chromium holds the redirect after a form to the policy of the form's page.
 */
export function pagePolicy(formsLeadTo: string | null = null): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "img-src data:",
    `form-action 'self'${formsLeadTo === null ? "" : ` ${formsLeadTo}`}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The policy of a page that has a script of ours, which may ask this service and nobody else. */
export function islandPolicy(): string {
  return `${pagePolicy()}; script-src 'self'; connect-src 'self'`;
}

type PageStatus = ProblemStatus | 200;

const STYLE_HASH_CHARACTERS = 16;

/** Kept as a value and not as a promise: a promise belongs to the request that made it. */
let styleName: string | null = null;

export async function nameOfStyle(): Promise<string> {
  styleName ??= `${(await sha256Hex(STYLE)).slice(0, STYLE_HASH_CHARACTERS)}.css`;
  return styleName;
}

export async function pageAnswer(
  c: RequestContext,
  render: Render,
  status: PageStatus,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const { session = null, canSignIn } = c.var;
  const visitor = session === null ? null : { name: session.person.name, role: session.person.role };
  const page = await render({
    styleHref: `/styles/${await nameOfStyle()}`,
    visitor,
    signInHref: canSignIn ? signInAddress(c) : null,
    // An address that no other site is told of carries a code, and is not written into its page either.
    here: headers["Referrer-Policy"] === "no-referrer" || mayBearSecret(c) ? "/" : (pathAfterSignIn(addressOf(c)) ?? "/"),
  });
  // A page with somebody's name in it is theirs alone.
  const own = session === null ? {} : { "Cache-Control": NO_STORE };
  return c.body(String(page), status, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": pagePolicy(),
    // A form's request has to name its origin, which `no-referrer` would take from it.
    "Referrer-Policy": "same-origin",
    ...headers,
    Vary: [...(headers["Vary"] === undefined ? [] : [headers["Vary"]]), "Accept-Language", "Cookie"].join(", "),
    ...own,
  });
}

/** Where to sign in, to come back to the page that was asked for. */
export function signInAddress({ req }: Pick<RequestContext, "req">): string {
  const here = addressOf({ req });
  return here === "/" || here.startsWith("/sign-") ? "/sign-in" : `/sign-in?to=${encodeURIComponent(here)}`;
}

/** A code or state that a provider hands over in an address stands in no page. */
function mayBearSecret({ req }: Pick<RequestContext, "req">): boolean {
  const { searchParams } = new URL(req.url);
  return searchParams.has("code") || searchParams.has("state");
}

function addressOf({ req }: Pick<RequestContext, "req">): string {
  const { pathname, search } = new URL(req.url);
  return `${pathname}${search}`;
}

const STATUSES = {
  not_found: 404,
  no_coach: 404,
  wrong_method: 405,
  forbidden: 403,
  inactive: 403,
  forged: 403,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
  fault: 500,
} as const satisfies Record<Notice, number>;

const RETRIED_AFTER_SECONDS: { readonly [Passing in Notice]?: number } = {
  too_many: RETRY_LIMITED_SECONDS,
  unavailable: RETRY_AFTER_SECONDS,
};

/** Which of the two forms an answer has depends on what the browser accepts, so no cache may mix them up. */
export async function noticeAnswer(c: RequestContext, notice: Notice, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const seconds = RETRIED_AFTER_SECONDS[notice];
  const retry = seconds === undefined ? {} : { "Retry-After": String(seconds) };
  const language = c.var.language ?? languageFor(c, null, null);
  return await inLanguage(
    language,
    async () =>
      await pageAnswer(c, noticePage(notice), STATUSES[notice], { "Cache-Control": NO_STORE, Vary: "Accept", ...retry, ...headers }),
  );
}

/** A refusal where there is no form to say it beside. */
export async function refusedAnswer(c: RequestContext, refusal: Refusal): Promise<Response> {
  return await pageAnswer(c, refusedPage(refusal), PROBLEMS[refusal.tag].status, { "Cache-Control": NO_STORE });
}

/** First parts of paths under which pages stand beside calls of the API. A call carries a token in its header, which no navigation does. */
const SHARED_ROOTS: ReadonlySet<string> = new Set(["admin"]);
/** First parts of the paths that are the API's and its reference's. */
const API_ROOTS: ReadonlySet<string> = new Set(["docs", "openapi.json", ...routes.map(({ path }) => rootOf(path))]);

function rootOf(path: string): string {
  return path.split("/")[1] ?? "";
}

export function wantsPage({ req }: Pick<RequestContext, "req">): boolean {
  const root = rootOf(req.path);
  const isOfPages = SHARED_ROOTS.has(root) ? req.header("Authorization") === undefined : !API_ROOTS.has(root);
  return isOfPages && (req.header("Accept") ?? "").includes("text/html");
}
