/**
 * The rooms of the code and what each may import: the table in ARCHITECTURE.md is the rule, and this holds the code to
 * it. A room that is not in the table may be imported by nobody and import nothing. No circle anywhere, types included.
 */
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");

interface Rule {
  readonly values: readonly string[];
  /** Of these only types may be imported. */
  readonly types: readonly string[];
}

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

const codeSpans = (text: string): string[] => [...text.matchAll(/`([^`]+)`/gu)].map(([, word]) => String(word));

const rules = new Map<string, Rule>(
  [...page.matchAll(/^\| \[`(?:src\/)?([^`]+?)(?:\.ts)?`\]\((?:src|simulators)[^)]*\) \| .+? \| (.+?) \|$/gmu)].map(([, room, imports]) => {
    const [values = "", types = ""] = String(imports).split("types of");
    return [String(room), { values: codeSpans(values), types: codeSpans(types) }];
  }),
);

const files = globSync(["src/**/*.ts", "src/**/*.tsx", "simulators/**/*.ts"], { cwd: root }).toSorted();

/** `src/domain/slots/slots.ts` is in `domain`, `src/limits.ts` is `limits`, `simulators/stripe/api.ts` is in `simulators/stripe`. */
function roomOf(file: string): string {
  const [top = "", first = "", ...rest] = file.split("/");
  if (top === "simulators") return rest.length === 0 ? "simulators" : `simulators/${first}`;
  return first.replace(/\.ts$/u, "");
}

function isTypeOnly(keyword: string, names: string): boolean {
  if (keyword.endsWith("type")) return true;
  const inside = /^\{([^}]*)\}$/u.exec(names.trim())?.[1];
  return inside !== undefined && inside.split(",").every((name) => name.trim() === "" || name.trim().startsWith("type "));
}

const imports: readonly Import[] = files.flatMap((from) =>
  [...readFileSync(join(root, from), "utf8").matchAll(/^(import|export)( type)?\s([^;"]*?)\s?from "(\.[^"]+)"/gmu)].map(
    ([, keyword, type = "", names, path]) => ({
      from,
      to: normalize(join(dirname(from), String(path))),
      isType: isTypeOnly(`${String(keyword)}${type}`, String(names)),
    }),
  ),
);

test("every room is in the table, and every row of the table is a room", () => {
  expect([...new Set(files.map(roomOf))].toSorted()).toEqual([...rules.keys()].toSorted());
});

test("every import is allowed by the table, and what the table allows is used", () => {
  const used = new Map([...rules].map(([room]) => [room, { values: new Set<string>(), types: new Set<string>() }]));
  for (const { from, to, isType } of imports) {
    expect(existsSync(join(root, to)), `${from} imports ${to}`).toBe(true);
    const [room, other] = [roomOf(from), roomOf(to)];
    if (room !== other) used.get(room)?.[isType ? "types" : "values"].add(other);
  }
  for (const [room, { values, types }] of rules) {
    const seen = used.get(room);
    expect([room, [...(seen?.values ?? [])].toSorted()]).toEqual([room, values.toSorted()]);
    const onlyTypes = [...(seen?.types ?? [])].filter((other) => !values.includes(other));
    expect([room, "types", onlyTypes.toSorted()]).toEqual([room, "types", types.toSorted()]);
  }
});

test("imports go down only: a row allows rooms that stand above it", () => {
  const order = [...rules.keys()];
  for (const [room, { values, types }] of rules) {
    for (const other of [...values, ...types]) {
      expect(order.indexOf(other), `${room} imports ${other}`).toBeGreaterThanOrEqual(0);
      expect(order.indexOf(other), `${room} imports ${other}`).toBeLessThan(order.indexOf(room));
    }
  }
});

test("no file imports itself by way of others, types included", () => {
  const targets = Map.groupBy(imports, ({ from }) => from);
  const isDone = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
    if (path.includes(file) || isDone.has(file)) return;
    for (const { to } of targets.get(file) ?? []) walk(to, [...path, file]);
    isDone.add(file);
  };
  for (const file of files) walk(file, []);
  expect(circles).toEqual([]);
});
