/**
 * The id of a person: the subject of their tokens where that is a UUID, else the name-based UUID (RFC 9562 section 5.5,
 * version 5, namespace URL) of `{issuer}#{subject}`. A back end that knows issuer and subject computes the same id.
 */
import { v5, validate } from "uuid";

export function personIdOf(issuer: string, subject: string): string {
  return validate(subject) ? subject.toLowerCase() : v5(`${issuer}#${subject}`, v5.URL);
}
