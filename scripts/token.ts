/**
 * `npm run token -- --role client|coach|admin [--sub UUID] [--email E] [--name N] [--zoneinfo Z] [--ttl SECONDS]`
 * prints one access token that the local server of this SIM_PORT and DATA_DIR accepts, and nothing else on stdout. It
 * signs with the kept key of the identity simulator, so no server need run. What is not given comes from the demo where
 * the sub is one of its people, so that a token for one of them does not rename them. Wrong arguments: stderr, exit 2.
 */
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { ACCESS_TOKEN_TTL_SECONDS, loadIssuer, mintAccessToken, type Person, type Role, ROLES } from "../simulators/identity.ts";
import { DEMO_PEOPLE } from "./demo-people.ts";
import { readLocal, SettingError } from "./local.ts";

const USAGE = "npm run token -- --role client|coach|admin [--sub UUID] [--email E] [--name N] [--zoneinfo Z] [--ttl SECONDS]";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TTL_SECONDS_MAX = 10 * 365 * 24 * 3600;

interface TokenRequest {
  readonly person: Person;
  readonly ttlSeconds: number;
}

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
    options: { role: text, sub: text, email: text, name: text, zoneinfo: text, ttl: text },
    strict: true,
    allowPositionals: false,
  });
  const { role, sub = randomUUID(), ttl = String(ACCESS_TOKEN_TTL_SECONDS) } = values;
  const known = DEMO_PEOPLE.find(({ id }) => id === sub);
  const zoneinfo = values.zoneinfo ?? known?.zoneinfo ?? "Etc/UTC";
  if (role === undefined) throw new SettingError("--role is missing");
  if (!isRole(role)) throw new SettingError(`--role must be one of ${ROLES.join(", ")}, not "${role}"`);
  if (!UUID.test(sub)) throw new SettingError(`--sub must be a UUID, not "${sub}"`);
  if (!isTimeZone(zoneinfo)) throw new SettingError(`--zoneinfo must be an IANA time zone, not "${zoneinfo}"`);
  if (!/^-?\d+$/.test(ttl)) throw new SettingError(`--ttl must be a whole number of seconds, not "${ttl}"`);
  const ttlSeconds = Number(ttl);
  if (Math.abs(ttlSeconds) > TTL_SECONDS_MAX) {
    throw new SettingError(`--ttl may be at most ${String(TTL_SECONDS_MAX)} seconds either way`);
  }
  const name = values.name ?? known?.name ?? `Test ${role}`;
  const email = values.email ?? known?.email ?? `${sub}@example.org`;
  return { person: { id: sub, role, name, email, zoneinfo }, ttlSeconds };
}

try {
  const request = readArguments(process.argv.slice(2));
  const local = readLocal(process.env);
  const issuer = await loadIssuer({ issuerUrl: local.issuerUrl, keyFile: local.identityKeyFile });
  process.stdout.write(`${await mintAccessToken(issuer, request.person, request.ttlSeconds)}\n`);
} catch (error) {
  if (!(error instanceof Error)) throw error;
  const isWrongArgument = error instanceof SettingError || ("code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"));
  if (!isWrongArgument && !("syscall" in error)) throw error; // A fault of ours: with its stack.
  process.stderr.write(`${error.message}\n${isWrongArgument ? `usage: ${USAGE}\n` : ""}`);
  process.exitCode = isWrongArgument ? 2 : 1;
}
