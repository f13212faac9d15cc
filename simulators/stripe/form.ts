/**
 * Form bodies and queries as Stripe reads them: `line_items[0][quantity]=1` is a tree. Parameters are judged by a zod
 * schema, whose complaints come out as Stripe's; unknown parameters are refused, as Stripe does. Every value is text until
 * a schema says otherwise.
 */
import { z } from "zod";
import { ok, type Result } from "../../src/lib/result.ts";
import { invalid, type StripeProblem } from "./problem.ts";

type FormValue = string | FormValue[] | { [key: string]: FormValue };
export type Form = { [key: string]: FormValue };

function place(tree: Form, path: readonly string[], value: string): void {
  const [head, ...rest] = path;
  if (head === undefined) return;
  if (rest.length === 0) {
    tree[head] = value;
    return;
  }
  const below = tree[head];
  const branch: Form = typeof below === "object" && !Array.isArray(below) ? below : (Object.create(null) as Form);
  tree[head] = branch;
  place(branch, rest[0] === "" ? [String(Object.keys(branch).length), ...rest.slice(1)] : rest, value);
}

function withLists(value: FormValue): FormValue {
  if (typeof value === "string") return value;
  const entries = Object.entries(value).map(([key, below]) => [key, withLists(below)] as const);
  return entries.every(([key], index) => key === String(index)) ? entries.map(([, below]) => below) : Object.fromEntries(entries);
}

export function readForm(text: string): Form {
  const tree: Form = Object.create(null) as Form;
  for (const [name, value] of new URLSearchParams(text)) place(tree, name.replaceAll("]", "").split("["), value);
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, withLists(value)]));
}

export const wholeNumber = z
  .string()
  .regex(/^-?\d{1,15}$/u)
  .transform(Number);
/** The most that one text may hold; from knowledge alone. */
export const LINE_MAX = 5_000;
export const metadata = z
  .record(z.string().min(1).max(40), z.string().max(500))
  .refine((pairs) => Object.keys(pairs).length <= 50, "at most 50 keys");
export const listing = {
  limit: wholeNumber.pipe(z.int().min(1).max(100)).default(10),
  starting_after: z.string().optional(),
};

function nameOf(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`)).join("");
}

export function readParameters<Schema extends z.ZodType>(form: Form, schema: Schema): Result<z.infer<Schema>, StripeProblem> {
  const read = schema.safeParse(form);
  if (read.success) return ok(read.data);
  const issue = read.error.issues[0];
  if (issue === undefined) return invalid("Invalid request.", { code: "parameter_invalid" });
  if (issue.code === "unrecognized_keys") {
    const param = nameOf([...issue.path, issue.keys[0] ?? ""]);
    return invalid(`Received unknown parameter: ${param}`, { code: "parameter_unknown", param });
  }
  const param = nameOf(issue.path);
  const found = issue.path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part], form);
  return found === undefined
    ? invalid(`Missing required param: ${param}.`, { code: "parameter_missing", param })
    : invalid(`Invalid ${param}: ${issue.message}`, { code: "parameter_invalid", param });
}
