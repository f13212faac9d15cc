/** The parts that are counted of one act, and their sums. Pure: nothing is counted here. */

export interface ActCost {
  /** Of people and programs to the Worker. */
  readonly requests: number;
  /** Calls of an object, and alarms of one. */
  readonly objectCalls: number;
  /** To D1, all of them. */
  readonly trips: number;
  /** Of those the ones that an object waited for. */
  readonly objectTrips: number;
  readonly rowsRead: number;
  readonly rowsWritten: number;
  /** Rows of the object's own storage. */
  readonly objectRead: number;
  readonly objectWritten: number;
  readonly kvRead: number;
  readonly kvWritten: number;
  readonly mails: number;
  /** Calls of Google or Microsoft. */
  readonly providerCalls: number;
}

export const NO_COST: ActCost = {
  requests: 0,
  objectCalls: 0,
  trips: 0,
  objectTrips: 0,
  rowsRead: 0,
  rowsWritten: 0,
  objectRead: 0,
  objectWritten: 0,
  kvRead: 0,
  kvWritten: 0,
  mails: 0,
  providerCalls: 0,
};

export function sumOf(costs: readonly ActCost[]): ActCost {
  const parts = Object.keys(NO_COST) as (keyof ActCost)[];
  return Object.fromEntries(parts.map((part) => [part, costs.reduce((sum, cost) => sum + cost[part], 0)])) as unknown as ActCost;
}
