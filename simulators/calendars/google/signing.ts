/**
 * The key with which the simulated Google signs id tokens, and its public half as a JWKS and as PEM. It is made on first
 * use and lives as long as the process, so tokens of an earlier run do not verify. The real PEM is a certificate; this one
 * is the bare key, which who verifies with it takes as well.
 */
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from "jose";

const KEY_ID = "calendar-simulators-1";
const ALGORITHM = "RS256";

export interface Signing {
  readonly sign: (claims: JWTPayload) => Promise<string>;
  /** By key id. */
  readonly pem: () => Promise<Readonly<Record<string, string>>>;
  readonly jwks: () => Promise<{ readonly keys: readonly Record<string, unknown>[] }>;
}

export function makeSigning(): Signing {
  let pair: ReturnType<typeof generateKeyPair> | null = null;
  const keys = async (): ReturnType<typeof generateKeyPair> => {
    pair ??= generateKeyPair(ALGORITHM, { extractable: true });
    return await pair;
  };
  return {
    sign: async (claims) =>
      await new SignJWT(claims).setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID, typ: "JWT" }).sign((await keys()).privateKey),
    pem: async () => ({ [KEY_ID]: await exportSPKI((await keys()).publicKey) }),
    jwks: async () => {
      const { kty, n, e } = await exportJWK((await keys()).publicKey);
      return { keys: [{ kty, n, e, kid: KEY_ID, alg: ALGORITHM, use: "sig" }] };
    },
  };
}
