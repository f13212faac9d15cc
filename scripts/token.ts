/**
 * `npm run token -- --role client|coach|admin [--sub SUBJECT] [--email E] [--email-unverified] [--name N] [--zoneinfo Z] [--ttl SECONDS]`
 * prints one access token that the local server of this SIM_PORT and DATA_DIR accepts, and nothing else on stdout. It
 * signs with the kept key of the identity simulator, so no server need run. What is not given comes from the demo where
 * the sub is one of its people, so that a token for one of them does not rename them.
 *
 * `npm run token -- --provider google|outlook [--email E]` prints a token of the stand-in for that provider, as an
 * application of its owner's own would hold it; the stand-ins of `npm start` have to run, because they remember it. Wrong
 * arguments: stderr, exit 2.
 */
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { ACCESS_TOKEN_TTL_SECONDS, loadIssuer, mintAccessToken, type Person, type Role, ROLES } from "../simulators/identity/tokens.ts";
import { DEMO_PEOPLE } from "./demo-people.ts";
import { type Local, readLocal, SettingError } from "./local.ts";

const USAGE = `npm run token -- --role client|coach|admin [--sub SUBJECT] [--email E] [--email-unverified] [--name N] [--zoneinfo Z] [--ttl SECONDS]
       npm run token -- --provider google|outlook [--email E]`;
const TTL_SECONDS_MAX = 10 * 365 * 24 * 3600;

/** The stand-ins' own names for the providers. */
const STAND_INS: Readonly<Record<string, string>> = { google: "google", outlook: "microsoft" };
const STAND_IN_MS_MAX = 5_000;

type TokenRequest =
  | { readonly kind: "access"; readonly person: Person; readonly ttlSeconds: number }
  | { readonly kind: "provider"; readonly account: string };

function isRole(value: string): value is Role {
  return (ROLES as readonly string[]).includes(value);
}

function isTimeZone(value: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** parseArgs takes `--ttl -60` for an option named `-60` that is missing its dash; `--ttl=-60` it understands. */
function joinNegativeTtl(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    if (joined.at(-1) === "--ttl" && /^-\d/.test(arg)) joined[joined.length - 1] = `--ttl=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

/** Throws SettingError, or what parseArgs throws, with a message for the person who typed the arguments. */
function readArguments(args: readonly string[]): TokenRequest {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: joinNegativeTtl(args),
    options: {
      provider: text,
      role: text,
      sub: text,
      email: text,
      "email-unverified": { type: "boolean" },
      name: text,
      zoneinfo: text,
      ttl: text,
    },
    strict: true,
    allowPositionals: false,
  });
  const { provider } = values;
  if (provider !== undefined) {
    const standIn = STAND_INS[provider];
    if (standIn === undefined) throw new SettingError(`--provider must be google or outlook, not "${provider}"`);
    const needless = Object.keys(values).find((name) => name !== "provider" && name !== "email");
    if (needless !== undefined) throw new SettingError(`--${needless} does not go with --provider`);
    return { kind: "provider", account: `${standIn}:${values.email ?? "me@example.com"}` };
  }
  const { role, sub = randomUUID(), ttl = String(ACCESS_TOKEN_TTL_SECONDS) } = values;
  const known = DEMO_PEOPLE.find(({ id }) => id === sub);
  const zoneinfo = values.zoneinfo ?? known?.zoneinfo ?? "Etc/UTC";
  if (role === undefined) throw new SettingError("--role is missing");
  if (!isRole(role)) throw new SettingError(`--role must be one of ${ROLES.join(", ")}, not "${role}"`);
  if (sub === "") throw new SettingError("--sub must not be empty");
  if (!isTimeZone(zoneinfo)) throw new SettingError(`--zoneinfo must be an IANA time zone, not "${zoneinfo}"`);
  if (!/^-?\d+$/.test(ttl)) throw new SettingError(`--ttl must be a whole number of seconds, not "${ttl}"`);
  const ttlSeconds = Number(ttl);
  if (Math.abs(ttlSeconds) > TTL_SECONDS_MAX) {
    throw new SettingError(`--ttl may be at most ${String(TTL_SECONDS_MAX)} seconds either way`);
  }
  const name = values.name ?? known?.name ?? `Test ${role}`;
  const email = values.email ?? known?.email ?? `${sub}@example.org`;
  const person = { id: sub, role, name, email, zoneinfo, isEmailVerified: !values["email-unverified"] };
  return { kind: "access", person: known?.locale === undefined ? person : { ...person, locale: known.locale }, ttlSeconds };
}

async function accessToken(local: Local, person: Person, ttlSeconds: number): Promise<string> {
  const issuer = await loadIssuer({ issuerUrl: local.issuerUrl, keyFile: local.identityKeyFile });
  return await mintAccessToken(issuer, person, ttlSeconds);
}

/** Throws SettingError where the stand-ins do not run. */
async function providerToken({ simulatorsUrl }: Local, account: string): Promise<string> {
  const address = `${simulatorsUrl}/providers/__sim/token?account=${encodeURIComponent(account)}`;
  let answer: Response;
  try {
    answer = await fetch(address, { method: "POST", signal: AbortSignal.timeout(STAND_IN_MS_MAX) });
  } catch {
    throw new SettingError(`nothing answers at ${simulatorsUrl}: run npm start first`);
  }
  if (!answer.ok) throw new SettingError(`the stand-in answered ${String(answer.status)}: ${await answer.text()}`);
  const held: unknown = await answer.json();
  return String((held as { access_token: unknown }).access_token);
}

try {
  const request = readArguments(process.argv.slice(2));
  const local = readLocal(process.env);
  const token =
    request.kind === "provider"
      ? await providerToken(local, request.account)
      : await accessToken(local, request.person, request.ttlSeconds);
  process.stdout.write(`${token}\n`);
} catch (error) {
  if (!(error instanceof Error)) throw error;
  const isWrongArgument = error instanceof SettingError || ("code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"));
  if (!isWrongArgument && !("syscall" in error)) throw error; // A fault of ours: with its stack.
  process.stderr.write(`${error.message}\n${isWrongArgument ? `usage: ${USAGE}\n` : ""}`);
  process.exitCode = isWrongArgument ? 2 : 1;
}
