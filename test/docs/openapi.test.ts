/** openapi.json can be used as it stands by tools that know nothing of how it was made. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";

const document = JSON.parse(readFileSync(join(import.meta.dirname, "../../openapi.json"), "utf8")) as unknown;

interface Schema {
  readonly pattern: string;
  readonly example?: unknown;
  readonly enum?: readonly unknown[];
}

function* schemasWithPattern(node: unknown, path: string): Generator<[string, Schema]> {
  if (typeof node !== "object" || node === null) return;
  if ("pattern" in node && typeof node.pattern === "string") yield [path, node as Schema];
  for (const [name, child] of Object.entries(node)) yield* schemasWithPattern(child, `${path}/${name}`);
}

test("every pattern is a regular expression of ECMA-262 without flags, and matches the example beside it", () => {
  const found = [...schemasWithPattern(document, "")];
  expect(found.length).toBeGreaterThan(0);
  for (const [path, { pattern, example }] of found) {
    // Flags that were written into the pattern make it match nothing.
    expect(pattern, path).not.toMatch(/\/[dgimsuvy]*$/u);
    expect(example, `${path} has an example`).toBeTypeOf("string");
    expect(String(example), path).toMatch(new RegExp(pattern, "u"));
  }
});

function* schemasThatSpeakOfNull(node: unknown, path: string): Generator<[string, object]> {
  if (typeof node !== "object" || node === null) return;
  if ("description" in node && typeof node.description === "string" && /(?:^|[;,] )null\b/u.test(node.description)) {
    // Where references are put together, the word stands in the last of them.
    yield [path.replace(/\/allOf\/\d+$/u, ""), node];
  }
  for (const [name, child] of Object.entries(node)) {
    yield* schemasThatSpeakOfNull(child, `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
  }
}

// Each of some fifty schemas is compiled.
test("what says when it is null may be null", { timeout: 60_000 }, () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document as object, "openapi");
  const found = [...schemasThatSpeakOfNull(document, "")].filter(([path]) => path.startsWith("/components/schemas/"));
  expect(found.length).toBeGreaterThan(20);
  const refusing = found.filter(([path]) => !ajv.validate({ $ref: `openapi#${path}` }, null)).map(([path]) => path);
  expect(refusing).toEqual([]);
});

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
}

const operations = Object.values(
  (document as { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> }).paths,
).flatMap((methods) => Object.values(methods));

test.each(operations.map((operation) => [operation.operationId, operation] as const))(
  "%s says in two to five sentences what it is for",
  (_id, { summary, description = "" }) => {
    expect(summary).not.toMatch(/\.$/u);
    const sentences = description.split(/(?<=[.?])\s+(?=\S)/u);
    expect(sentences.length, description).toBeGreaterThanOrEqual(2);
    expect(sentences.length, description).toBeLessThanOrEqual(5);
    expect(description).toMatch(/[.]$/u);
  },
);

/** Properties of every schema, and parameters, with their paths. A reference is described where it leads. */
function* described(node: unknown, path: string): Generator<[string, object]> {
  if (typeof node !== "object" || node === null) return;
  if ("properties" in node)
    for (const [name, child] of Object.entries(node.properties as object)) yield [`${path}.${name}`, child as object];
  if ("parameters" in node && Array.isArray(node.parameters))
    for (const child of node.parameters as { readonly name: string }[]) yield [`${path} ${child.name}`, child];
  for (const [name, child] of Object.entries(node)) yield* described(child, `${path}/${name}`);
}

function isDescribed(node: object): boolean {
  if ("$ref" in node || "allOf" in node || "deprecated" in node) return true;
  if ("schema" in node && isDescribed(node.schema as object)) return true;
  return "description" in node && typeof node.description === "string" && node.description !== "";
}

test("every property and every parameter has a description of its own", () => {
  const found = [
    ...described((document as { readonly components: unknown }).components, ""),
    ...described((document as { readonly paths: unknown }).paths, ""),
  ];
  expect(found.length).toBeGreaterThan(500);
  expect(found.filter(([, node]) => !isDescribed(node)).map(([path]) => path)).toEqual([]);
});
