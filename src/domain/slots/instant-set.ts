/**
 * Sets of instants, as the conditions of `slots.ts` are: each the set of starts it allows. A set is its edges in
 * ascending order, by turns the first instant inside and the first one outside again, perhaps infinite. The edges are a
 * flat list of numbers because an object for each piece took most of a look-up's time.
 */
import { sortPieces, type Pieces } from "./sort-pieces.ts";

export type InstantSet = readonly number[];

export const EVERY_INSTANT: InstantSet = [-Infinity, Infinity];

export function contains(set: InstantSet, moment: number): boolean {
  let edgesPassed = 0;
  while (edgesPassed < set.length && set[edgesPassed]! <= moment) edgesPassed += 1;
  return edgesPassed % 2 === 1;
}

export function intersectionOf(one: InstantSet, other: InstantSet): InstantSet {
  const edges: number[] = [];
  let left = 0;
  let right = 0;
  while (left < one.length && right < other.length) {
    const opens = Math.max(one[left]!, other[right]!);
    const leftCloses = one[left + 1]!;
    const rightCloses = other[right + 1]!;
    const closes = Math.min(leftCloses, rightCloses);
    if (opens < closes) edges.push(opens, closes);
    if (leftCloses === closes) left += 2;
    if (rightCloses === closes) right += 2;
  }
  return edges;
}

/** Everything but the pieces, which may come in any order and overlap; none ends before it begins. */
export function everythingBut(pieces: Pieces): InstantSet {
  const { begins, ends } = sortPieces(pieces);
  if (begins.length === 0) return EVERY_INSTANT;
  const edges = [-Infinity, begins[0]!];
  let latestEnd = ends[0]!;
  for (let index = 1; index < begins.length; index += 1) {
    if (begins[index]! > latestEnd) edges.push(latestEnd, begins[index]!);
    if (ends[index]! > latestEnd) latestEnd = ends[index]!;
  }
  edges.push(latestEnd, Infinity);
  return edges;
}
