/**
 * Which names of hosts can be reached by strangers. Names that no public resolver answers (RFC 6761) are of this machine or
 * of a test; names that are kept for texts (RFC 2606, RFC 6761) belong to nobody who runs a service. Knows names alone: it
 * resolves none.
 */

/** This machine, or a name of a test: nobody else can reach a service there. */
export function isLocalHost(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u.test(host) || /\.(?:localhost|test)$/u.test(host);
}

/** A name that stands in texts: example.com, example.net, example.org, whatever is below them, and `.example`, `.invalid`. */
export function isExampleHost(host: string): boolean {
  return /(?:^|\.)example(?:\.(?:com|net|org))?$/u.test(host) || /(?:^|\.)invalid$/u.test(host);
}
