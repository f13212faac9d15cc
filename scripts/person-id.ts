/**
 * `npm run -s person-id -- ISSUER SUBJECT` prints the id that this service knows a person by, from `iss` and `sub` of
 * their tokens, and nothing else. Wrong arguments: stderr, exit 2.
 */
import { personIdOf } from "../src/domain/person-id.ts";

const [issuer, subject, ...rest] = process.argv.slice(2);
if (issuer === undefined || subject === undefined || subject === "" || rest.length > 0) {
  process.stderr.write("usage: npm run -s person-id -- ISSUER SUBJECT, exactly as iss and sub of the token\n");
  process.exitCode = 2;
} else {
  process.stdout.write(`${personIdOf(issuer, subject)}\n`);
}
