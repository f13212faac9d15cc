/**
 * Somebody's session in a browser, without the way through the sign-in that a story of its own takes: the cookie, sealed as the service seals
 * it, with the keys of the local server.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CDPSession } from "playwright-core";
import type { Person } from "../../simulators/identity/tokens.ts";
import { instant } from "../../src/domain/instant.ts";
import { sealSession } from "../../src/http/pipeline/session.ts";
import type { LocalServer } from "../local/server.ts";

export async function giveSessionOf(cdp: CDPSession, { local }: LocalServer, person: Person): Promise<void> {
  const keys = JSON.parse(readFileSync(join(local.simulatorsDir, "token-keys.json"), "utf8")) as Record<string, string>;
  const [currentId = ""] = Object.keys(keys);
  const secrets = new Map(Object.entries(keys).map(([id, key]) => [id, new Uint8Array(Buffer.from(key, "base64"))]));
  const { id, role, email, name, zoneinfo: timeZone, locale = null } = person;
  const value = await sealSession(
    { currentId, secrets },
    { person: { id, role, email, name, timeZone, locale, issuedAt: null }, language: null, signedInAt: instant(Date.now()), epoch: 0 },
  );
  // Playwright names the host of every cookie, which the prefix forbids.
  const cookie = { name: "__Host-session", value, url: local.workerUrl, path: "/", secure: true, httpOnly: true, sameSite: "Lax" } as const;
  const { success } = await cdp.send("Network.setCookie", cookie);
  if (!success) throw new Error("the browser did not take the session's cookie");
}
