/**
 * The command line of the benchmark: which rows are wanted, whether for machines, and beside which commit. A name that
 * no row has is refused, so that a typing error does not measure nothing.
 */
import { parseArgs } from "node:util";

export interface Selection {
  readonly asJson: boolean;
  /** A commit, as git takes it; null: this tree alone. */
  readonly beside: string | null;
  readonly wants: (name: string) => boolean;
}

export function readSelection(words: readonly string[], names: readonly string[]): Selection {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { json: { type: "boolean", default: false }, beside: { type: "string" }, only: { type: "string" } },
  });
  const asked = [...positionals, ...(values.only?.split(",") ?? [])].filter((word) => word !== "");
  const chosen = new Set(asked.flatMap((word) => matching(word, names)));
  return {
    asJson: values.json,
    beside: values.beside ?? null,
    wants: (name) => asked.length === 0 || chosen.has(name),
  };
}

/** The row of that name, or all whose names begin with it: `slots` is `slots_1d` and the others. */
function matching(word: string, names: readonly string[]): readonly string[] {
  if (names.includes(word)) return [word];
  const group = names.filter((name) => name.startsWith(`${word}_`));
  if (group.length === 0) throw new Error(`no row is called ${word}; there are ${names.join(", ")}`);
  return group;
}
