/**
 * The tests that `npm run mutation` runs for each mutant: those of the pure domain, the worked examples through the decider
 * with a few games against it, and the page that shows the table of transitions; all in plain Node. Stryker cannot mutate inside
 * workerd, so the other rooms stay out. Quick files come first, because the first test that fails ends a mutant's run.
 */
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const SLOW = [
  "decide-bookings",
  "decide-terms",
  "decider-examples",
  "decider.mutation",
  "instant-set",
  "whole-days",
  "person-id",
  "recurrence.test",
  "time-zone",
  "slots.property",
];

class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const slowness = ({ moduleId }: TestSpecification) => SLOW.findIndex((name) => moduleId.includes(name));
    return files.toSorted((one, other) => slowness(one) - slowness(other) || one.moduleId.localeCompare(other.moduleId));
  }
}

export default defineConfig({
  test: {
    name: "mutation",
    include: [
      "test/domain/**/*.test.ts",
      "test/agreement/decider-examples.test.ts",
      "test/agreement/decider.mutation.ts",
      "test/docs/lifecycle.test.ts",
    ],
    setupFiles: ["./test/domain/same-cases.ts"],
    sequence: { sequencer: QuickFirst },
  },
});
