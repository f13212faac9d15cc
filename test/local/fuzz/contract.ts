/**
 * The published document as the fuzz reads it: the operations of openapi.json, and a judge of answers. An answer fits when its status
 * is documented for the operation, is no fault of the service, and its body is what the schema of that status and media type says, with
 * no field beyond it. Reads the file and not the code, because the file is what others build on.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { ROOT } from "../../../scripts/local.ts";
import type { Answer } from "../http.ts";

const METHODS = ["get", "put", "post", "delete", "patch"] as const;
const FAULTS_SHOWN_MAX = 3;

/** The part of JSON Schema that the document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly allOf?: readonly Schema[];
  readonly deprecated?: boolean;
}

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Media {
  readonly schema?: Schema;
}

interface Described {
  readonly operationId: string;
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Of a JSON body; null: the operation takes none. */
  readonly body: Schema | null;
  readonly responses: Described["responses"];
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Partial<Record<(typeof METHODS)[number], Described>>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const REF = "#/components/schemas/";

export class Contract {
  readonly operations: readonly Operation[];
  readonly #document: Document;
  readonly #ajv: Ajv2020;
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(text = readFileSync(join(ROOT, "openapi.json"), "utf8")) {
    this.#document = JSON.parse(text) as Document;
    this.operations = Object.entries(this.#document.paths).flatMap(([path, item]) =>
      METHODS.flatMap((method) => {
        const described = item[method];
        return described === undefined ? [] : [operationOf(method.toUpperCase(), path, described)];
      }),
    );
    this.#ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
    // The packages are CommonJS, whose default export TypeScript takes for the namespace.
    (addFormats as unknown as (ajv: Ajv2020) => void)(this.#ajv);
    this.#ajv.addSchema(closed(this.#document, extendedIn(text)) as object, "openapi");
  }

  /** The schema that a reference names; `allOf` becomes one schema, the first of its members in front. */
  resolve(schema: Schema): Schema {
    if (schema.$ref !== undefined) return this.resolve(this.#document.components.schemas[schema.$ref.slice(REF.length)] ?? {});
    if (schema.allOf !== undefined) return Object.assign({}, ...schema.allOf.toReversed().map((one) => this.resolve(one))) as Schema;
    return schema;
  }

  /** The fault of an answer; null: it is as documented. */
  faultOf(operation: Operation, { status, headers, text }: Answer): string | null {
    if (status >= 500) return `a fault of the service: ${text.slice(0, 300)}`;
    const response = operation.responses[String(status)];
    if (response === undefined) return `status ${String(status)} is not documented: ${text.slice(0, 300)}`;
    if (status === 304 || response.content === undefined) return text === "" ? null : `has a body: ${text.slice(0, 100)}`;
    const mediaType = String(headers["content-type"] ?? "").split(";")[0] ?? "";
    if (response.content[mediaType] === undefined) return `media type "${mediaType}" is not documented for ${String(status)}`;
    if (!mediaType.endsWith("json")) return null;
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      return `is no JSON: ${text.slice(0, 100)}`;
    }
    const validate = this.#validatorOf(operation, status, mediaType);
    if (validate(body)) return null;
    const faults = (validate.errors ?? []).slice(0, FAULTS_SHOWN_MAX);
    return faults.map((one) => `${one.instancePath} ${one.message ?? ""} ${JSON.stringify(one.params)}`).join("; ");
  }

  #validatorOf({ path, method }: Operation, status: number, mediaType: string): ValidateFunction {
    const steps = ["paths", path, method.toLowerCase(), "responses", String(status), "content", mediaType, "schema"];
    const $ref = `openapi#/${steps.map((step) => encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/")}`;
    const known = this.#validators.get($ref);
    if (known !== undefined) return known;
    const made = this.#ajv.compile({ $ref });
    this.#validators.set($ref, made);
    return made;
  }
}

function operationOf(method: string, path: string, described: Described): Operation {
  const { operationId: id, parameters = [], requestBody, responses } = described;
  return { id, method, path, parameters, body: requestBody?.content["application/json"]?.schema ?? null, responses };
}

/** The names of schemas that others add fields to: those a closed one would refuse. */
function extendedIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/"allOf":\s*\[\s*\{\s*"\$ref":\s*"#\/components\/schemas\/(\w+)"/gu)].map(([, name]) => String(name)));
}

/** Objects without a word about further fields have none. */
function closed(value: unknown, open: ReadonlySet<string>, named = ""): unknown {
  if (Array.isArray(value)) return value.map((one) => closed(one, open, named));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "example" && name !== "examples")
      .map(([name, member]) => [name, closed(member, open, name)]),
  );
  const isObjectSchema = typeof members["properties"] === "object" && "type" in members && !Array.isArray(members["properties"]);
  const isExtended = open.has(named) || named === "allOf";
  return isObjectSchema && !isExtended && !("additionalProperties" in members) ? { ...members, additionalProperties: false } : members;
}
