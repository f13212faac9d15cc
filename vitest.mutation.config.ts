/**
 * The tests that `npm run mutation` runs for each mutant: those of the pure domain, in plain Node. Stryker cannot mutate
 * inside workerd, so the other rooms stay out.
 */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { name: "mutation", include: ["test/domain/**/*.test.ts"], setupFiles: ["./test/domain/same-cases.ts"] },
});
