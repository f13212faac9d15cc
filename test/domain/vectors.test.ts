import { expect, test } from "vitest";
import { readVectors, slotsOf } from "../../scripts/vectors.ts";

const vectors = readVectors(new URL("../vectors/availability.json", import.meta.url).pathname);

test("the file holds all 237 cases", () => {
  expect(vectors).toHaveLength(237);
});

test.each(vectors.map((vector) => [vector.id, vector.time_zone, vector] as const))(
  "lists exactly the known slots of %s (%s)",
  (_id, _zone, vector) => {
    expect(slotsOf(vector)).toEqual(vector.slots);
  },
);
