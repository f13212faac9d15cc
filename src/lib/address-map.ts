/**
 * Where an outside address leads: to itself, or in development to the simulators, `https://HOST/PATH` becoming
 * `BASE/HOST/PATH`. Names only; nothing is fetched here.
 */
/** Turns a provider's real address into the one to call. */
export type AddressMap = (address: string) => string;

/** `standInUrl`: where the simulators answer, without a slash at the end; null: the real providers. */
export function addressMap(standInUrl: string | null): AddressMap {
  return standInUrl === null ? (address) => address : (address) => address.replace(/^https:\/\//u, `${standInUrl}/`);
}
