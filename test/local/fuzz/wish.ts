/** The form of a wish: what of a request does not come from the schema. */
import type { Someone } from "../server.ts";
import type { Operation } from "./contract.ts";
import type { Chance } from "./values.ts";
import type { World } from "./world.ts";

export interface Wish {
  readonly as: Someone | null;
  readonly path?: Readonly<Record<string, string>>;
  /** Over what the schema gives; undefined leaves the parameter out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** Over what the schema gives; undefined leaves the field out. */
  readonly body?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** A body that is not JSON, as it is sent. */
  readonly raw?: string;
  /** An act outside of the service that makes the request sound, such as a consent given at the provider. */
  readonly before?: () => Promise<Readonly<Record<string, unknown>>>;
}

/** Null where the pool holds nothing that fits yet. */
export type Make = (world: World, chance: Chance, operation: Operation) => Wish | null;
