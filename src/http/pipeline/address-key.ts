/**
 * The key by which a limit counts an address: an IPv4 address by itself, an IPv6 address by its /64, which is the least that one
 * subscriber is given (RFC 6177) and holds more addresses than can be counted. An IPv4 address that is written as IPv6
 * (RFC 4291 section 2.5.5.2) is an IPv4 address. Text that is no address shares one key with absent text.
 */
const UNKNOWN = "unknown";
const GROUPS = 8;
const GROUPS_OF_NETWORK = 4;
/** Groups of an IPv6 address are written in hex. */
const HEX = 16;

export function addressKey(address: string | undefined): string {
  if (address === undefined) return UNKNOWN;
  const bytes = bytesOfIpv4(address);
  if (bytes !== null) return bytes.join(".");
  const groups = groupsOfIpv6(address);
  if (groups === null) return UNKNOWN;
  const [high = 0, low = 0] = groups.slice(-2);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return [high >> 8, high & 0xff, low >> 8, low & 0xff].join(".");
  return `${groups
    .slice(0, GROUPS_OF_NETWORK)
    .map((group) => group.toString(HEX))
    .join(":")}::/64`;
}

function bytesOfIpv4(text: string): number[] | null {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/u.test(text)) return null;
  const bytes = text.split(".").map(Number);
  return bytes.every((byte) => byte <= 0xff) ? bytes : null;
}

/** RFC 4291 section 2.2: `::` stands once for as many zero groups as are missing, and the last two may be dotted. */
function groupsOfIpv6(text: string): number[] | null {
  const [left = "", right, ...more] = text.split("::");
  if (more.length > 0) return null;
  const [head, tail] = [groupsIn(left), groupsIn(right ?? "")];
  if (head === null || tail === null) return null;
  const missing = GROUPS - head.length - tail.length;
  if (right === undefined ? missing !== 0 : missing < 1) return null;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

function groupsIn(text: string): number[] | null {
  if (text === "") return [];
  const groups: number[] = [];
  for (const part of text.split(":")) {
    const dotted = bytesOfIpv4(part);
    if (dotted !== null) {
      const [one = 0, two = 0, three = 0, four = 0] = dotted;
      groups.push((one << 8) | two, (three << 8) | four);
    } else if (/^[0-9a-f]{1,4}$/iu.test(part)) groups.push(Number.parseInt(part, HEX));
    else return null;
  }
  return groups;
}
