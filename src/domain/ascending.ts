/**
 * Sorts numbers in linear time where they are spread evenly, as times of bookings are: each goes to its share of the
 * range, and neighbours are then put in order. Where they clump, or are few, the native sort does it. A look-up sorts
 * all blocked time, and sorting natively took more than half of it (`bench/slots.ts`).
 */

/** Below this many the native sort is faster. */
const FEW = 96;
/** Neighbours are put in order one by one, which is quadratic in how many share a place. */
const SHARING_MAX = 32;

/** The same numbers in ascending order, perhaps in the array given. They must be finite. */
export function ascending(values: Float64Array): Float64Array {
  let min = Infinity;
  let max = -Infinity;
  let previous = -Infinity;
  let inOrder = true;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    if (value < previous) inOrder = false;
    if (value < min) min = value;
    if (value > max) max = value;
    previous = value;
  }
  if (inOrder) return values;
  return (values.length < FEW ? null : spread(values, min, (values.length - 1) / (max - min))) ?? values.sort();
}

/** Puts each number in its place by value, or gives up (null) where too many share one. */
function spread(values: Float64Array, min: number, placesPerUnit: number): Float64Array | null {
  const count = values.length;
  const firstAt = new Int32Array(count + 1);
  for (let index = 0; index < count; index += 1) firstAt[((values[index]! - min) * placesPerUnit + 1) | 0]! += 1;
  for (let place = 1; place <= count; place += 1) {
    if (firstAt[place]! > SHARING_MAX) return null;
    firstAt[place]! += firstAt[place - 1]!;
  }
  const placed = new Float64Array(count);
  for (let index = 0; index < count; index += 1) {
    const value = values[index]!;
    placed[firstAt[((value - min) * placesPerUnit) | 0]!++] = value;
  }
  for (let index = 1; index < count; index += 1) {
    const value = placed[index]!;
    let to = index;
    for (; to > 0 && placed[to - 1]! > value; to -= 1) placed[to] = placed[to - 1]!;
    placed[to] = value;
  }
  return placed;
}
