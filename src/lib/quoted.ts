/**
 * Somebody's own words in what the service writes: introduced as theirs, each line marked, so that none can pass for a line
 * of the service. Does not clean or escape them.
 */

/** `Ana wrote` */
export function introduction(who: string): string {
  return `${who.slice(0, 1).toUpperCase()}${who.slice(1)} wrote`;
}

/** With the mark that mail programs put before what they quote. */
export function marked(text: string): string {
  return text.replace(/^/gmu, "> ");
}

export function quoted(who: string, text: string): string {
  return `${introduction(who)}:\n${marked(text)}`;
}
