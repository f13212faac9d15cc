/**
 * One call as the reference shows it: what is sent, and what is answered. The tests replay each against the service. The ids and the dates are those of
 * one made-up day, which `world.ts` names; a replay puts its own in their places.
 */
export interface Example {
  /** Whose token goes with it; null: none. */
  readonly as: "client" | "coach" | "admin" | null;
  readonly request?: {
    readonly path?: Readonly<Record<string, string>>;
    readonly query?: Readonly<Record<string, string>>;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly answer: {
    readonly status: number;
    /** JSON, or the text of a file. Absent: the answer has no body. */
    readonly body?: unknown;
  };
}
