/**
 * Brings pieces of time into the order of their begins, in linear time where they are spread evenly, as bookings are:
 * each goes straight to its share of the range, and neighbours are then put in order. Where they clump, the native sort
 * does it. A look-up sorts all blocked time, and did little else while a native sort did that (`bench/slots.ts`).
 */

/** A piece is [begins[i], ends[i]): two lists of finite numbers, because an object for each takes longer to make. */
export interface Pieces {
  readonly begins: Float64Array;
  readonly ends: Float64Array;
}

/** Neighbours are put in order one by one, which is quadratic in how many share a place. */
const SHARING_MAX = 32;

export function sortPieces(pieces: Pieces): Pieces {
  const { begins } = pieces;
  let earliest = Infinity;
  let latest = -Infinity;
  let inOrder = true;
  for (let index = 0; index < begins.length; index += 1) {
    const begin = begins[index]!;
    if (begin < latest) inOrder = false;
    if (begin < earliest) earliest = begin;
    if (begin > latest) latest = begin;
  }
  if (inOrder) return pieces;
  return spread(pieces, earliest, (begins.length - 1) / (latest - earliest)) ?? natively(pieces);
}

/** Gives up (null) where too many share a place. */
function spread({ begins, ends }: Pieces, earliest: number, placesPerMs: number): Pieces | null {
  const count = begins.length;
  const nextAt = new Int32Array(count + 1);
  for (let index = 0; index < count; index += 1) nextAt[(((begins[index]! - earliest) * placesPerMs) | 0) + 1]! += 1;
  for (let place = 1; place <= count; place += 1) {
    if (nextAt[place]! > SHARING_MAX) return null;
    nextAt[place]! += nextAt[place - 1]!;
  }
  const placed: Pieces = { begins: new Float64Array(count), ends: new Float64Array(count) };
  for (let index = 0; index < count; index += 1) {
    const at = nextAt[((begins[index]! - earliest) * placesPerMs) | 0]!++;
    placed.begins[at] = begins[index]!;
    placed.ends[at] = ends[index]!;
  }
  sortNearlySorted(placed);
  return placed;
}

function sortNearlySorted({ begins, ends }: Pieces): void {
  for (let index = 1; index < begins.length; index += 1) {
    const begin = begins[index]!;
    if (begins[index - 1]! <= begin) continue;
    const end = ends[index]!;
    let to = index;
    for (; to > 0 && begins[to - 1]! > begin; to -= 1) {
      begins[to] = begins[to - 1]!;
      ends[to] = ends[to - 1]!;
    }
    begins[to] = begin;
    ends[to] = end;
  }
}

function natively({ begins, ends }: Pieces): Pieces {
  const order = Uint32Array.from(begins.keys()).sort((one, other) => begins[one]! - begins[other]!);
  return { begins: Float64Array.from(order, (at) => begins[at]!), ends: Float64Array.from(order, (at) => ends[at]!) };
}
