/** Counts the rows that an object reads and writes in its own storage: of what it is asked for, by key; the alarm is a row. */
import { runInDurableObject } from "cloudflare:test";

export interface StorageCalls {
  read: number;
  written: number;
}

/** From now on, into `calls`. What it answers takes the counter away. */
export async function countStorage(object: DurableObjectStub, calls: StorageCalls): Promise<() => Promise<void>> {
  const restore = await runInDurableObject(object, (_instance, { storage }) => {
    const names = ["get", "put", "delete", "getAlarm", "setAlarm", "deleteAlarm"] as const;
    const own = names.map((name) => [name, (storage[name] as (...given: unknown[]) => unknown).bind(storage)] as const);
    for (const [name, call] of own) {
      Object.assign(storage, {
        [name]: (...given: unknown[]) => {
          calls[name.startsWith("get") ? "read" : "written"] += rowsOf(given[0]);
          return call(...given);
        },
      });
    }
    return () => {
      for (const [name] of own) Reflect.deleteProperty(storage, name);
    };
  });
  return async () => await runInDurableObject(object, restore);
}

function rowsOf(named: unknown): number {
  if (Array.isArray(named)) return named.length;
  return typeof named === "object" && named !== null && !(named instanceof Date) ? Object.keys(named).length : 1;
}
