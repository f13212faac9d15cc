/**
 * Meters of one act: what is sent to D1, by the Worker and by objects, what objects are asked, what they keep, KV, mails and calls of calendar
 * providers. They count in the isolate of the tests, where Worker and objects run as well; nothing is timed. The alarm of an object that a
 * test rings is counted as the platform would ring it.
 */
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { type ActCost, NO_COST } from "../../bench/act-cost.ts";
import { countingInto, noCounts } from "./counting.ts";
import { countStorage, type StorageCalls } from "./storage-calls.ts";
import { accountCounts, agendaCounts, CalendarAccount, CoachAgenda } from "./worker.ts";

const MAILBOX = "https://mail.test/";
const PROVIDERS = /^https:\/\/(?:[a-z0-9]+\.googleapis\.com|login\.microsoftonline\.com|graph\.microsoft\.com)\//u;

interface ActMeter {
  /** The database, for a Worker that is counted. */
  readonly d1: D1Database;
  /** Counts the storage of that object too, until what it answers is called. */
  readonly withStorageOf: (object: DurableObjectStub) => Promise<() => Promise<void>>;
  readonly requested: () => void;
  readonly count: (act: () => Promise<unknown>) => Promise<ActCost>;
  readonly stop: () => void;
}

export function startActMeter(): ActMeter {
  const worker = noCounts();
  const storage: StorageCalls = { read: 0, written: 0 };
  const seen = { requests: 0, objectCalls: 0, kvRead: 0, kvWritten: 0, mails: 0, providerCalls: 0 };
  const kv = Object.getPrototypeOf(env.KEPT) as object;
  // Before it rings, the test alone has asked the storage: to set the alarm, and to take it away, which the platform does by itself.
  const rings = (): void => {
    seen.objectCalls += 1;
    Object.assign(storage, { read: 0, written: 0 });
  };
  const restored = [
    before(CoachAgenda.prototype, "submit", () => void (seen.objectCalls += 1)),
    ...["hint", "reconcile"].map((name) => before(CalendarAccount.prototype, name, () => void (seen.objectCalls += 1))),
    ...[CoachAgenda, CalendarAccount].map(({ prototype }) => before(prototype, "alarm", rings)),
    ...["get", "getWithMetadata", "list"].map((name) => before(kv, name, () => void (seen.kvRead += 1))),
    ...["put", "delete"].map((name) => before(kv, name, () => void (seen.kvWritten += 1))),
    before(globalThis, "fetch", (asked) => {
      const url = asked instanceof Request ? asked.url : String(asked);
      if (url.startsWith(MAILBOX)) seen.mails += 1;
      else if (PROVIDERS.test(url)) seen.providerCalls += 1;
    }),
  ];
  const allD1 = [worker, agendaCounts, accountCounts] as const;
  return {
    d1: countingInto(env.DB, worker),
    withStorageOf: async (object) => await countStorage(object, storage),
    requested: () => void (seen.requests += 1),
    count: async (act) => {
      for (const counts of allD1) Object.assign(counts, noCounts());
      Object.assign(storage, { read: 0, written: 0 });
      for (const name of Object.keys(seen)) Object.assign(seen, { [name]: 0 });
      await act();
      const sum = (part: "roundTrips" | "rowsRead" | "rowsWritten" | "unmetered"): number =>
        allD1.reduce((all, counts) => all + counts[part], 0);
      expect(sum("unmetered")).toBe(0);
      return {
        ...NO_COST,
        ...seen,
        trips: sum("roundTrips"),
        objectTrips: sum("roundTrips") - worker.roundTrips,
        rowsRead: sum("rowsRead"),
        rowsWritten: sum("rowsWritten"),
        objectRead: storage.read,
        objectWritten: storage.written,
      };
    },
    stop: () => {
      for (const restore of restored) restore();
    },
  };
}

/** Has `seen` called before a method; what it answers puts the method back. */
function before(holder: object, name: string, seen: (first: unknown) => void): () => void {
  const own = Object.getOwnPropertyDescriptor(holder, name);
  const call = (holder as Record<string, (...given: unknown[]) => unknown>)[name];
  if (call === undefined) throw new Error(`there is no ${name}`);
  Object.defineProperty(holder, name, {
    configurable: true,
    writable: true,
    value(this: unknown, ...given: unknown[]) {
      seen(given[0]);
      return call.apply(this, given);
    },
  });
  return () => {
    if (own === undefined) Reflect.deleteProperty(holder, name);
    else Object.defineProperty(holder, name, own);
  };
}
