/** Examples of the calls tagged Service. */
import type { Example } from "./example.ts";

export const serviceExamples = {
  health: { as: null, answer: { status: 200, body: { status: "ok" } } },
} satisfies Readonly<Record<string, Example>>;
