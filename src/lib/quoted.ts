/** The mark that mail programs put before what they quote: no line of somebody's own words can pass for one of the service. Does not clean or escape. */
export function marked(text: string): string {
  return text.replace(/^/gmu, "> ");
}
