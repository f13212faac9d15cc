/**
 * The one place that makes stubs of objects. An object lives for ever where the first call that names it says, so each call
 * says it: a hint of the region, or the jurisdiction as part of its id. Under another jurisdiction the same name is another
 * object. A stub is made anew for each call, because one that has failed stays failed.
 */
import type { Home } from "../domain/home.ts";

/** A namespace of objects whose home is decided. */
export type Stubs<Namespace extends { getByName: unknown }> = {
  readonly getByName: (name: string) => Namespace extends { getByName: (...args: never[]) => infer Stub } ? Stub : never;
};

export function stubsAt<Kind extends Rpc.DurableObjectBranded>(
  namespace: DurableObjectNamespace<Kind>,
  { region, jurisdiction }: Home,
): Stubs<DurableObjectNamespace<Kind>> {
  const bound = jurisdiction === null ? namespace : namespace.jurisdiction(jurisdiction);
  return { getByName: (name) => bound.getByName(name, region === null ? {} : { locationHint: region }) };
}
