/**
 * Where a browser may be sent after a consent or a sign-in: a path of our own pages and nothing else. A list of what is allowed, not
 * of what is dangerous: browsers and servers disagree about backslashes, empty segments, `%2f` and dots, so a path
 * has none of them. Anything else is refused whole, never mended.
 */
/** @internal */
export const RETURN_PATH_CHARACTERS_MAX = 500;

/** Segments of plain characters, none of them empty; then, if wanted, a query and a fragment. */
const OWN_PATH = /^\/(?:[\w.~-]+\/)*[\w.~-]*(?:\?[\w.~%=&+,-]*)?(?:#[\w-]*)?$/u;
const DOT_SEGMENT = /\/\.{1,2}(?:[/?#]|$)/u;

/** Signing in leads to no address of signing in or out: the one would begin anew, the other takes forms alone. */
const SIGN_IN_PATH = /^\/sign-(?:in|out)(?:[/?#]|$)/u;

/** The same text, or null where it is not a path on our own origin. */
export function safeReturnPath(text: string): string | null {
  const isOwn = text.length <= RETURN_PATH_CHARACTERS_MAX && OWN_PATH.test(text) && !DOT_SEGMENT.test(text);
  return isOwn ? text : null;
}

/** The same for where a sign-in leads. */
export function pathAfterSignIn(text: string): string | null {
  return SIGN_IN_PATH.test(text) ? null : safeReturnPath(text);
}
