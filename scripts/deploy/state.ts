/** The parts of a deployment that the account already holds; the plan is made from them. Knows no network. */

export interface DatabaseState {
  readonly uuid: string;
  /** null: bound to none. */
  readonly jurisdiction: string | null;
  readonly isReplicated: boolean;
}

export interface AccountState {
  readonly database: DatabaseState | null;
  /** From binding to id; a binding that is not in it has no namespace yet. */
  readonly namespaces: Readonly<Record<string, string>>;
  /** null: the Worker has never been deployed. */
  readonly worker: WorkerState | null;
}

export interface WorkerState {
  /** The last migration of objects that it has; null: none. */
  readonly migrationTag: string | null;
  /** The version that gets all requests now; null: two versions share them, as a deployment that was broken off leaves it. */
  readonly version: string | null;
}

export const NOTHING_YET: AccountState = { database: null, namespaces: {}, worker: null };
