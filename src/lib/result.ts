/**
 * The outcome of something that may be refused for a reason the caller expects. A refusal is data and crosses a
 * Durable Object's RPC unharmed, where an Error would lose its properties. Broken assumptions are not refusals: they
 * throw (`assert.ts`).
 */
export type Result<Value, Problem> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };

export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function refused<Problem>(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}
