/** The rooms under test/ whose tests touch no binding and run in Node: for Vitest's projects, and for a run that asks for as few of them as it needs. */
export const PURE_ROOMS = ["domain", "agreement", "deploy", "docs", "lib", "messages", "simulators"] as const;
