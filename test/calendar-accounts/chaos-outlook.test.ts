/** Chaos in a calendar of Outlook: see `chaos.ts`. Each provider has a file, so that both processors play. */
import { test } from "vitest";
import { playChaos, useChaosClock } from "./chaos.ts";

useChaosClock();

test(
  "I6, I21: chaos offers no taken time, and leaves in each calendar exactly the sessions that take place",
  { timeout: 600_000 },
  async () => {
    await playChaos("outlook");
  },
);
